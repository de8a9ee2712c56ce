"""ActivityPub objects and activities, and the statuses and contexts of Mastodon's API.

Stage: intake; decoded JSON comes in; threads go out. A page or a titled note that answers nothing
is an article; every other note is a comment, the first of a thread too.
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
_WRAPS = ("Create", "Update", "Announce", "Add")  # activities that carry an object
_SPOKEN = ("Note", "Question", "ChatMessage")
_PAGES = ("Page", "Article", "Video", "Event")
_STATUS = ("in_reply_to_id", "content", "account")
_LISTS = ("orderedItems", "items", "ancestors", "descendants", "statuses")


def sniff(head: Head) -> bool:
    """Whether it holds objects or activities, or statuses, in a collection or one by one."""
    for before in ("", "[]."):
        if head.has(f"{before}type") and (
            head.has(f"{before}attributedTo")
            or head.has(f"{before}actor", f"{before}object")
            or head.has(f"{before}@context", f"{before}id")
        ):
            return True
    for before in ("", "[].", "ancestors[].", "descendants[].", "statuses[]."):
        if head.has(*(before + name for name in _STATUS)):
            return True
    return head.has("ancestors", "descendants") or head.has("type", "orderedItems")


def read(source: Source) -> Iterator[Thread]:
    """The threads, put together within ``source.window``."""
    return linked(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    for line, value in values(source):
        waiting: list[tuple[Any, str]] = [(value, "")]
        while waiting:
            thing, path = waiting.pop()
            if not isinstance(thing, Mapping):
                if not isinstance(thing, str) or not path:  # the address of what stands elsewhere
                    source.reject(line, f"expected an object, got {shown(thing)}")
                continue
            inner = _inside(thing, path + "." * bool(path))
            if inner is not None:
                waiting += reversed(inner)
            elif "account" in thing or "in_reply_to_id" in thing:
                yield from _status(source, line, thing, path)
            else:
                yield from _object(source, line, thing, path)


def _inside(thing: Mapping[str, Any], dot: str) -> list[tuple[Any, str]] | None:
    """What a collection, a context or an activity holds; None for what is a post itself."""
    kind = thing.get("type")
    if kind in _WRAPS and "object" in thing:
        return [(thing["object"], f"{dot}object")]
    found: list[tuple[Any, str]] | None = None
    if "content" not in thing:
        for name in _LISTS:
            listed = thing.get(name)
            if isinstance(listed, list):
                found = found or []
                found += [(one, f"{dot}{name}[{i}]") for i, one in enumerate(listed)]
    return found


def _object(source: Source, line: int, note: Mapping[str, Any], path: str) -> Iterator[Post]:
    kind, id = note.get("type"), as_id(note.get("id"))
    if kind not in (*_SPOKEN, *_PAGES, "Tombstone"):
        return  # a like, a report, an account: nothing that was said in a thread
    above = note.get("inReplyTo")
    above = above.get("id") if isinstance(above, Mapping) else above
    title = note.get("name")
    titled = isinstance(title, str) and bool(title)
    text = "" if kind == "Tombstone" else _content(note)
    if id and above is None and (kind in _PAGES or (titled and kind == "Note")):
        article = live(text) if isinstance(text, str) else ""
        yield Post(None, Topic(line, title if titled else None, article or None), id)
        return
    warning = note.get("summary")
    made = comment(
        source,
        line,
        {
            "id": note.get("id"),
            "text": _warned(warning, text),
            "author": _address(note.get("attributedTo", note.get("actor"))),
            "parent": above,
            "created": note.get("published"),
        },
        path,
        gone=kind == "Tombstone",
    )
    if made is not None:
        yield Post(None, made)


def _status(source: Source, line: int, status: Mapping[str, Any], path: str) -> Iterator[Post]:
    if isinstance(status.get("reblog"), Mapping):
        return  # said by another, in another thread
    account = status.get("account")
    content = status.get("content")
    text = text_of(content) if isinstance(content, str) else content
    made = comment(
        source,
        line,
        {
            "id": status.get("id"),
            "text": _warned(status.get("spoiler_text"), text),
            "author": _handle(account.get("acct")) if isinstance(account, Mapping) else None,
            "parent": status.get("in_reply_to_id"),
            "created": status.get("created_at"),
        },
        path,
    )
    if made is not None:
        yield Post(None, made)


def _content(note: Mapping[str, Any]) -> Any:
    """The text as the author wrote it if that is there, else from the HTML."""
    source = note.get("source")
    if isinstance(source, Mapping):
        kind = str(source.get("mediaType", "text/markdown"))
        if isinstance(source.get("content"), str) and kind in ("text/markdown", "text/plain"):
            return source["content"]
    elif isinstance(source, str) and source:
        return source
    content = note.get("content")
    if content is None and isinstance(note.get("contentMap"), Mapping):
        content = next(iter(note["contentMap"].values()), None)
    if content is None:
        return ""
    plain = note.get("mediaType") in ("text/markdown", "text/plain")
    return content if plain or not isinstance(content, str) else text_of(content)


def _warned(warning: object, text: object) -> object:
    """The content warning is the author's word too: a paragraph before the text."""
    if not isinstance(warning, str) or not warning.strip() or not isinstance(text, str):
        return text
    plain = text_of(warning)
    return f"{plain}\n\n{text}" if text else plain


def _address(author: object) -> object:
    """The address of an author, which may stand in a list or an object."""
    if isinstance(author, list):
        author = author[0] if author else None
    return author.get("id") if isinstance(author, Mapping) else author


def _handle(name: object) -> object:
    """A member's name and site, written so that it is no e-mail address.

    >>> _handle("ann@example.org"), _handle("ann")
    ('@ann@example.org', 'ann')
    """
    return f"@{name}" if isinstance(name, str) and "@" in name[1:] else name
