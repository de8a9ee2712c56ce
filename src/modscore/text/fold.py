"""Folding: the same text made plain, with a map back to every original character.

Stage: prepare; code points of a batch come in; folded code points and ``origin`` go out.
Case, forms, accents, invisible signs, look-alike letters and long letter runs are folded here.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from modscore.text.distinct import distinct
from modscore.text.regional import FLAGS
from modscore.text.tables import (
    GONE,
    LATIN,
    LETTER,
    LOOKALIKE,
    MANY,
    ODD,
    PERFECT,
    WORD,
    Tables,
    tables,
)

_APOSTROPHE = 0x27
_ACCENTS = (0x60, 0xB4)  # ` and ´, written for an apostrophe
_REGIONAL = 0x1F1E6  # regional indicator A; 26 of them, in pairs a flag


def fold(
    points: NDArray[np.uint32], starts: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The folded code points, and for each the place in ``points`` it came from.

    ``starts`` are the places where comments begin, with the end of the last (as in ``Prepared``);
    without it all is one comment. A comment folds the same alone and in any batch.
    """
    table = tables()
    if starts is None:
        starts = np.array([0, len(points)], dtype=np.int64)
    rare = np.flatnonzero(points > 0x7F)
    if rare.size:
        table.ready(points[rare])
    folded = table.folds[points]
    _mend_apostrophes(points, folded, table)
    if rare.size:
        flags = table.flags[points[rare]]
        twins = rare[(flags & LOOKALIKE) != 0]
        if twins.size:
            comments = distinct(np.searchsorted(starts, twins, side="right") - 1)
            places, bounds = _joined(starts[comments], starts[comments + 1])
            folded[places] = _unmask_twins(points[places], bounds, folded[places], table)
        flagged = rare[(points[rare] >= _REGIONAL) & (points[rare] < _REGIONAL + 26)]
        if flagged.size:
            _spell_flags(points, flagged, folded)
    origin = None
    if (folded >= MANY).any():
        folded, origin = _write_out(folded, table)
        keep = folded != GONE
        folded, origin = folded[keep], origin[keep]
    shorter = _shorten(folded, table)
    if shorter is not None:
        folded = folded[shorter]
        origin = np.flatnonzero(shorter) if origin is None else origin[shorter]
    return folded, np.arange(len(folded), dtype=np.int64) if origin is None else origin


def plain_text(text: str) -> str:
    """One text, folded.

    >>> plain_text("Ｃａｆé\u200b №1 — “ЅHІТ” soooo")
    'cafe no1 - "shit" soo'
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return text_of(fold(points)[0])


def text_of(points: NDArray[np.uint32]) -> str:
    """The string that these code points spell."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _mend_apostrophes(
    points: NDArray[np.uint32], folded: NDArray[np.uint32], table: Tables
) -> None:
    """Write ` and ´ between two letters as an apostrophe."""
    inner = points[1:-1]
    marks = np.flatnonzero((inner == _ACCENTS[0]) | (inner == _ACCENTS[1])) + 1
    if marks.size:
        beside = table.flags[points[marks - 1]] & table.flags[points[marks + 1]]
        folded[marks[(beside & LETTER) != 0]] = _APOSTROPHE


def _unmask_twins(
    points: NDArray[np.uint32],
    starts: NDArray[np.int64],
    folded: NDArray[np.uint32],
    table: Tables,
) -> NDArray[np.uint32]:
    """Turn look-alikes into the Latin letters they pretend to be, word by word.

    A word that mixes them with Latin letters pretends; so does a word of perfect twins alone in
    a comment whose other words are mostly Latin, or of letters that no script in use puts
    together. Russian or Greek text stays itself.
    """
    flags = table.flags[points]
    twins = np.flatnonzero(flags & LOOKALIKE).astype(np.int64)
    inside = np.zeros(len(points) + 2, dtype=np.bool_)
    np.not_equal(flags & WORD, 0, out=inside[1:-1])
    inside[1:-1] |= folded == GONE  # an invisible sign or mark does not end a word
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    begins, ends = edges[0::2], edges[1::2]
    words = distinct(np.searchsorted(begins, twins, side="right") - 1)
    begins, ends = begins[words], ends[words]

    latin_before = _running((flags & LATIN) != 0)
    other_before = _running((flags & (LETTER | LATIN)) == LETTER)
    grade = np.zeros(len(points), dtype=np.uint8)
    grade[twins] = table.grades[points[twins]]

    def count(before: NDArray[np.int64]) -> NDArray[np.int64]:
        return before[ends] - before[begins]

    latins, others = count(latin_before), count(other_before)
    pretended = count(_running(grade > 0))
    perfect = count(_running(grade >= PERFECT))
    odd = count(_running(grade == ODD))
    # In a mixed word the letters that pretend nothing must not outnumber the Latin ones.
    mixed = (latins > 0) & (others - pretended <= latins)
    # The comment's script, seen without the words in question.
    comment = np.searchsorted(starts, begins, side="right") - 1
    first, last = starts[comment], starts[np.minimum(comment + 1, len(starts) - 1)]
    disguised = perfect == others
    own = np.bincount(comment, weights=others * disguised, minlength=len(starts))
    around_latin = latin_before[last] - latin_before[first]
    around_other = other_before[last] - other_before[first] - own[comment].astype(np.int64)
    wholly = (latins == 0) & disguised
    wholly &= (around_latin > around_other) | ((odd > 0) & (around_latin >= around_other))
    chosen = _inside(twins, begins[mixed | wholly], ends[mixed | wholly])
    folded[chosen] = table.looks[points[chosen]]
    return folded


