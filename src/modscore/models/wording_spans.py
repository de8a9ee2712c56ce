"""Which words carry a comment's toxicity.

Stage: models; a linear model and a prepared batch come in; stretches of the comments go out,
with the share of the estimate that each carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Prepared
from .contract import Share
from .same import same
from .wording import pair_places, sign_places, speech

TOXICITY = 0  # the label, in records.ESTIMATED
LEAST = 0.35  # log-odds that a word must add to be named
PART = 0.35  # … and its part of what the strongest word adds
PAIRED = 0.5  # of a pair's weight, what each of its two words is given


class Summing(Protocol):
    """A model whose margin is a sum over words and pairs (see ``linear.LinearToxicity``)."""

    def word_sums(
        self,
        entry: NDArray[np.int64],
        text: NDArray[np.uint32],
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        hashes: NDArray[np.uint64],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The sums of the weights (labels, words), and the squared rarities of the words."""
        ...

    def letter_length(self, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
        """What the letters of comments are divided by."""
        ...

    def pair_length(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """What the pairs of comments are divided by."""
        ...

    def letters_add(self, words: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """What words of these sums add to a margin, before that division."""
        ...

    def pairs_add(self, places: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """What pairs add to a margin, before that division."""
        ...


@dataclass(frozen=True, eq=False)
class _Words:
    """The words of the comments asked for, then their readings; places in ``points``."""

    comment: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    adds: NDArray[np.float64]  # to the margin of toxicity, by all its like in the comment
    share: NDArray[np.float64]  # of that, this one's part


def carried(model: Summing, prepared: Prepared, comments: Sequence[int]) -> list[list[Share]]:
    """The stretches of each comment asked for, in order of place, none touching another."""
    wanted = np.zeros(len(prepared), dtype=np.bool_)
    wanted[np.asarray(comments, dtype=np.int64)] = True
    words = _words(model, prepared, wanted)
    order = np.lexsort((words.start, words.comment))
    comment, share, adds = words.comment[order], words.share[order], words.adds[order]
    bounds = np.searchsorted(comment, np.arange(len(prepared) + 1))
    filled = np.flatnonzero(bounds[1:] > bounds[:-1])
    most = np.zeros(len(prepared))
    if len(filled):
        most[filled] = np.maximum.reduceat(adds, bounds[filled])
    total = _positive_sums(share, bounds)
    named = np.flatnonzero((adds >= np.maximum(LEAST, PART * most)[comment]) & (share > 0))
    answer: dict[int, list[Share]] = {index: [] for index in comments}
    offset = prepared.starts[comment[named]]
    start, end = words.start[order[named]] - offset, words.end[order[named]] - offset
    part = share[named] / total[comment[named]]
    last = -2
    before = -1
    for index, at, first, stop, carries in zip(
        *(column.tolist() for column in (comment[named], named, start, end, part)), strict=True
    ):
        spans = answer[index]
        if index == before and (first < spans[-1][1] or at == last + 1):
            begun, until, so_far = spans.pop()  # side by side: one stretch
            spans.append((begun, max(until, stop), min(so_far + carries, 1.0)))
        else:
            spans.append((first, stop, min(carries, 1.0)))
        before, last = index, at
    return [answer[index] for index in comments]


def _positive_sums(values: NDArray[np.float64], bounds: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sum of what is above 0 in each stretch ``bounds[i] : bounds[i + 1]``.

    Stretches with as many such values are summed together, row by row, as ``np.sum`` would each
    alone, so that the last bit is the same alone and in any batch.
    """
    good = np.flatnonzero(values > 0)
    firsts = np.searchsorted(good, bounds)
    counts = np.diff(firsts)
    answer = np.zeros(len(counts))
    order = np.argsort(counts, kind="stable")
    for some in np.split(order, np.flatnonzero(np.diff(counts[order])) + 1):
        count = int(counts[some[0]]) if len(some) else 0
        if count:
            rows = good[firsts[some][:, None] + np.arange(count)]
            answer[some] = values[rows].sum(axis=1)
    return answer


def _words(model: Summing, prepared: Prepared, wanted: NDArray[np.bool_]) -> _Words:
    said = speech(prepared, wanted)
    n = len(prepared)
    first, number = same(said.hash)
    sums, rarity = model.word_sums(
        said.entry[first], said.text, said.start[first], said.end[first], said.hash[first]
    )
    key = said.comment * max(len(first), 1) + number
    one, which = same(key.astype(np.uint64))
    times = np.bincount(which)
    size = np.bincount(said.comment[one], rarity[number[one]], minlength=n)
    length = model.letter_length(size.astype(np.int64))
    adds = model.letters_add(sums, TOXICITY)[number] / length[said.comment]
    share = adds / times[which]
    comment = said.comment[: said.plain]
    beside = np.flatnonzero(comment[1:] == comment[:-1])
    count = np.bincount(comment[beside], minlength=n)
    count += 2 * sign_places(prepared)[1]
    pairs = model.pairs_add(pair_places(said.hash[: said.plain])[beside], TOXICITY)
    pairs = PAIRED * pairs / model.pair_length(count)[comment[beside]]
    for one in (beside, beside + 1):
        paired = np.bincount(one, pairs, minlength=len(adds))
        adds += paired
        share += paired
    start, end = said.start[: said.plain], said.end[: said.plain]
    read_start = np.array([reading.start for reading in said.readings], dtype=np.int64)
    read_end = np.array([reading.end for reading in said.readings], dtype=np.int64)
    return _Words(
        comment=said.comment,
        start=np.concatenate((prepared.origin[start], read_start)),
        end=np.concatenate((prepared.origin[end - 1] + 1, read_end)),
        adds=adds,
        share=share,
    )
