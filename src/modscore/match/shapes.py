"""What every match of a pattern must hold: whole words and short phrases, or signs.

Stage: match; the tree of a pattern comes in; its triggers go out. A comment without a trigger
cannot match, so a pattern runs only on the few comments that hold one.

A pattern is written out as a set of outlines: strings in which `ANY` stands for a stretch that
is not known. Matches begin and end at the edges of words (`kinds.patterns` sees to it), so a word
of an outline is sure if blanks, signs or the ends of the match stand on both sides of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from ..rulebook.grammar import Part
from ..rulebook.patterns import compiled

ANY = "\x02"
END = "\x03"  # the beginning and the end of the match, or of a line
DIGIT = "\x04"  # some digit: a sign as good as others
MOST_OUTLINES = 300  # of parts joined
MOST_CHOICES = 4_000
MOST_REPEATS = 3  # a counted repeat is written out up to so often
MOST_WORDS = 3  # of a phrase
COMMON = 200.0  # in a million words: a second set of triggers is worth its time
TOO_COMMON = 30_000.0
ONE_MORE = 2.0  # what a trigger costs by being there
_WORD = r"[a-z0-9]+(?:(?<=[a-z])'(?=[a-z])[a-z0-9]+)*"
_EDGE = r"[\x03\n !-&(-/:-@\[-^`{-~]"  # the ends of a match, blanks, and signs of ASCII but ' and _
_SURE = re.compile(rf"(?<={_EDGE}){_WORD}(?: {_WORD})*(?={_EDGE})")
_SIGN = re.compile(r"[^\x02\x03\w\s]")
_FEW = re.compile(r"\[([a-z0-9]{1,6})\]")  # a class that can be written out
_DIGITS = re.compile(r"\[(?:0-9|[0-9]-[0-9]|\\d)\]")

Cost = Callable[[str], float]
Outlines = frozenset[str]


def triggers(tree: Part, cost: Cost) -> tuple[frozenset[str], ...]:
    """Sets of phrases and signs; every match holds one of each set.

    The rarest set comes first; a second follows where the first is common; none where nothing is
    sure. ``cost`` tells how common a phrase or sign is, in a million words.

    >>> from modscore.rulebook.grammar import parse
    >>> found = triggers(parse(r"(?:dare|try) to \\w+"), lambda words: 999 if words == "to" else 1)
    >>> sorted(found[0])
    ['dare', 'try']
    """
    if tree.kind == "choice":
        branches = [triggers(part, cost) for part in tree.parts]
        if not all(branches):
            return ()
        return (frozenset().union(*(branch[0] for branch in branches)),)
    found = [one for one in (_sure(outlines, cost) for outlines in _chunks(tree)) if one]
    if not found:
        return ()
    price, best = min(found, key=lambda one: (one[0], sorted(one[1])))
    if price < COMMON:
        return (best,)
    others = [one for one in found if best.isdisjoint(one[1]) and one[0] < TOO_COMMON]
    if not others:
        return (best,)
    return best, min(others, key=lambda one: (one[0], sorted(one[1])))[1]


def _sure(outlines: Iterable[str], cost: Cost) -> tuple[float, frozenset[str]] | None:
    """The cheapest sure phrase or sign of each outline, and their cost together."""
    options: list[set[str]] = []
    for outline in sorted(outlines, key=lambda one: (len(one), one)):
        found = {phrase for run in _SURE.findall(outline) for phrase in _phrases(run)}
        options.append(found.union(_SIGN.findall(outline)))
        if not options[-1]:
            return None
    if in_all := set.intersection(*options):
        price, phrase = min((cost(option), option) for option in in_all)
        if price < COMMON:
            return price, frozenset([phrase])
    chosen: dict[str, float] = {}
    for each in options:
        if chosen.keys().isdisjoint(each):
            price, phrase = min((cost(option), option) for option in each)
            chosen[phrase] = price + ONE_MORE
    total = sum(chosen.values())
    if in_all and (one := min((cost(option), option) for option in in_all))[0] < total:
        return one[0], frozenset([one[1]])
    return total, frozenset(chosen)


@cache
def _phrases(run: str) -> tuple[str, ...]:
    words = run.split(" ")
    return tuple(
        " ".join(words[start : start + size])
        for size in range(1, MOST_WORDS + 1)
        for start in range(len(words) - size + 1)
    )


def _chunks(tree: Part) -> Iterator[Outlines]:
    """The outlines of stretches of the pattern, each of which every match holds: for each part
    the longest stretch from there that is not too much to write out."""
    factors = [outlines_of(part) for part in (tree.parts if tree.kind == "row" else (tree,))]
    starts = [END]  # what stands before each part
    for factor in factors:
        ends = {
            outline.endswith((" ", END)) if outline else starts[-1] != ANY for outline in factor
        }
        starts.append(ANY + " " if ends == {True} else ANY)
    reached = -1
    for first in range(len(factors)):
        now: Outlines = frozenset([starts[first]])
        widest, stop = 1, first
        while stop < len(factors):
            widest = max(widest, len(factors[stop]))
            if len(now) * len(factors[stop]) > max(MOST_OUTLINES, 2 * widest):
                break
            now = frozenset(a + b for a in now for b in factors[stop])
            stop += 1
        if stop > reached and stop > first:
            reached = stop
            if stop == len(factors):
                closing = END
            else:  # what follows tells whether the last word ends here
                closing = " " + ANY if all(map(_begins_closed, factors[stop])) else ANY
            yield frozenset(outline + closing for outline in now)


def outlines_of(part: Part) -> Outlines:
    """The outlines of one part; too many are cut down to the one that says nothing."""
    if part.kind == "text":
        return frozenset([part.text])
    if part.kind == "edge":
        return frozenset(["" if part.text in "bB" else END])
    if part.kind == "one":
        return _class_outlines(part.text)
    if part.kind == "choice":
        union: Outlines = frozenset().union(*map(outlines_of, part.parts))
        return union if len(union) <= MOST_CHOICES else frozenset([ANY])
    if part.kind == "row":
        if all(inner.kind == "text" for inner in part.parts):
            return frozenset(["".join(inner.text for inner in part.parts)])
        now: Outlines = frozenset([""])
        for inner in part.parts:
            added = outlines_of(inner)
            if len(now) * len(added) > MOST_OUTLINES:
                now = _unknown(now)
            now = frozenset(a + b for a in now for b in added)
        return now
    return _repeated(part)


@cache
def _class_outlines(group: str) -> Outlines:
    few = _FEW.fullmatch(group)
    if few:
        return frozenset(few[1])
    if group == r"\d" or _DIGITS.fullmatch(group):
        return frozenset([ANY + DIGIT + ANY])
    return frozenset([" " + ANY + " " if _separates(group) else ANY])


@cache
def _separates(group: str) -> bool:
    """Whether a class holds no character that can stand in a word."""
    return compiled(group).search("abcdefghijklmnopqrstuvwxyz0123456789_'é".encode()) is None


def _repeated(part: Part) -> Outlines:
    once = outlines_of(part.parts[0])
    most = part.most
    if most is None or most > MOST_REPEATS or len(once) ** most > MOST_OUTLINES:
        if most == 1:
            return once | {""} if part.least == 0 else once
        ending = _unknown(once)
        return ending | {""} if part.least == 0 else ending
    rounds: Outlines = frozenset([""])
    found: set[str] = set(rounds) if part.least == 0 else set()
    for k in range(1, most + 1):
        rounds = frozenset(a + b for a in rounds for b in once)
        if k >= part.least:
            found |= rounds
    return frozenset(found)


def _begins_closed(outline: str) -> bool:
    return outline.startswith((" ", END))


def _unknown(outlines: Outlines) -> Outlines:
    """What is still known of these outlines at their ends: whether a word may go on there."""
    closed = all(outline.endswith((" ", END)) for outline in outlines)
    return frozenset([ANY + " " if closed else ANY])
