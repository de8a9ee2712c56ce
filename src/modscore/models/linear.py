"""The linear toxicity model: letter groups, words, pairs of words, signs and marks.

Stage: models; a prepared batch comes in; six calibrated chances a comment go out, and for
comments asked for, the words that carry them. Weights are whole numbers, so sums are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from ..records import ESTIMATED
from ..text.ground import BLANK, NO_OWN_WORDS, NO_WORDS
from ..text.prepared import Prepared
from . import artifact
from .calibration import Calibration
from .contract import Share
from .known_words import KnownWords
from .lanes import pack, packed_sums, sums, unpack
from .letters import GRAM_BITS, groups
from .wording import MARKS, PAIR_BITS, Wording, see
from .wording_spans import carried

KIND = "toxicity-linear"
LABELS = len(ESTIMATED)
SILENT = (BLANK, NO_WORDS, NO_OWN_WORDS)
LONGEST = 24  # letters; a longer word weighs as one of that length


class LinearToxicity:
    """Estimates by sums of weights.

    The margin of a label is ``bias + letters / sqrt(max(size, floor)) + pairs / sqrt(max(count,
    pair floor)) + marks``: ``letters`` sums over the letter groups of the distinct words,
    ``size`` their squared rarities, ``pairs`` over pairs of words and signs, ``count`` of which
    there are; the floors keep one word from saying too much. ``calibration`` makes it a chance.
    """

    def __init__(self, stored: artifact.Artifact) -> None:
        self.id = stored.id
        self.hash = stored.hash
        self.about = stored.about
        letters = stored.tensor("letters", np.int16, LABELS, 1 << GRAM_BITS)
        pairs = stored.tensor("pairs", np.int8, LABELS, 1 << PAIR_BITS)
        self._sizes = stored.tensor("sizes", np.uint16, 1 << GRAM_BITS).astype(np.int64)
        self._marks = stored.tensor("marks", np.float64, MARKS, LABELS)
        self._bias = stored.tensor("bias", np.float64, LABELS)
        self._letter_unit = stored.tensor("letter_unit", np.float64, LABELS)
        self._pair_unit = stored.tensor("pair_unit", np.float64, LABELS)
        self._size_unit = float(stored.tensor("size_unit", np.float64, 1)[0])
        self._floor, self._pair_floor = stored.tensor("floors", np.float64, 2).tolist()
        self._letters = [pack(letters[at : at + 3]) for at in (0, 3)]
        self._pairs = [pack(pairs[at : at + 3]) for at in (0, 3)]
        self._known = KnownWords(LABELS + 1, self._letter_sums)
        self._calibration = Calibration(
            stored.tensor("knot_margins", np.float64, LABELS, -1),
            stored.tensor("knot_chances", np.float64, LABELS, -1),
        )
        fault = self._calibration.fault()
        units = (self._letter_unit, self._pair_unit, self._size_unit, self._floor, self._pair_floor)
        numbers = (self._marks, self._bias, *units)
        if fault is None and not all(np.isfinite(number).all() for number in numbers):
            fault = "expected finite weights, got NaN or infinity"
        if fault:
            raise ModelError(f"{stored.id}: weights: {fault}")

    @classmethod
    def load(cls, model: str | Path) -> LinearToxicity:
        """The shipped model of this name, or the one in a file."""
        return cls(artifact.load(model, KIND))

    def estimate(self, prepared: Prepared) -> NDArray[np.float64]:
        """(n, 6) calibrated chances, columns as in ``records.ESTIMATED``; never NaN."""
        return self.calibrated(self.margins(prepared))

    def calibrated(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chances that margins stand for."""
        return self._calibration.apply(margins)

    def margins(self, prepared: Prepared) -> NDArray[np.float64]:
        """(n, 6) sums before calibration."""
        if not len(prepared):
            return np.zeros((0, LABELS))
        wording = see(prepared)
        words, sizes = self.word_sums(
            wording.word_entry,
            wording.text,
            wording.word_start,
            wording.word_end,
            wording.word_hash,
        )
        margins = np.tile(self._bias, (len(prepared), 1))
        length = self.letter_length(self._use_sums(wording, sizes))
        share = self.pair_length(np.diff(wording.pair_starts) + np.diff(wording.sign_starts))
        for half, at in enumerate((0, 3)):
            table = self._pairs[half]
            pairs = packed_sums(table, wording.pair, wording.pair_starts, 128)
            pairs += packed_sums(table, wording.sign, wording.sign_starts, 128)
            for lane in range(3):
                label = at + lane
                letters = self._use_sums(wording, words[label])
                margins[:, label] += letters * self._letter_unit[label] / length
                margins[:, label] += pairs[lane] * self._pair_unit[label] / share
        for group in range(wording.marks.shape[1]):
            margins += self._marks[wording.marks[:, group]]
        silent = [k for k, reason in enumerate(prepared.uncertain) if reason in SILENT]
        margins[silent] = self._bias  # where nothing is said, signs and digits say nothing either
        return margins

    def spans(self, prepared: Prepared, comments: Sequence[int]) -> list[list[Share]]:
        """For each comment, the words its toxicity rests on: (start, end, share) in its text."""
        return carried(self, prepared, comments)

    def word_sums(
        self,
        entry: NDArray[np.int64],
        text: NDArray[np.uint32],
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        hashes: NDArray[np.uint64],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For words ``text[start:end]``, of these numbers in the vocabulary, the sums of weights
        (6, words), and squared rarities."""
        found = self._known.of(entry, text, start, end, hashes)
        return found[:LABELS], found[LABELS]

    def _letter_sums(
        self,
        text: NDArray[np.uint32],
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        hashes: NDArray[np.uint64],
    ) -> NDArray[np.int64]:
        """`word_sums` from the letters, squared rarities as a last row."""
        sums_of = np.zeros((LABELS + 1, len(start)), dtype=np.int64)
        for block in groups(text, start, end):
            starts = np.append(block.starts, len(block.places[0]))
            pieces = np.concatenate(
                (
                    unpack(sums(_gather(self._letters[0], block.places), starts)),
                    unpack(sums(_gather(self._letters[1], block.places), starts)),
                    sums(_gather(self._sizes, block.places), starts)[None],
                )
            )
            first = int(block.word[0])
            heads = np.flatnonzero(np.diff(block.word, prepend=first - 1))
            whole = np.add.reduceat(pieces, heads, axis=1)
            stop = first + len(heads)
            sums_of[:, first:stop] = whole
        letters = end - start
        long = np.flatnonzero(letters > LONGEST)
        if len(long):  # "hahaha…" says no more than "hahaha"
            sums_of[:, long] = sums_of[:, long] * LONGEST // letters[long]
        return sums_of

    def letter_length(self, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
        """What the letters of a comment with these squared rarities are divided by."""
        length: NDArray[np.float64] = np.sqrt(np.maximum(sizes * self._size_unit, self._floor))
        return length

    def pair_length(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """What the pairs of a comment with so many pairs and signs are divided by."""
        length: NDArray[np.float64] = np.sqrt(np.maximum(counts, self._pair_floor))
        return length

    def letters_add(self, words: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """What words of these sums add to the margin, times the comment's length."""
        added: NDArray[np.float64] = words[label] * self._letter_unit[label]
        return added

    def pairs_add(self, places: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """What pairs at these places add to the margin, times the comment's length."""
        lanes = unpack(self._pairs[label // 3].take(places))
        added: NDArray[np.float64] = lanes[label % 3] * self._pair_unit[label]
        return added

    @staticmethod
    def _use_sums(wording: Wording, of_word: NDArray[np.int64]) -> NDArray[np.int64]:
        return sums(of_word.take(wording.use), wording.use_starts)


def _gather(table: NDArray[np.int64], places: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """What the table holds at the places of all orders together."""
    values = table.take(places[0])
    for more in places[1:]:
        values += table.take(more)
    return values
