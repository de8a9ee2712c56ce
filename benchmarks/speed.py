"""Comments a second on one pinned core, modscore and its peers turn by turn in the same run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import modscore

from .common import Timing, corpus, interleaved, keep, machine, pin, table
from .detoxify_peer import MOST, peer

RUNS = 3


def _peers() -> dict[str, tuple[Callable[[list[str]], object], str]]:
    """Batch calls of the peers that are installed, by name, with what they do."""
    peers: dict[str, tuple[Callable[[list[str]], object], str]] = {}
    try:
        from profanity_check import predict_prob

        peers["alt-profanity-check, batch"] = (predict_prob, "one probability")
    except ImportError:
        pass
    try:
        from better_profanity_rs import profanity

        profanity.load_censor_words()
        peers["better-profanity-rs, one by one"] = (
            lambda texts: [profanity.contains_profanity(text) for text in texts],
            "yes or no",
        )
    except ImportError:
        pass
    return peers


def run(data: Path | None) -> None:
    """Prints and keeps the table."""
    core = pin()
    texts = corpus(data)
    works: dict[str, tuple[Callable[[], object], int, str]] = {}
    for preset, most in (("fast", len(texts)), ("default", 300), ("accurate", 300)):
        scorer = modscore.Scorer(preset=preset)
        scorer.score("warm up")
        own = texts[:most]
        works[f"modscore {preset}, batch"] = (
            lambda s=scorer, t=own: sum(1 for _ in s.score_many(iter(t))),  # type: ignore[misc]
            len(own),
            "4 signals, 5 attributes, spans, reasons",
        )
        works[f"modscore {preset}, one by one"] = (
            lambda s=scorer, t=own[:2000]: [s.score(text) for text in t],  # type: ignore[misc]
            len(own[:2000]),
            "the same",
        )
    for name, (call, gives) in peer().items():
        call(texts[:1])
        works[name] = (lambda c=call: c(texts[:MOST]), MOST, gives)  # type: ignore[misc]
    for name, (call, gives) in _peers().items():
        call(texts[:10])
        works[name] = (lambda c=call: c(texts), len(texts), gives)  # type: ignore[misc]
    timings: list[Timing] = interleaved([w for w, _, _ in works.values()], runs=RUNS)
    rates = {
        name: count / timing.best
        for (name, (_, count, _)), timing in zip(works.items(), timings, strict=True)
    }
    against = rates.get("alt-profanity-check, batch")
    rows = [
        (
            name,
            gives,
            f"{rates[name]:,.0f}",
            f"{rates[name] / against:.2f}" if against else "-",
            f"{timing.spread:.0%}",
        )
        for (name, (_, _, gives)), timing in zip(works.items(), timings, strict=True)
    ]
    missing = [p for p in ("alt-profanity-check", "better-profanity-rs") if p not in str(rows)]
    note = (
        f"{len(texts):,} comments, {sum(map(len, texts)) / len(texts):.0f} characters each on "
        f"average, texts in memory, core {core}, best of {RUNS} runs taken in turn; spread is the "
        f"slowest run over the fastest. {machine('alt-profanity-check', 'better-profanity-rs')}."
        + (f" Not installed: {', '.join(missing)}." if missing else "")
    )
    head = ("what", "gives", "comments/s", "times alt-profanity-check", "spread")
    keep("speed", table("Speed on one core", head, rows, note))
