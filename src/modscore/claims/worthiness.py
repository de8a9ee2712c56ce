"""Which sentences are claims worth a source, and how much.

Stage: claims; the sentence model's answer and the cues come in; a worthiness in [0, 1] goes out.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from modscore.claims.marks import KINDS
from modscore.records import SENTENCE_ESTIMATED
from modscore.rounding import rounded
from modscore.text.prepared import CODE, HEADER, INLINE, QUOTE, Prepared

CLAIM = SENTENCE_ESTIMATED.index("claim")
WORTHY = SENTENCE_ESTIMATED.index("worthy")
FLOOR = 0.02  # below this worthiness a sentence is no claim
UNSURE = 0.5  # the share that stands where the text gives little ground (another language)
UNREAD = 0.15  # worthiness of a sentence in a language that is not known: about the share of such
FEWEST = 12  # claims among all sentences; those of fewer letters than this are left alone

# What a cue adds to the log-odds of the model's answer, each kind once: a logistic regression on
# the comments that the linear model learnt from, over its out-of-fold answers, rounded. The model
# has read the same words; these mend what it sees too rarely to learn.
SHIFTS: dict[str, float] = {
    "accusation": 0.6,
    "vague_authority": 0.6,
    "cause": 0.5,
    "conspiracy": 0.3,
    "number": 0.3,
    "booster": 0.2,
    "experience": -0.3,
    "opinion": -0.3,
}


# And what it adds that most, or much, of the sentence stands between quotation marks.
QUOTED = ((0.6, -1.4), (0.3, -0.2))


def quoted(prepared: Prepared) -> NDArray[np.float64]:
    """The share of each sentence that stands between quotation marks."""
    inside = (prepared.regions & INLINE) != 0
    if not inside.any():
        return np.zeros(len(prepared.sentence_start))
    sums = np.concatenate(([0], np.cumsum(inside)))
    start, end = prepared.sentence_start, prepared.sentence_end
    share: NDArray[np.float64] = (sums[end] - sums[start]) / np.maximum(end - start, 1)
    return share


def unread(prepared: Prepared) -> NDArray[np.bool_]:
    """Which sentences the model cannot read, as they are in no language that it knows. Those get
    a worthiness of their own, for "not English" is no sign of harmlessness."""
    reasons = prepared.uncertain or ()
    foreign = np.array([r is not None and r.endswith(FOREIGN) for r in reasons], np.bool_)
    if not foreign.any():
        return np.zeros(len(prepared.sentence_start), np.bool_)
    signs = (prepared.regions == 0) & (prepared.points > 0x40)
    sums = np.concatenate(([0], np.cumsum(signs)))
    letters = sums[prepared.sentence_end] - sums[prepared.sentence_start]
    dense = prepared.points[prepared.sentence_start] >= 0x2E80  # a sign is about half a word there
    found: NDArray[np.bool_] = foreign[prepared.sentence_comment]
    return found & (letters >= np.where(dense, FEWEST // 2, FEWEST))


# How the reasons of `text.ground` end when it is the language that is not known.
FOREIGN = ("only English is known here", "hardly any word known as English")


def candidates(
    prepared: Prepared, estimates: NDArray[np.float64], foreign: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """The sentences that may be claims of the writer, in order: estimate high, or in a language
    that is not known (``foreign``), not all quoted."""
    chosen = estimates[:, WORTHY] >= FLOOR / 2
    if foreign is not None:
        chosen = chosen | foreign
    others = (prepared.regions & (QUOTE | CODE | HEADER)) != 0
    if others.any():
        sums = np.concatenate(([0], np.cumsum(others)))
        start, end = prepared.sentence_start, prepared.sentence_end
        chosen = chosen & (2 * (sums[end] - sums[start]) <= end - start)
    return np.flatnonzero(chosen)


def worthiness(
    estimate: NDArray[np.float64],
    kinds: NDArray[np.int64],
    quoted: NDArray[np.float64],
    sure: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """The model's answer for each sentence, shifted by the kinds of cues in it (a bit each, by
    `marks.KINDS`) and by how much of it is ``quoted``; less where the text is not ``sure``.

    >>> def worth(kinds, quoted=0.0):
    ...     row = np.array([0.5]), np.array([kinds]), np.array([quoted]), np.array([True])
    ...     return float(worthiness(*row)[0])
    >>> worth(0)
    0.5
    >>> worth(1 << KINDS.index("accusation")) > 0.5 > worth(0, quoted=0.9)
    True
    """
    deep = np.zeros(len(quoted), np.int64)
    for share, _ in reversed(QUOTED):
        deep += quoted >= share
    # few kinds shift and few do at a time, so few factors are ever worked out
    which, row = np.unique(kinds & _SHIFTING | deep << len(KINDS), return_inverse=True)
    factor = np.array([_factor(one) for one in which.tolist()], np.float64)[row]
    value = estimate.copy()
    moved = np.flatnonzero((factor != 1.0) & (estimate > 0.0) & (estimate < 1.0))
    old = estimate[moved]
    value[moved] = 1.0 / (1.0 + (1.0 - old) / old * factor[moved])
    return rounded(np.where(sure, value, value * UNSURE))


_SHIFTING = sum(1 << place for place, kind in enumerate(KINDS) if kind in SHIFTS)


@cache
def _factor(code: int) -> float:
    """What the odds against are multiplied by."""
    shift = sum(SHIFTS.get(kind, 0.0) for place, kind in enumerate(KINDS) if code >> place & 1)
    deep = code >> len(KINDS)
    shift += QUOTED[-deep][1] if deep else 0.0
    return math.exp(-shift) if shift else 1.0
