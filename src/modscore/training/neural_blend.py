"""The coefficients that join the network with the linear models.

Stage: training; what the models say of held-out rows and sentences comes in; coefficients go out,
as `models.blend` takes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..models.blend import BEND, MODELS, chance, joined, log_odds
from ..models.cascade import LEAST_TOXIC
from ..records import ESTIMATED, SENTENCE_ESTIMATED
from .mixture import HEADS, SENTENCE_HEADS
from .neural_answers import Answers, Sentences
from .toxicity import NATURAL

# What the linear model and the network count before anything is known; of comments, of sentences.
PRIOR, SENTENCE_PRIOR = (0.8, 0.5), (0.5, 0.6)
TRUST = 100.0  # how hard the fit holds on to PRIOR: most labels have few examples
SENTENCE_TRUST = 10.0
# What the linear model always counts for toxicity, and how far it lies below BEND: it knows words
# only and is noise where hate has none, but much of what it finds calm is (`figures` of the
# model's file has both kinds of set). And what the network counts before anything is known.
TOXICITY_WORDS, TOXICITY_PRIOR = (0.1, 0.9), 0.6
LEAST_SLOPE = 0.1  # see `unread_blend`
# Further causes of toxicity: offset and slope of the head's log-odds, chosen on the development
# sets for recall on hate and forum comments at a calibration error below .02 on Wikipedia's.
CAUSES = {"hate": (-1.0, 1.5), "rude": (-1.5, 1.5), "threat": (-1.0, 1.0)}

Floats = NDArray[np.float64]


def comment_blend(known: Answers) -> Floats:
    """(6, MODELS + heads): offset, linear, low and own head of each label, fitted on the natural
    set."""
    found = np.zeros((len(ESTIMATED), MODELS + len(HEADS)))
    own = (known.sources == NATURAL) & known.chosen
    for k in range(len(ESTIMATED)):
        seen = np.column_stack([np.ones(own.sum()), known.linear[own, k], known.heads[own, k]])
        truth = known.labels[own, k] > 0.5
        if k:
            found[k, [0, 1, MODELS + k]] = _fitted(seen, truth, (0.0, *PRIOR), TRUST)
            continue
        low = np.minimum(seen[:, 1] - BEND, 0)
        words = TOXICITY_WORDS[0] * seen[:, 1] + TOXICITY_WORDS[1] * low
        fitted = _fitted(seen[:, [0, 2]], truth, (0.0, TOXICITY_PRIOR), TRUST, words)
        found[0, [0, 1, 2, MODELS]] = fitted[0], *TOXICITY_WORDS, fitted[1]
    return found


def _fitted(
    seen: Floats,
    truth: NDArray[Any],
    prior: Sequence[float],
    trust: float,
    given: Floats | float = 0.0,
) -> Floats:
    """Coefficients of least log-loss beside ``given`` log-odds; all but the offset are held to the
    prior, none below 0."""
    from scipy.optimize import minimize

    start, free = np.array(prior, dtype=np.float64), np.ones(len(prior))
    free[0] = 0.01
    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    bounds += [(0.0, None)] * (len(prior) - 1)

    def loss(point: Floats) -> tuple[float, Floats]:
        values = given + seen @ point
        gap = chance(values) - truth
        held = trust * free * (point - start)
        cost = float((np.logaddexp(0, values) - truth * values).sum())
        return cost + 0.5 * float((held * (point - start)).sum()), seen.T @ gap + held

    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def unread_blend(known: Answers, label: Floats, cause: Floats) -> Floats:
    """(6, 2): offset and slope that lead from the linear log-odds of comments that the network is
    not asked about to those of the answer that it would have got: by least squares, the slope at
    least LEAST_SLOPE, for a comment with more bad words is not to get less."""
    own = (known.sources == NATURAL) & known.chosen
    own &= chance(known.linear).max(axis=1) < LEAST_TOXIC
    linear = known.linear[own]
    said = log_odds(joined(linear, known.heads[own], label, cause))
    slope = np.array([np.polyfit(linear[:, k], said[:, k], 1)[0] for k in range(len(ESTIMATED))])
    slope = np.maximum(slope, LEAST_SLOPE)
    return np.stack([(said - slope * linear).mean(axis=0), slope], axis=1)


def cause_blend() -> Floats:
    """(causes, MODELS + heads): the coefficients of CAUSES."""
    found = np.zeros((len(CAUSES), MODELS + len(HEADS)))
    for k, (head, (offset, slope)) in enumerate(CAUSES.items()):
        found[k, [0, MODELS + HEADS.index(head)]] = offset, slope
    return found


def sentence_blend(known: Sentences) -> Floats:
    """(k, MODELS + heads) coefficients of the sentence columns: offset, linear and own head."""
    found = np.zeros((len(SENTENCE_ESTIMATED), MODELS + len(SENTENCE_HEADS)))
    for k in range(len(SENTENCE_ESTIMATED)):
        seen = np.column_stack([np.ones(len(known.linear)), known.linear[:, k], known.heads[:, k]])
        prior = (0.0, *SENTENCE_PRIOR)
        found[k, [0, 1, MODELS + k]] = _fitted(seen, known.targets[:, k], prior, SENTENCE_TRUST)
    return found
