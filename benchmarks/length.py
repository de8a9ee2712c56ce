"""What a byte costs in short and long comments, ordinary and hostile, on one pinned core."""

from __future__ import annotations

import random
import time
from pathlib import Path

import modscore

from .common import corpus, keep, machine, pin, table

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)


def hostile(size: int) -> dict[str, str]:
    """Texts meant to hurt, each about ``size`` characters."""

    def filled(piece: str) -> str:
        return (piece * (size // len(piece) + 1))[:size]

    return {
        "all one letter": filled("a"),
        "letters spaced": filled("f u c k "),
        "masked": filled("f*ck s**t "),
        "leet": filled("sh1t a$$ b1tch "),
        "insults only": filled("you idiot "),
        "capitals": filled("SHUT UP NOW "),
        "open quotes": filled('"'),
        "open [quote]": filled("[quote]"),
        "> deep": filled(">"),
        "backticks": filled("`a"),
        "links": filled("http://a.b/c "),
        "emoji": filled("🤡"),
        "zero width": filled("a\u200b"),
        "combining": filled("e\u0301\u0301"),
        "claims": filled("Studies show 90% died because of it. "),
        "one word": filled("aB1_"),
    }


def run(data: Path | None) -> None:
    """Prints and keeps the table."""
    pin()
    scorer = modscore.Scorer(preset="fast")
    scorer.score("warm up")
    whole = " ".join(corpus(data))
    while len(whole) < SIZES[-1]:
        whole += " " + whole

    def nanoseconds(text: str) -> float:
        runs = max(1, min(20, 200_000 // len(text)))
        best = min(_timed(scorer, text) for _ in range(runs))
        return best / len(text) * 1e9

    ordinary = {size: nanoseconds(whole[:size]) for size in SIZES}
    rows: list[tuple[str, ...]] = [("ordinary text", *(f"{ordinary[s]:,.0f}" for s in SIZES))]
    worst = 0.0
    random.seed(1)
    for name in hostile(100):
        costs = []
        for size in SIZES[:-1]:
            cost = nanoseconds(hostile(size)[name])
            costs.append(f"{cost:,.0f}")
            if size >= 10_000:
                worst = max(worst, cost / ordinary[size])
        rows.append((name, *costs, "-"))
    note = (
        f"Nanoseconds a character, fast preset, one comment a call. From 10,000 characters on the "
        f"dearest hostile text costs {worst:.1f} times the ordinary one. {machine()}."
    )
    head = ("text", *(f"{s:,}" for s in SIZES))
    keep("length", table("Cost by length", head, rows, note))


def _timed(scorer: modscore.Scorer, text: str) -> float:
    begin = time.perf_counter()
    scorer.score(text)
    return time.perf_counter() - begin
