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


def precision_recall(
    truth: NDArray[np.bool_], chosen: NDArray[np.bool_]
) -> tuple[float, float]:
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


def operating_points(
    truth: NDArray[np.bool_], chances: NDArray[np.float64]
) -> dict[str, dict[str, float]]:
    """Thresholds with their precision and recall: ``balanced`` has the best F1; on the two sides
    of it ``high_precision`` the best F0.5 at or above it, ``high_recall`` the best F2 at or below.
    """
    order = np.argsort(-chances, kind="stable")
    ranked = chances[order]
    last = np.flatnonzero(np.append(np.diff(ranked) < 0, True))
    hits = np.cumsum(truth[order])[last]
    precision, recall = hits / (last + 1), hits / max(int(truth.sum()), 1)
    marks = ranked[last]

    def best(beta: float, allowed: NDArray[np.bool_]) -> dict[str, float]:
        below = beta * beta * precision + recall
        quality = np.where(below > 0, (1 + beta * beta) * precision * recall / np.maximum(below, 1e-12), 0)
        at = int(np.argmax(np.where(allowed, quality, -1)))
        following = float(marks[at + 1]) if at + 1 < len(marks) else 0.0
        return {
            "threshold": round((float(marks[at]) + following) / 2, 6),
            "precision": round(float(precision[at]), 4),
            "recall": round(float(recall[at]), 4),
        }

    every = np.ones(len(marks), dtype=np.bool_)
    balanced = best(1.0, every)
    above = marks >= balanced["threshold"]
    return {
        "balanced": balanced,
        "high_precision": best(0.5, above),
        "high_recall": best(2.0, marks <= marks[above][-1]),
    }


def mean_span_f1(found: Sequence[set[int]], marked: Sequence[set[int]]) -> float:
    """Mean of ``span_f1`` over texts."""
    return float(np.mean([span_f1(a, b) for a, b in zip(found, marked, strict=True)]))
