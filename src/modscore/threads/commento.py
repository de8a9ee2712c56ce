"""Commento and Comentario exports.

Stage: intake; decoded JSON comes in; one thread a page goes out. Deleted comments and those not
approved keep the tree but get no score; addresses of the commenters are never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..records import Thread
from .head import Head
from .listed import Row, drafts, numbered, plain, rejected, word
from .posts import Post
from .source import Source
from .values import values
from .window import assemble


def sniff(head: Head) -> bool:
    """Whether it begins with comments of this kind."""
    return head.has("comments[].commentHex") or head.has("comments", "commenters")


def read(source: Source) -> Iterator[Thread]:
    """One thread a page."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    for line, whole in values(source):
        if not isinstance(whole, Mapping):
            rejected(source, line, whole, "comments and commenters")
            continue
        known = names(whole)
        told = partial(row, known=known)
        for path, one in numbered(whole, "comments"):
            for made in drafts(source, line, [(path, one)], told):
                yield Post(page(one), made)


def names(whole: Mapping[str, Any]) -> dict[str, str]:
    """The names of the commenters by their ids.

    >>> names({"commenters": [{"commenterHex": "a1", "name": "Ann", "email": "a@example.org"}]})
    {'a1': 'Ann'}
    """
    listed = whole.get("commenters")
    found = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return {
        one["commenterHex"]: one["name"]
        for one in found
        if isinstance(one.get("commenterHex"), str) and isinstance(one.get("name"), str)
    }


def page(given: Mapping[str, Any]) -> str | None:
    """The page that a comment belongs to.

    >>> page({"domain": "example.org", "url": "/a"})
    'example.org/a'
    """
    domain, path = word(given.get("domain")), word(given.get("url"))
    return f"{domain or ''}{path or ''}" or None


def row(given: Mapping[str, Any], known: Mapping[str, str]) -> Row:
    """One comment as a loose comment."""
    writer, parent = given.get("commenterHex"), given.get("parentHex")
    markdown = given.get("markdown")
    return {
        "id": given.get("commentHex"),
        "text": markdown if markdown or not given.get("html") else plain(given["html"]),
        "author": known.get(writer) if isinstance(writer, str) else None,
        "parent": None if parent == "root" else parent,
        "created": given.get("creationDate"),
        "gone": bool(given.get("deleted")) or given.get("state", "approved") != "approved",
    }
