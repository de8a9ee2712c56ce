"""The arithmetic by which the network is joined with the linear models.

Stage: models; the linear models' chances and the network's log-odds come in; joined chances go out.
Training fits the coefficients with the same functions that scoring uses.

For each label ``log-odds = sum of coefficients * [1, linear, low, heads]``: the linear model's
log-odds, how far they lie below BEND (0 above it), the network's heads. For toxicity
``1 - (1 - p) * (1 - q) * (1 - r) …``: q, r … are chances of further causes, hate, contempt and
threats, which Wikipedia's raters, the only ones with six labels, seldom saw. Sentences: the same
as labels, with their own coefficients, from the mean of the log-odds of their word pieces.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST = 1e-6  # chances are kept so far from 0 and 1 before their log-odds are taken
# Where words are as calm as this or calmer, the linear model has a larger say: it knows no hate
# without bad words, but much of what is calm.
BEND = -2.0
MODELS = 3  # columns of coefficients before those of the heads


def log_odds(chances: Any) -> Floats:
    """Log-odds of chances; those of 0 and 1 are bounded.

    >>> log_odds([0.5]).tolist()
    [0.0]
    """
    kept = np.clip(np.asarray(chances, dtype=np.float64), LEAST, 1 - LEAST)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)


def chance(odds: Floats) -> Floats:
    """The chances of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float64)


def blended(linear: Floats, heads: Floats, coefficients: Floats) -> Floats:
    """(n, k) log-odds from the linear model's (n, k) and the network's heads (n, h).

    Summed row by row, not by BLAS: a row's answer is the same alone and in any batch.
    """
    own = (heads[:, None, :] * coefficients[:, MODELS:]).sum(axis=2)
    words = coefficients[:, 1] * linear + coefficients[:, 2] * np.minimum(linear - BEND, 0)
    return np.asarray(coefficients[:, 0] + words + own, dtype=np.float64)


def joined(linear: Floats, heads: Floats, label: Floats, cause: Floats) -> Floats:
    """(n, 6) chances of the labels: each blended, and toxicity by any of its causes."""
    found = chance(blended(linear, heads, label))
    further = chance(blended(linear[:, :1], heads, cause))
    found[:, 0] = 1 - (1 - found[:, 0]) * (1 - further).prod(axis=1)
    return found


def unread(linear: Floats, coefficients: Floats) -> Floats:
    """(n, k) chances of comments that the network is not asked about: about what `joined` would
    say, ``offset + slope * linear log-odds``, a row of the coefficients for each label.

    >>> unread(np.array([[0.01]]), np.array([[-1.0, 1.0]])).round(4).tolist()
    [[0.0037]]
    """
    return chance(coefficients[:, 0] + coefficients[:, 1] * log_odds(linear))


def means(
    pieces: NDArray[np.float32], middle: Floats, start: NDArray[Any], end: NDArray[Any]
) -> tuple[Floats, NDArray[np.bool_]]:
    """(S, h) mean log-odds of the word pieces whose middle lies in each sentence, and whether
    there is any; ``middle`` rises."""
    first, last = np.searchsorted(middle, start), np.searchsorted(middle, end)
    found = np.zeros((len(first), pieces.shape[1]))
    for k in np.flatnonzero(last > first).tolist():
        found[k] = pieces[first[k] : last[k]].mean(axis=0, dtype=np.float64)
    return found, last > first
