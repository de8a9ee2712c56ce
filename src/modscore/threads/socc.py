"""The SFU Opinion and Comments Corpus: its tables of comments, and the annotated ones.

Stage: intake; a source comes in; one thread an article goes out. In ``comment_counter`` the tree
is written out: ``source1_23_4_1`` answers ``source1_23_4``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..records import Thread
from .cells import header_of, records
from .head import Head
from .listed import Row, drafted
from .posts import Post, Topic
from .source import Source
from .window import assemble

SUFFIXES = (".csv", ".tsv")
_TEXT = ("comment_text", "comment")
_ARTICLE = ("article_id", "globe_url", "url")
_TOP = 2  # underscores in the counter of a comment that answers none


def sniff(head: Head) -> bool:
    """Whether its header names the counter of comments, or what the annotators were asked."""
    if head.suffix not in ("", *SUFFIXES):
        return False
    header = set(header_of(head.text, ",\t"))
    return bool(header & {"comment_counter", "is_constructive"}) and bool(header & set(_TEXT))


def read(source: Source) -> Iterator[Thread]:
    """One thread an article."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    before: str | None = None
    for line, cells in records(source, ",\t"):
        made = drafted(source, line, row(cells))
        if made is None:
            continue
        article = _first(cells, _ARTICLE)
        if article != before and cells.get("title"):
            yield Post(article, Topic(line, cells["title"]))
        before = article
        yield Post(article, made)


def row(cells: Mapping[str, str]) -> Row:
    """One row as a loose comment."""
    id = _first(cells, ("comment_counter", "_unit_id"))
    return {
        "id": id,
        "text": next((cells[name] for name in _TEXT if name in cells), None),
        "author": cells.get("comment_author") or None,
        "parent": above(id),
        "created": _first(cells, ("timestamp", "post_time")),
    }


def above(counter: str | None) -> str | None:
    """The counter of the comment that one answers.

    >>> above("source1_23_4_1"), above("source1_23_4")
    ('source1_23_4', None)
    """
    if counter is None or counter.count("_") <= _TOP:
        return None
    return counter.rpartition("_")[0]


def _first(cells: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((cells[name] for name in names if cells.get(name)), None)
