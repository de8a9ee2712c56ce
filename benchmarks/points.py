"""Operating points: the best of each name, and what precision and recall those in force have.

The point is chosen on one half of a labelled set (by a hash of the text) and measured on the
other. `verdict/points.py` holds the chosen ones.
"""

from __future__ import annotations

import zlib

import modscore
from modscore.training.evaluate import operating_points
from modscore.verdict.points import POINTS

from .common import Asked, development
from .measures import booleans, precision_recall
from .quality import LABELS, column, rows_of, scored
from .results import Table, table


def run(asked: Asked) -> list[Table]:
    """The table."""
    sets = development()
    jigsaw = asked.few(list(rows_of(sets / "toxicity" / "jigsaw2018_dev_natural.csv.gz")))
    forum = asked.few(list(rows_of(sets / "forum" / "forum_train.jsonl")))
    dev = asked.few(list(rows_of(sets / "forum" / "forum_dev.jsonl")))
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
            rest = ~chosen
            best = operating_points(truth[chosen], values[chosen])
            for point, named in POINTS[preset].items():
                there = precision_recall(truth[rest], values[rest] >= named[signal])
                rows.append(
                    (
                        preset,
                        signal,
                        name,
                        f"{truth.mean():.3f}",
                        point,
                        f"{best[point]:.2f}",
                        f"{named[signal]:.2f}",
                        *(f"{v:.3f}" for v in there),
                    )
                )
    head = ("preset", "signal", "set", "share", "point", "best here", "in force", "precision")
    note = (
        "The best point of one half of the set; precision and recall of the one in force on the "
        "other half. On Wikipedia's set the network's coefficients were fitted on the first."
    )
    return [table("Operating points", (*head, "recall"), rows, note)]
