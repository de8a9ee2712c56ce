"""Hacker News: items of the Firebase API, and trees and search hits of Algolia's.

Stage: intake; decoded JSON comes in; threads go out, one a story, poll or job. Items name only
what they answer, so that threads follow from the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Thread
from .fields import as_id
from .head import Head
from .html import text_of
from .links import linked
from .posts import Post, Topic, comment, live
from .shown import shown
from .source import Source
from .values import values

SUFFIXES = (".json", ".jsonl", ".ndjson")
_TOPICS = ("story", "poll", "job", "pollopt")
_FIREBASE = ("id", "type", "time")
_ALGOLIA = ("id", "created_at_i", "parent_id", "type", "author")
_HITS = ("hits", "hits[].objectID", "hits[].created_at_i")


def sniff(head: Head) -> bool:
    """Whether it holds items, one after another or in a list, a tree, or hits of a search."""
    for before in ("", "[]."):
        if head.has(*(before + name for name in _FIREBASE)) and any(
            before + name in head.paths for name in ("by", "kids", "deleted", "poll")
        ):
            return True
        if head.has(*(before + name for name in _ALGOLIA)):
            return True
    return head.has(*_HITS)


def read(source: Source) -> Iterator[Thread]:
    """The threads, put together within ``source.window``."""
    return linked(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    for line, value in values(source):
        waiting = [value]
        if isinstance(value, Mapping) and isinstance(value.get("hits"), list):
            waiting = value["hits"][::-1]
        while waiting:
            item = waiting.pop()
            if item is None:
                continue  # what the API says of an item that is not shown
            if not isinstance(item, Mapping):
                source.reject(line, f"expected an item, got {shown(item)}")
                continue
            yield from _item(source, line, item)
            children = item.get("children")
            if isinstance(children, list):
                waiting += [child for child in reversed(children) if isinstance(child, Mapping)]


def _item(source: Source, line: int, item: Mapping[str, Any]) -> Iterator[Post]:
    id = as_id(item.get("id", item.get("objectID")))
    if not id:
        source.reject(line, f"id: expected a whole number, got {shown(item.get('id'))}")
        return
    given = _first(item, "text", "comment_text", "story_text")
    if _kind(item) in _TOPICS:
        gone = item.get("deleted") or not isinstance(given, str)
        text = "" if gone else live(text_of(str(given)))
        title = item.get("title")
        topic = Topic(line, title if isinstance(title, str) and title else None)
        if item.get("type") == "pollopt":
            topic.options = [text] if text else []
            id = as_id(item.get("poll")) or id
        else:
            topic.article = text or None
        yield Post(None, topic, id)
        return
    gone = bool(item.get("deleted")) or given is None
    made = comment(
        source,
        line,
        {
            "id": id,
            "text": text_of(given) if isinstance(given, str) else "" if gone else given,
            "author": _first(item, "by", "author"),
            "parent": _first(item, "parent", "parent_id", "story_id"),
            "created": _first(item, "time", "created_at_i", "created_at"),
        },
        gone=gone,
    )
    if made is not None:
        yield Post(None, made)


def _kind(item: Mapping[str, Any]) -> str:
    kind = item.get("type")
    if isinstance(kind, str):
        return kind
    if item.get("comment_text") is not None or _first(item, "parent", "parent_id") is not None:
        return "comment"
    return "story" if item.get("title") else "comment"


def _first(item: Mapping[str, Any], *names: str) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)
