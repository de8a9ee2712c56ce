"""What the toxicity model sees of a batch: its distinct words, pairs of words, signs and marks.

Stage: models; a prepared batch comes in; ``Wording`` goes out, whole numbers only. What stands in
code, links, mentions and quoted text is left out. Within a comment each thing counts once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import ALIEN, MARKUP, Prepared, Reading
from ..text.tables import BLANK, UPPER, WORD, tables
from ..text.vocabulary import entries
from ..text.words import hash_words
from .same import same

PAIR_BITS = 20  # pairs and signs share a table of 2**20 weights
MARKS = 64  # weights of marks: four groups of 16 grades each
SHOUTED = 3  # letters that a word in capitals has at least

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_NEXT = np.uint64(0xC2B2AE3D27D4EB4F)
_SIGN = np.uint64(0xD6E8FEB86659FD93)
_SILENT = ALIEN & ~MARKUP  # markup inside a word is one of the disguises
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, eq=False)
class Wording:
    """Columns of U distinct words, P word uses, Q pairs and n comments.

    Uses, pairs and signs are ordered by comment; the ``…_starts`` (n + 1) say where each
    comment's begin. Each word, pair and sign counts once a comment: saying a thing a thousand
    times makes it no worse.
    """

    text: NDArray[np.uint32]  # the folded text, then that of all readings
    word_start: NDArray[np.int64]  # (U,) one place in `text` of each distinct word
    word_end: NDArray[np.int64]  # (U,)
    word_hash: NDArray[np.uint64]  # (U,)
    word_entry: NDArray[np.int64]  # (U,) in the vocabulary
    use: NDArray[np.int64]  # (P,) which distinct word
    use_starts: NDArray[np.int64]
    pair: NDArray[np.int64]  # (Q,) places in the table of pairs
    pair_starts: NDArray[np.int64]
    sign: NDArray[np.int64]  # signs alone and between their neighbours, in the same table
    sign_starts: NDArray[np.int64]
    marks: NDArray[np.int64]  # (n, 4) places in the table of marks


@dataclass(frozen=True, eq=False)
class Speech:
    """The writer's own words, ``plain`` of them, and after those what disguised words may say."""

    text: NDArray[np.uint32]  # the folded text, then that of the readings
    hash: NDArray[np.uint64]
    entry: NDArray[np.int64]  # in the vocabulary
    start: NDArray[np.int64]  # places in `text`
    end: NDArray[np.int64]
    comment: NDArray[np.int64]
    plain: int
    readings: list[Reading]


def speech(prepared: Prepared, wanted: NDArray[np.bool_] | None = None) -> Speech:
    """What is said in the comments wanted (all by default), but for code, links, mentions and
    quoted text. A reading with a letter unknown is left out."""
    own = np.flatnonzero((prepared.word_regions & ALIEN) == 0)
    if wanted is not None:
        own = own[wanted[prepared.word_comment[own]]]
    said = [
        reading
        for reading in prepared.readings
        if (wanted is None or wanted[reading.comment])
        and "*" not in reading.text
        and not prepared.regions[reading.start] & _SILENT
    ]
    texts = [reading.text for reading in said]
    more = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.cumsum(sizes) + len(prepared.folded)
    comments = np.array([reading.comment for reading in said], dtype=np.int64)
    hashes = hash_words(texts)
    return Speech(
        text=np.concatenate((prepared.folded, more)),
        hash=np.concatenate((prepared.word_hash[own], hashes)),
        entry=np.concatenate((prepared.word_entry[own], entries(hashes))),
        start=np.concatenate((prepared.word_start[own], ends - sizes)),
        end=np.concatenate((prepared.word_end[own], ends)),
        comment=np.concatenate((prepared.word_comment[own], comments)),
        plain=len(own),
        readings=said,
    )


