"""Measures of a model's answers.

Stage: training; labels and scores come in; figures go out: ROC-AUC, precision and recall,
calibration error, character F1 of spans.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def auc(truth: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """The chance that a true row scores above a false one, ties counted half (ROC-AUC).

    >>> auc(np.array([True, False, False]), np.array([0.5, 0.5, 0.1]))
    0.75
    """
    order = np.argsort(scores, kind="stable")
    ordered = scores[order]
    edges = np.flatnonzero(np.diff(ordered, prepend=np.nan, append=np.nan))
    sizes = np.diff(edges)
    ranks = np.empty(len(scores))
    ranks[order] = np.repeat((edges[:-1] + edges[1:] + 1) / 2, sizes)
    yes = int(truth.sum())
    no = len(truth) - yes
    if not yes or not no:
        return float("nan")
    return float((ranks[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


def calibration_error(
    truth: NDArray[np.bool_], chances: NDArray[np.float64], bins: int = 15
) -> float:
    """Expected calibration error: mean gap of said and seen chance over equal-width bins."""
    place = np.minimum((chances * bins).astype(np.int64), bins - 1)
    said = np.bincount(place, chances, minlength=bins)
    seen = np.bincount(place, truth.astype(np.float64), minlength=bins)
    return float(np.abs(said - seen).sum() / max(len(truth), 1))


def precision_recall(truth: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> tuple[float, float]:
    """(precision, recall); NaN where there is nothing to divide by.

    >>> precision_recall(np.array([True, True, False]), np.array([True, False, False]))
    (1.0, 0.5)
    """
    both = float((truth & chosen).sum())
    chosen_count, true_count = int(chosen.sum()), int(truth.sum())
    return (
        both / chosen_count if chosen_count else float("nan"),
        both / true_count if true_count else float("nan"),
    )


def span_f1(found: set[int], marked: set[int]) -> float:
    """Character F1 of one text, as in SemEval-2021 task 5; 1 where both are empty.

    >>> span_f1({1, 2}, {2, 3}), span_f1(set(), set()), span_f1({1}, set())
    (0.5, 1.0, 0.0)
    """
    if not found or not marked:
        return float(not found and not marked)
    return 2 * len(found & marked) / (len(found) + len(marked))


def operating_points(truth: NDArray[np.bool_], chances: NDArray[np.float64]) -> dict[str, float]:
    """Thresholds: ``balanced`` has the best F1; ``high_precision`` the best F0.5 of those at or
    above it, ``high_recall`` the best F2 of those at or below it."""
    order = np.argsort(-chances, kind="stable")
    ranked = chances[order]
    last = np.flatnonzero(np.append(np.diff(ranked) < 0, True))
    hits = np.cumsum(truth[order])[last]
    precision, recall = hits / (last + 1), hits / max(int(truth.sum()), 1)
    marks = ranked[last]

    def best(beta: float, allowed: NDArray[np.bool_]) -> int:
        below = np.maximum(beta * beta * precision + recall, 1e-12)
        quality = (1 + beta * beta) * precision * recall / below
        return int(np.argmax(np.where(allowed, quality, -1)))

    places = np.arange(len(marks))
    balanced = best(1.0, places >= 0)
    chosen = {
        "balanced": balanced,
        "high_precision": best(0.5, places <= balanced),
        "high_recall": best(2.0, places >= balanced),
    }
    following = np.append(marks[1:], 0.0)
    return {name: round(float(marks[k] + following[k]) / 2, 6) for name, k in chosen.items()}


def measured(
    points: dict[str, float], truth: NDArray[np.bool_], chances: NDArray[np.float64]
) -> dict[str, dict[str, float]]:
    """Each point with the precision and recall that these rows give it."""
    answer = {}
    for name, threshold in points.items():
        precision, recall = precision_recall(truth, chances >= threshold)
        answer[name] = {
            "threshold": threshold,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
        }
    return answer


def mean_span_f1(found: Sequence[set[int]], marked: Sequence[set[int]]) -> float:
    """Mean of ``span_f1`` over texts."""
    return float(np.mean([span_f1(a, b) for a, b in zip(found, marked, strict=True)]))
