"""Comments that stand one by one in a file, gathered into threads.

Stage: intake; rows (a mapping or a string each) come in, with their places; threads go out, in
the order in which each is first seen. Rows that name no thread form one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from ..errors import ReadError, SettingError
from ..records import Thread
from .build import build
from .fields import NAMES, THREAD_NAMES, as_id, empty, first
from .shown import shown
from .source import ColumnMap, Source

FIELDS: dict[str, tuple[str, ...]] = {**NAMES, "thread": THREAD_NAMES}
_KNOWN = frozenset(name for names in FIELDS.values() for name in names)
_TIED = ("id", "parent", "thread")  # a wrong guess would change the tree; `build` sees to the text
_WEIGHT = 700  # bytes that a row takes beside its text
_SHAPES = 256  # sets of keys remembered


class Place(NamedTuple):
    """Where a row stands: on a line, or at a path in the file, or both."""

    line: int | None
    path: str = ""


class _Gathered:
    """The rows of one thread."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.places: list[Place] = []
        self.rows: list[object] = []
        self.weight = 0


def told(source: Source, rows: Iterable[tuple[Place, object]]) -> Iterator[tuple[Place, object]]:
    """The same rows; ``source.mapping`` tells which key of the first holds which field."""
    rest = iter(rows)
    begin = list(islice(rest, 1))
    for _, row in begin:
        if isinstance(row, Mapping):
            found = {
                field: source.columns.get(field, first(row, names)[0])
                for field, names in FIELDS.items()
            }
            used = {field: key for field, key in found.items() if key in row}
            unused = tuple(str(key) for key in row if key not in used.values())
            source.mapping = ColumnMap(used, unused)
    return chain(begin, rest)


def gather(
    source: Source,
    rows: Iterable[tuple[Place, object]],
    columns: Mapping[str, str] | None = None,
) -> Iterator[Thread]:
    """The threads that the rows make up; each row comes with its place.

    ``columns`` are keys of the rows that were chosen for fields, where the usual do not serve.

    The rows of a thread may stand anywhere in the file. When more than ``source.window`` bytes
    of them wait, the threads touched least recently are closed; what comes for one of them later
    makes another thread of the same id, and parents that are missing are cut from then on.
    """
    opened: dict[str | None, _Gathered] = {}
    narrow = _Narrow(check_fields(dict(columns or {})))
    weight = count = 0
    partial = False
    for place, given in rows:
        row = given
        if isinstance(given, Mapping):
            tied = narrow.tie(given)
            if tied:
                name = _at(source, place, "")
                if not source.lenient:
                    raise ReadError(f"{name}: {tied}")
                source.note(f"{name}: {tied}: took the first")
            row = narrow.row(given)
        key = as_id(first(row, THREAD_NAMES)[1]) if isinstance(row, Mapping) else None
        if key is None and source.apart:
            count += 1
            yield from _alone(source, place, row, count)
            continue
        one = opened.pop(key, None)
        if one is None:
            count += 1
            one = _Gathered(count)
        opened[key] = one  # the last touched stands last
        one.places.append(place)
        one.rows.append(row)
        heavy = _WEIGHT + _length(row)
        one.weight += heavy
        weight += heavy
        if weight > source.window:
            partial = True
            closing = {}
            while opened and weight > source.window // 2:
                key = next(iter(opened))
                closing[key] = opened.pop(key)
                weight -= closing[key].weight
            yield from _closed(source, closing, partial)
    yield from _closed(source, opened, partial)


