"""What the claims stage needs to know of a finding, and how findings are laid to sentences.

Stage: claims; the findings of one comment come in; the cues of each sentence go out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol

from modscore.records import Cue

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
    """A finding, or anything with these three: places are local to the comment's text."""

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


class Cues:
    """The cues of one comment, ordered by place; each kind at most once a stretch."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        found = {(m.start, m.end, m.signal) for m in marks if m.signal in KINDS}
        self.all = [Cue(kind, start, end) for start, end, kind in sorted(found)]
        self._starts = [cue.start for cue in self.all]

    def between(self, start: int, end: int) -> list[Cue]:
        """The cues that begin in ``start:end``.

        >>> from modscore.records import Finding
        >>> cues = Cues([Finding("hedge", "rule:x.y", 2, 5, 1.0, "")])
        >>> cues.between(0, 9)
        [Cue(kind='hedge', start=2, end=5)]
        """
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def __len__(self) -> int:
        return len(self.all)


def holding(starts: Sequence[int], place: int) -> int:
    """The number of the sentence that a place lies in or comes after; -1 before the first."""
    return bisect_right(starts, place) - 1
