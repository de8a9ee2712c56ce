"""`modscore rules`: test, list, show and lock rule files.

Stage: command line; paths of rule files come in; what they hold, or their faults, are printed.
"""

# ruff: noqa: PLC0415 - what only some commands need is imported by them: a quick start
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .bars import bar
from .safe import clean

if TYPE_CHECKING:
    from ..rulebook.pack import Pack
    from ..rulebook.schema import Example, Rule

app = typer.Typer(
    help="The rules: test their examples, list them, show one, lock their revisions.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]...", help="Rule files or folders; none: the built-in rules."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("test")
def run_examples(paths: Paths = None) -> None:
    """Run the examples of every rule: each hit must be found at its exact place, each miss not.

    \b
      modscore rules test
      modscore rules test my-rules.yaml more-rules/

    Exit code 1 if an example fails, 2 if a file cannot be read as rules.
    """
    from ..rulebook import selftest

    pack = _pack(paths)
    faults = selftest.run(pack)
    for fault in faults:
        print(clean(str(fault)))
    examples = sum(len(rule.hits) + len(rule.misses) for rule in pack.rules)
    told = f"{len(faults)} failed" if faults else "all as they should be"
    print(f"{_count(pack)}, {examples} examples: {told}")
    if faults:
        raise typer.Exit(1)


@app.command("list")
def list_(
    paths: Paths = None,
    family: Annotated[str | None, typer.Option(help="Only the rules of this family.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the rules: id, revision, kind, signal, strength, and why.

    \b
      modscore rules list --family insults
      modscore rules list my-rules.yaml --json
    """
    rules = [r for r in _pack(paths).rules if family is None or r.family == family]
    if as_json:
        for rule in rules:
            print(json.dumps(_facts(rule)))
        return
    wide = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        drawn = f"{rule.strength:.2f} {bar(rule.strength, 4)}" if sys.stdout.isatty() else ""
        strength = drawn or f"{rule.strength:.2f}"
        facts = f"{rule.id:{wide}}  rev {rule.rev}  {rule.kind:7}  {rule.signal:12}  {strength}"
        print(clean(f"{facts}  {rule.why}"))


@app.command()
def show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="As in the list: family.name.")],
    paths: Paths = None,
    as_json: AsJson = False,
) -> None:
    """Show one rule with its examples.

    \b
      modscore rules show insults.you-are-noun
    """
    from ..errors import SettingError
    from ..rulebook.nodes import suggestion

    known = _pack(paths).by_id
    if rule_id not in known:
        hint = suggestion(rule_id, known)
        raise SettingError(f"rules: expected the id of a rule, got {rule_id!r}{hint}")
    rule = known[rule_id]
    if as_json:
        print(json.dumps({**_facts(rule), **_examples(rule)}))
        return
    lines = [f"{rule.id}, rev {rule.rev} ({rule.place})", rule.why, ""]
    lines.append(f"kind      {rule.kind}")
    lines += [f"adds      {amount:.2f} to {signal}" for signal, amount in rule.amounts]
    if rule.unless:
        lines.append(f"unless    {', '.join(rule.unless)}")
    if rule.inflect or rule.obfuscated:
        marks = [name for name in ("inflect", "obfuscated") if getattr(rule, name)]
        lines.append(f"also      {', '.join(marks)}")
    lines += [f"pattern   {pattern}" for pattern in rule.patterns]
    if rule.terms:
        lines.append(f"terms     {len(rule.terms)}: {', '.join(rule.terms)}")
    examples = _examples(rule)
    lines += [f"hit       {text}" for text in examples["hits"]]
    lines += [f"miss      {text}" for text in examples["misses"]]
    print(clean("\n".join(lines)))


@app.command()
def lock(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of rule files; none: the built-in rules.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 if the lock is not right.")
    ] = False,
) -> None:
    """Write rules.lock beside the rule files, or check it.

    The lock holds each rule's revision and content: a rule whose matching changes must raise its
    rev, and the id of a removed rule is never used again. Rules whose examples fail are not
    locked. A folder's rules are also written out in the form that loads fast (rules.bin).
    """
    from ..rulebook import lock as locks
    from ..rulebook.load import load, rules_folder

    place = Path(str(folder or rules_folder()))
    pack = load(place)
    file = (place if place.is_dir() else place.parent) / locks.LOCK_NAME
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    if check:
        faults = locks.check(pack, before)
        for fault in faults:
            print(clean(fault))
        if faults:
            raise typer.Exit(1)
        print(f"{_count(pack)}, all as in {clean(str(file))}")
        return
    from ..rulebook import selftest

    failing = selftest.run(pack)
    for failed in failing:
        print(clean(str(failed)))
    if failing:
        raise typer.Exit(1)
    after = locks.updated(pack, before)
    if place.is_dir():
        selftest.lock_folder(place)
    elif after != before:
        file.write_text(after, encoding="utf-8", newline="\n")
    print(f"{_count(pack)}, {clean(str(file))} {'written' if after != before else 'unchanged'}")


def _pack(paths: list[Path] | None) -> Pack:
    from ..rulebook.load import builtin, load

    return load(paths) if paths else builtin()


def _count(pack: Pack) -> str:
    return f"{len(pack)} rule{'' if len(pack) == 1 else 's'}"


def _facts(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "rev": rule.rev,
        "kind": rule.kind,
        "signal": rule.signal,
        "strength": rule.strength,
        "attributes": dict(rule.attributes),
        "unless": list(rule.unless),
        "why": rule.why,
    }


def _examples(rule: Rule) -> dict[str, list[str]]:
    return {"hits": [*map(_marked, rule.hits)], "misses": [*map(_marked, rule.misses)]}


def _marked(example: Example) -> str:
    text = example.text
    for start, end in reversed(example.spans):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    return text
