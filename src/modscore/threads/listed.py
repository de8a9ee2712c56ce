"""The posts that stand in a list of one JSON value.

Stage: intake; what a list holds comes in, each with its place; drafts of comments go out, and
what is no post is rejected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .fields import Draft
from .html import text_of
from .posts import comment
from .shown import shown
from .source import Source

Row = dict[str, object]  # a loose comment; "gone" if it only keeps the tree, perhaps "thread"


def drafts(
    source: Source,
    line: int,
    items: Iterable[tuple[str, Any]],
    row: Callable[[Mapping[str, Any]], Row],
) -> Iterator[Draft]:
    """The drafts of the items that can be read; ``row`` makes a loose comment of a mapping."""
    for path, item in items:
        if not isinstance(item, Mapping):
            source.reject(line, f"{path}: expected a mapping, got {shown(item)}")
            continue
        made = drafted(source, line, row(item), path)
        if made is not None:
            yield made


def drafted(source: Source, line: int, item: Row, path: str = "") -> Draft | None:
    """The draft of one loose comment, emptied if it is ``gone``; None if it was rejected."""
    gone = bool(item.pop("gone", False))
    if gone:
        item["text"] = ""
    return comment(source, line, item, path, gone=gone)


def numbered(value: Mapping[str, Any], key: str) -> Iterator[tuple[str, Any]]:
    """The elements of the list that a mapping has there, each with its place; none if it has none.

    >>> list(numbered({"posts": ["a", "b"]}, "posts"))
    [('posts[0]', 'a'), ('posts[1]', 'b')]
    """
    listed = value.get(key)
    return (
        (f"{key}[{i}]", one) for i, one in enumerate(listed if isinstance(listed, list) else ())
    )


def rejected(source: Source, line: int, value: object, what: str) -> None:
    """Reject a value that is not what the format holds."""
    source.reject(line, f"expected {what}, got {shown(value)}")


def plain(value: object) -> object:
    """HTML as plain text; what is no string as it is, for its refusal further on.

    >>> plain("<p>a &lt; b</p>"), plain(5)
    ('a < b', 5)
    """
    return text_of(value) if isinstance(value, str) else value


def word(value: object) -> str | None:
    """A string or a whole number as a string; None for anything else and for nothing.

    >>> word("a"), word(7), word(""), word(True)
    ('a', '7', None, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None
