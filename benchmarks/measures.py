"""Measures of quality, numpy only: ranks, areas, calibration, spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def ranks(values: Values) -> Values:
    """Ranks from 1, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    shared: Values = (ends - (counts - 1) / 2)[inverse]
    return shared


def auc(truth: NDArray[np.bool_], scores: Values) -> float:
    """Area under the ROC curve (Mann-Whitney); nan when one class is missing."""
    positive = int(truth.sum())
    negative = len(truth) - positive
    if not positive or not negative:
        return float("nan")
    total = float(ranks(scores)[truth].sum())
    return (total - positive * (positive + 1) / 2) / (positive * negative)


def average_precision(truth: NDArray[np.bool_], scores: Values) -> float:
    """Mean of the precision at each positive, the highest score first; ties broken by order."""
    order = np.argsort(-scores, kind="stable")
    hits = truth[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean()) if hits.any() else float("nan")


def spearman(a: Values, b: Values) -> float:
    """Rank correlation."""
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def calibration_error(truth: NDArray[np.bool_], scores: Values, bins: int = 15) -> float:
    """Expected calibration error over equal-width bins."""
    which = np.minimum((scores * bins).astype(int), bins - 1)
    error = 0.0
    for k in range(bins):
        inside = which == k
        if inside.any():
            error += inside.mean() * abs(float(truth[inside].mean()) - float(scores[inside].mean()))
    return error


def precision_recall(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> tuple[float, float]:
    """Precision (nan if nothing was said) and recall."""
    both = int((truth & said).sum())
    return (
        both / int(said.sum()) if said.any() else float("nan"),
        both / int(truth.sum()) if truth.any() else float("nan"),
    )


def span_f1(true: set[int], found: set[int]) -> float:
    """Character F1 of one comment as SemEval-2021 task 5 has it: 1 when both are empty."""
    if not true or not found:
        return float(true == found)
    both = len(true & found)
    return 2 * both / (len(true) + len(found))


def interval(
    measure: Callable[[NDArray[np.intp]], float], count: int, draws: int = 200
) -> tuple[float, float]:
    """95 % bootstrap interval of a measure of the drawn rows; the seed is fixed."""
    chance = np.random.default_rng(7)
    values = [measure(chance.integers(0, count, count)) for _ in range(draws)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def booleans(values: Sequence[object]) -> NDArray[np.bool_]:
    """A boolean array of any truthy values."""
    return np.array([bool(v) for v in values])
