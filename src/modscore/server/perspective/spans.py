"""Places in a text, as Perspective's clients count them.

Stage: server, Perspective; a text comes in; its sentences and UTF-16 places go out. All ends are
exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Callable

MOST = 256  # sentences told apart; what follows belongs to the last

_BREAK = re.compile(r"[.!?…。！？]+[\"'”’)\]]*\s+|[。！？]+|\s*\n\s*")


def utf16(text: str) -> Callable[[int], int]:
    """Turns a place counted in code points into one counted in UTF-16 units.

    >>> utf16("a\U0001f600b")(2)
    3
    """
    if text.isascii() or max(text) <= "\uffff":
        return lambda place: place
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if character > "\uffff" else 1))
    return units.__getitem__


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text in code points, without the blanks around them.

    >>> sentences("So it goes.  Does it?")
    [(0, 11), (13, 21)]
    """
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _BREAK.finditer(text):
        if len(found) == MOST - 1:
            break
        _add(found, text, start, mark.end())
        start = mark.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    part = text[start:end]
    if kept := part.strip():
        first = start + part.index(kept[0])
        found.append((first, first + len(kept)))
