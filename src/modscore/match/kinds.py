"""The kinds of rules: for each, a function that finds its places in a batch.

Stage: match; a `CompiledPack` and `Prepared` come in; `Found` columns go out, unguarded.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text import casing, loudness
from ..text.distinct import distinct
from ..text.prepared import Prepared
from .buffer import Buffer
from .compile import CompiledPack, Pattern
from .phrases import Places
from .wake import woken

Ints = NDArray[np.int64]
Span = tuple[int, int, int, int]
_APOSTROPHE = 0x27


class Found(NamedTuple):
    """Places in ``points`` where rules hit, and how much of the rule's strength counts."""

    rule: Ints
    start: Ints
    end: Ints
    share: NDArray[np.float64]


def found(rule: Ints, start: Ints, end: Ints) -> Found:
    """Places that count in full."""
    return Found(rule, start, end, np.ones(len(rule)))


def nothing() -> Found:
    """No places."""
    none = np.zeros(0, np.int64)
    return found(none, none, none)


def chosen(places: Found, rows: Ints | NDArray[np.bool_]) -> Found:
    """These rows of the places, in this order."""
    return Found(places.rule[rows], places.start[rows], places.end[rows], places.share[rows])


def together(parts: Sequence[Found]) -> Found:
    """The places of all parts."""
    return Found(
        np.concatenate([part.rule for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate([part.share for part in parts]),
    )


def terms(compiled: CompiledPack, prepared: Prepared, places: Places) -> Found:
    """The hits of kind ``terms`` among the phrases found."""
    which, rule = compiled.term_rules.of(places.key)
    first, last = places.first[which], places.last[which]
    start = prepared.origin[prepared.word_start[first]]
    end = prepared.origin[prepared.word_end[last] - 1] + 1
    return found(rule, start, end)


def patterns(compiled: CompiledPack, prepared: Prepared, buffer: Buffer, places: Places) -> Found:
    """The hits of kind ``pattern``: each pattern runs on the comments that hold a trigger of it.

    A match that begins or ends inside a word does not count, but it may end before the last
    apostrophe of one ("idiot's").
    """
    code = woken(compiled, prepared, buffer, places)
    number, comment = np.divmod(code, max(len(prepared), 1))
    # Each pattern runs once, over its comments as one text: that saves most of the time of a call
    # for each. The texts of all patterns in a row are `line`, where a hit's comment is looked up.
    line = np.append(0, np.cumsum(buffer.sizes[comment]))
    comments, begins = comment.tolist(), line.tolist()
    spans: list[Span] = []
    fresh = np.flatnonzero(np.diff(number, prepend=-1, append=-1)).tolist()
    for first, last in itertools.pairwise(fresh):
        pattern = compiled.patterns[int(number[first])]
        spans += runs(pattern, buffer, comments[first:last], begins[first])
    if not spans:
        return nothing()
    start, end, low, high = np.array(spans, np.int64).T
    pair = np.searchsorted(line, start, side="right") - 1
    shift = np.array(buffer.bounds)[comment[pair]] - line[pair]
    rule = compiled.pattern_rule[number[pair]]
    alone = np.flatnonzero(end >= line[pair + 1])
    low, high = low + shift, high + shift
    if len(alone):  # hardly ever: a match over the end of a comment
        again = distinct(number[pair[alone]])
        keep = ~np.isin(number[pair], again)
        more: list[tuple[int, int, int]] = []
        for which in again.tolist():
            one = compiled.patterns[which]
            for index in comment[number == which].tolist():
                base = buffer.bounds[index]
                more += [(one.rule, *span[2:]) for span in runs(one, buffer, [index], base)]
        added = np.array(more, np.int64).reshape(-1, 3).T
        rule, low, high = (
            np.concatenate([column[keep], new])
            for column, new in zip((rule, low, high), added, strict=True)
        )
    rule, low, high = (column[low < high] for column in (rule, low, high))
    return _whole(prepared, buffer, rule, low, high)


def runs(pattern: Pattern, buffer: Buffer, comments: list[int], begin: int) -> list[Span]:
    """All matches of a pattern in these comments as one text that begins at ``begin``: the ends of
    the match, and the ends of the part that it marks."""
    if len(comments) == 1:
        text = buffer.pieces[comments[0]]
        hits = pattern.found_in(text, len(text) - 1)
    else:
        text = b"".join(map(buffer.pieces.__getitem__, comments))
        hits = pattern.found_in(text, len(text))
    if pattern.marks:
        return [_marked(hit, begin) for hit in hits]
    return [(a + begin, b + begin, a + begin, b + begin) for ((a, b),) in hits]


def _marked(ends: Sequence[tuple[int, int]], begin: int) -> Span:
    """The ends of a match, and those of its plain group; of all of it if the group is not in it."""
    (start, end), (low, high) = ends[:2]
    if low < 0:
        low, high = start, end
    return start + begin, end + begin, low + begin, high + begin


def _whole(prepared: Prepared, buffer: Buffer, rule: Ints, low: Ints, high: Ints) -> Found:
    """The places of these stretches of ``raw``, without those that cut a word."""
    start, end = buffer.chars_at(low), buffer.chars_at(high)
    whole = ~_cuts(prepared, buffer, start, end)
    rule, start, end = rule[whole], start[whole], end[whole]
    return found(rule, prepared.origin[start], prepared.origin[end - 1] + 1)


def _cuts(prepared: Prepared, buffer: Buffer, start: Ints, end: Ints) -> NDArray[np.bool_]:
    """Whether a stretch of ``folded`` begins or ends inside a word."""
    if not len(prepared.word_start):
        return np.zeros(len(start), bool)
    word = np.searchsorted(prepared.word_start, start, side="left") - 1
    cut = (word >= 0) & (start < prepared.word_end[word])
    word = np.searchsorted(prepared.word_start, end, side="left") - 1
    cut_end = (word >= 0) & (end < prepared.word_end[word])
    if cut_end.any() and len(buffer.apostrophes):
        after = np.searchsorted(buffer.apostrophes, end, side="right")
        following = np.append(buffer.apostrophes, len(prepared.folded))[after]
        last = prepared.folded[np.minimum(end, len(prepared.folded) - 1)] == _APOSTROPHE
        cut_end &= ~(last & (following >= prepared.word_end[word]))
    both: NDArray[np.bool_] = cut | cut_end
    return both


def capitals(compiled: CompiledPack, prepared: Prepared) -> Found:
    """The hits of the kinds that look at the original letters: casing, stretch, marks."""
    looks = {"casing": casing.runs, "stretch": loudness.stretched, "marks": loudness.marks}
    parts = [nothing()]
    for index, kind in compiled.looking:
        places = looks[kind](prepared)
        if not len(places.start):
            continue
        parts.append(
            Found(
                np.full(len(places.start), index, np.int64),
                places.start,
                places.end,
                places.strength,
            )
        )
    return together(parts)
