"""Misspelt words: which unknown words of a batch are one slip from a known one.

Stage: prepare; a prepared batch and the comments asked for come in; a `Reading` for each such word
goes out. A slip is a letter left out, one doubled, a wrong one in a long word, or two that changed
places (Damerau 1964). Known words, forms of them and rare names stay as they are: a calm word must
not become another ("britches").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.text import vocabulary
from modscore.text.prepared import CODE, HEADER, LINK, MENTION, Prepared, Reading
from modscore.text.tables import UPPER, tables
from modscore.text.words import hash_shortened, hash_words

SHORTEST, LONGEST = 3, 16  # letters of a word that is looked up
MOST = 2000  # words looked up of one comment: more than the network reads
# The frequency class of a word that one of so many letters may mean: a short one is near many.
LEAST, LEAST_LONG = {3: 6, 4: 5, 5: 4, 6: 3}, 2
LONG = 8  # from so many letters on one may be wrong: of a shorter word it makes another
COMMON_NAME = 4
_INFLECTED = ("s", "es", "ed", "d", "er", "ers", "r", "rs", "ing", "ings", "ly", "y", "ies", "al")
_SILENT = CODE | HEADER | LINK | MENTION
_ENDS = ".!?\n:\"'"
# How much likelier a slip is than another, in frequency classes.
_SWAPPED, _MISSING, _DOUBLED, _WRONG = 1.5, 1.0, 1.0, 0.0


class Meant(NamedTuple):
    """A word that may be meant; ``rare``: not what a capitalised word stands for, for it is no
    common name."""

    word: str
    rare: bool


def misspelt(prepared: Prepared, comments: Sequence[int]) -> tuple[Reading, ...]:
    """What misspelt words of these comments most likely say, in order of place.

    >>> from modscore.records import Comment, Thread
    >>> from modscore.text.prepare import prepare
    >>> batch = prepare([Thread("t", (Comment("1", "Yuo are a wonderfull preson, Marten."),))])
    >>> [reading.text for reading in misspelt(batch, [0])]
    ['you', 'wonderful', 'person']
    """
    size = prepared.word_end - prepared.word_start
    fits = (prepared.word_entry < 0) & (size >= SHORTEST) & (size <= LONGEST)
    fits &= prepared.word_regions & _SILENT == 0
    asked = np.zeros(len(prepared), dtype=np.bool_)
    asked[np.asarray(comments, dtype=np.int64)] = True
    words = np.flatnonzero(fits & asked[prepared.word_comment])
    of = prepared.word_comment[words]
    words = words[np.arange(len(words)) - np.searchsorted(of, of) < MOST]
    found: list[Reading] = []
    starts, ends = prepared.word_start[words], prepared.word_end[words]
    places = prepared.spans(starts, ends) if len(words) else (starts, ends)
    for k, start, end, first, last in zip(
        words.tolist(), *(c.tolist() for c in (starts, ends, *places)), strict=True
    ):
        if last - first != end - start:
            continue  # something stands between its letters: no slip
        text = "".join(map(chr, prepared.folded[start:end].tolist()))
        meant = likeliest(text) if text.isascii() and text.isalpha() else None
        if meant and not (meant.rare and _is_name(prepared, first, last)):
            found.append(
                Reading(int(prepared.word_comment[k]), first, last, meant.word, "misspelt")
            )
    return tuple(found)


def _is_name(prepared: Prepared, first: int, last: int) -> bool:
    """Whether a word is written as a name: a capital within a sentence; or as initials."""
    flags = tables().flags[prepared.points[first:last]] & UPPER != 0
    if not flags[0]:
        return False
    if flags.all():
        return last - first < 6
    comment = int(np.searchsorted(prepared.starts, first, side="right")) - 1
    begin = int(prepared.starts[comment])
    before = prepared.texts[comment][max(0, first - begin - 20) : first - begin].rstrip(" \t")
    return bool(before) and before[-1] not in _ENDS


@lru_cache(maxsize=1 << 13)
def likeliest(text: str) -> Meant | None:
    """The known word that a folded unknown one most likely means; None where none is likely or
    two are alike so.

    >>> likeliest("hpoe"), likeliest("shoud").word, likeliest("xqzzy")
    (Meant(word='hope', rare=True), 'should', None)
    """
    if _is_inflected(text):
        return None
    table = _table()
    own = hash_words([text])
    shorter = hash_shortened(np.frombuffer(text.encode(), np.uint8).astype(np.uint32)[None])[0]
    near = {int(k) for k in vocabulary.entries(shorter) if k >= 0}
    for hashed in (*own, *shorter):
        low, high = (int(np.searchsorted(table.keys, hashed, side)) for side in ("left", "right"))
        near.update(table.owner[low:high].tolist())
    ranked: list[tuple[float, str, bool]] = []
    for entry in near:
        word, fact = _word(entry)
        slip = _slip(text, word)
        often = fact >> 3
        if slip is None or often < LEAST.get(len(text), LEAST_LONG):
            continue
        casing = fact & vocabulary.CASING
        if casing != vocabulary.ACRONYM:
            rare = casing != vocabulary.NAME or often < COMMON_NAME
            ranked.append((often + slip, word, rare))
    ranked.sort(reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return Meant(*ranked[0][1:])


def _is_inflected(text: str) -> bool:
    """Whether a known word is left without an ending: the vocabulary has not every form.

    >>> _is_inflected("heaters"), _is_inflected("rafting"), _is_inflected("hpoe")
    (True, True, False)
    """
    stems: list[str] = []
    for ending in _INFLECTED:
        stem = text.removesuffix(ending)
        if stem != text and len(stem) > 2:
            stems += [stem, stem + "e", stem + "y"]
            if stem[-1] == stem[-2]:
                stems.append(stem[:-1])
    return bool(stems) and bool((vocabulary.entries(hash_words(stems)) >= 0).any())


def _slip(text: str, word: str) -> float | None:
    """How likely the one slip is that makes ``text`` of ``word``; None where it is none, or an
    inflection, or the first letter differs.

    >>> _slip("teh", "the"), _slip("shoud", "should"), _slip("bat", "cat"), _slip("mugs", "mug")
    (1.5, 1.0, None, None)
    """
    at = next((k for k, (a, b) in enumerate(zip(text, word, strict=False)) if a != b), None)
    if len(text) == len(word):
        if at is None:
            return None
        if text[at : at + 2] == word[at + 1 : at - 1 if at else None : -1]:
            return _SWAPPED if text[at + 2 :] == word[at + 2 :] else None
        return _WRONG if at and text[at + 1 :] == word[at + 1 :] and len(text) >= LONG else None
    if at is None:
        at = min(len(text), len(word))
    if len(text) < len(word):
        whole = at > 0 and text[at:] == word[at + 1 :]
        return _MISSING if whole and not (at == len(text) and word[-1] in "sdry") else None
    if at == 0 or text[at + 1 :] != word[at:] or at == len(word):
        doubled = at and text[at:] == text[at - 1] == word[at - 1 :]
        return _DOUBLED if doubled else None
    return _DOUBLED if text[at] in (text[at - 1], text[at + 1]) else None


def _word(entry: int) -> tuple[str, int]:
    letters, start, end, _ = vocabulary.spelled(np.array([entry]))
    word = "".join(map(chr, letters[start[0] : end[0]].tolist()))
    return word, int(vocabulary.facts_of(np.array([entry]))[0])


class _Table(NamedTuple):
    """Known words less one letter each: sorted hashes, and the number of the word of each."""

    keys: NDArray[np.uint64]
    owner: NDArray[np.int32]


@cache
def _table() -> _Table:
    entry = np.arange(vocabulary.size())
    fact = vocabulary.facts_of(entry)
    entry = entry[fact >> np.uint8(3) >= LEAST_LONG]
    letters, start, end, _ = vocabulary.spelled(entry)
    size = end - start
    keys: list[NDArray[np.uint64]] = []
    owner: list[NDArray[np.int32]] = []
    for length in range(SHORTEST, LONGEST + 2):
        own = np.flatnonzero(size == length)
        hashes = hash_shortened(letters[start[own][:, None] + np.arange(length)])
        keys.append(hashes.ravel())
        owner.append(np.repeat(entry[own], length).astype(np.int32))
    every, whose = np.concatenate(keys), np.concatenate(owner)
    order = np.argsort(every, kind="stable")
    return _Table(every[order], whose[order])
