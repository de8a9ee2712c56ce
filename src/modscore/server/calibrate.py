"""Thresholds for a community, fitted to the suggestions of its moderators.

Stage: server, afterwards; kept suggestions come in; for each attribute a threshold goes out, with
the precision and recall to expect of it. What to expect is measured on suggestions that the
threshold was not fitted to (ten parts, each judged by the other nine).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .perspective.mapping import perspective_like
from .perspective.names import SERVED
from .store import Suggestion

FEWEST = 10  # suggestions for, and as many against, that a threshold needs
PARTS = 10
Judged = tuple[float, bool]  # our score, and whether it was suggested to be so


class Fitted(NamedTuple):
    """A threshold. ``threshold`` is on Perspective's scale, for clients; ``point`` on ours, for
    ``Scorer(points=…)``. Precision is NaN where nothing would be flagged."""

    attribute: str
    signal: str
    positives: int
    negatives: int
    threshold: float
    point: float
    precision: float
    recall: float


def fitted(
    suggestions: Iterable[Suggestion], precision: float | None = None
) -> tuple[list[Fitted], list[str]]:
    """The thresholds, and a line for each attribute that has too few suggestions.

    ``precision``: the lowest threshold that keeps it; without one, the highest F1. Partial scores
    are left out: later ones will not be like them.
    """
    judged: dict[str, list[Judged]] = {}
    preset = "default"
    skipped: list[str] = []
    for one in suggestions:
        if one.made_by.get("partial"):
            continue
        preset = str(one.made_by.get("preset", preset))  # that of the last one stands for all
        for name, value in one.suggested.items():
            signal = SERVED.get(name)
            if signal is not None and signal in one.scores:
                judged.setdefault(name, []).append((one.scores[signal], value >= 0.5))
    found = []
    for name in sorted(judged):
        rows = judged[name]
        positives = sum(so for _, so in rows)
        negatives = len(rows) - positives
        if min(positives, negatives) < FEWEST:
            skipped.append(
                f"{name}: expected {FEWEST} suggestions for and {FEWEST} against, "
                f"got {positives} and {negatives}"
            )
            continue
        point = best(rows, precision)
        expected = _expected(rows, precision)
        signal = SERVED[name]
        shown = perspective_like(signal, point, preset)
        found.append(Fitted(name, signal, positives, negatives, shown, point, *expected))
    if not judged:
        skipped.append("no suggestions for attributes that are scored here")
    return found, skipped


def best(rows: Sequence[Judged], precision: float | None) -> float:
    """The threshold that does best on the rows; 1.0 when none keeps the precision.

    >>> best([(0.1, False), (0.6, True), (0.9, True)], None)
    0.6
    """
    ordered = sorted(rows, reverse=True)
    every = sum(so for _, so in rows)
    right = 0
    chosen, height = 1.0, -1.0
    for k, (score, so) in enumerate(ordered, 1):
        right += so
        if k < len(ordered) and ordered[k][0] == score:
            continue  # equal scores are flagged together
        value = 2 * right / (k + every) if precision is None else float(right / k >= precision)
        if value > height or (precision is not None and value == height == 1.0):
            chosen, height = score, value
    return chosen if height > 0 else 1.0


def _expected(rows: Sequence[Judged], precision: float | None) -> tuple[float, float]:
    """Precision and recall on rows that took no part in the threshold."""
    flagged = right = 0
    for part in range(PARTS):
        rest = [row for k, row in enumerate(rows) if k % PARTS != part]
        point = best(rest, precision)
        for score, so in rows[part::PARTS]:
            flagged += score >= point
            right += score >= point and so
    every = sum(so for _, so in rows)
    return (right / flagged if flagged else math.nan), right / every


def as_rows(results: Sequence[Fitted]) -> list[dict[str, Any]]:
    """The thresholds for JSON; null where there is no precision to tell."""
    return [
        {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in one._asdict().items()}
        for one in results
    ]


def table(results: Sequence[Fitted]) -> str:
    """The thresholds for people."""
    head = f"{'attribute':<24}{'for':>6}{'against':>9}{'threshold':>11}{'point':>8}"
    lines = [f"{head}{'precision':>11}{'recall':>8}"]
    lines += [
        f"{r.attribute:<24}{r.positives:>6}{r.negatives:>9}{r.threshold:>11.2f}{r.point:>8.2f}"
        f"{r.precision:>11.2f}{r.recall:>8.2f}"
        for r in results
    ]
    return "\n".join(lines)
