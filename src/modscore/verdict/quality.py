"""How good a comment is for the discussion.

Stage: verdict; named numbers of one comment come in; a quality in [0, 1] and its parts go out.
Sees only numbers. The weights are fitted by ``training.quality``.

The formula: ``quality = 1 / (1 + exp(-sum of parts))``, a part for each number x that is named in
``WEIGHTS``: ``weight * x``, and the part "base". Parts are log-odds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

DIGITS = 6

WEIGHTS: dict[str, float] = {
    "base": -1.55,
    "length": 1.42,
    "reasons": 0.34,
    "specifics": 0.11,
    "long_words": 0.76,
    "variety": 0.74,
    "exclamations": -0.61,
    "you": -0.51,
    "evidence": 0.30,
    "experience": 0.37,
    "toxicity": -1.65,
    "shouting": -0.60,
    "unsupported_claims": -0.01,
}


def quality(features: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    """The quality, and its parts in log-odds; the logistic of their sum gives it back.

    ``features``: those of ``claims.features`` and the signals ``toxicity``, ``shouting`` and
    ``unsupported_claims``; a name that is missing counts 0, a name without a weight is an error.

    >>> value, parts = quality({"toxicity": 0.5})
    >>> value == round(1 / (1 + math.exp(-sum(parts.values()))), 6)
    True
    """
    unknown = sorted(set(features) - set(WEIGHTS))
    if unknown:
        raise KeyError(f"quality: features: expected names of WEIGHTS, got {unknown[0]!r}")
    parts = {"base": WEIGHTS["base"]}
    for name, weight in WEIGHTS.items():
        if name != "base" and weight and features.get(name):
            parts[name] = round(weight * features[name], DIGITS)
    return logistic(sum(parts.values())), parts


def logistic(odds: float) -> float:
    """The probability that these log-odds mean.

    >>> logistic(0.0)
    0.5
    """
    odds = max(-30.0, min(30.0, odds))
    return round(1.0 / (1.0 + math.exp(-odds)), DIGITS)
