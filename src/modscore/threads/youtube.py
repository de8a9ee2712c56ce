"""YouTube comments: yt-dlp's ``.info.json``, youtube-comment-downloader's lines, Takeout's CSV.

Stage: intake; a source comes in; one thread a video goes out, its description as the article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Thread
from .cells import header_of, records
from .fields import Draft
from .head import Head
from .listed import Row, drafted, drafts, numbered, plain, rejected, word
from .marks import link
from .posts import Post, Topic
from .source import Source
from .values import values
from .window import UNNAMED, assemble, finish

SUFFIXES = (".json", ".csv")
_TAKEOUT = {"Comment ID", "Comment Text"}  # columns that every Takeout file of comments has
_SHAPES = (  # of yt-dlp: the comments may stand far behind the formats of the video
    ("comments", "webpage_url"),
    ("comments", "extractor"),
    ("id", "title", "formats[].format_id"),
    ("comments[].author_is_uploader", "comments[].parent"),
)


def sniff(head: Head) -> bool:
    """Whether it begins as one of the three."""
    return (
        any(head.has(*paths) for paths in _SHAPES)
        or head.has("cid", "text", "votes")
        or (head.suffix in ("", ".csv") and set(header_of(head.text, ",")) >= _TAKEOUT)
    )


def read(source: Source) -> Iterator[Thread]:
    """The videos; a file of youtube-comment-downloader is one."""
    start = source.head(SUFFIXES).text.lstrip()[:1]
    if start not in ("{", "["):
        yield from assemble(source, _taken_out(source))
        return
    lines: list[Draft] = []
    for line, value in values(source):
        if not isinstance(value, Mapping):
            rejected(source, line, value, "a video or a comment")
        elif "cid" in value:
            made = drafted(source, line, downloaded(value))
            lines += [made] if made is not None else []
        else:
            found = list(drafts(source, line, numbered(value, "comments"), fetched))
            about = value.get("description")
            article = about if isinstance(about, str) and about else None
            topic = Topic(line, word(value.get("title")), article)
            yield finish(source, word(value.get("id")) or UNNAMED, found, topic)
    if lines:
        yield finish(source, UNNAMED, lines)


def _taken_out(source: Source) -> Iterator[Post]:
    for line, cells in records(source, ","):
        item = taken_out(cells)
        made = drafted(source, line, item)
        if made is not None:
            yield Post(word(item["thread"]), made)


def fetched(given: Mapping[str, Any]) -> Row:
    """A comment of yt-dlp; times are what the site showed ("2 years ago"), so only near.

    >>> fetched({"id": "a.b", "parent": "a", "text": "Hi.", "author": "@ann"})["parent"]
    'a'
    """
    parent = given.get("parent")
    return {
        "id": given.get("id"),
        "text": plain(given.get("html")) if given.get("text") is None else given["text"],
        "author": given.get("author") or given.get("author_id"),
        "parent": None if parent == "root" else parent,
        "created": given.get("timestamp"),
    }


def downloaded(given: Mapping[str, Any]) -> Row:
    """A line of youtube-comment-downloader; an answer's id is its parent's, a dot and its own.

    >>> downloaded({"cid": "a.b", "text": "Hi.", "time": "3 days ago"})["parent"]
    'a'
    """
    id = given.get("cid")
    return {
        "id": id,
        "text": given.get("text"),
        "author": given.get("author") or given.get("channel"),
        "parent": above(id),
        "created": given.get("time_parsed"),
    }


def taken_out(cells: Mapping[str, str]) -> Row:
    """A row of Takeout's comments; the thread is the video.

    >>> taken_out({"Comment ID": "a", "Comment Text": '{"text":"Hi "},{"text":"you"}'})["text"]
    'Hi you'
    """
    id = cells.get("Comment ID")
    return {
        "id": id,
        "text": segments(cells.get("Comment Text", "")),
        "author": cells.get("Channel ID") or None,
        "parent": cells.get("Parent Comment ID") or above(id),
        "created": cells.get("Comment Create Timestamp") or None,
        "thread": cells.get("Video ID") or cells.get("Post ID") or None,
    }


def above(id: object) -> str | None:
    """The id of the comment that one answers, told from its own id.

    >>> above("a.b"), above("a")
    ('a', None)
    """
    parent = id.rpartition(".")[0] if isinstance(id, str) else ""
    return parent or None


def segments(cell: str) -> str:
    """The text that Takeout wraps in JSON, of the old kind or the new; any other as it is.

    >>> segments('{"takeoutSegments":[{"text":"Hi."}]}'), segments("Hi, {you}")
    ('Hi.', 'Hi, {you}')
    """
    if not cell.lstrip().startswith("{"):
        return cell
    try:
        found = json.loads(f"[{cell}]")
    except (ValueError, RecursionError):
        return cell
    parts: list[object] = []
    for one in found:
        inner = one.get("takeoutSegments") if isinstance(one, dict) else None
        parts.extend(inner if isinstance(inner, list) else [one])
    texts = [_segment(part) for part in parts]
    return cell if None in texts else "".join(map(str, texts))


def _segment(part: object) -> str | None:
    if not isinstance(part, dict) or not isinstance(part.get("text"), str):
        return None
    text: str = part["text"]
    leads = part.get("link")
    target = leads.get("linkUrl") if isinstance(leads, dict) else None
    return link(text, target) if isinstance(target, str) else text