def see(prepared: Prepared) -> Wording:
    """The wording of a batch; a comment's part is the same whatever else is in it."""
    n = len(prepared)
    said = speech(prepared)
    first, number = same(said.hash)
    use, use_starts = _distinct(_keys(said.comment, number), n)
    comment, plain = said.comment[: said.plain], said.hash[: said.plain]
    beside = np.flatnonzero(comment[1:] == comment[:-1])
    pair, pair_starts = _distinct(_keys(comment[beside], pair_places(plain)[beside]), n)
    sign, sign_comment = signs(prepared)
    sign, sign_starts = _distinct(_keys(np.repeat(sign_comment, 2), sign), n)
    return Wording(
        text=said.text,
        word_start=said.start[first],
        word_end=said.end[first],
        word_hash=said.hash[first],
        word_entry=said.entry[first],
        use=use,
        use_starts=use_starts,
        pair=pair,
        pair_starts=pair_starts,
        sign=sign,
        sign_starts=sign_starts,
        marks=_marks(prepared, said),
    )


def pair_places(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The place in the table of each word with the one after it."""
    pairs = (hashes[:-1] * _NEXT + hashes[1:]) * _SPREAD
    return (pairs >> np.uint64(64 - PAIR_BITS)).astype(np.int64)


def _keys(comment: NDArray[np.int64], value: NDArray[np.int64]) -> NDArray[np.uint64]:
    return (comment.astype(np.uint64) << np.uint64(32)) | value.astype(np.uint64)


def _distinct(key: NDArray[np.uint64], n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys (comment << 32 | value) each once: the values, and where each comment's begin."""
    key.sort()
    if key.size:
        fresh = np.empty(len(key), dtype=np.bool_)
        fresh[0] = True
        np.not_equal(key[1:], key[:-1], out=fresh[1:])
        key = key[fresh]
    bounds = np.arange(n + 1, dtype=np.uint64) << np.uint64(32)
    return (key & _LOW).astype(np.int64), np.searchsorted(key, bounds).astype(np.int64)


def signs(prepared: Prepared) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Characters that are neither letters nor blanks: two places in the table of pairs for each,
    alone and with both neighbours; and the comment of each."""
    folded = prepared.folded
    where, counts = sign_places(prepared)
    comment = np.repeat(np.arange(len(prepared)), counts)
    shift = np.uint64(64 - PAIR_BITS)
    own = folded[where].astype(np.uint64)
    # a newline follows every comment, so there is one after, and one before but for the first
    before = folded[where - 1].astype(np.uint64)
    if where.size and where[0] == 0:
        before[0] = 10
    after = folded[where + 1].astype(np.uint64)
    alone = own * _SIGN >> shift
    held = ((before << np.uint64(42)) | (own << np.uint64(21)) | after) * _SIGN * _SPREAD >> shift
    return np.stack((alone, held), axis=1).ravel().astype(np.int64), comment


def sign_places(prepared: Prepared) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where those characters stand in ``folded``, and how many each comment has."""
    flags = tables().flags[prepared.folded]
    where = np.flatnonzero((flags & (WORD | BLANK)) == 0)
    where = where[(prepared.regions[prepared.origin[where]] & ALIEN) == 0]
    return where, np.diff(np.searchsorted(where, prepared.folded_starts))


def _marks(prepared: Prepared, said: Speech) -> NDArray[np.int64]:
    """Grades: length in words, share of words in capitals, exclamation marks, words capitalised."""
    n = len(prepared)
    start, end = said.start[: said.plain], said.end[: said.plain]
    comment = said.comment[: said.plain]
    words = np.bincount(comment, minlength=n)
    points, flags = prepared.points, tables().flags
    opened = (flags[points[prepared.origin[start]]] & UPPER) != 0
    closed = (flags[points[prepared.origin[end - 1]]] & UPPER) != 0
    long = end - start >= SHOUTED
    shouted = np.bincount(comment[opened & closed & long], minlength=n)
    longs = np.bincount(comment[long], minlength=n)
    titled = np.bincount(comment[opened & ~closed & long], minlength=n)
    calls = np.flatnonzero(points == ord("!"))
    calls = calls[(prepared.regions[calls] & ALIEN) == 0]
    called = np.diff(np.searchsorted(calls, prepared.starts))
    return np.stack(
        (
            _grade(words),
            16 + _share(shouted, longs),
            32 + _grade(called),
            48 + _share(titled, longs),
        ),
        axis=1,
    )


def _grade(count: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 for 0, then one more for each doubling, at most 15."""
    return np.minimum(np.searchsorted(1 << np.arange(15), count, side="right"), 15)


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 for none, 1 to 14 for a share of the whole."""
    return np.where(part > 0, 1 + (13 * part) // np.maximum(whole, 1), 0)
