"""Discord channels as DiscordChatExporter writes them in JSON.

Stage: intake; decoded JSON comes in; one thread a channel goes out. Messages of the system
(joins, calls, pins) and those without words keep the tree but get no score; a forwarded message
counts as a quotation; a message that the export repeats word for word stands once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..records import Thread
from .head import Head
from .listed import Row, drafts, numbered, rejected, word
from .marks import quoted
from .posts import Topic
from .source import Source
from .values import values
from .window import UNNAMED, finish

_SPEECH = {  # the types of message that somebody wrote, by name and by Discord's number
    "Default", "Reply", "ChatInputCommand", "ContextMenuCommand", "0", "19", "20", "23",
}  # fmt: skip


def sniff(head: Head) -> bool:
    """Whether it begins with a channel."""
    return head.has("guild", "channel", "messages")


def read(source: Source) -> Iterator[Thread]:
    """One thread a channel."""
    for line, whole in values(source):
        if not isinstance(whole, Mapping):
            rejected(source, line, whole, "a channel")
            continue
        channel = whole.get("channel")
        about: Mapping[str, Any] = channel if isinstance(channel, Mapping) else {}
        id = about.get("id")
        made = list(drafts(source, line, messages(whole), partial(message, channel=id)))
        topic = Topic(line, word(about.get("name")))
        yield finish(source, word(id) or UNNAMED, made, topic)


def messages(whole: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The messages that differ from all before, each with its place."""
    seen: dict[str, Any] = {}
    for path, one in numbered(whole, "messages"):
        id = one.get("id") if isinstance(one, Mapping) else None
        if isinstance(id, str) and seen.setdefault(id, one) is not one and seen[id] == one:
            continue
        yield path, one


def message(given: Mapping[str, Any], channel: object = None) -> Row:
    """One message as a loose comment; ``channel`` is the id of the channel it stands in.

    >>> message({"id": "7", "type": "Reply", "content": "No.", "reference": {"messageId": "5"},
    ...          "author": {"name": "ann"}})["parent"]
    '5'
    """
    text = given.get("content")
    forwarded = given.get("forwardedMessage")
    if not text and isinstance(forwarded, Mapping) and isinstance(forwarded.get("content"), str):
        text = quoted(forwarded["content"]) if forwarded["content"] else ""
    author = given.get("author")
    if isinstance(author, Mapping):
        author = author.get("nickname") or author.get("name")
    return {
        "id": given.get("id"),
        "text": text,
        "author": author,
        "parent": _answered(given, channel),
        "created": given.get("timestamp"),
        "gone": str(given.get("type", "Default")) not in _SPEECH or text == "",
    }


def _answered(given: Mapping[str, Any], channel: object) -> object:
    reference = given.get("reference")
    if not isinstance(reference, Mapping) or given.get("type") not in ("Reply", "Default", None):
        return None
    if reference.get("type") == "Forward" or "forwardedMessage" in given:
        return None
    if channel is not None and reference.get("channelId") not in (channel, None):
        return None
    return reference.get("messageId")
