"""Rule files read from disk: YAML into nodes with places, nodes into a `Pack`.

Stage: rulebook; paths come in; a `Pack` goes out, or one `RuleError` with every fault of every
file. The only module that imports yaml. YAML is read as events, so nothing is ever expanded.
"""

# ruff: noqa: PLC0415 - yaml and the checks only when a rule file is read: the built-in rules are
# written out
from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import RuleError
from . import written
from .nodes import Node
from .pack import Pack, Triggers
from .schema import Rule

MOST_BYTES = 5 << 20
MOST_DEPTH = 12
MOST_FAULTS = 200
ENDINGS = (".yaml", ".yml")
CACHE_NAME = "rules.bin"  # the built-in rules, checked and written out: see `write_out`


def load(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> Pack:
    """The rules of the files and folders named, in that order (a folder's files by name).

    Raises `RuleError` that holds all faults, each ``file:line:column: rule: key: expected …``.
    """
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    faults: list[str] = []
    rules: list[Rule] = []
    for place in _files(paths, faults):
        raw = _bytes(place, faults)
        if raw is not None:
            rules += _parsed(raw, str(place), faults)
    return _packed(rules, faults)


def loads(text: str | bytes, place: str = "<rules>") -> Pack:
    """The rules of one file given as text; ``place`` stands for its path in faults."""
    faults: list[str] = []
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return _packed(_parsed(raw, place, faults), faults)


@cache
def builtin() -> Pack:
    """The rules shipped with the library.

    They lie in the package (a wheel) or in the checkout's ``rules/`` folder. Where a wheel holds
    them checked and written out (`CACHE_NAME`) that is read, if it was made from these very files.
    """
    folder = rules_folder()
    contents = [(f"rules/{p.name}", p.read_bytes()) for p in _rule_files(folder)]
    file = folder / CACHE_NAME
    if file.is_file():
        pack = written.decoded(file.read_bytes(), _sources(contents))
        if pack is not None:
            return pack
    faults: list[str] = []
    rules = [rule for place, raw in contents for rule in _parsed(raw, place, faults)]
    return _packed(rules, faults)


def rules_folder() -> Path:
    """The folder of the built-in rule files."""
    inside = Path(__file__).parents[1] / "rules"  # not importlib.resources: it loads slowly
    return inside if inside.is_dir() else Path(__file__).parents[3] / "rules"


def write_out(folder: Path, triggers: Callable[[Pack], Mapping[str, Triggers]]) -> Pack:
    """Check the rule files of a folder and write them out (`CACHE_NAME`) as they load fast.

    Returns the pack with its triggers. `builtin` trusts the file only for the very same rule
    files.
    """
    contents = [(f"rules/{p.name}", p.read_bytes()) for p in _rule_files(folder)]
    faults: list[str] = []
    pack = _packed([r for place, raw in contents for r in _parsed(raw, place, faults)], faults)
    pack = Pack(pack.rules, dict(triggers(pack)))
    (folder / CACHE_NAME).write_bytes(written.encoded(pack, _sources(contents)))
    return pack


def _rule_files(folder: Path) -> list[Path]:
    found = [p for p in folder.iterdir() if p.name.endswith(ENDINGS)]
    return sorted(found, key=lambda p: p.name)


def _sources(contents: Sequence[tuple[str, bytes]]) -> str:
    total = hashlib.sha256()
    for place, raw in contents:
        total.update(json.dumps([place, hashlib.sha256(raw).hexdigest()]).encode())
    return total.hexdigest()


def _files(paths: Iterable[str | os.PathLike[str]], faults: list[str]) -> list[Path]:
    found: list[Path] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix in ENDINGS and p.is_file())
            if not inside:
                faults.append(f"{path}: folder: expected .yaml files in it, got none")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            got = "something else" if path.exists() else "no such file"
            faults.append(f"{path}: path: expected a rule file or a folder of them, got {got}")
    return found


def _bytes(path: Path, faults: list[str]) -> bytes | None:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        faults.append(f"{path}: file: expected a readable file, got {error.strerror}")
        return None
    return raw


def _parsed(raw: bytes, place: str, faults: list[str]) -> list[Rule]:
    if len(raw) > MOST_BYTES:
        faults.append(f"{place}: size: expected at most {MOST_BYTES >> 20} MB, got more")
        return []
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        got = f"byte 0x{raw[error.start]:02x}"
        faults.append(f"{place}:{line}:{column}: file: expected UTF-8, got {got}")
        return []
    tab = text.find("\t")
    if tab >= 0:
        line, column = text.count("\n", 0, tab) + 1, tab - text.rfind("\n", 0, tab)
        faults.append(f"{place}:{line}:{column}: file: expected blanks, got a tab")
        return []
    import yaml

    from .check import rules_of

    fault = _Fault(place)
    try:
        root = _tree(text, fault)
    except yaml.YAMLError as error:
        faults.append(_yaml_fault(place, error))
        return []
    except _TooMuch:
        faults.extend(fault.said)
        return []
    rules = rules_of(root, place, fault.said)
    faults.extend(fault.said)
    return rules


class _Fault:
    def __init__(self, place: str) -> None:
        self.place = place
        self.said: list[str] = []

    def add(self, mark: Any, subject: str, rest: str) -> None:
        self.said.append(f"{self.place}:{mark.line + 1}:{mark.column + 1}: {subject}: {rest}")


class _TooMuch(Exception):  # noqa: N818 - a signal inside this module, never seen outside
    pass


def _tree(text: str, fault: _Fault) -> Node | None:
    """The nodes of a YAML text; no recursion, so depth costs nothing before it is refused."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    top = Node("list", [], 1, 1)
    open_nodes = [top]
    for event in yaml.parse(text, Loader=loader):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            said = f"expected the value itself (or a name under `lists:`), got *{event.anchor}"
            fault.add(mark, "alias", said)
            raise _TooMuch
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style
            node = Node("text", event.value, mark.line + 1, mark.column + 1, plain)
            open_nodes[-1].value.append(node)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "map"
            node = Node(kind, [], mark.line + 1, mark.column + 1)
            open_nodes[-1].value.append(node)
            open_nodes.append(node)
            if len(open_nodes) > MOST_DEPTH:
                fault.add(mark, "nesting", f"expected at most {MOST_DEPTH} levels, got more")
                raise _TooMuch
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            open_nodes.pop()
    if len(top.value) > 1:
        second = top.value[1]
        fault.said.append(
            f"{fault.place}:{second.line}:{second.column}: file: expected one document, got two"
        )
        raise _TooMuch
    return top.value[0] if top.value else None


def _yaml_fault(place: str, error: Exception) -> str:
    mark: Any = getattr(error, "problem_mark", None)
    where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{place}{where}: file: expected YAML, got a fault in it ({said})"


def _packed(rules: Sequence[Rule], faults: list[str]) -> Pack:
    first: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in first:
            said = f"expected an id of its own, got the id of {first[rule.id].place}"
            faults.append(f"{rule.place}: {rule.id}: id: {said}")
        first.setdefault(rule.id, rule)
    if faults:
        more = len(faults) - MOST_FAULTS
        shown = faults[:MOST_FAULTS]
        raise RuleError([*shown, f"… and {more} faults more"] if more > 0 else shown)
    return Pack(tuple(rules))
