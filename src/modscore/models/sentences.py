"""The sentence model: how likely a sentence is a claim, an opinion, a story, a question.

Stage: models; a prepared batch comes in; probabilities a sentence go out. A sum of whole-number
weights (see ``sentence_features``), put on a scale and read off a table: the same in any batch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from modscore.errors import ModelError
from modscore.models.known_words import KnownWords
from modscore.models.lanes import lane_sums, pack, sums
from modscore.models.sentence_features import BITS, LONGEST, SIZES, Seen, letter_rows, see
from modscore.models.sentence_marks import NONE, SIZE
from modscore.records import SENTENCE_ESTIMATED
from modscore.text.prepared import Prepared

KINDS = len(SENTENCE_ESTIMATED)
STEPS = 64  # log-odds are read to 1/64
REACH = 12  # beyond ±12 all log-odds are alike
LANES, WIDTH = 2, 32  # two columns are summed in one number
LARGEST = 1 << 15  # of a weight
MOST_ROWS = 1 + sum(LONGEST + 3 - size for size in SIZES)  # of one word

_SHAPES = {
    "grams": ((1 << BITS, KINDS), np.int16),
    "marks": ((SIZE, KINDS), np.int16),
    "base": ((KINDS,), np.int32),
    "step": ((KINDS,), np.float64),  # log-odds of one unit of weight
    "slope": ((KINDS,), np.float64),  # calibration: slope * log-odds + offset
    "offset": ((KINDS,), np.float64),
}


class SentenceModel:
    """Scores all sentences of a batch; ``weights`` as ``training.claims`` writes them.

    The log-odds of a column are ``step * (base + sum of marks + sum of grams / sqrt(words))``,
    then ``slope`` and ``offset`` calibrate them.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.generic]], id: str, hash: str) -> None:
        self.id = id
        self.hash = hash
        for name, (shape, dtype) in _SHAPES.items():
            found = weights.get(name)
            if found is None or found.shape != shape or found.dtype != dtype:
                got = "none" if found is None else f"{found.dtype} {found.shape}"
                raise ModelError(f"{id}: {name}: expected {np.dtype(dtype)} {shape}, got {got}")
        grams = np.asarray(weights["grams"], dtype=np.int16).T
        self._packed = _table(grams)
        self._words = KnownWords(self._packed.shape[1], self._word_sums)
        marks = np.asarray(weights["marks"], dtype=np.int64)
        self._none = marks[NONE].sum(axis=0)
        added = (marks - np.repeat(marks[NONE], np.diff(np.append(NONE, SIZE)), axis=0)).T
        self._added = _table(added)
        self._base = np.asarray(weights["base"], dtype=np.int64)
        self._step = np.asarray(weights["step"], dtype=np.float64)
        self._slope = np.asarray(weights["slope"], dtype=np.float64)
        self._offset = np.asarray(weights["offset"], dtype=np.float64)

    def estimate(self, prepared: Prepared) -> NDArray[np.float64]:
        """Calibrated probabilities, (S, len(SENTENCE_ESTIMATED)), columns in that order.

        A sentence without a word of the writer's own (a bare link, a quote, an emoji) gets zeros.
        """
        seen = see(prepared)
        odds = self._slope * self.log_odds(seen) + self._offset
        rungs = np.rint(np.clip(odds, -REACH, REACH) * STEPS).astype(np.int64) + REACH * STEPS
        answer: NDArray[np.float64] = self._ladder[rungs]
        answer[seen.count == 0] = 0.0
        return answer

    def log_odds(self, seen: Seen) -> NDArray[np.float64]:
        """Log-odds before calibration, (S, columns)."""
        sentences = len(seen.count)
        words = self._words.of(seen.entry, seen.text, seen.start, seen.end, seen.hash)
        word_starts = np.append(0, np.cumsum(seen.count))
        pair_starts = _bounds(seen.pair_sentence, sentences)
        pairs = self._packed.take(seen.pairs, axis=0)
        grams = _sums(words.T, word_starts, LARGEST * MOST_ROWS)
        grams += _sums(pairs, pair_starts, LARGEST)
        marks = self._mark_sums(seen.marks) + self._base
        share = np.sqrt(np.maximum(seen.count, 1).astype(np.float64))
        odds: NDArray[np.float64] = self._step * (marks + grams / share[:, None])
        return odds

    def _mark_sums(self, marks: NDArray[np.int64]) -> NDArray[np.int64]:
        """Sums of the rows of marks, (S, columns): most marks of a sentence are 0, and what those
        weigh together is known."""
        there = np.flatnonzero(marks != NONE)
        rows = marks.ravel()[there]
        starts = np.searchsorted(there, np.arange(len(marks) + 1) * len(NONE))
        total: NDArray[np.int64] = (
            _sums(self._added.take(rows, axis=0), starts, 2 * LARGEST) + self._none
        )
        return total

    def _word_sums(
        self,
        text: NDArray[np.uint32],
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        hashes: NDArray[np.uint64],
    ) -> NDArray[np.int64]:
        """The packed sums of the letter stretches of each word."""
        rows, bounds = letter_rows(text, start, end, hashes)
        return sums(self._packed.take(rows, axis=0), bounds).T

    @cached_property
    def _ladder(self) -> NDArray[np.float64]:
        rungs = range(-REACH * STEPS, REACH * STEPS + 1)
        return np.array([round(1 / (1 + math.exp(-rung / STEPS)), 6) for rung in rungs])


def _table(weights: NDArray[np.integer]) -> NDArray[np.int64]:
    """The (columns, rows) of weights as rows of packed numbers, LANES columns in each."""
    return np.stack([pack(weights[k : k + LANES], WIDTH) for k in range(0, KINDS, LANES)], axis=1)


def _sums(packed: NDArray[np.int64], starts: NDArray[np.int64], largest: int) -> NDArray[np.int64]:
    """The sums (S, columns) of rows of packed numbers over each stretch."""
    found = lane_sums(packed, starts, largest, LANES, WIDTH).transpose(1, 2, 0)
    return found.reshape(len(found), LANES * packed.shape[1])[:, :KINDS]


def _bounds(owner: NDArray[np.int64], owners: int) -> NDArray[np.int64]:
    """Where each owner's entries begin, and the end of the last; ``owner`` never falls."""
    return np.searchsorted(owner, np.arange(owners + 1))
