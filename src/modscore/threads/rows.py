"""Comments that stand one by one in a file, gathered into threads.

Stage: intake; numbered rows (a mapping or a string each) come in; threads go out, in the order in
which each is first seen. Rows that name no thread form one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..errors import SettingError
from ..records import Thread
from .build import build
from .fields import NAMES, THREAD_NAMES, as_id, first
from .shown import shown
from .source import Source

FIELDS: dict[str, tuple[str, ...]] = {**NAMES, "thread": THREAD_NAMES}


def gather(source: Source, rows: Iterable[tuple[str, object]]) -> Iterator[Thread]:
    """The threads that the rows make up; each row comes with its place, as in ``a.jsonl:17``.

    The rows of a thread may stand anywhere in the file, so that all rows are held in memory.
    """
    threads: dict[str | None, tuple[list[str], list[object]]] = {}
    chosen = {} if source.mapping else check_fields(source.columns)  # tables have chosen already
    for place, given in rows:
        row = _renamed(given, chosen) if chosen and isinstance(given, Mapping) else given
        key = None
        if isinstance(row, Mapping):
            key = as_id(first(row, THREAD_NAMES)[1])
        places, comments = threads.setdefault(key, ([], []))
        places.append(place)
        comments.append(row)
    for number, key in enumerate(list(threads), start=1):
        places, comments = threads.pop(key)
        yield from_rows(source, places, comments, str(number) if key is None else key)


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


def _renamed(row: Mapping[Any, Any], columns: dict[str, str]) -> dict[Any, Any]:
    """The row with the columns chosen for a field alone to hold it."""
    dropped = {name for field in columns for name in FIELDS[field]}
    kept = {key: value for key, value in row.items() if key not in dropped}
    return {**kept, **{field: row[name] for field, name in columns.items() if name in row}}


def from_rows(source: Source, places: Sequence[str], comments: Sequence[object], id: str) -> Thread:
    """One thread of the rows, whose faults are told with the place of the row."""

    def place(position: int, field: str) -> str:
        return f"{places[position]}: {field}" if field else places[position]

    whole = {"id": id, "comments": comments}
    return build(whole, lenient=source.lenient, place=place, within=f"{source.name}: ")
