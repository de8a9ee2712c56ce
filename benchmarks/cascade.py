"""How often the network reads, and how often the verdict would be another if it always did."""

from __future__ import annotations

import numpy as np

import modscore
from modscore.records import ATTRIBUTES

from .common import Asked, development
from .quality import rows_of, scored
from .results import Table, table

SIGNALS = ("toxicity", "unsupported_claims", *ATTRIBUTES)


def run(asked: Asked) -> list[Table]:
    """The table."""
    sets = development()
    jigsaw = rows_of(sets / "toxicity" / "jigsaw2018_dev_natural.csv.gz")
    texts = {
        "jigsaw2018_dev_natural": [r["comment_text"] for r in jigsaw][:4000],
        "forum_dev": [r["text"] for r in rows_of(sets / "forum" / "forum_dev.jsonl")],
        "bench corpus": [r["text"] for r in rows_of(sets / "bench" / "corpus.jsonl.gz")][:3000],
    }
    default, accurate = (modscore.Scorer(preset=name) for name in ("default", "accurate"))
    lines = []
    for name, every_text in texts.items():
        some = list(asked.few(every_text))
        ours, always = scored(default, some), scored(accurate, some)
        read = ["network" in one.quality_parts for one in ours]
        same = {
            signal: np.mean(
                [
                    (signal in a.flags) == (signal in b.flags)
                    for a, b in zip(ours, always, strict=True)
                ]
            )
            for signal in SIGNALS
        }
        every = np.mean(list(same.values()))
        least = min(same, key=lambda signal: float(same[signal]))
        lines.append(
            (name, len(some), f"{np.mean(read):.1%}", f"{every:.2%}", f"{least} {same[least]:.2%}")
        )
    head = ("comments", "count", "read by the network", "same decisions", "least, by signal")
    note = "Decisions at the operating points, preset default beside accurate."
    return [table("The cascade", head, lines, note)]
