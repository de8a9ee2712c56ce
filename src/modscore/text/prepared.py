"""The columnar form of a batch of comments that every later stage reads.

Stage: prepare; made by ``prepare.prepare`` only; goes to match, models, claims.

Two sides, joined by ``origin``. The original side: ``points`` holds the code points of all
comments, each comment followed by one newline. The folded side: ``folded`` holds the same text
made plain (see ``fold``), each comment followed by one newline, and ``origin[k]`` is the place in
``points`` that folded character k came from (never decreasing).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.text.tables import leading_marks

# What a stretch of the original is, as bits of `Prepared.regions`.
QUOTE = 1  # somebody else's words: quote blocks, long sourced quotations, repeats of the thread
INLINE = 2  # between quotation marks inside the writer's own sentence
CODE = 4
LINK = 8
MENTION = 16
HEADER = 32  # e-mail headers, "On Tuesday X wrote:", signature lines
MARKUP = 64  # tags and signs of the markup itself: [quote], <b>, **, >
HELD = 128  # words that a guard held back: "not an idiot" (set after match, for the models)
ALIEN = QUOTE | CODE | LINK | MENTION | HEADER | MARKUP | HELD  # not the writer's own speech


class Reading(NamedTuple):
    """Another way to read a stretch: what an obfuscated word may have been.

    ``start``/``end`` are places in ``points``; ``text`` is folded, letters only, and has
    ``*`` for every sign that masks a letter; ``how`` names the disguise: leet, spaced, stretched,
    masked, split.
    """

    comment: int
    start: int
    end: int
    text: str
    how: str


@dataclass(frozen=True, eq=False)
class Prepared:
    """A batch of n comments with N original and M folded characters, W words, S sentences."""

    texts: tuple[str, ...]
    thread_of: NDArray[np.int32]  # (n,) index of the thread each comment belongs to
    points: NDArray[np.uint32]  # (N,)
    starts: NDArray[np.int64]  # (n + 1,) comment i is points[starts[i] : starts[i + 1] - 1]
    regions: NDArray[np.uint8]  # (N,) bits above
    folded: NDArray[np.uint32]  # (M,)
    origin: NDArray[np.int64]  # (M,)
    folded_starts: NDArray[np.int64]  # (n + 1,)
    word_start: NDArray[np.int64]  # (W,) places in folded
    word_end: NDArray[np.int64]  # (W,)
    word_hash: NDArray[np.uint64]  # (W,) words.hash_words of the folded word
    word_comment: NDArray[np.int32]  # (W,)
    word_regions: NDArray[np.uint8]  # (W,) bits of the regions it touches
    sentence_start: NDArray[np.int64]  # (S,) places in points
    sentence_end: NDArray[np.int64]  # (S,)
    sentence_comment: NDArray[np.int32]  # (S,)
    readings: tuple[Reading, ...] = ()
    uncertain: tuple[str | None, ...] = field(default=())  # (n,) why little can be judged

    def __len__(self) -> int:
        return len(self.texts)

    def span(self, folded_start: int, folded_end: int) -> tuple[int, int]:
        """The stretch of ``points`` that a non-empty folded stretch came from.

        Combining marks that follow its last letter belong to it; invisible signs after it do not.
        """
        start, end = int(self.origin[folded_start]), int(self.origin[folded_end - 1]) + 1
        after = int(self.origin[folded_end]) if folded_end < len(self.origin) else len(self.points)
        if after > end:
            end += leading_marks(self.points[end:after])
        return start, end

    def holding(self, start: NDArray[np.int64], end: NDArray[np.int64]) -> Prepared:
        """The same batch with these stretches of ``points`` marked as HELD."""
        if not len(start):
            return self
        edges = np.zeros(len(self.points) + 1, dtype=np.int32)
        np.add.at(edges, start, 1)
        np.add.at(edges, end, -1)
        inside = np.cumsum(edges)[:-1] > 0
        regions = self.regions | (inside * np.uint8(HELD))
        words = inside[self.origin[self.word_start]] if len(self.word_start) else inside[:0]
        return replace(
            self, regions=regions, word_regions=self.word_regions | (words * np.uint8(HELD))
        )

    def local(self, place: int) -> tuple[int, int]:
        """(comment index, offset in its text) of a place in ``points``."""
        comment = int(np.searchsorted(self.starts, place, side="right")) - 1
        return comment, place - int(self.starts[comment])
