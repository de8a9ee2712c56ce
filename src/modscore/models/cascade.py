"""The network joined with the linear models, and asked only where it can change the verdict.

Stage: models; a prepared batch with the linear models' estimates comes in; better estimates go
out, and the readings that they and their spans rest on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..records import ESTIMATED, SENTENCE_ESTIMATED
from ..rounding import DIGITS
from ..text.prepared import Prepared, Words
from .contract import Share
from .neural import Network, Reading
from .speech import PICTURES

Floats = NDArray[np.float64]
LEAST = 1e-6  # chances are kept so far from 0 and 1 before their log-odds are taken
# The network reads where a label's linear chance, or a sentence's of being a claim worth a source,
# is at least this. `python -m benchmarks cascade` prints how often decisions differ; higher values
# save more reading and lose hate that has no bad words.
LEAST_TOXIC, LEAST_WORTHY = 0.01, 0.1
MARKED = 0.1  # a word with this chance or more may be among the toxic ones,
NEAR = 0.5  # if it has this part of the likeliest word's


class Refined(NamedTuple):
    """``toxicity`` (n, 6), ``sentences`` (S, k), and the readings by number of comment."""

    toxicity: Floats
    sentences: Floats
    readings: dict[int, Reading]

    def quality(self, place: int | None) -> Floats:
        """(n,) log-odds of quality by the head at a place, NaN where the network did not read."""
        found = np.full(len(self.toxicity), np.nan)
        if place is not None:
            for comment, reading in self.readings.items():
                found[comment] = reading.comment[place]
        return found


class Cascade:
    """A network with the coefficients that join it with the linear models.

    For each label ``log-odds = sum of coefficients * [1, linear log-odds, heads]`` and for
    toxicity ``1 - (1 - p) * (1 - q) * (1 - r)``: q and r are chances of further causes, hate and
    contempt, which Wikipedia's raters, the only ones with six labels, seldom saw. Sentences: the
    same as labels, with their own coefficients.
    """

    def __init__(self, network: Network, *, always: bool = False) -> None:
        self._network = network
        self.id, self.hash, self.about = network.id, network.hash, network.about
        width = 2 + len(network.heads)
        deep = 2 + len(network.sentence_heads)
        stored = network.stored
        self._comment = stored.tensor("comment_blend", np.float64, len(ESTIMATED), width)
        self._cause = stored.tensor("cause_blend", np.float64, -1, width)
        self._sentence = stored.tensor("sentence_blend", np.float64, len(SENTENCE_ESTIMATED), deep)
        self._always = always
        self.quality = network.heads.index("quality") if "quality" in network.heads else None

    def refine(self, prepared: Prepared, toxicity: Floats, sentences: Floats) -> Refined:
        """Better estimates of the comments that the network is asked about."""
        asked = self.asked(prepared, toxicity, sentences)
        toxicity, sentences = toxicity.copy(), sentences.copy()
        bounds = np.searchsorted(prepared.sentence_comment, np.arange(len(prepared) + 1))
        readings: dict[int, Reading] = {}
        for comment, reading in zip(asked, self._network.read(prepared, asked), strict=True):
            if reading is None:
                continue
            readings[comment] = reading
            toxicity[comment] = self._joined(toxicity[comment], reading)
            own = slice(int(bounds[comment]), int(bounds[comment + 1]))
            first = int(prepared.starts[comment])
            sentences[own] = self._sentences(
                prepared.sentence_start[own] - first,
                prepared.sentence_end[own] - first,
                sentences[own],
                reading,
            )
        return Refined(toxicity, sentences, readings)

    def asked(self, prepared: Prepared, toxicity: Floats, sentences: Floats) -> list[int]:
        """The comments whose verdict the network might change."""
        if self._always:
            return list(range(len(prepared)))
        doubtful = toxicity.max(axis=1) >= LEAST_TOXIC
        worthy = sentences[:, SENTENCE_ESTIMATED.index("worthy")] >= LEAST_WORTHY
        doubtful[prepared.sentence_comment[worthy]] = True
        pictures = np.flatnonzero(prepared.folded >= PICTURES)  # linear models know few of them
        doubtful[np.searchsorted(prepared.folded_starts, pictures, side="right") - 1] = True
        return np.flatnonzero(doubtful).tolist()

    def _joined(self, linear: Floats, reading: Reading) -> Floats:
        known = np.clip(linear, LEAST, 1 - LEAST)
        heads = reading.comment.astype(np.float64)
        one = np.ones((len(known), 1))
        seen = np.hstack([one, np.log(known / (1 - known))[:, None], np.tile(heads, (len(one), 1))])
        answer: Floats = _chance((self._comment * seen).sum(axis=1))
        causes = _chance((self._cause * seen[0]).sum(axis=1))
        answer[0] = 1 - (1 - answer[0]) * (1 - causes).prod()
        return answer

    def _sentences(
        self, start: NDArray[np.int64], end: NDArray[np.int64], linear: Floats, reading: Reading
    ) -> Floats:
        """Log-odds of a sentence: the mean of its word pieces, beside the linear model's."""
        answer = linear.copy()
        middle = (reading.start + reading.end) / 2
        first, last = np.searchsorted(middle, start), np.searchsorted(middle, end)
        for k, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            if b > a and linear[k].any():  # a sentence without own words stays at zero
                heads = reading.pieces[a:b, 1:].mean(axis=0, dtype=np.float64)
                known = np.clip(linear[k], LEAST, 1 - LEAST)
                seen = np.column_stack(
                    [
                        np.ones(len(known)),
                        np.log(known / (1 - known)),
                        np.tile(heads, (len(known), 1)),
                    ]
                )
                answer[k] = _chance((self._sentence * seen).sum(axis=1))
        return answer


def words(reading: Reading) -> Words:
    """The words of a reading, the chance that each is toxic (its likeliest piece's), and which are
    marked: those with at least MARKED and at least NEAR times the likeliest word's chance."""
    heads = np.flatnonzero(~reading.inner | (np.arange(len(reading.inner)) == 0))
    pieces = _chance(reading.pieces[:, 0].astype(np.float64))
    chance = np.maximum.reduceat(pieces, heads)
    tails = np.append(heads[1:], len(pieces)) - 1
    marked = chance >= max(MARKED, NEAR * float(chance.max()))
    return Words(reading.start[heads], reading.end[tails], chance, marked)


def spans(told: Words) -> list[Share]:
    """The stretches of marked words, and the share of the estimate of each: the chances of its
    words as a part of the sum over all words. Neighbouring marked words are one stretch."""
    marked = np.flatnonzero(told.marked)
    if not len(marked):
        return []
    heads = np.flatnonzero(np.diff(marked, prepend=-2) > 1)
    weight = np.add.reduceat(told.chance[marked], heads)
    total = float(told.chance.sum())
    tails = np.append(heads[1:], len(marked)) - 1
    return [
        (int(told.start[marked[a]]), int(told.end[marked[b]]), round(w / total, DIGITS))
        for a, b, w in zip(heads.tolist(), tails.tolist(), weight.tolist(), strict=True)
    ]


def _chance(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
