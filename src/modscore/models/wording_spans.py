"""Which words carry a comment's toxicity.

Stage: models; a linear model and a prepared batch come in; stretches of the comments go out,
with the share of the estimate that each carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Prepared
from ..text.words import hash_words
from .contract import Share
from .linear import LinearToxicity, pair_length
from .wording import own_words, pair_places, same, signs, spoken_readings

TOXICITY = 0  # the label, in records.ESTIMATED
LEAST = 0.35  # log-odds that a word must add to be named
PART = 0.35  # … and its part of what the strongest word adds
PAIRED = 0.5  # of a pair's weight, what each of its two words is given


@dataclass(frozen=True, eq=False)
class _Words:
    """The words of the comments asked for, then their readings; places in ``points``."""

    comment: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    adds: NDArray[np.float64]  # to the margin of toxicity, by all its like in the comment
    share: NDArray[np.float64]  # of that, this one's part


def carried(
    model: LinearToxicity, prepared: Prepared, comments: Sequence[int]
) -> list[list[Share]]:
    """The stretches of each comment asked for, in order of place, none touching another."""
    wanted = np.zeros(len(prepared), dtype=np.bool_)
    wanted[np.asarray(comments, dtype=np.int64)] = True
    words = _words(model, prepared, wanted)
    order = np.lexsort((words.start, words.comment))
    bounds = np.searchsorted(words.comment[order], np.arange(len(prepared) + 1))
    answer = []
    for comment in comments:
        mine = order[bounds[comment] : bounds[comment + 1]]
        answer.append(_chosen(words, mine, int(prepared.starts[comment])))
    return answer


def _chosen(words: _Words, mine: NDArray[np.int64], offset: int) -> list[Share]:
    """The words of one comment that add clearly, those side by side joined."""
    adds = words.adds[mine]
    if not adds.size:
        return []
    strong = adds >= max(LEAST, PART * float(adds.max()))
    parts = words.share[mine]
    total = float(parts[parts > 0].sum())
    spans: list[tuple[int, int, float]] = []
    last = -2
    for at in np.flatnonzero(strong & (parts > 0)).tolist():
        start, end = int(words.start[mine[at]]) - offset, int(words.end[mine[at]]) - offset
        part = float(parts[at]) / total
        if spans and (start < spans[-1][1] or at == last + 1):
            first, until, so_far = spans.pop()
            start, end, part = first, max(until, end), so_far + part
        spans.append((start, end, min(part, 1.0)))
        last = at
    return spans


def _words(model: LinearToxicity, prepared: Prepared, wanted: NDArray[np.bool_]) -> _Words:
    own = own_words(prepared)
    own = own[wanted[prepared.word_comment[own]]]
    comment = prepared.word_comment[own].astype(np.int64)
    start, end = prepared.word_start[own], prepared.word_end[own]
    hashes = prepared.word_hash[own]
    said = [r for r in spoken_readings(prepared) if wanted[r.comment]]
    texts = [reading.text for reading in said]
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    ends = len(prepared.folded) + np.cumsum(sizes)
    more = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    first, number = same(np.concatenate((hashes, hash_words(texts))))
    sums, rarity = model.word_sums(
        np.concatenate((prepared.folded, more)),
        np.concatenate((start, ends - sizes))[first],
        np.concatenate((end, ends))[first],
    )
    all_comment = np.concatenate((comment, np.array([r.comment for r in said], dtype=np.int64)))
    n = len(prepared)
    once, times = np.unique(all_comment * len(first) + number, return_counts=True)
    size = np.bincount(once // len(first), rarity[once % len(first)], minlength=n)
    length = model.letter_length(size.astype(np.int64))
    adds = model.letters_add(sums, TOXICITY)[number] / length[all_comment]
    share = adds / times[np.searchsorted(once, all_comment * len(first) + number)]
    beside = np.flatnonzero(comment[1:] == comment[:-1])
    count = np.bincount(comment[beside], minlength=n) + 2 * np.bincount(signs(prepared)[1], minlength=n)
    pairs = model.pairs_add(pair_places(hashes)[beside], TOXICITY)
    pairs = PAIRED * pairs / pair_length(count)[comment[beside]]
    for one in (beside, beside + 1):
        paired = np.bincount(one, pairs, minlength=len(adds))
        adds += paired
        share += paired
    return _Words(
        comment=all_comment,
        start=np.concatenate((prepared.origin[start], [r.start for r in said])).astype(np.int64),
        end=np.concatenate((prepared.origin[end - 1] + 1, [r.end for r in said])).astype(np.int64),
        adds=adds,
        share=share,
    )
