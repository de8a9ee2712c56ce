"""How good a comment is for the discussion.

Stage: verdict; named numbers of comments come in; a quality in [0, 1] and its parts go out.
Sees only numbers. The weights are fitted by ``training.quality``.

The formula: ``quality = 1 / (1 + exp(-sum of parts))``, a part for each number x that is named in
``WEIGHTS``: ``weight * x``, and the part "base". Parts are log-odds. Where a network has read the
comment and answers with log-odds y, the part "network" draws the sum s of the others toward it:
``SHARE * (y - s)``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from ..rounding import DIGITS, rounded

WEIGHTS: dict[str, float] = {
    "base": -1.96,
    "length": 1.96,
    "reasons": 0.28,
    "specifics": 0.00,
    "long_words": 0.40,
    "variety": 0.40,
    "exclamations": -0.37,
    "you": -0.48,
    "evidence": 0.53,
    "experience": 0.55,
    "toxicity": -1.34,
    "shouting": -1.03,
    "unsupported_claims": -0.01,
}
# Neither knows better: the network read the graded comments, the parts were weighed on them.
SHARE = 0.5


def quality(features: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    """The quality, and its parts in log-odds; the logistic of their sum gives it back.

    ``features``: those of ``claims.features`` and the signals ``toxicity``, ``shouting`` and
    ``unsupported_claims``; a name that is missing counts 0, a name without a weight is an error.

    >>> value, parts = quality({"toxicity": 0.5})
    >>> value == round(1 / (1 + math.exp(-sum(parts.values()))), 6)
    True
    """
    columns = {name: np.array([value], np.float64) for name, value in features.items()}
    values, parts = qualities(columns, 1)
    return values[0], parts[0]


def qualities(
    features: Mapping[str, NDArray[np.float64]], count: int
) -> tuple[list[float], list[dict[str, float]]]:
    """The quality of each of ``count`` comments, and its parts; ``features`` by name as columns.

    A part whose number is 0 is left out. The feature "network" holds log-odds, NaN where no network
    has read the comment.
    """
    features = dict(features)
    network = features.pop("network", None)
    unknown = sorted(set(features) - set(WEIGHTS))
    if unknown:
        raise KeyError(f"quality: features: expected names of WEIGHTS, got {unknown[0]!r}")
    names = [name for name, weight in WEIGHTS.items() if weight and name in features]
    columns = [features[name] for name in names]
    table = np.stack(columns, axis=1) if columns else np.zeros((count, 0))
    weighed = rounded(table * np.array([WEIGHTS[name] for name in names]))
    odds = np.full(count, WEIGHTS["base"])
    for k in range(len(names)):  # a fixed order gives the same bits
        odds += weighed[:, k]
    names.insert(0, "base")
    there = np.insert(table != 0, 0, True, axis=1)
    every = np.insert(weighed, 0, WEIGHTS["base"], axis=1)
    if network is not None:
        read = ~np.isnan(network)
        drawn = np.where(read, rounded(SHARE * (np.nan_to_num(network) - odds)), 0.0)
        odds = odds + drawn
        names.append("network")
        there = np.column_stack([there, read])
        every = np.column_stack([every, drawn])
    rows = every.tolist()
    parts = [
        dict(compress(zip(names, row, strict=True), chosen))
        for row, chosen in zip(rows, there.tolist(), strict=True)
    ]
    return _logistics(odds), parts


def logistic(odds: float) -> float:
    """The probability that these log-odds mean.

    >>> logistic(0.0)
    0.5
    """
    odds = max(-30.0, min(30.0, odds))
    return round(1.0 / (1.0 + math.exp(-odds)), DIGITS)


def _logistics(odds: NDArray[np.float64]) -> list[float]:
    clipped = np.clip(odds, -30.0, 30.0).tolist()
    chances: list[float] = rounded(
        np.array([1.0 / (1.0 + math.exp(-value)) for value in clipped])
    ).tolist()
    return chances
