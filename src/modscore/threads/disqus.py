"""Disqus exports in XML.

Stage: intake; a source comes in; one thread a page that was discussed goes out. Deleted posts and
spam keep the tree but get no score; e-mail and IP addresses are never read.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from ..records import Thread
from .head import Head
from .html import text_of
from .listed import Row, drafted
from .posts import Post, Topic
from .source import Source
from .window import assemble
from .xml_ import Element, attribute, children, content, elements, local

SUFFIXES = (".xml",)
_STRAY = 200  # characters that may stand before the XML


def sniff(head: Head) -> bool:
    """Whether its root is ``disqus``, perhaps behind a stray sign."""
    start = head.text[:_STRAY].find("<")
    return start >= 0 and Head(head.text[start:], head.suffix).root == "disqus"


def read(source: Source) -> Iterator[Thread]:
    """The threads that have posts."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    topics: dict[str, tuple[int, str | None, str | None]] = {}
    for element in elements(source, {"thread": "disqus", "post": "disqus"}, "disqus"):
        line = element.sourceline
        if local(element) == "thread":
            inner = children(element)
            title = html.unescape(content(inner.get("title"))) or None
            article = text_of(content(inner.get("message"))) or None
            if title or article:
                topics[attribute(element, "id")] = (line, title, article)
            continue
        inner = children(element)
        thread = attribute(inner["thread"], "id") if "thread" in inner else ""
        if not thread:
            source.reject(line, "thread: expected the id of a thread, got none")
            continue
        made = drafted(source, line, row(element))
        if made is None:
            continue
        if thread in topics:
            yield Post(thread, Topic(*topics.pop(thread)))
        yield Post(thread, made)


def row(post: Element) -> Row:
    """A ``post`` element as a loose comment."""
    inner = children(post)
    author = children(inner["author"]) if "author" in inner else {}
    return {
        "id": attribute(post, "id") or None,
        "text": text_of(content(inner.get("message"))),
        "author": content(author.get("name")) or content(author.get("username")) or None,
        "parent": attribute(inner["parent"], "id") or None if "parent" in inner else None,
        "created": content(inner.get("createdAt")) or None,
        "gone": _true(inner.get("isDeleted")) or _true(inner.get("isSpam")),
    }


def _true(element: Element | None) -> bool:
    return content(element).lower() in ("true", "1")
