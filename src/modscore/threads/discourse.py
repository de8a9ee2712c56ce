"""Discourse: a topic, a page of its posts, a list of posts, or one post, as its API gives them.

Stage: intake; a source comes in; one thread a topic goes out. Post 1 is the article; answers name
the number of a post. Deleted and hidden posts and notes of what moderators did keep the tree but
get no score. What was typed (``raw``) is taken before what is shown (``cooked``).
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..records import Thread
from .head import Head
from .listed import Row, drafts, numbered, plain, rejected, word
from .posts import Post, Topic
from .source import Source
from .values import values
from .window import assemble

_SPOKEN = (1, 4, None)  # post types that somebody wrote: ordinary posts and whispers
_MOST_NUMBERS = 1 << 20  # posts whose numbers are remembered
_LISTS = ("latest_posts", "posts", "stream")
_SHAPES = (
    ("post_stream.posts",),
    ("latest_posts[].cooked",),
    ("[].cooked", "[].post_number"),
    ("cooked", "post_number"),
    ("raw", "post_number"),
)


def sniff(head: Head) -> bool:
    """Whether it begins with a topic or a post."""
    return any(head.has(*paths) for paths in _SHAPES)


def read(source: Source) -> Iterator[Thread]:
    """The topics; the posts of one may stand in several pages."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    ids = _Numbers()
    for line, value in values(source):
        if not isinstance(value, Mapping):
            rejected(source, line, value, "a topic or a post")
            continue
        items = list(_listed(value))
        for _, post in items:
            if isinstance(post, Mapping):
                ids.put(_topic_of(post, value), post.get("post_number"), post.get("id"))
        for topic, title in _titles(value, items).items():
            yield Post(topic, Topic(line, title))
        for path, post in items:
            topic = _topic_of(post, value) if isinstance(post, Mapping) else None
            for draft in drafts(source, line, [(path, post)], partial(row, ids=ids, topic=topic)):
                if post.get("post_number") == 1:
                    yield Post(topic, Topic(line, None, draft.text or None))
                else:
                    yield Post(topic, draft)


def row(post: Mapping[str, Any], ids: _Numbers, topic: str | None) -> Row:
    """One post as a loose comment; ``ids`` tells the id of the post it answers."""
    raw, answered = post.get("raw"), post.get("reply_to_post_number")
    return {
        "id": post.get("id"),
        "text": raw if isinstance(raw, str) and raw else plain(post.get("cooked")),
        "author": post.get("username") or post.get("name"),
        "parent": None if answered in (None, 1) else ids.get(topic, answered),
        "created": post.get("created_at"),
        "gone": gone(post),
    }


def gone(post: Mapping[str, Any]) -> bool:
    """Whether the post is no speech, or none that is still shown.

    >>> gone({"post_type": 1, "hidden": False}), gone({"post_type": 3}), gone({"hidden": True})
    (False, True, True)
    """
    return bool(
        post.get("post_type") not in _SPOKEN
        or post.get("deleted_at")
        or post.get("user_deleted")
        or post.get("hidden")
    )


class _Numbers:
    """The ids of posts by topic and number; the oldest topics are forgotten when there are many."""

    def __init__(self) -> None:
        self._topics: dict[str | None, dict[object, object]] = {}
        self._size = 0

    def put(self, topic: str | None, number: object, id: object) -> None:
        """Remember a post."""
        if not isinstance(number, int):
            return
        self._topics.setdefault(topic, {})[number] = id
        self._size += 1
        while self._size > _MOST_NUMBERS and len(self._topics) > 1:
            self._size -= len(self._topics.pop(next(iter(self._topics))))

    def get(self, topic: str | None, number: object) -> object:
        """The id of a post; what can be no id of any if the post is not known."""
        known = self._topics.get(topic, {})
        if not isinstance(number, int):
            return number
        return known.get(number, f"post number {number}")


def _listed(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    stream = value.get("post_stream")
    if isinstance(stream, Mapping):
        yield from ((f"post_stream.{path}", post) for path, post in numbered(stream, "posts"))
    elif "cooked" in value or "raw" in value:
        yield "", value
    else:
        for name in _LISTS:
            yield from numbered(value, name)


def _topic_of(post: Mapping[str, Any], value: Mapping[str, Any]) -> str | None:
    own = word(post.get("topic_id"))
    return own or (word(value.get("id")) if "post_stream" in value else None)


def _titles(value: Mapping[str, Any], items: list[tuple[str, Any]]) -> dict[str | None, str]:
    """The titles of the topics that a value tells of."""
    found: dict[str | None, str] = {}
    for key, one in [(word(value.get("id")), value)] * ("post_stream" in value) + [
        (_topic_of(post, value), post) for _, post in items if isinstance(post, Mapping)
    ]:
        whole = "post_stream" in one
        title = one.get("title" if whole else "topic_title")
        if not title and isinstance(fancy := one.get("fancy_title"), str):
            title = html.unescape(fancy)
        if isinstance(title, str) and title:
            found.setdefault(key, title)
    return found
