"""Comments a second on one pinned core, modscore and its peers turn by turn in the same run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import modscore

from .common import Asked, Timing, clocked, corpus, interleaved, pin
from .detoxify_peer import in_modscore
from .peers import PEERS, ask, here
from .results import Table, table

RUNS = 3
WHOLE = "4 signals, 5 attributes, spans, reasons"
BASE, SLOW = "alt-profanity-check", "detoxify"  # what the others are compared with


class Work(NamedTuple):
    """A run that tells its seconds, how many comments it takes, and what it gives."""

    seconds: Callable[[], float]
    comments: int
    gives: str


def run(asked: Asked) -> list[Table]:
    """The table."""
    core = pin()
    texts = list(asked.few(corpus(asked.data), 200))
    peers, lacking = here(asked)
    works = _own(texts)
    for name, peer in peers.items():
        some = texts[: peer.most]
        works[peer.shown] = Work(partial(_answered, name, some, asked), len(some), peer.gives)
    if asked.quick:
        lacking.append("modscore with Detoxify is too slow for a quick try")
    elif (network := in_modscore()) is None:
        lacking.append("modscore with Detoxify: detoxify is not installed beside modscore")
    else:
        some = texts[: PEERS[SLOW].most]
        network(some[:1])
        work = Work(partial(clocked, partial(network, some)), len(some), WHOLE)
        works[f"modscore with {PEERS[SLOW].shown}"] = work
    runs = asked.runs(RUNS)
    timings: list[Timing] = interleaved([work.seconds for work in works.values()], runs=runs)
    rates = {
        name: work.comments / timing.best
        for (name, work), timing in zip(works.items(), timings, strict=True)
    }
    rows = [
        (
            name,
            works[name].gives,
            f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}",
            *(_times(rate, rates.get(PEERS[other].shown)) for other in (BASE, SLOW)),
            f"{timing.spread:.0%}",
        )
        for (name, rate), timing in zip(rates.items(), timings, strict=True)
    ]
    note = (
        f"{len(texts):,} comments, {sum(map(len, texts)) / len(texts):.0f} characters each on "
        f"average, texts in memory, core {core}, best of {runs} runs taken in turn, one thread; "
        "spread is the slowest run over the fastest. Peers run in their own environments."
        + "".join(f" Not measured: {one}." for one in lacking)
    )
    head = ("what", "gives", "comments/s", f"times {BASE}", "times Detoxify", "spread")
    return [table("Speed on one core", head, rows, note, bars="comments/s")]


def _own(texts: list[str]) -> dict[str, Work]:
    works = {}
    for preset, most in (("fast", len(texts)), ("default", 300), ("accurate", 300)):
        scorer = modscore.Scorer(preset=preset)
        scorer.score("warm up")
        batch, single = texts[:most], texts[: min(most, 2000)]
        works[f"modscore {preset}, batch"] = Work(
            partial(clocked, partial(_batch, scorer, batch)), len(batch), WHOLE
        )
        works[f"modscore {preset}, one by one"] = Work(
            partial(clocked, partial(_single, scorer, single)), len(single), "the same"
        )
    return works


def _batch(scorer: modscore.Scorer, texts: list[str]) -> None:
    for _ in scorer.score_many(iter(texts)):
        pass


def _single(scorer: modscore.Scorer, texts: list[str]) -> None:
    for text in texts:
        scorer.score(text)


def _answered(name: str, texts: list[str], asked: Asked) -> float:
    return ask(name, texts, asked).seconds[0]


def _times(rate: float, base: float | None) -> str:
    if not base:
        return "-"
    return f"{rate / base:.2f}" if rate < 10 * base else f"{rate / base:,.0f}"
