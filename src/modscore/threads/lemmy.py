"""Lemmy: lists of comments and posts of its API, version 3 and version 4.

Stage: intake; decoded JSON comes in; threads go out, one a post, which is its article. What
answers what is told by the path of ids from the post down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Thread
from .fields import as_id
from .head import Head
from .posts import Post, Topic, comment, live
from .shown import shown
from .source import Source
from .values import values
from .window import assemble

SUFFIXES = (".json", ".jsonl", ".ndjson")
_LISTS = ("comments", "items", "posts")


def sniff(head: Head) -> bool:
    """Whether it holds views of comments or posts, in a list of the API or one after another."""
    for before in (*(f"{name}[]." for name in _LISTS), "", "[]."):
        if head.has(f"{before}comment.path", f"{before}comment.content"):
            return True
        if head.has(f"{before}post.ap_id", f"{before}post.name"):
            return True
    return head.has("comment_view.comment") or head.has("post_view.post")


def read(source: Source) -> Iterator[Thread]:
    """The threads, put together within ``source.window``."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    for line, value in values(source):
        for path, view in _views(value):
            yield from _view(source, line, view, path)


def _views(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name in _LISTS:
            if isinstance(value.get(name), list):
                yield from ((f"{name}[{i}]", view) for i, view in enumerate(value[name]))
                return
        for name in ("comment_view", "post_view"):
            if name in value:
                yield name, value[name]
                return
    yield "", value


def _view(source: Source, line: int, view: Any, path: str) -> Iterator[Post]:
    post = view.get("post") if isinstance(view, Mapping) else None
    given = view.get("comment") if isinstance(view, Mapping) else None
    dot = path + "." if path else ""
    if not isinstance(given, Mapping) and not isinstance(post, Mapping):
        source.reject(line, f"{dot}comment: expected a comment or a post, got {shown(view)}")
        return
    thread = as_id(post.get("id")) if isinstance(post, Mapping) else None
    if isinstance(given, Mapping):
        thread = as_id(given.get("post_id")) or thread
    if thread is None:
        source.reject(line, f"{dot}post_id: expected the id of a post, got none")
        return
    if isinstance(post, Mapping):
        yield Post(thread, _topic(line, post))
    if not isinstance(given, Mapping):
        return
    creator = view.get("creator")
    names = creator if isinstance(creator, Mapping) else {}
    made = comment(
        source,
        line,
        {
            "id": given.get("id"),
            "content": given.get("content"),
            "author": names.get("name") or given.get("creator_id"),
            "parent": above(given.get("path")),
            "created": given.get("published_at") or given.get("published"),
        },
        f"{dot}comment",
        gone=bool(given.get("deleted") or given.get("removed")),
    )
    if made is not None:
        yield Post(thread, made)


def _topic(line: int, post: Mapping[str, Any]) -> Topic:
    name, body = post.get("name"), post.get("body")
    gone = post.get("deleted") or post.get("removed")
    article = live(body) if isinstance(body, str) and not gone else ""
    return Topic(line, name if isinstance(name, str) and name else None, article or None)


def above(path: object) -> str | None:
    """The id of the comment that is answered, from the path of one that answers.

    >>> above("0.4.7"), above("0.4")
    ('4', None)
    """
    ids = path.split(".")[1:-1] if isinstance(path, str) else []
    return ids[-1] if ids else None
