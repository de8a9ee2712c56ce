"""Reddit: lines of the Pushshift and Arctic Shift dumps, BigQuery rows, listings of the API.

Stage: intake; decoded JSON comes in; threads go out, one a submission. The submission's title and
own text are the thread's title and article; deleted and removed comments keep the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ..records import Thread
from .fields import Draft, as_id
from .head import Head
from .posts import Post, Topic, comment, live, named
from .shown import shown
from .source import Source
from .times import utc
from .values import values
from .window import assemble

SUFFIXES = (".json", ".jsonl", ".ndjson")
_COMMENT = ("body", "link_id", "parent_id")
_SUBMISSION = ("title", "subreddit", "num_comments")
_LISTED = ("kind", "data", "data.children")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TOP = "top-level"  # what some tables say instead of the submission
_LOST = ("", "t1_", "t3_")


class _Row(msgspec.Struct, gc=False):
    """What is read of the line of a dump."""

    id: str
    body: str
    link_id: str
    parent_id: str
    author: str | None = None
    created_utc: int | float | str | None = None


def sniff(head: Head) -> bool:
    """Whether it holds comments, submissions or listings, one after another or in a list."""
    return any(
        head.has(*(f"{before}{name}" for name in names))
        for before in ("", "[].")
        for names in (_COMMENT, _SUBMISSION, _LISTED)
    )


def read(source: Source) -> Iterator[Thread]:
    """The threads; in a dump they are put together within ``source.window``."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    for line, value in values(source, _Row):
        if type(value) is _Row:
            quick = _quick(line, value)
            if quick is not None:
                yield quick
                continue
            value = msgspec.structs.asdict(value)  # noqa: PLW2901
        if isinstance(value, Mapping) and isinstance(value.get("data"), Mapping):
            yield from _listing(source, line, value)
        else:
            yield from _row(source, line, value)


def _quick(line: int, row: _Row) -> Post | None:
    """What `_row` makes of a line whose fields are all of their usual types, much faster."""
    given = row.created_utc
    try:
        created = None if given is None or given == "" else utc(given)
    except ValueError:
        return None
    if not row.id or not row.link_id:
        return None
    parent = row.parent_id
    if parent[:3] == "t3_":
        above = None
    elif parent[:3] == "t1_" and len(parent) > 3:
        above = parent[3:]
    else:
        return None
    author = None if row.author is None else named(row.author)
    text = live(unescaped(row.body))
    return Post(bare(row.link_id), Draft(line, bare(row.id), text, author, above, created))


def _listing(source: Source, line: int, top: Mapping[str, Any]) -> Iterator[Post]:
    """The posts of a listing and of the listings of answers in it, each before its answers."""
    waiting: list[Any] = [top]
    while waiting:
        thing = waiting.pop()
        data = thing.get("data") if isinstance(thing, Mapping) else None
        if not isinstance(data, Mapping):
            source.reject(line, f"expected a listing, got {shown(thing)}")
            continue
        if "children" not in data or thing.get("kind") == "more":
            yield from (
                _more(line, data) if thing.get("kind") == "more" else _row(source, line, data)
            )
        answers = [data.get("replies")] if isinstance(data.get("replies"), Mapping) else []
        if thing.get("kind") != "more" and isinstance(data.get("children"), list):
            answers += data["children"]
        waiting += reversed(answers)


def _more(line: int, data: Mapping[str, Any]) -> Iterator[Post]:
    """What the API left out: only counted."""
    count, link = data.get("count"), as_id(data.get("link_id"))
    if isinstance(count, int) and count > 0 and link:
        note = f"expected every comment, got {count} that the listing leaves out: not read"
        yield Post(bare(link), Topic(line, notes=[note]))


def _row(source: Source, line: int, row: Any) -> Iterator[Post]:
    if not isinstance(row, Mapping):
        source.reject(line, f"expected a comment or a submission, got {shown(row)}")
    elif "body" in row or "link_id" in row:
        link = as_id(row.get("link_id"))
        if not link:
            got = shown(row.get("link_id"))
            source.reject(line, f"link_id: expected the id of a submission, got {got}")
            return
        body = row.get("body")
        made = comment(
            source,
            line,
            {
                "id": bare(as_id(row.get("id") or row.get("name")) or "") or row.get("id"),
                "body": unescaped(body) if isinstance(body, str) else body,
                "author": row.get("author"),
                "parent": _parent(row.get("parent_id"), link),
                "created_utc": row.get("created_utc"),
            },
        )
        if made is not None:
            yield Post(bare(link), made)
    elif as_id(row.get("id")) and isinstance(row.get("title"), str):
        text = row.get("selftext")
        article = live(unescaped(text)) if isinstance(text, str) else ""
        yield Post(
            bare(str(as_id(row["id"]))), Topic(line, unescaped(row["title"]), article or None)
        )
    else:
        source.reject(line, f"expected a comment or a submission, got {shown(row)}")


def _parent(given: object, link: str) -> object:
    """The id of the comment that is answered; None for the submission."""
    if isinstance(given, int) and not isinstance(given, bool):
        return base36(given) if given > 0 else None  # Pushshift's rows of 2022
    if not isinstance(given, str):
        return given
    return None if given in _LOST or given in (link, _TOP) or given[:3] == "t3_" else bare(given)


def bare(id: str) -> str:
    """An id without the kind before it.

    >>> bare("t1_c0a1"), bare("c0a1")
    ('c0a1', 'c0a1')
    """
    return id[3:] if id[:1] == "t" and id[2:3] == "_" and id[1:2].isdigit() else id


def base36(number: int) -> str:
    """How Reddit writes a number as an id.

    >>> base36(36 * 36 + 10)
    '10a'
    """
    signs = ""
    while number:
        number, rest = divmod(number, 36)
        signs = _DIGITS[rest] + signs
    return signs or "0"


def unescaped(text: str) -> str:
    """The text with the three signs that Reddit writes as entities.

    >>> unescaped("&gt; R&amp;D")
    '> R&D'
    """
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
