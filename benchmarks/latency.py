"""How long one comment takes, one call at a time, on one pinned core."""

from __future__ import annotations

from collections.abc import Sequence

import modscore

from .common import Asked, clocked, corpus, median, percentile, pin
from .peers import ask, here
from .results import Table, table

MOST = 3000


def run(asked: Asked) -> list[Table]:
    """The table."""
    core = pin()
    texts = [t for t in corpus(asked.data) if 250 <= len(t) <= 350][:MOST]
    texts = list(asked.few(texts))
    rows = []
    for preset, most in (("fast", MOST), ("default", 500)):
        scorer = modscore.Scorer(preset=preset)
        for text in texts[:50]:
            scorer.score(text)
        rows.append(_row(f"modscore {preset}", [_seconds(scorer, t) for t in texts[:most]]))
    peers, lacking = here(asked)
    for name, peer in peers.items():
        rows.append(_row(name, ask(name, texts[: peer.most], asked, apart=True).seconds))
    note = (
        f"{len(texts):,} comments of 250 to 350 characters (500 in the preset default, fewer by "
        f"Detoxify), core {core}, one thread."
        + "".join(f" Not measured: {one}." for one in lacking)
    )
    head = ("what", "calls", "median µs", "95 % µs", "99 % µs", "slowest µs")
    return [table("One comment at a time", head, rows, note, bars="median µs")]


def _seconds(scorer: modscore.Scorer, text: str) -> float:
    return clocked(lambda: scorer.score(text))


def _row(name: str, seconds: Sequence[float]) -> tuple[str, ...]:
    micro = [s * 1e6 for s in seconds]
    shown = (median(micro), percentile(micro, 0.95), percentile(micro, 0.99), max(micro))
    return (name, f"{len(micro):,}", *(f"{value:,.0f}" for value in shown))
