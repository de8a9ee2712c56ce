"""Facebook Messenger and Instagram chats (``message_1.json``).

Stage: intake; decoded JSON comes in; one thread a chat goes out, the oldest message first. The
export spells UTF-8 as if it were Latin-1: that is mended here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Thread
from .head import Head
from .listed import Row, drafts, numbered, rejected, word
from .posts import Topic
from .source import Source
from .values import values
from .window import UNNAMED, finish

_SPEECH = ("Generic", "Share", None)  # the types of message that somebody wrote


def sniff(head: Head) -> bool:
    """Whether it begins with a chat."""
    return head.has("participants", "messages") or head.has("messages[].timestamp_ms")


def read(source: Source) -> Iterator[Thread]:
    """One thread a chat."""
    for line, whole in values(source):
        if not isinstance(whole, Mapping):
            rejected(source, line, whole, "a chat")
            continue
        made = list(drafts(source, line, messages(whole), message))
        for number, one in enumerate(made, start=1):
            one.id = str(number)
        title = whole.get("title")
        topic = Topic(line, repaired(title) if isinstance(title, str) and title else None)
        yield finish(source, word(whole.get("thread_path")) or UNNAMED, made, topic)


def repaired(text: str) -> str:
    """What was meant, where UTF-8 was written as Latin-1; any other text as it is.

    >>> repaired("caf\\u00c3\\u00a9"), repaired("caf\\u00e9"), repaired("\\u017c")
    ('café', 'café', 'ż')
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def messages(whole: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The messages, the oldest first, each with its place in the file."""
    found = list(numbered(whole, "messages"))
    times = [_time(one) for _, one in found]
    known = [time for time in times if time]
    if known and known[0] > known[-1]:
        found.reverse()
    return found


def message(given: Mapping[str, Any]) -> Row:
    """One message as a loose comment; it has no id of its own.

    >>> message({"sender_name": "Ann", "timestamp_ms": 1700000000000, "content": "Hi."})["text"]
    'Hi.'
    """
    text, author = given.get("content", ""), given.get("sender_name")
    return {
        "text": repaired(text) if isinstance(text, str) else text,
        "author": repaired(author) if isinstance(author, str) else author,
        "created": given.get("timestamp_ms"),
        "gone": text == "" or bool(given.get("is_unsent")) or given.get("type") not in _SPEECH,
    }


def _time(given: object) -> float:
    time = given.get("timestamp_ms") if isinstance(given, Mapping) else None
    return time if isinstance(time, int | float) and not isinstance(time, bool) else 0
