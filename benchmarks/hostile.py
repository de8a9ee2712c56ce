"""What a byte of hostile text costs beside a byte of ordinary text, on one pinned core.

Ordinary comments of a size are the measure of hostile ones of that size: short ones in a batch of
many, long ones alone. CPU time, so that other work on the machine disturbs little.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import modscore

from .common import Asked, corpus, pin
from .results import Table, table

BOUND = 3.0  # times the ordinary cost of a byte
PRESET = "fast"
ROUNDS = 3

_PIECES = {
    "all one letter": "a",
    "letters spaced": "f u c k ",
    "masked": "f*ck s**t ",
    "repeated mask signs": "f****************ck ",
    "mask signs only": "*",
    "leet": "sh1t a$$ b1tch ",
    "insults only": "you idiot ",
    "capitals": "SHUT UP NOW ",
    "open quotes": '"',
    "curly quotes nested": "“",
    "open [quote]": "[quote]",
    "> deep": ">",
    "> deep, a line each": "> > > > word\n",
    "open <blockquote>": "<blockquote>",
    "open brackets": "[(",
    "backticks": "`a",
    "code fences": "```\n",
    "links": "http://a.b/c ",
    "markdown links": "[a](http://a.b/c) ",
    "mentions": "@somebody ",
    "emoji": "🤡",
    "joined emoji": "👩‍💻",
    "zero width": "a\u200b",
    "zero width only": "\u200b",
    "combining": "e\u0301\u0301",
    "look-alikes": "уоu іdіоt ",
    "fullwidth": "ｆｕｃｋ ",
    "ligatures": "ﷺ",
    "lone surrogates": "\ud800",
    "control signs": "\x00\x01",
    "newlines": "\n",
    "sentences of one word": "No. ",
    "claims": "Studies show 90% died because of it. ",
    "numbers": "142,460 ",
    "Chinese": "你是一个白痴。",
    "Arabic": "أنت غبي جدا ",
    "one word": "aB1_",
}


def hostile(size: int) -> dict[str, str]:
    """Texts meant to hurt, each about ``size`` characters.

    >>> {len(text) for text in hostile(10).values()}
    {10}
    """
    return {name: (piece * (size // len(piece) + 1))[:size] for name, piece in _PIECES.items()}


class Size(NamedTuple):
    """How long comments are, and how many stand in a batch."""

    characters: int
    many: int

    def __str__(self) -> str:
        many = f"{self.many:,} of " if self.many > 1 else "one of "
        return f"{many}{self.characters:,}"


SIZES = (Size(300, 500), Size(10_000, 20), Size(1_000_000, 1))
QUICK = (Size(300, 20), Size(3_000, 2))


def run(asked: Asked) -> list[Table]:
    """The table: nanoseconds a byte, and times the ordinary ones."""
    pin()
    scorer = modscore.Scorer(preset=PRESET)
    scorer.score("warm up")
    sizes = QUICK if asked.quick else SIZES
    whole = " ".join(corpus(asked.data))
    while len(whole) < max(size.characters * size.many for size in sizes):
        whole += " " + whole
    costs: dict[str, list[float]] = {"ordinary": []}
    spreads = []
    for size in sizes:
        length = size.characters
        ordinary = [whole[k * length : (k + 1) * length] for k in range(size.many)]
        works = {"ordinary": ordinary}
        works |= {name: [text] * size.many for name, text in hostile(length).items()}
        for name, seconds in _costs(scorer, works, asked.runs(ROUNDS)).items():
            costs.setdefault(name, []).append(min(seconds))
            spreads.append(max(seconds) / min(seconds) - 1)
    rows = []
    for name, each in costs.items():
        times = [cost / usual for cost, usual in zip(each, costs["ordinary"], strict=True)]
        shown = (
            c for cost, t in zip(each, times, strict=True) for c in (f"{cost:,.0f}", f"{t:.2f}")
        )
        rows.append((name, *shown, f"{max(times):.2f}"))
    over = [row[0] for row in rows if float(row[-1]) > BOUND]
    note = (
        f"Nanoseconds of CPU time a byte of UTF-8, preset {PRESET}, best of {asked.runs(ROUNDS)} "
        f"rounds; spread of the rounds: {sorted(spreads)[len(spreads) // 2]:.0%} in the middle. "
        f"Dearer than {BOUND:.0f} times the ordinary: {', '.join(over) or 'none'}."
    )
    heads = (head for size in sizes for head in (f"{size} characters", "times"))
    head = ("text", *heads, "at most times")
    return [table("Hostile text, by the byte", head, rows, note, bars="at most times")]


def _costs(
    scorer: modscore.Scorer, works: dict[str, list[str]], rounds: int
) -> dict[str, list[float]]:
    """Nanoseconds a byte of every work, in each of several rounds, turn by turn."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, texts in works.items():
            size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
            found[name].append(cpu(lambda t=texts: _score(scorer, t)) / size * 1e9)  # type: ignore[misc]
    return found


def _score(scorer: modscore.Scorer, texts: Sequence[str]) -> None:
    for _ in scorer.score_many(iter(texts)):
        pass


def cpu(work: Callable[[], object]) -> float:
    """The seconds of CPU time that a work takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin
