"""Stack Exchange dumps: Comments.xml and Posts.xml.

Stage: intake; the rows of the XML come in; threads go out. Comments stand flat under their post;
answers are the comments on a question, which is the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..records import Thread
from .head import Head
from .html import text_of
from .posts import Post, Topic, comment
from .source import Source
from .window import assemble
from .xml_ import elements

SUFFIXES = (".xml",)
_ROW = re.compile(r"<row\s")
_SURE_LINE = 65_534
_ANSWER = "2"


def sniff(head: Head) -> bool:
    """Whether the root is <comments> or <posts> and rows stand in it."""
    return head.root in ("comments", "posts") and bool(_ROW.search(head.text))


def read(source: Source) -> Iterator[Thread]:
    """The threads, put together within ``source.window``."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    root = source.head(SUFFIXES).root
    read = _comment if root == "comments" else _post
    for element in elements(source, {"row": root}):
        row = {str(name): str(value) for name, value in element.attrib.items()}
        line: int = element.sourceline
        if line > _SURE_LINE and element.tail:  # libxml2 tells the line behind what follows
            line -= element.tail.count("\n")
        yield from read(source, line, row)


def _comment(source: Source, line: int, row: Mapping[str, str]) -> Iterator[Post]:
    thread = row.get("PostId")
    if not thread:
        source.reject(line, "PostId: expected the id of a post, got none")
        return
    made = comment(source, line, _loose(row, row.get("Text"), "User"))
    if made is not None:
        yield Post(thread, made)


def _post(source: Source, line: int, row: Mapping[str, str]) -> Iterator[Post]:
    id, body = row.get("Id"), row.get("Body")
    if not id:
        source.reject(line, "Id: expected the id of a post, got none")
        return
    text = None if body is None else text_of(body)
    if row.get("PostTypeId") != _ANSWER:
        yield Post(id, Topic(line, row.get("Title") or None, text or None))
        return
    made = comment(source, line, _loose(row, text, "Owner"))
    if made is not None:
        yield Post(row.get("ParentId") or id, made)


def _loose(row: Mapping[str, str], text: str | None, who: str) -> dict[str, object]:
    name = "UserDisplayName" if who == "User" else "OwnerDisplayName"
    return {
        "id": row.get("Id"),
        "text": text,
        "author": row.get("UserId" if who == "User" else "OwnerUserId") or row.get(name),
        "created": row.get("CreationDate"),
    }
