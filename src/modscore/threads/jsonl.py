"""JSON lines: a thread a line if it has ``comments``, else a comment a line.

Stage: intake; decoded lines come in; threads go out: whole ones as they are read, comments
gathered by their thread at the end of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from ..errors import ReadError
from ..records import Thread
from .head import Head
from .json_ import thread_of
from .parsed import parse
from .rows import Place, gather, told
from .shown import shown
from .source import Source

SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")


def sniff(head: Head) -> bool:
    """Whether it is called so, or holds a whole JSON object on the first line and a next begins.

    >>> sniff(Head('{"text": "a"}\\n{"text": "b"}\\n', ".json")), sniff(Head('{\\n"a": 1}', ""))
    (True, False)
    """
    if head.suffix in SUFFIXES:
        return True
    if head.suffix not in ("", ".json"):
        return False
    first, _, rest = head.text.lstrip().partition("\n")
    if not first.startswith("{") or not rest.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def read(source: Source) -> Iterator[Thread]:
    """The threads; the first line decides whether lines are threads or comments."""
    values = _values(source)
    first = next(values, None)
    if first is None:
        return iter(())
    lines = chain([first], values)
    if isinstance(first[1], Mapping) and "comments" in first[1]:
        return _threads(source, lines)
    rows = ((Place(line), value) for line, value in lines)
    return gather(source, told(source, rows), source.columns)


def _threads(source: Source, lines: Iterable[tuple[int, object]]) -> Iterator[Thread]:
    for number, (line, value) in enumerate(lines, start=1):
        if isinstance(value, Mapping) and "comments" not in value:
            fault = "expected a thread with 'comments', as on the first line"
            source.reject(line, f"{fault}, got {shown(value)}")
            continue
        yield from thread_of(value, source, line, "", str(number))


def _values(source: Source) -> Iterator[tuple[int, object]]:
    for line, text in enumerate(source.lines(), start=1):
        if not text.strip():
            continue
        try:
            value = parse(text, source, line)
            if not isinstance(value, Mapping | str):
                raise ReadError(
                    f"{source.at(line)}: expected a thread or a comment, got {shown(value)}"
                )
        except ReadError as error:
            if not source.lenient:
                raise
            if source.rejects:
                source.reject(line, str(error).removeprefix(f"{source.at(line)}:").strip())
            else:
                source.note(f"{error}: dropped")
            continue
        yield line, value
