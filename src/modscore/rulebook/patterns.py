"""Patterns compiled with RE2, or refused with the reason.

Stage: rulebook; a pattern comes in; a compiled one (for match), or why it is refused, goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import re2

from .grammar import Refused, parse

MOST_INSTRUCTIONS = 30_000  # of the compiled program; ten thousand letters of words fit
PROBES = (b"", b"a", b" a ", b"a\na", b"1", b"!", "é".encode())


def options() -> re2.Options:
    """How every pattern is compiled: silent, with a memory bound."""
    chosen = re2.Options()
    chosen.log_errors = False
    chosen.max_mem = 16 << 20
    return chosen


def compiled(pattern: str) -> Any:
    """The pattern ready to run on UTF-8 bytes of folded text."""
    return re2.compile(f"(?m:{pattern})".encode(), options())


# The class behind the wrapper has no public name; a version without it is used as it offers itself.
_DIRECT = hasattr(compiled("a"), "_regexp") and hasattr(getattr(re2, "_re2", None), "RE2")


def found_in(ready: Any, text: bytes, end: int) -> Iterator[list[tuple[int, int]]]:
    """The ends of each match of a compiled pattern in ``text[:end]``, and those of its groups.

    What ``finditer`` gives, asked of RE2 itself: the Python around it takes longer than a search.

    >>> list(found_in(compiled("a(b)?"), b"ab-a", 4))
    [[(0, 2), (1, 2)], [(3, 4), (-1, -1)]]
    """
    if not _DIRECT:
        for found in ready.finditer(text, 0, end):
            yield [found.span(), *map(found.span, range(1, ready.groups + 1))]
        return
    search, anywhere = ready._regexp.Match, re2._re2.RE2.Anchor.UNANCHORED
    place = 0
    while place < end:
        spans = search(anywhere, text, place, end)
        if spans[0][0] < 0:
            return
        yield spans
        place = max(spans[0][1], place + 1)


def refusal(pattern: str) -> str | None:
    """Why a pattern is refused, or None.

    >>> refusal(r"(a)\\1")
    'expected no backreference, which RE2 has not, got `\\\\1`'
    >>> refusal("ha(?:ha)*") is None
    True
    """
    try:
        parse(pattern)
        ready = compiled(pattern)
    except Refused as fault:
        return str(fault)
    except re2.error as fault:
        said = fault.args[0]
        said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"expected a pattern that RE2 accepts, got `{said}`"
    size = max(ready.programsize, ready.reverseprogramsize)
    if size > MOST_INSTRUCTIONS:
        return f"expected a pattern of at most {MOST_INSTRUCTIONS} instructions, got {size}"
    for probe in PROBES:
        if any(found.start() == found.end() for found in ready.finditer(probe)):
            return (
                "expected a pattern that needs a character, got one that matches the empty string"
            )
    return None