def check_fields(columns: dict[str, str]) -> dict[str, str]:
    """The same, when every key is a field; SettingError for one that is not.

    >>> check_fields({"text": "Body"})
    {'text': 'Body'}
    """
    for field in columns:
        if field not in FIELDS:
            near = difflib.get_close_matches(field, FIELDS, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            known = ", ".join(FIELDS)
            raise SettingError(f"columns: expected one of {known}, got {shown(field)}{hint}")
    return columns


class _Narrow:
    """Rows with the chosen columns under the names of their fields, and nothing unknown."""

    def __init__(self, chosen: dict[str, str]) -> None:
        self._chosen = chosen
        self._dropped = {name for field in chosen for name in FIELDS[field]}
        self._asked = [field for field in _TIED if field not in chosen]
        self._ties: dict[tuple[object, ...], list[tuple[str, list[str]]]] = {}

    def row(self, row: Mapping[Any, Any]) -> Mapping[Any, Any]:
        """The row without keys that no field is read from; as it is if it has no text."""
        if not self._chosen:
            slim = {key: value for key, value in row.items() if key in _KNOWN}
        else:
            slim = {
                key: value
                for key, value in row.items()
                if key in _KNOWN and key not in self._dropped
            }
            for field, name in self._chosen.items():
                if name in row:
                    slim[field] = row[name]
        return slim if first(slim, NAMES["text"])[0] or len(slim) == len(row) else row

    def tie(self, row: Mapping[Any, Any]) -> str:
        """What is wrong if two keys speak for one field and say different things, else ""."""
        shape = tuple(row)
        ties = self._ties.get(shape)
        if ties is None:
            pairs = [(field, [n for n in FIELDS[field] if n in row]) for field in self._asked]
            ties = [(field, names) for field, names in pairs if len(names) > 1]
            if len(self._ties) < _SHAPES:
                self._ties[shape] = ties
        for field, names in ties:
            said = [name for name in names if row[name] is not None and not empty(row[name])]
            if any(row[name] != row[said[0]] for name in said[1:]):
                both = " and ".join(shown(name) for name in said)
                return (
                    f"{field}: expected one column, got {both} that differ "
                    f"(choose with --column {field}={said[0]})"
                )
        return ""


def _closed(
    source: Source, threads: dict[str | None, _Gathered], partial: bool
) -> Iterator[Thread]:
    for key in sorted(threads, key=lambda key: threads[key].number):
        one = threads.pop(key)
        rows = _rooted(source, one) if partial else one.rows
        id = str(one.number) if key is None else key
        made = _thread(source, one.places, rows, id)
        if made.comments or not source.rejects:
            yield made


def _alone(source: Source, place: Place, row: object, number: int) -> Iterator[Thread]:
    """The row as a thread of its own, which has the comment's id; else its line, or number."""
    id = as_id(first(row, NAMES["id"])[1]) if isinstance(row, Mapping) else None
    if isinstance(row, Mapping):
        row = {key: row[key] for key in row if key not in NAMES["parent"]}
    if id is None:
        id = str(number if place.line is None else place.line)
        row = {**row, "id": id} if isinstance(row, Mapping) else {"id": id, "text": row}
    made = _thread(source, [place], [row], id)
    if made.comments:
        yield made


def _rooted(source: Source, one: _Gathered) -> list[object]:
    """The rows of a thread that may be a piece of one, without parents that are not in it."""
    known = {as_id(first(r, NAMES["id"])[1]) for r in one.rows if isinstance(r, Mapping)}
    rows: list[object] = []
    lost = 0
    for row in one.rows:
        parent = as_id(first(row, NAMES["parent"])[1]) if isinstance(row, Mapping) else None
        if isinstance(row, Mapping) and parent is not None and parent not in known:
            lost += 1
            rows.append({key: row[key] for key in row if key not in NAMES["parent"]})
        else:
            rows.append(row)
    if lost:
        source.note(
            f"{_at(source, one.places[0], 'parent')}: expected every parent near its answers, "
            f"got {lost} that are not: taken as no answer to a comment"
        )
    return rows


def _thread(source: Source, places: Sequence[Place], rows: Sequence[object], id: str) -> Thread:
    """One thread of the rows, whose faults are told with the place of the row."""

    def place(position: int, field: str) -> str:
        return _at(source, places[position], field)

    gone: set[int] = set()

    def dropped(position: int, reason: str) -> None:
        gone.add(position)
        line, path = places[position]
        source.reject(line, f"{path}: {reason}" if path else reason)

    made = build(
        {"id": id, "comments": rows},
        lenient=source.lenient,
        place=place,
        within=f"{source.name}: ",
        dropped=dropped if source.rejects else None,
    )
    source.lines_of = tuple([p.line for i, p in enumerate(places) if i not in gone])
    return made


def _at(source: Source, place: Place, field: str) -> str:
    start = source.name if place.line is None else source.at(place.line)
    return ": ".join(filter(None, (start, place.path, field)))


def _length(row: object) -> int:
    if isinstance(row, Mapping):
        return sum(len(value) for value in row.values() if isinstance(value, str | bytes))
    return len(row) if isinstance(row, str | bytes) else 0
