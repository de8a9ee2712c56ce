"""How long one comment takes, one call at a time, on one pinned core."""

from __future__ import annotations

import time
from pathlib import Path

import modscore

from .common import corpus, keep, machine, median, percentile, pin, table


def run(data: Path | None) -> None:
    """Prints and keeps the table."""
    core = pin()
    texts = [t for t in corpus(data) if 250 <= len(t) <= 350][:3000]
    rows = []
    for preset in ("fast", "default"):
        scorer = modscore.Scorer(preset=preset)
        for text in texts[:50]:
            scorer.score(text)
        seconds = []
        for text in texts:
            begin = time.perf_counter()
            scorer.score(text)
            seconds.append(time.perf_counter() - begin)
        micro = [s * 1e6 for s in seconds]
        rows.append(
            (
                preset,
                *(
                    f"{v:,.0f}"
                    for v in (
                        median(micro),
                        percentile(micro, 0.95),
                        percentile(micro, 0.99),
                        max(micro),
                    )
                ),
            )
        )
    note = f"{len(texts):,} comments of 250 to 350 characters, core {core}. {machine()}."
    head = ("preset", "median µs", "95 % µs", "99 % µs", "slowest µs")
    keep("latency", table("One comment at a time", head, rows, note))
