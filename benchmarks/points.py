"""Operating points: where each signal's F1 is highest, and what precision and recall to expect.

The point is chosen on one half of a labelled set (by a hash of the text) and measured on the
other. `verdict/points.py` holds the chosen ones.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import modscore

from .common import keep, machine, shared, table
from .measures import Values, auc, booleans, precision_recall
from .quality import LABELS, column, rows_of, scored


def _best(truth: NDArray[np.bool_], values: Values) -> float:
    """The score, in hundredths, from which F1 is highest."""

    def f1(point: float) -> float:
        precision, recall = precision_recall(truth, values >= point)
        both = precision + recall
        return 2 * precision * recall / both if both else 0.0

    points = np.arange(0.05, 0.96, 0.01)
    return float(points[int(np.argmax([f1(p) for p in points]))])


def run(data: Path | None) -> None:
    """Prints and keeps the table."""
    place = shared()
    if place is None:
        print("points: needs the development data (set MODSCORE_SHARED); nothing was measured")
        return
    sets = place / "data"
    jigsaw = list(rows_of(sets / "toxicity" / "jigsaw2018_dev_natural.csv.gz"))
    forum = list(rows_of(sets / "forum" / "forum_train.jsonl"))
    dev = list(rows_of(sets / "forum" / "forum_dev.jsonl"))
    judged = {
        "jigsaw2018_dev_natural": (
            [r["comment_text"] for r in jigsaw],
            {s: booleans([int(r[label]) for r in jigsaw]) for label, s in LABELS.items()},
        ),
        "forum_train": (
            [r["text"] for r in forum],
            {"shouting": booleans([r["shout"] >= 2 for r in forum])},
        ),
        "forum_dev": (
            [r["text"] for r in dev],
            {"unsupported_claims": booleans([r["unsup"] >= 2 for r in dev])},
        ),
    }
    rows = []
    told = [(preset, *each) for preset in ("fast", "default") for each in judged.items()]
    for preset, name, (texts, truths) in told:
        scores = scored(modscore.Scorer(preset=preset), texts)
        chosen = booleans([zlib.crc32(t.encode("utf-8", "replace")) & 1 for t in texts])
        for signal, truth in truths.items():
            values = column(scores, signal)
            best = _best(truth[chosen], values[chosen])
            said = booleans([signal in s.flags for s in scores])
            rest = ~chosen
            at_best = precision_recall(truth[rest], values[rest] >= best)
            in_force = precision_recall(truth[rest], said[rest])
            rows.append(
                (
                    preset,
                    signal,
                    name,
                    f"{truth.mean():.3f}",
                    f"{auc(truth[rest], values[rest]):.4f}",
                    f"{best:.2f}",
                    *(f"{v:.3f}" for v in (*at_best, *in_force)),
                )
            )
    head = (
        "preset",
        "signal",
        "set",
        "share",
        "AUC",
        "best point",
        "precision",
        "recall",
        "precision as flagged",
        "recall as flagged",
    )
    note = (
        "Point chosen on one half of the set, all figures from the other half; on Wikipedia's set "
        "the network's coefficients were fitted on the same half. " + machine()
    )
    keep("points", table("Operating points", head, rows, note))
