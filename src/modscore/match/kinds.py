"""The kinds of rules: for each, a function that finds its places in a batch.

Stage: match; a `CompiledPack` and `Prepared` come in; `Found` columns go out, unguarded.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text import casing, loudness
from ..text.prepared import Prepared
from .buffer import Buffer
from .compile import CompiledPack, Pattern
from .phrases import Places
from .wake import woken

Ints = NDArray[np.int64]
Span = tuple[int, int, int, int]
_APOSTROPHE = 0x27
MOST_MASKED = 24  # letters and stars of a masked word


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
    spans: list[tuple[int, int, int, int, int]] = []
    count = len(prepared)
    first = np.searchsorted(code, np.arange(len(compiled.patterns) + 1) * count).tolist()
    comments = (code % max(count, 1)).tolist()
    for number, pattern in enumerate(compiled.patterns):
        if first[number] < first[number + 1]:
            here = comments[first[number] : first[number + 1]]
            spans += [(pattern.rule, *span) for span in runs(pattern, buffer, here)]
    if not spans:
        return nothing()
    rule, low, high, start, end = np.array(spans, np.int64).T
    low, high = buffer.chars_at(low), buffer.chars_at(high)
    start, end = buffer.chars_at(start), buffer.chars_at(end)
    whole = ~_cuts(prepared, buffer, low, high)
    rule, start, end = rule[whole], start[whole], end[whole]
    return found(rule, prepared.origin[start], prepared.origin[end - 1] + 1)


def runs(pattern: Pattern, buffer: Buffer, comments: list[int]) -> list[Span]:
    """All matches of a pattern in these comments, each as if alone: its ends in ``raw``, and the
    ends of the part that it marks.

    The comments run as one text, which saves most of the time of a call each; if a match reaches
    over an end, they run one by one.
    """
    raw, bounds, ready = buffer.raw, buffer.bounds, pattern.ready
    groups = ready.groups
    if len(comments) > 1:
        pieces = [raw[bounds[c] : bounds[c + 1]] for c in comments]
        begins = [0, *itertools.accumulate(map(len, pieces))]
        spans: list[Span] = []
        at = 0
        for hit in ready.finditer(b"".join(pieces)):
            start, end = hit.span()
            at = bisect.bisect_right(begins, start, at) - 1
            if end >= begins[at + 1]:
                break
            shift = bounds[comments[at]] - begins[at]
            low, high = (start, end) if not groups else _marked(hit, start, end)
            spans.append((start + shift, end + shift, low + shift, high + shift))
        else:
            return [span for span in spans if span[2] < span[3]]
    spans = []
    for comment in comments:
        for hit in ready.finditer(raw, bounds[comment], bounds[comment + 1] - 1):
            start, end = hit.span()
            spans.append((start, end, *((start, end) if not groups else _marked(hit, start, end))))
    return [span for span in spans if span[2] < span[3]]


def _marked(hit: Any, start: int, end: int) -> tuple[int, int]:
    """The part of a match that the pattern's plain group marks; all of it if the group is not
    in the match."""
    low, high = hit.span(1)
    return (low, high) if low >= 0 else (start, end)


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


def readings(compiled: CompiledPack, prepared: Prepared) -> Found:
    """The hits of obfuscated terms in other ways to read a stretch."""
    known: dict[str, list[str]] = {}
    rows: list[tuple[int, int, int]] = []
    for reading in prepared.readings:
        words = known.get(reading.text)
        if words is None:
            words = known[reading.text] = readable_words(compiled, reading.text)
        for word in words:
            rows += [(rule, reading.start, reading.end) for rule in compiled.readable[word]]
    if not rows:
        return nothing()
    return found(*np.array(rows, np.int64).T)


def readable_words(compiled: CompiledPack, text: str) -> list[str]:
    """The obfuscated words that a reading may stand for.

    A ``*`` is one letter; where that gives nothing, a row of stars is one to four letters. At
    least two letters must be seen, the first among them.
    """
    if "*" not in text:
        return [text] if text in compiled.readable else []
    seen = {(len(text), k, letter) for k, letter in enumerate(text) if letter != "*"}
    if len(text) > MOST_MASKED or len(seen) < 2 or text[0] == "*":
        return []
    none: set[str] = set()
    fitting = set.intersection(*(compiled.masks.get(place, none) for place in seen))
    if not fitting:
        start, _, rest = text.partition("*")
        loose = re.compile(re.sub(r"\*+", "[a-z]{1,4}", text))
        near = (compiled.masks.get((n, 0, text[0]), none) for n in range(len(seen) + 1, 40))
        end = rest.rpartition("*")[2]
        ends = (w for words in near for w in words if w.startswith(start) and w.endswith(end))
        fitting = {word for word in ends if loose.fullmatch(word)}
    return sorted(fitting)


def capitals(compiled: CompiledPack, prepared: Prepared) -> Found:
    """The hits of the kinds that look at the original letters: casing, stretch, marks."""
    looks = {"casing": casing.runs, "stretch": loudness.stretched, "marks": loudness.marks}
    parts = [nothing()]
    for index, rule in enumerate(compiled.rules):
        if rule.kind not in looks:
            continue
        places = looks[rule.kind](prepared)
        parts.append(
            Found(
                np.full(len(places.start), index, np.int64),
                places.start,
                places.end,
                places.strength,
            )
        )
    return together(parts)
