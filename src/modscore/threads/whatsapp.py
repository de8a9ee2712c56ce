"""WhatsApp chats exported as text.

Stage: intake; decoded lines come in; one thread goes out. A message begins with a time and a
name; lines that begin otherwise carry on the message before. The order of day and month follows
the phone's language and is told from the whole file. Notes of the system, omitted media and
deleted messages keep their place but get no score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from ..records import Thread
from .fields import Draft
from .head import Head
from .listed import Row, drafted
from .source import Source
from .window import UNNAMED, finish

_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202c\ufeff"))  # signs of direction
_WHEN = (
    r"(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})\.?,?\s"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\s?([AaPp])\.?\s?[Mm]\.?)?"
)
_DASHED = re.compile(_WHEN + r"\s[-\u2013]\s(.*)", re.DOTALL)
_BRACKETED = re.compile(r"\[" + _WHEN + r"\]\s?(.*)", re.DOTALL)
_NAME = re.compile(r"([^:\n]{1,80}):(?: |$)(.*)", re.DOTALL)
_WORDLESS = re.compile(
    r"<[^<>\n]{1,40} omitted>|(?:image|video|audio|sticker|GIF|document|Contact card) omitted"
    r"|<Media omitted>|[^\n]{0,200} \(file attached\)|<attached: [^>\n]*>"
    r"|(?:This message was deleted|You deleted this message)\.?|null",
    re.IGNORECASE,
)
_EDITED = " <This message was edited>"


def sniff(head: Head) -> bool:
    """Whether its first line begins a message."""
    first = head.text.lstrip().partition("\n")[0]
    return head.suffix in ("", ".txt") and begins(first)


def read(source: Source) -> Iterator[Thread]:
    """The one thread of the chat."""
    found = messages(source.lines(newline=None))
    if not found:
        source.reject(1, "expected a message such as '12/9/20, 23:55 - Ann: Hi.', got none")
    drafts: list[Draft] = []
    for one, item in zip(found, comments(found), strict=True):
        made = drafted(source, one.line, item)
        if made is not None:
            made.id = str(len(drafts) + 1)
            drafts.append(made)
    yield finish(source, UNNAMED, drafts)


class Message(NamedTuple):
    """One message: the line it begins on, its date as written, time, name and words.

    ``bare``: the date has slashes and a number without its leading zero, as Americans write.
    """

    line: int
    date: tuple[str, str, str]
    bare: bool
    clock: tuple[int, int, int]
    author: str | None
    text: str


def begins(line: str) -> bool:
    """Whether a message begins on this line.

    >>> begins("12/9/20, 23:55 - Ann: hello"), begins("hello")
    (True, False)
    """
    return _split(line.translate(_MARKS)) is not None


def messages(lines: Iterable[str]) -> list[Message]:
    """The messages of a chat in the order of the file; lines before the first are left out."""
    heads: list[tuple[int, re.Match[str], list[str]]] = []
    for number, raw in enumerate(lines, start=1):
        line = raw.translate(_MARKS)
        head = _split(line)
        if head is not None:
            heads.append((number, head, [head[9]]))
        elif heads:
            heads[-1][2].append(line)
    return [_message(number, head, parts) for number, head, parts in heads]


def comments(found: Sequence[Message]) -> list[Row]:
    """The messages as loose comments, their times read in the order that fits the whole chat."""
    order = _order(found)
    return [
        {
            "text": one.text,
            "author": one.author,
            "created": _moment(one, order),
            "gone": one.author is None or not one.text or bool(_WORDLESS.fullmatch(one.text)),
        }
        for one in found
    ]


def _split(line: str) -> re.Match[str] | None:
    start = line[:1]
    if start == "[":
        return _BRACKETED.match(line)
    return _DASHED.match(line) if start.isdigit() else None


def _message(number: int, head: re.Match[str], parts: list[str]) -> Message:
    hour = int(head[5])
    if head[8]:
        hour = hour % 12 + (12 if head[8] in "Pp" else 0)
    whole = "".join(parts).strip()
    named = _NAME.match(whole)
    author, text = (named[1].strip(), named[2].strip()) if named else (None, whole)
    return Message(
        number,
        (head[1], head[3], head[4]),
        head[2] == "/" and min(len(head[1]), len(head[3])) == 1,
        (hour, int(head[6]), int(head[7] or 0)),
        author or None,
        text.removesuffix(_EDITED),
    )


def _order(found: Sequence[Message]) -> str:
    """How the dates are written: "ymd", "dmy" or "mdy".

    What is impossible is left out; then what lets the fewest messages go back in time; then, if
    days and months stand without a leading zero, the American order, which alone writes them so.
    """
    if any(len(one.date[0]) == 4 for one in found):
        return "ymd"
    orders = ["mdy", "dmy"] if any(one.bare for one in found) else ["dmy", "mdy"]
    return min(orders, key=lambda order: _steps_back(found, order))


def _steps_back(found: Sequence[Message], order: str) -> int:
    moments = [_moment(one, order) for one in found]
    known = [moment for moment in moments if moment]
    impossible = len(moments) - len(known)
    back = sum(later < before for before, later in pairwise(known))
    return impossible * (len(found) + 1) + back


def _moment(one: Message, order: str) -> datetime | None:
    numbers = dict(zip(order, map(int, one.date), strict=True))
    year = numbers["y"] + (2000 if numbers["y"] < 100 else 0)
    try:
        return datetime(year, numbers["m"], numbers["d"], *one.clock, tzinfo=UTC)
    except ValueError:
        return None
