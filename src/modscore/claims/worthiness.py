"""Which sentences are claims worth a source, and how much.

Stage: claims; the sentence model's answer and the cues come in; a worthiness in [0, 1] goes out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from modscore.claims.marks import Sign
from modscore.records import SENTENCE_ESTIMATED
from modscore.text.prepared import CODE, HEADER, INLINE, QUOTE, Prepared

CLAIM = SENTENCE_ESTIMATED.index("claim")
WORTHY = SENTENCE_ESTIMATED.index("worthy")
FLOOR = 0.08  # below this worthiness a sentence is no claim of any weight
UNSURE = 0.5  # the share that stands where the text gives little ground (another language)

# What a cue adds to the log-odds of the model's answer, each kind once: a logistic regression on
# forum_train over the model's out-of-fold answers, rounded. The model has read the same words;
# these mend what it sees too rarely to learn.
SHIFTS: dict[str, float] = {
    "accusation": 0.9,
    "conspiracy": 0.8,
    "vague_authority": 0.8,
    "number": 0.6,
    "named_source": 0.4,
    "booster": 0.3,
    "cause": 0.3,
    "experience": -0.4,
    "opinion": -0.4,
}


# And what it adds that most, or much, of the sentence stands between quotation marks: of such
# sentences 1 in 128, and 3 in 57, were the writer's own unsupported claim.
QUOTED = ((0.6, -2.5), (0.3, -1.0))


def quoted(prepared: Prepared) -> NDArray[np.float64]:
    """The share of each sentence that stands between quotation marks."""
    inside = (prepared.regions & INLINE) != 0
    if not inside.any():
        return np.zeros(len(prepared.sentence_start))
    sums = np.concatenate(([0], np.cumsum(inside)))
    start, end = prepared.sentence_start, prepared.sentence_end
    share: NDArray[np.float64] = (sums[end] - sums[start]) / np.maximum(end - start, 1)
    return share


def candidates(prepared: Prepared, estimates: NDArray[np.float64]) -> NDArray[np.int64]:
    """The sentences that may be claims of the writer, in order: estimate high, not all quoted."""
    chosen = estimates[:, WORTHY] >= FLOOR / 2
    others = (prepared.regions & (QUOTE | CODE | HEADER)) != 0
    if others.any():
        sums = np.concatenate(([0], np.cumsum(others)))
        start, end = prepared.sentence_start, prepared.sentence_end
        chosen = chosen & (2 * (sums[end] - sums[start]) <= end - start)
    return np.flatnonzero(chosen)


def worthiness(
    estimate: float, cues: Sequence[Sign], *, quoted: float = 0.0, sure: bool = True
) -> float:
    """The model's answer, shifted by the kinds of cues in the sentence and by how much of it is
    ``quoted``; less if the text is unsure.

    >>> worthiness(0.5, [])
    0.5
    >>> worthiness(0.5, [Sign(0, 3, "accusation", 0.5)]) > 0.5 > worthiness(0.5, [], quoted=0.9)
    True
    """
    shift = sum(SHIFTS.get(kind, 0.0) for kind in sorted({cue.kind for cue in cues}))
    shift += next((lower for share, lower in QUOTED if quoted >= share), 0.0)
    value = estimate
    if shift and 0.0 < estimate < 1.0:
        value = 1.0 / (1.0 + (1.0 - estimate) / estimate * math.exp(-shift))
    return round(value if sure else value * UNSURE, 6)
