"""Comments that stand one by one in a file, gathered into threads.

Stage: intake; numbered rows (a mapping or a string each) come in; threads go out, in the order in
which each is first seen. Rows that name no thread form one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..records import Thread
from .build import build
from .fields import THREAD_NAMES, as_id, first
from .source import Source


def gather(source: Source, rows: Iterable[tuple[str, object]]) -> Iterator[Thread]:
    """The threads that the rows make up; each row comes with its place, as in ``a.jsonl:17``.

    The rows of a thread may stand anywhere in the file, so that all rows are held in memory.
    """
    threads: dict[str | None, tuple[list[str], list[object]]] = {}
    for place, row in rows:
        key = None
        if isinstance(row, Mapping):
            key = as_id(first(row, THREAD_NAMES)[1])
        places, comments = threads.setdefault(key, ([], []))
        places.append(place)
        comments.append(row)
    for number, key in enumerate(list(threads), start=1):
        places, comments = threads.pop(key)
        yield from_rows(source, places, comments, str(number) if key is None else key)


def from_rows(source: Source, places: Sequence[str], comments: Sequence[object], id: str) -> Thread:
    """One thread of the rows, whose faults are told with the place of the row."""

    def place(position: int, field: str) -> str:
        return f"{places[position]}: {field}" if field else places[position]

    whole = {"id": id, "comments": comments}
    return build(whole, lenient=source.lenient, place=place, within=f"{source.name}: ")
