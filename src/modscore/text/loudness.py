"""Stretched words ("sooooo") and rows of exclamation marks: they raise shouting a little.

Stage: match (kinds ``stretch`` and ``marks``); the columns of `Prepared` come in; stretches of
``points`` with a strength each go out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text.capitals import spread, word_ends
from modscore.text.case import UNCASED, UPPER, case_of
from modscore.text.casing import Stretches, nothing
from modscore.text.prepared import ALIEN, INLINE, Prepared

STRETCH, STRETCH_MORE, STRETCH_MOST = 0.02, 0.01, 0.3  # three letters, each further one, at most
MARKS_MOST = 0.6  # sixty signs in a row: an extreme that is shouting by itself
_HUMS = [ord(letter) for letter in "mzxwi"]  # hmmm, zzz, xxx, www, iii
_SIGNS = (ord("!"), ord("?"))


def stretched(prepared: Prepared) -> Stretches:
    """Words with a letter three or more times in a row: 0.03 for "sooo", up to STRETCH_MOST."""
    start, end = prepared.origin[prepared.word_start], prepared.origin[prepared.word_end]
    shortened = end - start != prepared.word_end - prepared.word_start
    shortened &= prepared.word_regions & (ALIEN | INLINE) == 0
    word = np.flatnonzero(shortened)
    word = word[prepared.word_end[word] - prepared.word_start[word] > 2]
    if not len(word):
        return nothing()
    start, end = start[word], word_ends(prepared, word)
    places, _ = spread(start, end)
    letters = prepared.points[places]
    case = case_of(letters)
    letters = letters + np.where((case == UPPER) & (letters < 0x80), 32, 0).astype(np.uint32)
    owner = np.repeat(np.arange(len(word)), end - start)
    triple = (letters[2:] == letters[1:-1]) & (letters[1:-1] == letters[:-2])
    triple &= (owner[2:] == owner[:-2]) & (case[2:] != UNCASED) & ~np.isin(letters[2:], _HUMS)
    more = np.bincount(owner[2:][triple], minlength=len(word))
    found = np.flatnonzero(more)
    strength = np.minimum(STRETCH + STRETCH_MORE * more[found], STRETCH_MOST)
    return Stretches(
        prepared.word_comment[word[found]], start[found], end[found], more[found], strength
    )


def marks(prepared: Prepared) -> Stretches:
    """Rows of three or more ``!`` and ``?``: a hundredth for each sign, up to MARKS_MOST."""
    place = np.flatnonzero((prepared.folded == _SIGNS[0]) | (prepared.folded == _SIGNS[1]))
    if len(place) < 3:
        return nothing()
    fresh = np.ones(len(place), np.bool_)
    fresh[1:] = np.diff(place) != 1
    first = np.flatnonzero(fresh)
    size = np.diff(np.append(first, len(place)))
    first, size = first[size > 2], size[size > 2]
    begin = prepared.origin[place[first]]
    end = prepared.origin[place[first + size - 1]] + 1
    own = prepared.regions[begin] & (ALIEN | INLINE) == 0
    begin, end, size = begin[own], end[own], size[own]
    comment: NDArray[np.int64] = np.searchsorted(prepared.starts, begin, side="right") - 1
    strength = np.minimum(size / 100, MARKS_MOST)
    return Stretches(comment.astype(np.int32), begin, end, size, strength)
