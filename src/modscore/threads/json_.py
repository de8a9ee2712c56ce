"""JSON: a thread, a list of threads, or a list of comments.

Stage: intake; one decoded JSON document comes in; threads go out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ..errors import ReadError, SettingError
from ..records import Thread
from .build import build
from .fields import NAMES
from .rows import gather
from .shown import shown
from .source import Head, Source

SUFFIXES = (".json",)
_START = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*(?:[{"\]]))')
_decode = msgspec.json.Decoder().decode


def sniff(head: Head) -> bool:
    """Whether it begins as a JSON object, or as a list of objects or strings."""
    return head.suffix in SUFFIXES or (not head.suffix and bool(_START.match(head.text)))


def read(source: Source) -> Iterator[Thread]:
    """The threads of the document; a list of comments is parted by their thread field."""
    whole = parse(source.text(), source, 1)
    if isinstance(whole, Mapping) and not _is_thread(whole) and _has_text(whole):
        whole = [whole]  # JSON lines of which there is but one
    if isinstance(whole, list) and not any(_is_thread(one) for one in whole):
        rows = ((f"{source.name}: comments[{i}]", one) for i, one in enumerate(whole))
        yield from gather(source, rows)
        return
    threads = whole if isinstance(whole, list) else [whole]
    for i, one in enumerate(threads):
        where = f"threads[{i}]." if isinstance(whole, list) else ""
        yield thread_of(one, source, f"{source.name}: {where}", str(i + 1))


def thread_of(value: object, source: Source, within: str, number: str) -> Thread:
    """The thread that a JSON value describes; ``within`` stands before the place of a fault."""
    if source.columns:
        raise SettingError("columns: expected none for whole threads, only for rows of comments")
    if not isinstance(value, Mapping):
        whole = within.removesuffix(".").removesuffix(": ")
        raise ReadError(f"{whole}: expected a thread or a list of comments, got {shown(value)}")

    def place(position: int, field: str) -> str:
        return f"{within}comments[{position}]{'.' if field else ''}{field}"

    return build(value, lenient=source.lenient, place=place, within=within, unnamed=number)


def parse(text: str, source: Source, line: int) -> Any:
    """The JSON value; ``line`` is where the text begins, for the place of a fault."""
    try:
        return _decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        pass  # slower, but takes lone surrogates, and knows the line of a fault
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{source.at(line + error.lineno - 1)}:{error.colno}"
        raise ReadError(f"{place}: expected JSON, got: {error.msg}") from None
    except RecursionError:
        raise ReadError(f"{source.at(line)}: expected JSON of sane depth, got deeper") from None
    except ValueError as error:  # a whole number of thousands of digits
        raise ReadError(f"{source.at(line)}: expected JSON, got: {error}") from None


def _is_thread(value: object) -> bool:
    return isinstance(value, Mapping) and "comments" in value


def _has_text(value: Mapping[str, object]) -> bool:
    return any(name in value for name in NAMES["text"])
