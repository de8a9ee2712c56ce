"""What every match of a pattern must hold: whole words, or signs.

Stage: match; the tree of a pattern comes in; its triggers go out. A comment without a trigger
cannot match, so a pattern runs only on the few comments that hold one.

A pattern is written out as a set of outlines: strings in which `ANY` stands for a stretch that
is not known and `EDGE` for ``\\b``. A word is sure if both its ends are seen in the outline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from ..rulebook.patterns import Part, compiled

ANY = "\x02"
EDGE = "\x01"
MOST_OUTLINES = 3_000
MOST_REPEATS = 4  # a counted repeat is written out up to so often
_TOKEN = re.compile(r"(?<![a-z0-9_\x02])[a-z0-9]+(?![a-z0-9_\x02])")
_SIGN = re.compile(r"[^\x01\x02\w\s]")
_OPEN_END = re.compile(r"[a-z0-9_\x02]\Z")

Cost = Callable[[str], int]
Outlines = frozenset[str]


def triggers(tree: Part, cost: Cost) -> frozenset[str] | None:
    """Words and signs one of which is in every match, the rarest found; None if there are none.

    ``cost`` tells how common a word or sign is.

    >>> from ..rulebook.patterns import parse
    >>> sorted(triggers(parse(r"\\bdon't (?:\\w+ ){0,2}(?:shout|yell)s?\\b"), len) or ())
    ['don']
    """
    if tree.kind == "choice":
        branches = [triggers(part, cost) for part in tree.parts]
        known = [found for found in branches if found is not None]
        return frozenset().union(*known) if len(known) == len(branches) else None
    best: tuple[int, frozenset[str]] | None = None
    for outlines in _chunks(tree):
        found = _sure(outlines, cost)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best[1] if best else None


def _sure(outlines: Iterable[str], cost: Cost) -> tuple[int, frozenset[str]] | None:
    """The cheapest sure word or sign of each outline, and their cost together."""
    chosen: dict[str, int] = {}
    for outline in outlines:
        # A token at the very start or end of an outline may go on beyond it.
        words = _TOKEN.findall(f"{ANY}{outline}{ANY}")
        options = [(cost(word), word) for word in (*words, *_SIGN.findall(outline))]
        if not options:
            return None
        price, word = min(options)
        chosen[word] = price
    return (sum(chosen.values()), frozenset(chosen)) if chosen else None


def _chunks(tree: Part) -> list[Outlines]:
    """The outlines of stretches of the pattern, each of which every match holds."""
    parts = tree.parts if tree.kind == "row" else (tree,)
    chunks: list[Outlines] = []
    now: Outlines = frozenset([ANY])
    for part in parts:
        added = outlines_of(part)
        if len(now) * len(added) > MOST_OUTLINES:
            chunks.append(frozenset(outline + ANY for outline in now))
            now = _unknown(now)
        now = frozenset(a + b for a in now for b in added)
    chunks.append(frozenset(outline + ANY for outline in now))
    return chunks


def outlines_of(part: Part) -> Outlines:
    """The outlines of one part; many are cut down to the one that says nothing."""
    if part.kind == "text":
        return frozenset([part.text])
    if part.kind == "edge":
        return frozenset([EDGE if part.text == "b" else ""])
    if part.kind == "one":
        return frozenset([" " if _separates(part.text) else ANY])
    if part.kind == "choice":
        union = frozenset().union(*map(outlines_of, part.parts))
        return union if len(union) <= MOST_OUTLINES * 4 else frozenset([ANY])
    if part.kind == "row":
        now: Outlines = frozenset([""])
        for inner in part.parts:
            added = outlines_of(inner)
            if len(now) * len(added) > MOST_OUTLINES:
                now = _unknown(now)
            now = frozenset(a + b for a in now for b in added)
        return now
    return _repeated(part)


def _repeated(part: Part) -> Outlines:
    once = outlines_of(part.parts[0])
    most = part.most
    if most is None or most > MOST_REPEATS or len(once) ** most > MOST_OUTLINES:
        if most == 1:
            return frozenset([*once, ""]) if part.least == 0 else once
        # once or more: it ends as one round ends
        ending = _unknown(once)
        return ending | {""} if part.least == 0 else ending
    rounds: Outlines = frozenset([""])
    found: set[str] = set(rounds) if part.least == 0 else set()
    for k in range(1, most + 1):
        rounds = frozenset(a + b for a in rounds for b in once)
        if k >= part.least:
            found |= rounds
    return frozenset(found)


@cache
def _separates(group: str) -> bool:
    """Whether a class holds no letter, digit or underscore, so that words end at it."""
    return compiled(group).search(b"abcdefghijklmnopqrstuvwxyz0123456789_") is None


def _unknown(outlines: Outlines) -> Outlines:
    """What is still known of these outlines from their ends: whether a word may go on."""
    return frozenset([ANY] if any(map(_open, outlines)) else [ANY + EDGE])


def _open(outline: str) -> bool:
    return not outline or _OPEN_END.search(outline) is not None
