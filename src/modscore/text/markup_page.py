"""A batch laid out for the markup scanners: its bytes, lines, paragraphs and what is marked so far.

Stage: text; `signs.codes` of a batch come in; every scanner of markup*.py reads this and paints on
it. All places are offsets in the batch; every look-up costs the logarithm of the batch at most.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from modscore.text.distinct import distinct
from modscore.text.signs import BLANK_BYTES, BLANKS, NEWLINES

Span = tuple[int, int]

_MANY = 256  # stretches; from here on it is worth joining them before they are painted


class Page:
    """The batch under the scanners' hands; ``regions`` is what they have painted."""

    def __init__(self, codes: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self.codes = codes
        self.raw = codes.tobytes()
        self.comment_ends: list[int] = (starts[1:] - 1).tolist()
        self.regions = np.zeros(len(codes), np.uint8)
        self._newlines = np.flatnonzero(NEWLINES[codes])
        self.break_lines([])

    def break_lines(self, tags: list[Span]) -> None:
        """Take ``tags`` (<p>, <br>; ordered) for line breaks beside the newlines."""
        starts = np.concatenate([[0], self._newlines + 1])
        ends = np.append(self._newlines, len(self.codes))
        if tags:
            opened, closed = np.array(tags, np.int64).T
            starts = np.sort(np.concatenate([starts, closed]))
            ends = np.sort(np.concatenate([ends, opened]))
        self.line_starts, self.line_ends = starts[:-1], ends[:-1]  # the last newline ends no line
        self._paragraph_ends: list[int] | None = None

    def line_of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the line that holds each place."""
        return np.searchsorted(self.line_starts, places, side="right") - 1

    @property
    def paragraph_ends(self) -> list[int]:
        """Where paragraphs end: at the newline before a blank line or the end of a comment."""
        if self._paragraph_ends is None:
            starts, ends = self.line_starts, self.line_ends
            blank = starts >= ends
            doubtful = np.flatnonzero(~blank & BLANKS[self.codes[np.minimum(starts, ends)]])
            for line in doubtful.tolist():
                blank[line] = not self.raw[starts[line] : ends[line]].strip(BLANK_BYTES)
            closed = np.concatenate([starts[blank] - 1, np.array(self.comment_ends, np.int64)])
            self._paragraph_ends = distinct(closed).tolist()
        return self._paragraph_ends

    def paragraph_end(self, place: int) -> int:
        """The end of the paragraph that holds ``place``."""
        return self.paragraph_ends[bisect_right(self.paragraph_ends, place)]

    def comment_end(self, place: int) -> int:
        """The end of the comment that holds ``place``."""
        return self.comment_ends[bisect_right(self.comment_ends, place)]

    def paint(self, spans: Iterable[Span], bits: int) -> None:
        """Mark ``spans``, in any order and nested in any depth, in time linear in their number."""
        ordered = sorted(spans)
        if len(ordered) > _MANY:
            ordered = _merged(ordered)
        reached = 0
        for start, end in ordered:
            if end > reached:
                self.regions[max(start, reached) : end] |= bits
                reached = end

    def has(self, place: int, bits: int) -> bool:
        """Whether ``place`` is painted with any of ``bits``."""
        return bool(self.regions[place] & bits)


def _merged(ordered: list[Span]) -> list[Span]:
    """The same stretches, those that touch or overlap as one."""
    start, end = np.array(ordered, np.int64).T
    reach = np.maximum.accumulate(end)
    fresh = np.append(True, start[1:] > reach[:-1])
    last = np.append(np.flatnonzero(fresh[1:]), len(start) - 1)
    return list(zip(start[fresh].tolist(), reach[last].tolist(), strict=True))
