"""The words of a batch that are all in capitals, and what each does for the run it stands in.

Stage: match, for ``casing``; the columns of `Prepared` come in; word indices and parts go out. A
part says whether a word surely is a word, may be one, or is an acronym, figure or single letter.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.text.case import LOWERED, UNCASED, UPPER, case_of
from modscore.text.prepared import ALIEN, INLINE, Prepared
from modscore.text.vocabulary import ACRONYM, BOTH, CASING, LOWER, NAME, casing_class, facts_of
from modscore.text.words import hash_words

# A word of 2 or 3 letters must be so common (frequency class) to be told from initials.
SHORT_FREQUENCY = np.array([0, 0, 6, 2, 0], np.uint8)


def _table_of(signs: str) -> NDArray[np.bool_]:
    """A table of ASCII that holds these signs."""
    table = np.zeros(129, np.bool_)
    table[[ord(sign) for sign in signs]] = True
    return table


def _among(points: NDArray[np.uint32], table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return table.take(points, mode="clip")


_JOINTS = _table_of("-/")  # PRO-LIFE and AND/OR are one word each
_SIGILS = _table_of("_#$@{")  # before an identifier, tag, ticker or template word …
_TAILS = _table_of("_}")  # … and after
_VOWELS, _NUMERALS = _table_of("aeiouy"), _table_of("ivxlcdm")

# What a word in capitals does for the run it stands in.
JOINED = -1  # the second half of a compound
QUIET, NEEDY, WEAK, SHAPED, LOUD = 0, 1, 2, 3, 4


class Capitals(NamedTuple):
    """The words all in capitals (and figures beside them), by their index in the batch."""

    word: NDArray[np.int64]
    part: NDArray[np.int8]  # QUIET … LOUD


def capitals(prepared: Prepared) -> Capitals:
    """The words of the writer's own that hold capitals and no small letter, in order.

    Words marked as names of something (tags, tickers, identifiers, emotes) are left out.
    """
    points, origin = prepared.points, prepared.origin
    start = origin[prepared.word_start]
    maybe = (case_of(points[start]) == UPPER) & (prepared.word_regions & (ALIEN | INLINE) == 0)
    word = np.flatnonzero(maybe)
    last = origin[prepared.word_end[word] - 1]
    word = word[case_of(points[last]) != LOWERED]
    if not len(word):
        return Capitals(word, np.zeros(0, np.int8))
    start, end = start[word], word_ends(prepared, word)

    places, first = spread(start, end)
    signs = points[places]
    case = case_of(signs)
    capital = np.add.reduceat(case == LOWERED, first, dtype=np.int64) == 0
    digits = np.add.reduceat(signs - 48 < 10, first, dtype=np.int64)[capital]
    upper = np.add.reduceat(case == UPPER, first, dtype=np.int64)[capital]
    word, start, end = word[capital], start[capital], end[capital]

    part = _parts(prepared, word, upper)
    before = points[np.maximum(start - 1, 0)]
    after = points[np.minimum(end, len(points) - 1)]
    beyond = points[np.minimum(end + 1, len(points) - 1)]
    model = (after == ord("-")) & (beyond - 48 < 10)  # COVID-19, F-16
    part[(upper < 2) | (digits > 0) | model] = QUIET
    joined = np.flatnonzero(_among(before[1:], _JOINTS) & (start[1:] == end[:-1] + 1)) + 1
    part[joined - 1] = np.maximum(part[joined - 1], part[joined])
    part[joined] = JOINED
    colon = before == ord(":")  # :EMOTE:, WP:SHORTCUT
    shortcut = colon & (case_of(points[np.maximum(start - 2, 0)]) != UNCASED)
    named = _among(before, _SIGILS) | _among(after, _TAILS) | shortcut
    speech = ~(named | (colon & (after == ord(":"))))
    return _with_figures(prepared, word[speech], part[speech])


def word_ends(prepared: Prepared, word: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the words end in ``points``, with the letters and marks that folding dropped."""
    end = prepared.word_end[word]
    following: NDArray[np.int64] = np.maximum(prepared.origin[end], prepared.origin[end - 1] + 1)
    return following


def _parts(
    prepared: Prepared, word: NDArray[np.int64], letters: NDArray[np.int64]
) -> NDArray[np.int8]:
    """What each word in capitals does for its run, by vocabulary, else by its shape."""
    known = facts_of(prepared.word_entry[word])
    usual, frequency = known & CASING, known >> 3
    parts = np.zeros(8, np.int8)
    parts[[LOWER, NAME, ACRONYM, BOTH]] = LOUD, WEAK, QUIET, NEEDY
    part: NDArray[np.int8] = parts[usual]
    short = (usual == LOWER) & (frequency < SHORT_FREQUENCY[np.minimum(letters, 4)])
    part[short] = NEEDY  # RE, UH, RAP: as likely initials
    unknown = np.flatnonzero(usual == 0)
    if not len(unknown):
        return part
    places, first = spread(prepared.word_start[word[unknown]], prepared.word_end[word[unknown]])
    folded = prepared.folded[places]
    size = letters[unknown]
    vowels = np.add.reduceat(_among(folded, _VOWELS), first)
    numeral = np.logical_and.reduceat(_among(folded, _NUMERALS), first)
    latin = folded[first] < 0x250
    wordlike = np.where(latin, (size >= 6) & (vowels * 4 >= size), size >= 5)
    shape = np.where(wordlike, SHAPED, NEEDY)
    shape[~latin & (size < 5)] = WEAK
    shape[numeral] = QUIET
    part[unknown] = shape
    begin, end = prepared.word_start[word[unknown]], prepared.word_end[word[unknown]]
    shortened = prepared.origin[end] - prepared.origin[begin] != end - begin
    longer = np.flatnonzero(shortened & (end - begin <= 24))  # rare: NOOOOO, STOPPPP
    spelt = [_tight(prepared.folded[begin[k] : end[k]].tolist()) for k in longer.tolist()]
    words = casing_class(hash_words(spelt)) == LOWER
    part[unknown[longer[words]]] = LOUD
    return part


def _tight(points: list[int]) -> str:
    """The word with each letter once where it stands several times in a row."""
    return "".join(chr(x) for k, x in enumerate(points) if k == 0 or x != points[k - 1])


def _with_figures(prepared: Prepared, word: NDArray[np.int64], part: NDArray[np.int8]) -> Capitals:
    """Adds the figures between words in capitals ("GET 5 DOLLARS NOW"), which do not count."""
    between = word[:-1][np.diff(word) == 2] + 1
    comment = prepared.word_comment
    between = between[comment[between - 1] == comment[between + 1]]
    if not len(between):
        return Capitals(word, part)
    digit = prepared.points[prepared.origin[prepared.word_start[between]]] - 48 < 10
    figures = between[digit & (prepared.word_regions[between] & (ALIEN | INLINE) == 0)]
    order = np.argsort(np.concatenate([word, figures]), kind="stable")
    return Capitals(
        np.concatenate([word, figures])[order],
        np.concatenate([part, np.full(len(figures), QUIET, np.int8)])[order],
    )


def spread(
    start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All places of the stretches one after the other, and where each stretch begins there."""
    size = end - start
    first = np.cumsum(size) - size
    return np.repeat(start - first, size) + np.arange(int(size.sum())), first
