"""What the toxicity model sees of many texts, as sparse matrices.

Stage: training; texts come in; ``Columns`` go out: word uses, letter groups of words, pairs and
signs, marks. Made by the very code that scores (``models.wording``), so both see the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..models.letters import GRAM_BITS, groups
from ..models.wording import MARKS, PAIR_BITS, see
from ..records import Comment, Thread
from ..text.prepare import prepare

BATCH = 4000


@dataclass(frozen=True, eq=False)
class Columns:
    """Sparse matrices over n texts and U distinct words."""

    uses: Any  # (n, U) 1 where the text has the word
    letters: Any  # (U, 2**GRAM_BITS) how often the word has the letter group
    pairs: Any  # (n, 2**PAIR_BITS) counts
    marks: Any  # (n, MARKS)
    whole: NDArray[np.bool_]  # (2**GRAM_BITS,) places that some whole word has


def columns(texts: Sequence[str]) -> Columns:
    """The columns of the texts, each prepared as a thread of its own."""
    import scipy.sparse as sp

    known: dict[str, int] = {}
    rows, words, pair_rows, pairs, marks = [], [], [], [], []
    for at in range(0, len(texts), BATCH):
        threads = [Thread("t", (Comment("c", text),)) for text in texts[at : at + BATCH]]
        wording = see(prepare(threads))
        count = len(threads)
        spelled = [
            wording.text[a:b].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
            for a, b in zip(wording.word_start.tolist(), wording.word_end.tolist(), strict=True)
        ]
        numbers = np.array([known.setdefault(word, len(known)) for word in spelled], dtype=np.int64)
        rows.append(at + np.repeat(np.arange(count), np.diff(wording.use_starts)))
        words.append(numbers[wording.use])
        for places, starts in (
            (wording.pair, wording.pair_starts),
            (wording.sign, wording.sign_starts),
        ):
            pair_rows.append(at + np.repeat(np.arange(count), np.diff(starts)))
            pairs.append(places)
        marks.append(wording.marks)
    graded = np.concatenate(marks)
    every = np.repeat(np.arange(len(graded)), graded.shape[1])
    n = len(texts)
    letters, whole = _letters(list(known), sp)
    return Columns(
        uses=_matrix(np.concatenate(rows), np.concatenate(words), (n, len(known)), sp),
        letters=letters,
        pairs=_matrix(np.concatenate(pair_rows), np.concatenate(pairs), (n, 1 << PAIR_BITS), sp),
        marks=_matrix(every, graded.ravel(), (n, MARKS), sp),
        whole=whole,
    )


def _matrix(
    rows: NDArray[np.int64], places: NDArray[np.int64], shape: tuple[int, int], sp: Any
) -> Any:
    matrix = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, places)), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _letters(words: list[str], sp: Any) -> tuple[Any, NDArray[np.bool_]]:
    text = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum([len(word) for word in words])
    starts = ends - np.array([len(word) for word in words], dtype=np.int64)
    rows, places = [], []
    whole = np.zeros(1 << GRAM_BITS, dtype=np.bool_)
    for block in groups(text, starts, ends):
        size = len(block.places[0])
        owner = np.repeat(block.word, np.diff(np.append(block.starts, size)))
        for found in block.places:
            filled = found > 0
            rows.append(owner[filled])
            places.append(found[filled])
        whole[block.places[-1]] = True
    shape = (len(words), 1 << GRAM_BITS)
    return _matrix(np.concatenate(rows), np.concatenate(places), shape, sp), whole
