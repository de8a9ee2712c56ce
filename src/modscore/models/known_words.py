"""Numbers that depend on a word's letters alone, kept for the words of the vocabulary.

Stage: models; words of a batch come in; a column of whole numbers for each goes out.
Most words of any text are known ones, so their letters are looked at once in a program's life.
What is kept is worked out from the letters in the vocabulary, never from a text: no text can
change the numbers of another, and the room is bounded by the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..text.vocabulary import size, spelled
from .same import same

Ints = NDArray[np.int64]
# letters, where each word starts and ends there, its hash -> (rows, words)
Work = Callable[[NDArray[np.uint32], Ints, Ints, NDArray[np.uint64]], Ints]
FEW = 16  # unknown words; of more, those that are alike are worked out once


class KnownWords:
    """The answers of ``work``, ``rows`` numbers a word."""

    def __init__(self, rows: int, work: Work) -> None:
        self._work = work
        self._kept = np.zeros((rows, size()), dtype=np.int64)
        self._ready = np.zeros(size(), dtype=np.bool_)

    def of(
        self,
        entry: Ints,
        text: NDArray[np.uint32],
        start: Ints,
        end: Ints,
        hashes: NDArray[np.uint64],
    ) -> Ints:
        """The numbers of the words ``text[start:end]`` with these hashes, (rows, words).

        ``entry`` are their numbers in the vocabulary.
        """
        fresh = entry[~self._ready[entry]]
        if len(fresh):
            self._meet(fresh[fresh >= 0])
        answer: Ints = self._kept.take(entry, axis=1, mode="wrap")
        unknown = np.flatnonzero(entry < 0)
        if len(unknown):
            start, end, hashes = start[unknown], end[unknown], hashes[unknown]
            if len(unknown) <= FEW:
                answer[:, unknown] = self._work(text, start, end, hashes)
            else:
                first, number = same(hashes)
                found = self._work(text, start[first], end[first], hashes[first])
                answer[:, unknown] = found.take(number, axis=1)
        return answer

    def _meet(self, entry: Ints) -> None:
        if len(entry):
            self._kept[:, entry] = self._work(*spelled(entry))
            self._ready[entry] = True  # last: another thread may read meanwhile
