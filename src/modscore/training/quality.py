"""Fits the quality formula: ``python -m modscore.training.quality --data FOLDER --held FILE``.

Stage: training; the forum sets come in; the weights of ``verdict.quality`` and a table of figures
are printed, the weights to be copied there.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modscore.claims.assess import assess, comment_score
from modscore.claims.features import NAMES, features
from modscore.match.compile import compile as compile_pack
from modscore.match.run import Hit, match
from modscore.models.presets import sentence_model, toxicity_model
from modscore.records import Finding
from modscore.rulebook.load import builtin
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared
from modscore.training.forum import Forum, read_forum, training_forum
from modscore.training.measure import spearman
from modscore.verdict.combine import joined

Floats = NDArray[np.float64]
SIGNALS = ("toxicity", "shouting", "unsupported_claims")
ALL = (*NAMES, *SIGNALS)
LOWERING = frozenset((*SIGNALS, "exclamations", "you"))  # all others may only raise
PENALTY = 0.5
FOLDS = 5
BANDS = (100, 200, 400)  # characters


def rows(forum: Forum, prepared: Prepared, answers: Floats) -> Floats:
    """What quality is weighed from, (comments, len(ALL)). ``answers`` are the sentence model's;
    for comments it was fitted on, out of fold."""
    hits: list[list[Hit]] = [[] for _ in forum.rows]
    for hit in match(compile_pack(builtin()), prepared):
        hits[hit.comment].append(hit)
    toxic = toxicity_model().estimate(prepared)[:, 0].tolist()
    claims = assess(prepared, hits, answers, forum.threads)
    table = features(prepared, hits, answers)
    return np.array(
        [
            [
                *(row[name] for name in NAMES),
                _joined(estimate, some, "toxicity"),
                _joined(0.0, some, "shouting"),
                comment_score(told),
            ]
            for row, estimate, some, told in zip(table, toxic, hits, claims, strict=True)
        ]
    )


def _joined(estimate: float, hits: Sequence[Hit], signal: str) -> float:
    found = [
        Finding(hit.signal, f"rule:{hit.rule}", hit.start, hit.end, hit.amount, "")
        for hit in hits
        if hit.signal == signal
    ]
    return joined(estimate, found)


def weigh(table: Floats, wanted: Floats) -> Floats:
    """The weights of ``ALL`` and the base: a logistic regression on ``(q - 1) / 4`` in which what
    should lower quality cannot raise it, nor the other way round."""
    from scipy.optimize import minimize

    share = (wanted - 1) / 4
    width = table.shape[1]

    def loss(point: Floats) -> tuple[float, Floats]:
        odds = table @ point[:width] + point[width]
        slack = 1 / (1 + np.exp(-odds)) - share
        value = (np.logaddexp(0, odds) - share * odds).sum()
        value += PENALTY / 2 * (point[:width] ** 2).sum()
        slope = np.append(table.T @ slack + PENALTY * point[:width], slack.sum())
        return float(value), slope

    bounds: list[tuple[float | None, float | None]] = []
    for name in ALL:
        bounds.append((None, 0.0) if name in LOWERING else (0.0, None))
    bounds.append((None, None))
    done = minimize(loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    point: Floats = done.x
    return point


def out_of_fold(table: Floats, wanted: Floats) -> Floats:
    """The log-odds of each comment by weights that never saw it."""
    fold = np.random.default_rng(0).permutation(len(table)) % FOLDS
    answer = np.zeros(len(table))
    for number in range(FOLDS):
        point = weigh(table[fold != number], wanted[fold != number])
        answer[fold == number] = table[fold == number] @ point[:-1] + point[-1]
    return answer


def figures(name: str, forum: Forum, odds: Floats) -> str:
    """Spearman with q over all comments and by length, and that of length alone."""
    wanted = forum.means("q")
    length = np.array([len(row["text"]) for row in forum.rows], dtype=np.float64)
    band = np.searchsorted(BANDS, length)
    parts = [spearman(odds[band == k], wanted[band == k]) for k in range(len(BANDS) + 1)]
    return (
        f"{name}: Spearman {spearman(odds, wanted):.3f}, length alone "
        f"{spearman(length, wanted):.3f}; up to {BANDS} characters and more: "
        + ", ".join(f"{part:.3f}" for part in parts)
    )


def main() -> None:
    """Fit, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of data sets")
    parser.add_argument("--held", type=Path, required=True, help="apart.npy of training.claims")
    given = parser.parse_args()
    forum = training_forum(given.data)
    held = 1 / (1 + np.exp(-np.load(given.held)))
    table, wanted = rows(forum, forum.prepared, held), forum.means("q")
    point = weigh(table, wanted)
    for name, weight in zip((*ALL, "base"), point.tolist(), strict=True):
        print(f'    "{name}": {weight:.2f},')
    print(figures("forum_train, out of fold", forum, out_of_fold(table, wanted)))
    dev = read_forum(given.data / "forum" / "forum_dev.jsonl")
    whole = prepare(dev.threads)
    answers = sentence_model().estimate(whole)
    print(figures("forum_dev", dev, rows(dev, whole, answers) @ point[:-1] + point[-1]))


if __name__ == "__main__":
    main()
