"""remark42: the tree of comments of one page, as its API gives it.

Stage: intake; decoded JSON comes in; one thread goes out. Deleted comments keep the tree but get
no score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Thread
from .head import Head
from .listed import Row, drafts, plain, rejected, word
from .source import Source
from .values import values
from .window import UNNAMED, finish


def sniff(head: Head) -> bool:
    """Whether it begins with a tree of comments."""
    return head.has("comments[].comment.id")


def read(source: Source) -> Iterator[Thread]:
    """The thread of the page."""
    for line, whole in values(source):
        if not isinstance(whole, Mapping):
            rejected(source, line, whole, "a tree of comments")
            continue
        made = list(drafts(source, line, flat(whole), row))
        yield finish(source, _page(whole) or UNNAMED, made)


def flat(whole: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every comment of the tree with its number in it, a comment before its answers."""
    listed = whole.get("comments")
    todo = list(reversed(listed)) if isinstance(listed, list) else []
    count = 0
    while todo:
        node = todo.pop()
        count += 1
        yield f"comment {count}", node.get("comment") if isinstance(node, Mapping) else node
        replies = node.get("replies") if isinstance(node, Mapping) else None
        if isinstance(replies, list):
            todo.extend(reversed(replies))


def row(given: Mapping[str, Any]) -> Row:
    """One comment as a loose comment; what its author typed if that is there, else its HTML."""
    typed, user = given.get("orig"), given.get("user")
    return {
        "id": given.get("id"),
        "text": typed if isinstance(typed, str) and typed else plain(given.get("text")),
        "author": user.get("name") if isinstance(user, Mapping) else None,
        "parent": given.get("pid") or None,
        "created": given.get("time"),
        "gone": bool(given.get("delete")),
    }


def _page(whole: Mapping[str, Any]) -> str | None:
    for _, one in flat(whole):
        locator = one.get("locator") if isinstance(one, Mapping) else None
        return word(locator.get("url")) if isinstance(locator, Mapping) else None
    return None
