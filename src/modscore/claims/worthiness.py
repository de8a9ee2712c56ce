"""Which sentences are claims worth a source, and how much.

Stage: claims; the sentence model's answer and the cues come in; a worthiness in [0, 1] goes out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from modscore.records import SENTENCE_ESTIMATED, Cue
from modscore.text.prepared import CODE, HEADER, QUOTE, Prepared

CLAIM = SENTENCE_ESTIMATED.index("claim")
WORTHY = SENTENCE_ESTIMATED.index("worthy")
FLOOR = 0.1  # below this worthiness a sentence is no claim of any weight
UNSURE = 0.5  # the share that stands where the text gives little ground (another language)

# What a cue adds to the log-odds of the model's answer, each kind once. The model has read the
# same words: these only mend what it is known to misjudge (fitted on forum_train).
SHIFTS: dict[str, float] = {
    "accusation": 0.4,
    "conspiracy": 0.5,
    "cause": 0.1,
    "number": 0.1,
    "universal": 0.1,
    "experience": -0.3,
    "opinion": -0.3,
    "prediction": -0.3,
}


def candidates(prepared: Prepared, estimates: NDArray[np.float64]) -> NDArray[np.int64]:
    """The sentences that may be claims of the writer, in order: estimate high, not all quoted."""
    chosen = estimates[:, WORTHY] >= FLOOR / 2
    others = (prepared.regions & (QUOTE | CODE | HEADER)) != 0
    if others.any():
        sums = np.concatenate(([0], np.cumsum(others)))
        start, end = prepared.sentence_start, prepared.sentence_end
        chosen = chosen & (2 * (sums[end] - sums[start]) <= end - start)
    return np.flatnonzero(chosen)


def worthiness(estimate: float, cues: Sequence[Cue], sure: bool = True) -> float:
    """The model's answer, shifted by the kinds of cues in the sentence; less if the text is unsure.

    >>> worthiness(0.5, [])
    0.5
    >>> worthiness(0.5, [Cue("accusation", 0, 3)]) > 0.5
    True
    """
    shift = sum(SHIFTS.get(kind, 0.0) for kind in sorted({cue.kind for cue in cues}))
    value = estimate
    if shift and 0.0 < estimate < 1.0:
        value = 1.0 / (1.0 + (1.0 - estimate) / estimate * math.exp(-shift))
    return round(value if sure else value * UNSURE, 6)
