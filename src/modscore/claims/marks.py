"""What the claims stage needs to know of a finding, and how findings are laid to sentences.

Stage: claims; the findings of comments come in; the cues of each sentence go out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

KINDS = (  # by name, so that an index orders as a name does
    "accusation",
    "booster",
    "cause",
    "citation",
    "conspiracy",
    "evidence",
    "experience",
    "hedge",
    "named_source",
    "number",
    "opinion",
    "prediction",
    "quotation",
    "universal",
    "vague_authority",
)
PLACE = {kind: place for place, kind in enumerate(KINDS)}

Ints = NDArray[np.int64]


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


class Signs(NamedTuple):
    """The cues of a batch as columns, ordered by comment, place and kind; each kind at most once a
    stretch. ``kind`` is an index into ``KINDS``; places are local to the comment's text."""

    comment: Ints
    start: Ints
    end: Ints
    kind: Ints
    amount: NDArray[np.float64]

    def some(self, first: int, last: int) -> list[Sign]:
        """Rows ``first:last`` one by one."""
        rows = slice(first, last)
        columns = [c[rows].tolist() for c in (self.start, self.end, self.amount)]
        kinds = [KINDS[kind] for kind in self.kind[rows].tolist()]
        return list(map(Sign, columns[0], columns[1], kinds, columns[2]))


def signs(comment: Ints, start: Ints, end: Ints, kind: Ints, amount: NDArray[np.float64]) -> Signs:
    """The columns in order; of one kind over one stretch the strongest alone."""
    order = np.lexsort((-amount, kind, end, start, comment))
    comment, start, end = comment[order], start[order], end[order]
    kind, amount = kind[order], amount[order]
    again = np.zeros(len(order), np.bool_)
    again[1:] = (comment[1:] == comment[:-1]) & (start[1:] == start[:-1])
    again[1:] &= (end[1:] == end[:-1]) & (kind[1:] == kind[:-1])
    if again.any():
        keep = ~again
        return Signs(comment[keep], start[keep], end[keep], kind[keep], amount[keep])
    return Signs(comment, start, end, kind, amount)


def signs_of(marks: Sequence[Sequence[Mark]]) -> Signs:
    """The cues among the findings of each comment."""
    rows = [
        (k, mark.start, mark.end, PLACE[mark.signal], mark.amount)
        for k, some in enumerate(marks)
        for mark in some
        if mark.signal in PLACE
    ]
    columns = list(zip(*rows, strict=True)) or [()] * 5
    places = [np.array(column, np.int64) for column in columns[:4]]
    return signs(places[0], places[1], places[2], places[3], np.array(columns[4], np.float64))


class Cues:
    """The cues of one comment, ordered by place; each kind at most once a stretch."""

    def __init__(self, ordered: Sequence[Sign]) -> None:
        self._all = list(ordered)
        self._starts = [sign.start for sign in self._all]

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> Cues:
        """The cues among the findings of a comment.

        >>> from modscore.records import Finding
        >>> cues = Cues.of([Finding("hedge", "rule:x.y", 2, 5, 0.6, "")])
        >>> cues.between(0, 9)
        [Sign(start=2, end=5, kind='hedge', amount=0.6)]
        """
        found = signs_of([marks])
        return cls(found.some(0, len(found.kind)))

    def between(self, start: int, end: int) -> list[Sign]:
        """The cues that begin in ``start:end``."""
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


# Of two overlapping cues of these kinds the one that begins first (then the longer) stays: "it has
# been reported that" names nobody, "the audit's figures show" does; "cannot possibly" is no hedge.
_RIVALS = {
    "named_source": "vague_authority",
    "vague_authority": "named_source",
    "hedge": "booster",
    "universal": "booster",
}
_ONCE = ("hedge", "booster", "universal")  # of these the longer stays, too


def settled(ordered: Sequence[Sign]) -> list[Sign]:
    """The cues of a sentence without those that a rival over the same words overrules.

    >>> both = [Sign(0, 9, "vague_authority", 0.5), Sign(5, 14, "named_source", 0.5)]
    >>> [sign.kind for sign in settled(both)]
    ['vague_authority']
    """
    if len(ordered) == 1:
        return list(ordered)
    reached: dict[str, int] = {}
    kept = []
    for sign in sorted(ordered, key=lambda s: (s.start, -s.end, s.kind)):
        rival = _RIVALS.get(sign.kind)
        if rival is not None and sign.start < reached.get(rival, -1):
            continue
        if sign.kind in _ONCE and sign.start < reached.get(sign.kind, -1):
            continue
        reached[sign.kind] = max(sign.end, reached.get(sign.kind, -1))
        kept.append(sign)
    return kept


def holding(starts: Sequence[int], place: int) -> int:
    """The number of the sentence that a place lies in or comes after; -1 before the first."""
    return bisect_right(starts, place) - 1
