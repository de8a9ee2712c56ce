"""What the claims stage needs to know of a finding, and how findings are laid to sentences.

Stage: claims; the findings of one comment come in; the cues of each sentence go out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, Protocol

KINDS = frozenset(
    (
        "hedge",
        "booster",
        "universal",
        "vague_authority",
        "evidence",
        "named_source",
        "citation",
        "quotation",
        "number",
        "cause",
        "accusation",
        "conspiracy",
        "experience",
        "opinion",
        "prediction",
    )
)


class Mark(Protocol):
    """A finding, or anything with these four: places are local to the comment's text."""

    @property
    def signal(self) -> str:
        """The cue's kind, or any other signal."""
        ...

    @property
    def start(self) -> int:
        """Its first code point."""
        ...

    @property
    def end(self) -> int:
        """The place after its last."""
        ...

    @property
    def amount(self) -> float:
        """How likely it is what its signal says, in (0, 1]."""
        ...


class Sign(NamedTuple):
    """A cue with its amount; ``Cue`` is what a claim keeps of it."""

    start: int
    end: int
    kind: str
    amount: float


class Cues:
    """The cues of one comment, ordered by place; each kind at most once a stretch."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        found: dict[tuple[int, int, str], float] = {}
        for mark in marks:
            if mark.signal in KINDS:
                key = (mark.start, mark.end, mark.signal)
                found[key] = max(found.get(key, 0.0), mark.amount)
        self._all = [Sign(*key, found[key]) for key in sorted(found)]
        self._starts = [sign.start for sign in self._all]

    def between(self, start: int, end: int) -> list[Sign]:
        """The cues that begin in ``start:end``.

        >>> from modscore.records import Finding
        >>> cues = Cues([Finding("hedge", "rule:x.y", 2, 5, 0.6, "")])
        >>> cues.between(0, 9)
        [Sign(start=2, end=5, kind='hedge', amount=0.6)]
        """
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def holding(starts: Sequence[int], place: int) -> int:
    """The number of the sentence that a place lies in or comes after; -1 before the first."""
    return bisect_right(starts, place) - 1
