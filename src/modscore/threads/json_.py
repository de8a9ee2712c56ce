"""JSON: a thread, a list of threads, or a list of comments.

Stage: intake; one decoded JSON document comes in; threads go out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from ..errors import ReadError, SettingError, ThreadError
from ..records import Thread
from .build import build
from .fields import NAMES
from .head import Head
from .parsed import parse
from .rows import Place, gather, told
from .shown import shown
from .source import Source
from .values import values

SUFFIXES = (".json",)
_LARGE = 1 << 26  # bytes of a document that is read whole
_START = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*(?:[{"\]]))')


def sniff(head: Head) -> bool:
    """Whether it begins as a JSON object, or as a list of objects or strings."""
    return head.suffix in SUFFIXES or (not head.suffix and bool(_START.match(head.text)))


def read(source: Source) -> Iterator[Thread]:
    """The threads of the document; a list of comments is parted by their thread field.

    A list in a large file is read element by element.
    """
    if (source.size or 0) > _LARGE and source.head(()).text.lstrip().startswith("["):
        items = (value for _, value in values(source))
        beginning = next(items, None)
        if beginning is None:
            return iter(())
        return _listed(source, chain([beginning], items), _is_thread(beginning))
    whole = parse(source.text(), source, 1)
    if isinstance(whole, Mapping) and not _is_thread(whole) and _has_text(whole):
        whole = [whole]  # JSON lines of which there is but one
    if isinstance(whole, list):
        return _listed(source, whole, any(_is_thread(one) for one in whole))
    return thread_of(whole, source, None, "", "1")


def _listed(source: Source, items: Iterable[object], threads: bool) -> Iterator[Thread]:
    if threads:
        return chain.from_iterable(
            thread_of(one, source, None, f"threads[{i}].", str(i + 1))
            for i, one in enumerate(items)
        )
    numbered = ((Place(None, f"comments[{i}]"), one) for i, one in enumerate(items))
    return gather(source, told(source, numbered), source.columns)


def thread_of(
    value: object, source: Source, line: int | None, path: str, number: str
) -> Iterator[Thread]:
    """The thread that a JSON value on a line (or at a ``path``) describes; none if rejected."""
    if source.columns:
        raise SettingError("columns: expected none for whole threads, only for rows of comments")
    within = f"{source.name if line is None else source.at(line)}: {path}"

    def place(position: int, field: str) -> str:
        return f"{within}comments[{position}]{'.' if field else ''}{field}"

    def dropped(position: int, reason: str) -> None:
        source.reject(line, f"{path}comments[{position}]: {reason}")

    try:
        if not isinstance(value, Mapping):
            whole = within.removesuffix(".").removesuffix(": ")
            raise ReadError(f"{whole}: expected a thread or a list of comments, got {shown(value)}")
        yield build(
            value,
            lenient=source.lenient,
            place=place,
            within=within,
            unnamed=number,
            dropped=dropped if source.rejects else None,
        )
    except (ReadError, ThreadError) as error:
        if not source.rejects:
            raise
        source.reject(line, str(error).removeprefix(within.removesuffix(path)))


def _is_thread(value: object) -> bool:
    return isinstance(value, Mapping) and "comments" in value


def _has_text(value: Mapping[str, object]) -> bool:
    return any(name in value for name in NAMES["text"])
