"""What a character costs in short and long comments, ordinary and hostile, on one pinned core."""

from __future__ import annotations

import modscore

from .common import Asked, corpus, pin
from .hostile import cpu, hostile
from .results import Table, table

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
SHOWN = (
    "all one letter", "letters spaced", "masked", "insults only", "open quotes", "open [quote]",
    "> deep", "links", "emoji", "zero width", "claims", "one word",
)  # fmt: skip
LEAST = 200_000  # characters that a figure is measured on


def run(asked: Asked) -> list[Table]:
    """The table."""
    pin()
    sizes = SIZES[:3] if asked.quick else SIZES
    scorer = modscore.Scorer(preset="fast")
    scorer.score("warm up")
    whole = " ".join(corpus(asked.data))
    while len(whole) < sizes[-1]:
        whole += " " + whole

    def nanoseconds(text: str) -> str:
        runs = asked.runs(max(1, min(20, LEAST // len(text))))
        best = min(cpu(lambda: scorer.score(text)) for _ in range(runs))
        return f"{best / len(text) * 1e9:,.0f}"

    rows = [("ordinary text", *(nanoseconds(whole[:size]) for size in sizes))]
    for name in SHOWN:
        costs = [nanoseconds(hostile(size)[name]) for size in sizes[:-1]]
        rows.append((name, *costs, "-"))
    note = "Nanoseconds of CPU time a character, fast preset, one comment a call, the best of many."
    head = ("text, by characters", *(f"{size:,}" for size in sizes))
    return [table("Cost by length", head, rows, note, lines=True)]
