"""The examples of the rules run as tests.

Stage: rulebook; a pack comes in; `Fault`s go out. The one module here that sees the whole line.
From a shell: ``python -m modscore.rulebook.selftest rules/``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..errors import RuleError
from ..match import fresh, kept
from ..match.compile import CompiledPack, compiled
from ..match.run import Matches, match
from ..records import Comment, Thread
from ..text.prepare import prepare
from . import lock
from .load import builtin, load, write_out
from .pack import Pack
from .schema import Example, Rule


class Fault(NamedTuple):
    """What a rule does other than its examples say.

    ``problem``: wrong-spans (a hit), found (a miss), needless-guard, or shared-term.
    """

    place: str
    rule: str
    problem: str
    said: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.said}"


def run(pack: Pack) -> list[Fault]:
    """Every fault of the pack's examples: a hit found elsewhere than marked, a miss found, a
    guard that no miss needs, a term that two rules of one signal share."""
    faults = _examples(_compiled(pack))
    faults += _guards(pack)
    faults += _shared(pack)
    order = {rule.id: index for index, rule in enumerate(pack.rules)}
    return sorted(faults, key=lambda fault: order[fault.rule])


def _compiled(pack: Pack) -> CompiledPack:
    """The pack with tables worked out here and now, whatever is kept of them."""
    return compiled(pack, fresh.tables(pack))


def _examples(compiled: CompiledPack) -> list[Fault]:
    cases = [
        (index, key, number, example)
        for index, rule in enumerate(compiled.rules)
        for key, examples in (("hits", rule.hits), ("misses", rule.misses))
        for number, example in enumerate(examples)
    ]
    found = _spans(compiled, [example for *_, example in cases], [index for index, *_ in cases])
    faults = []
    for (index, key, number, example), spans in zip(cases, found, strict=True):
        if spans == list(example.spans):
            continue
        rule = compiled.rules[index]
        problem = "wrong-spans" if key == "hits" else "found"
        expected = f"expected {_marked(example.text, example.spans)}, got "
        expected += _marked(example.text, spans) if spans else "nothing found"
        faults.append(Fault(rule.place, rule.id, problem, f"{key}[{number}]: {expected}"))
    return faults


def _guards(pack: Pack) -> list[Fault]:
    """Guards that can go without any miss of their rule being found."""
    slim: list[Rule] = []
    tried: list[tuple[Rule, str]] = []
    for rule in pack.rules:
        for guard in rule.unless:
            left = tuple(other for other in rule.unless if other != guard)
            # The id tells the trials apart; strength is of no matter here.
            slim.append(msgspec.structs.replace(rule, id=f"{rule.id}-without-{guard}", unless=left))
            tried.append((rule, guard))
    helping = [
        rule for rule in pack.rules if "evidence" in rule.signal or rule.signal == "citation"
    ]
    cases = [(i, miss) for i, (rule, _) in enumerate(tried) for miss in rule.misses]
    found = _spans(
        _compiled(Pack((*slim, *helping))), [miss for _, miss in cases], [i for i, _ in cases]
    )
    needed = {i for (i, _), spans in zip(cases, found, strict=True) if spans}
    return [
        Fault(
            rule.place,
            rule.id,
            "needless-guard",
            f"unless: expected a miss that is found without `{guard}`, got none",
        )
        for i, (rule, guard) in enumerate(tried)
        if i not in needed
    ]


def _shared(pack: Pack) -> list[Fault]:
    first: dict[tuple[str, str], Rule] = {}
    faults = []
    for rule in pack.rules:
        for term in rule.terms:
            owner = first.setdefault((rule.signal, term), rule)
            if owner is not rule:
                said = f"terms: expected each term in one rule of a signal, got `{term}`, which is "
                faults.append(
                    Fault(rule.place, rule.id, "shared-term", said + f"in {owner.id} too")
                )
    return faults


def _spans(
    compiled: CompiledPack, examples: Sequence[Example], rules: Sequence[int]
) -> list[list[tuple[int, int]]]:
    """Where each example is hit by the rule of the same place, whatever other rules hit."""
    # A thread each: a text that repeats an earlier comment of its thread would be a quotation.
    threads = [Thread(str(i), (Comment("1", one.text),)) for i, one in enumerate(examples)]
    matches = match(compiled, prepare(threads), strongest=False)
    return [_of_rule(compiled, matches, i, rule) for i, rule in enumerate(rules)]


def _of_rule(
    compiled: CompiledPack, matches: Matches, comment: int, rule: int
) -> list[tuple[int, int]]:
    signal = compiled.rules[rule].signal
    hits = [hit for hit in matches.of(comment) if hit.rule == rule and hit.signal == signal]
    return [(hit.start, hit.end) for hit in hits]


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text as a rule file marks it, shortened."""
    pieces, place = [], 0
    for start, end in spans:
        pieces += [text[place:start], "[[", text[start:end], "]]"]
        place = end
    whole = "".join([*pieces, text[place:]])
    return repr(whole if len(whole) <= 200 else whole[:199] + "…")


def lock_folder(folder: Path) -> None:
    """Write the lock file of a folder of rules, and the rules and their tables in the forms that
    load fast.

    Raises `RuleError` where an example fails, a rev must rise, or an id is used again.
    """
    faults = run(load([folder]))
    if faults:
        raise RuleError(map(str, faults))
    file = folder / lock.LOCK_NAME
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(lock.updated(load([folder]), before), encoding="utf-8")
    pack = write_out(folder, fresh.pattern_triggers)
    kept.write(folder, pack, fresh.tables(pack))


def main(paths: Sequence[str]) -> int:
    """Print every fault of the rules in these paths (none: the built-in ones); 1 if there are.

    With ``--lock FOLDER`` first, lock that folder instead.
    """
    try:
        if paths[:1] == ["--lock"]:
            lock_folder(Path(paths[1]))
            return 0
        pack = load(paths) if paths else builtin()
    except RuleError as error:
        print(error)
        return 1
    faults = run(pack)
    for fault in faults:
        print(fault)
    examples = sum(len(rule.hits) + len(rule.misses) for rule in pack.rules)
    print(f"{len(pack)} rules, {examples} examples: {len(faults) or 'no'} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
