"""The columnar form of a batch of comments that every later stage reads.

Stage: prepare; made by ``prepare.prepare`` only; goes to match, models, claims.

Two sides, joined by ``origin``. The original side: ``points`` holds the code points of all
comments, each comment followed by one newline. The folded side: ``folded`` holds the same text
made plain (see ``fold``), each comment followed by one newline, and ``origin[k]`` is the place in
``points`` that folded character k came from (never decreasing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.text.tables import leading_marks
from modscore.text.vocabulary import entries
from modscore.text.words import hash_places

# What a stretch of the original is, as bits of `Prepared.regions`.
QUOTE = 1  # somebody else's words: quote blocks, long sourced quotations, repeats of the thread
INLINE = 2  # between quotation marks inside the writer's own sentence
CODE = 4
LINK = 8
MENTION = 16
HEADER = 32  # e-mail headers, "On Tuesday X wrote:", signature lines
MARKUP = 64  # tags and signs of the markup itself: [quote], <b>, **, >
HELD = 128  # words that a guard held back: "not an idiot" (set after match, for the models)
MANY = 64  # stretches of a batch from which on they are exchanged all at once
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


class Words(NamedTuple):
    """Words of a comment in order: code points of its text, the chance that each is toxic, and
    which are marked as such."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    chance: NDArray[np.float64]
    marked: NDArray[np.bool_]


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
    word_entry: NDArray[np.int64]  # (W,) the word's number in the vocabulary, -1 if unknown
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

    def spans(
        self, folded_start: NDArray[np.int64], folded_end: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """What `span` says of each of many stretches."""
        start, end = self.origin[folded_start], self.origin[folded_end - 1] + 1
        after = np.append(self.origin, len(self.points))[folded_end]
        for k in np.flatnonzero(after > end).tolist():  # a mark or an invisible sign follows
            end[k] += leading_marks(self.points[end[k] : after[k]])
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

    def reading_as(self, resolved: Sequence[Reading]) -> Prepared:
        """The same batch with these stretches, in order and apart, folded to the words they say.

        The first letter of such a word came from the start of its stretch, the last from its end.
        """
        if not resolved:
            return self
        start = np.array([one.start for one in resolved], dtype=np.int64)
        end = np.array([one.end for one in resolved], dtype=np.int64)
        sizes = np.array([len(one.text) for one in resolved], dtype=np.int64)
        low, high = np.searchsorted(self.origin, start), np.searchsorted(self.origin, end)
        grown = np.append(0, np.cumsum(sizes - (high - low)))

        def moved(places: NDArray[np.int64]) -> NDArray[np.int64]:
            there: NDArray[np.int64] = places + grown[np.searchsorted(high, places, side="right")]
            return there

        said = np.frombuffer(
            "".join(one.text for one in resolved).encode("utf-32-le"), dtype=np.uint32
        )
        came = np.repeat(start, sizes)
        came[np.cumsum(sizes) - 1] = end - 1
        folded = _instead(self.folded, low, high, said, sizes)
        # Of a word that a stretch cuts ("b!tch's" of "tch's") the rest belongs to what it says.
        first = np.searchsorted(self.word_end, low, side="right")
        last = np.searchsorted(self.word_start, high)
        first[1:] = np.maximum(first[1:], last[:-1])
        edge = len(self.folded)
        begins, ends = np.append(self.word_start, edge)[first], np.append(0, self.word_end)[last]
        word_start = moved(np.minimum(low, begins))
        word_end = moved(np.minimum(np.maximum(high, ends), np.append(low[1:], edge)))

        def words(column: NDArray[Any], instead: Any) -> NDArray[Any]:
            return _instead(column, first, last, instead, np.ones_like(sizes))

        word_hash = hash_places(folded, word_start, word_end)
        return replace(
            self,
            folded=folded,
            origin=_instead(self.origin, low, high, came, sizes),
            folded_starts=moved(self.folded_starts),
            word_start=words(moved(self.word_start), word_start),
            word_end=words(moved(self.word_end), word_end),
            word_hash=words(self.word_hash, word_hash),
            word_entry=words(self.word_entry, entries(word_hash)),
            word_comment=words(self.word_comment, [one.comment for one in resolved]),
            word_regions=words(self.word_regions, self.regions[start] | self.regions[end - 1]),
            readings=_beside(self.readings, start, end),
        )

    def only(self, comments: NDArray[np.int64]) -> Prepared:
        """These comments, in order, as a batch of their own."""
        keep = np.zeros(len(self), dtype=np.bool_)
        keep[comments] = True
        number = np.cumsum(keep) - 1
        size, folded_size = np.diff(self.starts), np.diff(self.folded_starts)
        starts = np.append(0, np.cumsum(size[keep]))
        folded_starts = np.append(0, np.cumsum(folded_size[keep]))
        back, folded_back = np.zeros((2, len(self)), dtype=np.int64)  # how far each one moves
        back[keep] = self.starts[:-1][keep] - starts[:-1]
        folded_back[keep] = self.folded_starts[:-1][keep] - folded_starts[:-1]
        points, folded = np.repeat(keep, size), np.repeat(keep, folded_size)
        word, sentence = keep[self.word_comment], keep[self.sentence_comment]
        word_back = folded_back[self.word_comment[word]]
        sentence_back = back[self.sentence_comment[sentence]]
        return Prepared(
            texts=tuple(compress(self.texts, keep.tolist())),
            thread_of=self.thread_of[keep],
            points=self.points[points],
            starts=starts,
            regions=self.regions[points],
            folded=self.folded[folded],
            origin=self.origin[folded] - np.repeat(back, folded_size)[folded],
            folded_starts=folded_starts,
            word_start=self.word_start[word] - word_back,
            word_end=self.word_end[word] - word_back,
            word_hash=self.word_hash[word],
            word_entry=self.word_entry[word],
            word_comment=number[self.word_comment[word]].astype(np.int32),
            word_regions=self.word_regions[word],
            sentence_start=self.sentence_start[sentence] - sentence_back,
            sentence_end=self.sentence_end[sentence] - sentence_back,
            sentence_comment=number[self.sentence_comment[sentence]].astype(np.int32),
            readings=tuple(
                Reading(int(number[one.comment]), one.start - by, one.end - by, one.text, one.how)
                for one in self.readings
                if keep[one.comment]
                for by in (int(back[one.comment]),)
            ),
            uncertain=tuple(compress(self.uncertain, keep.tolist())),
        )

    def local(self, place: int) -> tuple[int, int]:
        """(comment index, offset in its text) of a place in ``points``."""
        comment = int(np.searchsorted(self.starts, place, side="right")) - 1
        return comment, place - int(self.starts[comment])


def _instead(
    column: NDArray[Any],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    values: Any,
    sizes: NDArray[np.int64],
) -> NDArray[Any]:
    """The column with so many values, one stretch after the other, in place of each stretch."""
    values = np.asarray(values, dtype=column.dtype)
    if len(low) > MANY:
        return _instead_of_many(column, low, high, values, sizes)
    pieces: list[NDArray[Any]] = []
    last = at = 0
    for start, end, size in zip(low.tolist(), high.tolist(), sizes.tolist(), strict=True):
        pieces += (column[last:start], values[at : at + size])
        last, at = end, at + size
    return np.concatenate([*pieces, column[last:]])


def _instead_of_many(
    column: NDArray[Any],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    values: NDArray[Any],
    sizes: NDArray[np.int64],
) -> NDArray[Any]:
    """As `_instead`, without a step for each stretch."""
    size = len(column) + 1
    inside = np.cumsum(np.bincount(low, minlength=size) - np.bincount(high, minlength=size))
    kept = column[inside[:-1] == 0]
    grown = np.cumsum(sizes - (high - low)) - (sizes - (high - low))
    first = np.cumsum(sizes) - sizes
    places = np.arange(len(values)) + np.repeat(low + grown - first, sizes)
    found = np.empty(len(kept) + len(values), dtype=column.dtype)
    old = np.ones(len(found), dtype=np.bool_)
    old[places] = False
    found[places], found[old] = values, kept
    return found


def _beside(
    readings: tuple[Reading, ...], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[Reading, ...]:
    """The readings that touch none of these stretches."""
    starts = np.array([one.start for one in readings], dtype=np.int64)
    ends = np.array([one.end for one in readings], dtype=np.int64)
    before = np.searchsorted(start, ends) - 1  # the last stretch that begins before its end
    free = (before < 0) | (end[before] <= starts)
    return tuple(compress(readings, free.tolist()))
