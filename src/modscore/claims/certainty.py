"""How surely a claim is said: hedged about .3, plain .6, boosted about .9.

Stage: claims; a sentence and its cues come in; a certainty in [0, 1] goes out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from modscore.claims.marks import PLACE, Sign

PLAIN = 0.6
HEDGE = 0.3  # the first hedge takes this, every further one half of the one before
BOOSTER = 0.25
UNIVERSAL = 0.15
FULL = 0.5  # a cue of this amount or more counts in full, a weaker one in part
ELSEWHERE = 0.3  # the share of a cue that stands in another clause than the claim's

# A hedge reaches to the end of its clause, not beyond: "Maybe it rained, but they lied."
_CLAUSE = re.compile(
    r"[;:–—]|\s--?\s|,\s+(?:but|however|although|though|whereas|yet|while)\b", re.I
)


def certainty(text: str, start: int, end: int, cues: Sequence[Sign]) -> float:
    """How surely the sentence ``text[start:end]`` is said, in [0, 1].

    ``PLAIN`` less the hedges plus the boosters and universals; of each sort the first counts in
    full, the next by half and so on; those outside the longest clause count ``ELSEWHERE``.

    >>> certainty("Perhaps he fled.", 0, 16, [Sign(0, 7, "hedge", 0.6)])
    0.3
    >>> certainty("He fled.", 0, 8, [])
    0.6
    """
    if not cues:
        return PLAIN
    first, last = _longest_clause(text, start, end)
    parts = {"hedge": [0.0, -HEDGE], "booster": [0.0, BOOSTER], "universal": [0.0, UNIVERSAL]}
    for cue in cues:
        if cue.kind in parts:
            part = parts[cue.kind]
            share = min(1.0, cue.amount / FULL)
            part[0] += part[1] * share * (1.0 if first <= cue.start < last else ELSEWHERE)
            part[1] /= 2
    total = PLAIN + sum(part[0] for part in parts.values())
    return round(min(1.0, max(0.05, total)), 6)


def moved(kinds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which sentences hold cues (a bit for each kind, by `marks.KINDS`) that move certainty from
    ``PLAIN``."""
    found: NDArray[np.bool_] = (kinds & _MOVING) != 0
    return found


_MOVING = sum(1 << PLACE[kind] for kind in ("hedge", "booster", "universal"))


def _longest_clause(text: str, start: int, end: int) -> tuple[int, int]:
    best, begin = (start, start), start
    for match in _CLAUSE.finditer(text, start, end):
        if match.start() - begin > best[1] - best[0]:
            best = (begin, match.start())
        begin = match.start()
    return best if best[1] - best[0] >= end - begin else (begin, end)


def in_words(value: float) -> str:
    """hedged, plain or boosted.

    >>> in_words(0.3), in_words(0.6), in_words(0.85)
    ('hedged', 'plain', 'boosted')
    """
    return "hedged" if value < 0.45 else "plain" if value < 0.73 else "boosted"