def _joined(
    starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All places of these stretches in a row, and where each begins there (and the end)."""
    bounds = np.zeros(len(starts) + 1, dtype=np.int64)
    np.cumsum(ends - starts, out=bounds[1:])
    places = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], ends - starts)
    return places, bounds


def _inside(
    places: NDArray[np.int64], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Those of the places that lie in one of the stretches (in order, apart)."""
    if not begins.size:
        return places[:0]
    at = np.searchsorted(begins, places, side="right") - 1
    return places[(at >= 0) & (places < ends[at])]


def _running(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many are true before each place, and at the end."""
    before = np.zeros(len(mask) + 1, dtype=np.int64)
    np.cumsum(mask, out=before[1:])
    return before


def _spell_flags(
    points: NDArray[np.uint32], places: NDArray[np.int64], folded: NDArray[np.uint32]
) -> None:
    """Read regional indicators as letters where they are no flags: single ones and odd pairs."""
    letters = (points[places] - _REGIONAL).astype(np.int64)
    starts = np.append(True, np.diff(places) != 1)
    begins = np.flatnonzero(starts)
    run = np.cumsum(starts) - 1
    first = (np.arange(len(places)) - begins[run]) % 2 == 0  # of a pair
    partner = np.append(np.where(starts[1:], -1, letters[1:]), -1)
    no_flag = first & ((partner < 0) | ~_flag_pairs()[letters * 26 + partner])
    spelled = np.logical_or.reduceat(no_flag, begins)[run]
    folded[places[spelled]] = letters[spelled] + ord("a")


@cache
def _flag_pairs() -> NDArray[np.bool_]:
    pairs = np.zeros(26 * 26, dtype=np.bool_)
    pairs[[(ord(a) - 65) * 26 + ord(b) - 65 for a, b in map(tuple, FLAGS)]] = True
    return pairs


def _write_out(
    folded: NDArray[np.uint32], table: Tables
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Write out what folds to several characters, all from the same place."""
    places = np.flatnonzero((folded >= MANY) & (folded != GONE))
    if not places.size:
        return folded, np.arange(len(folded), dtype=np.int64)
    written = [table.many[code] for code in (folded[places] - MANY).tolist()]
    lengths = np.fromiter(map(len, written), dtype=np.int64, count=len(written))
    before = np.cumsum(lengths) - lengths
    targets = np.repeat(places - np.arange(len(places)), lengths) + np.arange(lengths.sum())
    advance = np.ones(len(folded) + int(lengths.sum()) - len(places), dtype=np.int8)
    advance[targets] = 0
    advance[targets[before]] = 1
    source = np.cumsum(advance, dtype=np.int64) - 1
    folded = folded[source]
    folded[targets] = np.concatenate(written)
    return folded, source


def _shorten(folded: NDArray[np.uint32], table: Tables) -> NDArray[np.bool_] | None:
    """What to keep so that three or more equal letters become two: the first and the last.

    A word that is nothing but one letter ("xxx", "kkk") stays. None: everything is kept.
    """
    same = folded[1:] == folded[:-1]
    middle = np.flatnonzero(same[1:] & same[:-1]) + 1
    middle = middle[(table.flags[folded[middle]] & LETTER) != 0]
    if not middle.size:
        return None
    first = np.ones(len(middle), dtype=np.bool_)
    first[1:] = np.diff(middle) != 1
    run = np.cumsum(first) - 1
    begins = middle[first] - 1
    ends = middle[np.append(first[1:], True)] + 2
    before = np.where(begins > 0, table.flags[folded[begins - 1]], 0)
    after = np.where(ends < len(folded), table.flags[folded[np.minimum(ends, len(folded) - 1)]], 0)
    whole = ((before | after) & WORD) == 0
    keep = np.ones(len(folded), dtype=np.bool_)
    keep[middle[~whole[run]]] = False
    return keep
