"""The network joined with the linear models, and asked only where it can change the verdict.

Stage: models; a prepared batch with the linear models' estimates comes in; better estimates go
out, and the readings that they and their spans rest on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..records import ESTIMATED, SENTENCE_ESTIMATED
from ..rounding import DIGITS
from ..text.prepared import Prepared, Words
from .blend import MODELS, blended, chance, joined, log_odds, means, unread
from .contract import Share
from .neural import Network, Reading
from .speech import PICTURES

Floats = NDArray[np.float64]
# The network reads where a label's linear chance, or a sentence's of being a claim worth a source,
# is at least this. `python -m benchmarks cascade` prints how often decisions differ; higher values
# save more reading and lose hate that has no bad words.
LEAST_TOXIC, LEAST_WORTHY = 0.01, 0.1
MARKED = 0.1  # a word with this chance or more may be among the toxic ones,
NEAR = 0.5  # if it has this part of the likeliest word's
# A stretch of such words alone tells a reader nothing ("in" beside "you should rot in a cage").
_TELL_NOTHING = (
    "a an and are as at be been being but by did do does for from had has have he her his i if in"
    " into is it its me my no not of on or our out own she so such than that the their them then"
    " there these they this those to too up us was we were what when where which who will with"
    " would you your"
)
_BARE = frozenset(_TELL_NOTHING.split())


class Refined(NamedTuple):
    """``toxicity`` (n, 6), ``sentences`` (S, k), ``quality`` (n,) log-odds by the network, NaN
    where it did not read, and the readings by number of comment."""

    toxicity: Floats
    sentences: Floats
    quality: Floats
    readings: dict[int, Reading]


class Cascade:
    """A network with the coefficients that join it with the linear models (see ``blend``)."""

    def __init__(self, network: Network, *, always: bool = False) -> None:
        self._network = network
        self.id, self.hash, self.about = network.id, network.hash, network.about
        width = MODELS + len(network.heads)
        deep = MODELS + len(network.sentence_heads)
        stored = network.stored
        self._label = stored.tensor("comment_blend", np.float64, len(ESTIMATED), width)
        self._cause = stored.tensor("cause_blend", np.float64, -1, width)
        self._unread = stored.tensor("unread_blend", np.float64, len(ESTIMATED), 2)
        self._sentence = stored.tensor("sentence_blend", np.float64, len(SENTENCE_ESTIMATED), deep)
        self._always = always

    def refine(self, prepared: Prepared, toxicity: Floats, sentences: Floats) -> Refined:
        """Better estimates of the comments that the network is asked about.

        What the network has not read gets about the estimates that it would have had, so that they
        stand on one scale. Of a comment that is too long for the network the rest is the linear
        model's to tell: the higher estimate of the two stands.
        """
        asked = self.asked(prepared, toxicity, sentences)
        linear, sentences = toxicity, sentences.copy()
        toxicity = linear.copy()
        rest = np.setdiff1d(np.flatnonzero(linear.any(axis=1)), asked)
        toxicity[rest] = unread(linear[rest], self._unread)
        quality = np.full(len(prepared), np.nan)
        place = self._network.heads.index("quality") if "quality" in self._network.heads else None
        bounds = np.searchsorted(prepared.sentence_comment, np.arange(len(prepared) + 1))
        readings: dict[int, Reading] = {}
        for comment, reading in zip(asked, self._network.read(prepared, asked), strict=True):
            if reading is None:
                continue
            readings[comment] = reading
            toxicity[comment] = self._labels(linear[comment], reading)
            if place is not None:
                quality[comment] = reading.comment[place]
            own = slice(int(bounds[comment]), int(bounds[comment + 1]))
            first = int(prepared.starts[comment])
            sentences[own] = self._sentences(
                prepared.sentence_start[own] - first,
                prepared.sentence_end[own] - first,
                sentences[own],
                reading,
            )
        return Refined(toxicity, sentences, quality, readings)

    def again(self, prepared: Prepared, comments: Sequence[int], linear: Floats) -> Floats:
        """(n, 6) estimates of some comments as another batch has them, held words left out;
        ``linear`` where none of a comment's words is left."""
        answer = linear.copy()
        for k, reading in enumerate(self._network.read(prepared, comments)):
            if reading is not None:
                answer[k] = self._labels(linear[k], reading)
        return answer

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

    def _labels(self, linear: Floats, reading: Reading) -> Floats:
        heads = reading.comment.astype(np.float64)
        found: Floats = joined(log_odds(linear)[None], heads[None], self._label, self._cause)[0]
        return found if reading.whole else np.maximum(linear, found)

    def _sentences(
        self, start: NDArray[np.int64], end: NDArray[np.int64], linear: Floats, reading: Reading
    ) -> Floats:
        answer = linear.copy()
        middle = (reading.start + reading.end) / 2
        heads, read = means(reading.pieces[:, 1:], middle, start, end)
        own = np.flatnonzero(read & linear.any(axis=1))  # one without own words stays at zero
        answer[own] = chance(blended(log_odds(linear[own]), heads[own], self._sentence))
        return answer


def words(reading: Reading) -> Words:
    """The words of a reading, the chance that each is toxic (its likeliest piece's), and which are
    marked: those with at least MARKED and at least NEAR times the likeliest word's chance."""
    heads = np.flatnonzero(~reading.inner | (np.arange(len(reading.inner)) == 0))
    pieces = chance(reading.pieces[:, 0].astype(np.float64))
    likeliest = np.maximum.reduceat(pieces, heads)
    tails = np.append(heads[1:], len(pieces)) - 1
    marked = likeliest >= max(MARKED, NEAR * float(likeliest.max()))
    return Words(reading.start[heads], reading.end[tails], likeliest, marked)


def spans(told: Words, text: str) -> list[Share]:
    """The stretches of marked words, and the share of the estimate of each: the chances of its
    words as a part of the sum over all words. Neighbouring marked words are one stretch."""
    marked = np.flatnonzero(told.marked)
    if not len(marked):
        return []
    heads = np.flatnonzero(np.diff(marked, prepend=-2) > 1)
    weight = np.add.reduceat(told.chance[marked], heads)
    total = float(told.chance.sum())
    tails = np.append(heads[1:], len(marked)) - 1
    places = zip(told.start[marked[heads]].tolist(), told.end[marked[tails]].tolist(), strict=True)
    return [
        (start, end, round(share / total, DIGITS))
        for (start, end), share in zip(places, weight.tolist(), strict=True)
        if not _bare(text[start:end])
    ]


def _bare(stretch: str) -> bool:
    letter = len(stretch) < 2 and stretch.isalnum()  # "i d i o t" has more than one
    return letter or _BARE.issuperset(stretch.lower().split())
