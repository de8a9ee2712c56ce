"""Isso's generic exchange of comments: a list of pages.

Stage: intake; decoded JSON comes in; one thread a page goes out. Addresses are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Thread
from .head import Head
from .listed import Row, drafts, numbered, rejected, word
from .posts import Topic
from .source import Source
from .values import values
from .window import UNNAMED, finish

_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")


def sniff(head: Head) -> bool:
    """Whether it begins with a page and its comments."""
    return head.has("[].comments[].remote_addr") or head.has("[].comments[].website")


def read(source: Source) -> Iterator[Thread]:
    """One thread a page."""
    for line, page in values(source):
        if not isinstance(page, Mapping):
            rejected(source, line, page, "a page with comments")
            continue
        made = list(drafts(source, line, numbered(page, "comments"), row))
        if made:
            yield finish(source, word(page.get("id")) or UNNAMED, made, Topic(line, title(page)))


def row(given: Mapping[str, Any]) -> Row:
    """One comment as a loose comment."""
    return {
        "id": given.get("id"),
        "text": given.get("text"),
        "author": given.get("author") or None,
        "parent": given.get("parent"),
        "created": given.get("created") or None,
    }


def title(page: Mapping[str, Any]) -> str | None:
    """The title of a page, which some exporters quote as in an address.

    >>> title({"title": "Cats+%26+dogs"}), title({"title": "C++ and so"})
    ('Cats & dogs', 'C++ and so')
    """
    given = page.get("title")
    if not isinstance(given, str) or not given:
        return None
    if " " in given:
        return given
    plain = given.replace("+", " ").encode("utf-8", "surrogatepass")
    return _ESCAPE.sub(lambda one: bytes([int(one[1], 16)]), plain).decode("utf-8", "replace")
