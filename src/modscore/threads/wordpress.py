"""WordPress exports (WXR: RSS with ``wp:`` elements), of any version.

Stage: intake; a source comes in; one thread a post or page with comments goes out, its content as
the article. Spam, trash, unapproved comments and pings keep the tree but get no score; e-mail and
IP addresses are never read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ..records import Thread
from .fields import Draft
from .head import Head
from .html import text_of
from .listed import Row, drafted
from .posts import Topic
from .source import Source
from .window import finish
from .xml_ import Element, children, content, elements, local

SUFFIXES = (".xml", ".wxr")
_SPEECH = ("", "comment", "review")  # comment types that somebody wrote here
_NO_TIME = "0000-00-00 00:00:00"
_PARAGRAPHS = re.compile(r"<(?:p|br)\b[^<>]{0,200}>", re.IGNORECASE)


def sniff(head: Head) -> bool:
    """Whether it is RSS with elements of WordPress."""
    known = "wordpress.org/export/" in head.text or "<wp:" in head.text
    return known and (head.root == "rss" or head.suffix == ".wxr")


def read(source: Source) -> Iterator[Thread]:
    """The posts, pages and other items that have comments."""
    for item in elements(source, {"item": "channel"}, "rss"):
        found = [one for one in item if local(one) == "comment"]
        if not found:
            continue
        drafts: list[Draft] = []
        for one in found:
            made = drafted(source, one.sourceline, row(one))
            if made is not None:
                drafts.append(made)
        inner = children(item)
        id = content(inner.get("post_id")) or content(inner.get("link"))
        title = html.unescape(content(inner.get("title"))) or None
        article = speech(_article(item)) or None
        yield finish(source, id or "1", drafts, Topic(item.sourceline, title, article))


def row(comment: Element) -> Row:
    """A ``wp:comment`` element as a loose comment."""
    inner = {name.removeprefix("comment_"): one for name, one in children(comment).items()}
    times = (content(inner.get("date_gmt")), content(inner.get("date")))
    parent = content(inner.get("parent"))
    return {
        "id": content(inner.get("id")) or None,
        "text": speech(content(inner.get("content"))),
        "author": content(inner.get("author")) or None,
        "parent": parent if parent != "0" else None,
        "created": next((time for time in times if time and time != _NO_TIME), None),
        "gone": content(inner.get("approved")) not in ("1", "")
        or content(inner.get("type")) not in _SPEECH,
    }


def speech(stored: str) -> str:
    """The text of what WordPress stores: HTML in which a blank line begins a paragraph.

    >>> speech("One.\\nTwo &amp; <b>three</b>."), speech("<p>One.\\nTwo.</p>")
    ('One.\\nTwo & three.', 'One. Two.')
    """
    return text_of(stored, breaks=not _PARAGRAPHS.search(stored))


def _article(item: Element) -> str:
    for one in item:
        if local(one) == "encoded" and "/content/" in str(one.tag):
            return content(one)
    return ""
