"""Figures for a sentence score and a comment score on the forum sets.

Stage: training; labels and scores come in; numbers and a printed table go out.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from modscore.training.forum import Forum

Floats = NDArray[np.float64]
BANDS = (8, 16, 32)  # words


def auc(labels: NDArray[np.bool_], scores: Floats) -> float:
    """The chance that a positive scores higher than a negative; ties count half.

    >>> auc(np.array([False, True, True]), np.array([0.1, 0.1, 0.9]))
    0.75
    """
    ranks = _ranks(scores)
    positive = int(labels.sum())
    negative = len(labels) - positive
    if not positive or not negative:
        return float("nan")
    above = ranks[labels].sum() - positive * (positive + 1) / 2
    return float(above / (positive * negative))


def average_precision(labels: NDArray[np.bool_], scores: Floats) -> float:
    """The mean of the precision at each positive, the scores taken from the highest down; equal
    scores are one step.

    >>> round(average_precision(np.array([True, False, True]), np.array([0.9, 0.8, 0.7])), 4)
    0.8333
    """
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(labels[order])
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    precision = found[last] / (last + 1)
    gained = np.diff(np.concatenate(([0], found[last])))
    return float((precision * gained).sum() / max(1, labels.sum()))


def spearman(one: Floats, other: Floats) -> float:
    """The correlation of the ranks.

    >>> spearman(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 15.0]))
    0.5
    """
    return float(round(np.corrcoef(_ranks(one), _ranks(other))[0, 1], 6))


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, equal values share their mean rank."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    ranks: Floats = (last - (count - 1) / 2)[place]
    return ranks


def at_share(labels: NDArray[np.bool_], scores: Floats, share: float = 0.1) -> float:
    """The precision among the highest share of scores."""
    many = max(1, round(share * len(scores)))
    return float(labels[np.argsort(-scores, kind="stable")[:many]].mean())


def table(name: str, forum: Forum, scores: Floats) -> str:
    """AUC, average precision and precision at a tenth, beside length alone and by length."""
    labels = forum.unsupported() >= 0.5
    length = (forum.prepared.sentence_end - forum.prepared.sentence_start).astype(np.float64)
    words = np.array([len(text.split()) for text in sentences(forum)])
    lines = [f"{name}: {len(labels)} sentences, {int(labels.sum())} unsupported"]
    lines.append(f"  {'':16s}   AUC    AP  P@10%")
    for what, score in (("score", scores), ("length alone", length)):
        lines.append(_line(what, labels, score))
    bounds = (0, *BANDS, 10**9)
    for low, high in itertools.pairwise(bounds):
        chosen = (words >= low) & (words < high)
        label = f"{low}-{high - 1} words" if high < 10**9 else f"{low}+ words"
        lines.append(_line(label, labels[chosen], scores[chosen]))
    return "\n".join(lines)


def _line(name: str, labels: NDArray[np.bool_], scores: Floats) -> str:
    figures = (auc(labels, scores), average_precision(labels, scores), at_share(labels, scores))
    return f"  {name:16s} {figures[0]:.3f} {figures[1]:.3f} {figures[2]:.3f}"


def sentences(forum: Forum) -> list[str]:
    """The annotated sentences themselves."""
    return [row["text"][s["start"] : s["end"]] for row in forum.rows for s in row["sentences"]]
