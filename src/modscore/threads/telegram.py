"""Telegram Desktop exports (``result.json``): one chat, or all chats of an account.

Stage: intake; decoded JSON comes in; one thread a chat goes out. Forwarded messages count as
quotations, for they are not the sender's words; service messages and those without words keep
the tree but get no score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Thread
from .head import Head
from .listed import Row, drafts, numbered, rejected, word
from .marks import block, code, link, quoted
from .posts import Topic
from .shown import shown
from .source import Source
from .values import values
from .window import UNNAMED, finish

_SPEECH = ("message", None)  # the type of a message that somebody wrote
_BLOCKS = ("blockquote", "pre")


def sniff(head: Head) -> bool:
    """Whether it begins with a chat, or with lists of chats."""
    return head.has("chats.list") or head.has("messages", "name", "type", "id")


def read(source: Source) -> Iterator[Thread]:
    """One thread a chat."""
    for line, whole in values(source):
        if not isinstance(whole, Mapping):
            rejected(source, line, whole, "a chat")
            continue
        for place, chat in chats(whole):
            if not isinstance(chat, Mapping):
                source.reject(line, f"{place}: expected a chat, got {shown(chat)}")
                continue
            items = ((f"{place}{path}", one) for path, one in numbered(chat, "messages"))
            made = list(drafts(source, line, items, message))
            topic = Topic(line, word(chat.get("name")))
            yield finish(source, word(chat.get("id")) or UNNAMED, made, topic)


def chats(whole: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The chats of a document, each with its place: the document itself or those in its lists."""
    if "messages" in whole:
        yield "", whole
        return
    for key in ("chats", "left_chats"):
        lists = whole.get(key)
        found = lists.get("list") if isinstance(lists, Mapping) else None
        for i, chat in enumerate(found if isinstance(found, list) else ()):
            yield f"{key}.list[{i}].", chat


def message(given: Mapping[str, Any]) -> Row:
    """One message as a loose comment.

    >>> message({"id": 7, "from": "Ann", "text": "Hi.", "date": "2024-01-01"})["author"]
    'Ann'
    """
    text = text_of(given.get("text", ""))
    if isinstance(text, str) and text and "forwarded_from" in given:
        text = quoted(text)
    elsewhere = given.get("reply_to_peer_id") is not None
    return {
        "id": given.get("id"),
        "text": text,
        "author": given.get("from") or given.get("from_id") or given.get("actor"),
        "parent": None if elsewhere else given.get("reply_to_message_id"),
        "created": given.get("date_unixtime") or given.get("date"),
        "gone": given.get("type") not in _SPEECH or text == "",
    }


def text_of(value: object) -> object:
    """The text of a message as one string, quotes, code and links in the marks of Markdown.

    ``value`` is a string, or a list of strings and ``{"type": …, "text": …}``; anything else comes
    back as it is, for `build` to refuse.

    >>> text_of(["See ", {"type": "code", "text": "x"}, {"type": "bold", "text": "!"}])
    'See `x`!'
    >>> text_of([{"type": "blockquote", "text": "So?"}, "No."])
    '> So?\\nNo.'
    """
    if not isinstance(value, list):
        return value
    parts: list[str] = []
    alone = False
    for part in value:
        after = alone
        if isinstance(part, str):
            text, alone = part, False
        elif isinstance(part, Mapping) and isinstance(part.get("text"), str):
            text, alone = _marked(part), part.get("type") in _BLOCKS
        else:
            return value
        if (alone and parts and not parts[-1].endswith("\n")) or (
            after and not text.startswith("\n")
        ):
            parts.append("\n")
        parts.append(text)
    return "".join(parts)


def _marked(part: Mapping[str, Any]) -> str:
    text: str = part["text"]
    match part.get("type"):
        case "blockquote":
            return quoted(text)
        case "pre":
            language = part.get("language")
            return block(text, language if isinstance(language, str) else "")
        case "code":
            return code(text)
        case "text_link":
            target = part.get("href")
            return link(text, target) if isinstance(target, str) else text
    return text
