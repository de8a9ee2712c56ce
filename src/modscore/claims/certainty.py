"""How surely a claim is said: hedged about .3, plain .6, boosted about .8 and more.

Stage: claims; a sentence and its cues come in; a certainty in [0, 1] goes out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from modscore.claims.marks import PLACE, Sign

PLAIN = 0.6
HEDGE = 0.3  # the first hedge takes this, every further one half of the one before
BOOSTER = 0.25
UNIVERSAL = 0.2
_FIRST = {"hedge": -HEDGE, "booster": BOOSTER, "universal": UNIVERSAL}
FULL = 0.5  # a cue of this amount or more counts in full, a weaker one in part
ELSEWHERE = 0.3  # the share of a cue that stands in another clause than the claim's
HEDGED, BOOSTED = 0.45, 0.73  # below the one hedged, from the other on boosted

# A hedge reaches to the end of its clause, not beyond: "Maybe it rained, but they lied."
# Every way begins with one sign, so that the search passes quickly over letters.
_CLAUSE = re.compile(
    r"[;:\u2013\u2014\u2026.,\s](?<!\s(?![-\sbhatw]))"  # no other letter after a blank
    r"(?:(?<=[;:\u2013\u2014\u2026])|(?<=\.)\.\.+"
    r"|(?<=\s)(?:--?\s|\s*(?:but|however|although|though|whereas)\b)"
    r"|(?<=,)\s+(?:but|however|although|though|whereas|yet|while|so|because|which|who)\b)",
    re.I,
)
_ASIDE = re.compile(r"\([^()\n]{1,400}\)")
# Cues that tell which clause holds what is to be checked.
_MATTER = {
    "accusation": 2.0,
    "number": 2.0,
    "cause": 1.0,
    "conspiracy": 1.0,
    "vague_authority": 1.0,
    "named_source": 1.0,
}


def certainty(text: str, start: int, end: int, cues: Sequence[Sign]) -> float:
    """How surely the sentence ``text[start:end]`` is said, in [0, 1].

    ``PLAIN`` less the hedges plus the boosters and universals; of each sort the first counts in
    full, the next by half and so on; those outside the claim's clause count ``ELSEWHERE``.

    >>> certainty("Perhaps he fled.", 0, 16, [Sign(0, 7, "hedge", 0.6)])
    0.3
    >>> certainty("He fled.", 0, 8, [])
    0.6
    """
    if not cues:
        return PLAIN
    clause = _Clauses(text, start, end)
    if clause.one and len(cues) == 1:
        return _lone(cues[0].kind, cues[0].amount)
    here = 0 if clause.one else clause.heaviest(cues)
    parts = {kind: [0.0, first] for kind, first in _FIRST.items()}
    for cue in sorted(cues, key=lambda cue: -cue.amount) if len(cues) > 1 else cues:
        if cue.kind in parts:
            part = parts[cue.kind]
            share = min(1.0, cue.amount / FULL)
            inside = clause.one or clause.of(cue.start) == here
            part[0] += part[1] * share * (1.0 if inside else ELSEWHERE)
            part[1] /= 2
    total = PLAIN + sum(part[0] for part in parts.values())
    return round(min(1.0, max(0.05, total)), 6)


@lru_cache(maxsize=1024)  # amounts are those of a few rules
def _lone(kind: str, amount: float) -> float:
    """`certainty` of a sentence of one clause with one cue."""
    total = PLAIN + _FIRST.get(kind, 0.0) * min(1.0, amount / FULL)
    return round(min(1.0, max(0.05, total)), 6)


def moved(kinds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which sentences hold cues (a bit for each kind, by `marks.KINDS`) that move certainty from
    ``PLAIN``."""
    found: NDArray[np.bool_] = (kinds & _MOVING) != 0
    return found


_MOVING = sum(1 << PLACE[kind] for kind in ("hedge", "booster", "universal"))


def _undivided(sentence: str) -> bool:
    """Whether a glance shows that nothing parts a sentence: most are found out so.

    >>> _undivided("It rained all day."), _undivided("It rained; they lied.")
    (True, False)
    """
    if not sentence.isascii() or any(map(sentence.__contains__, _PARTING)):
        return False
    small = sentence.lower()
    return not any(map(small.__contains__, _PARTING_WORDS))


_PARTING = (",", "(", ";", ":", "..", "-")
_PARTING_WORDS = ("but", "though", "however", "whereas")


class _Clauses:
    """The clauses of a sentence, numbered; each aside in brackets is one of its own."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._asides: list[tuple[int, int]] = []
        self.one = _undivided(text[start:end])
        if self.one:
            return
        self._begins = [start, *(match.start() for match in _CLAUSE.finditer(text, start, end))]
        if text.find("(", start, end) >= 0:
            self._asides = [match.span() for match in _ASIDE.finditer(text, start, end)]
        self._end = end
        self.one = len(self._begins) == 1 and not self._asides  # nothing parts the sentence

    def of(self, place: int) -> int:
        """The number of the clause that a place is in; that of an aside is negative."""
        aside = bisect_right(self._asides, (place, self._end)) - 1
        if aside >= 0 and place < self._asides[aside][1]:
            return -1 - aside
        return max(0, bisect_right(self._begins, place) - 1)

    def heaviest(self, cues: Sequence[Sign]) -> int:
        """The clause that holds what is to be checked: the one whose cues say so, else the
        longest."""
        length = self._end - self._begins[0]
        bounds = pairwise([*self._begins, self._end])
        weight = {k: (b - a) / length for k, (a, b) in enumerate(bounds)}
        for cue in cues:
            if cue.kind in _MATTER:
                clause = self.of(cue.start)
                weight[clause] = weight.get(clause, 0.0) + _MATTER[cue.kind]
        return max(weight, key=lambda k: (weight[k], k))


def in_words(value: float) -> str:
    """hedged, plain or boosted.

    >>> in_words(0.3), in_words(0.6), in_words(0.85)
    ('hedged', 'plain', 'boosted')
    """
    return "hedged" if value < HEDGED else "plain" if value < BOOSTED else "boosted"
