"""What the toxicity model sees of a batch: its distinct words, pairs of words, signs and marks.

Stage: models; a prepared batch comes in; ``Wording`` goes out, whole numbers only. What stands in
code, links, mentions and quoted text is left out. Within a comment each thing counts once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import ALIEN, Prepared
from ..text.tables import BLANK, UPPER, WORD, tables

PAIR_BITS = 20  # pairs and signs share a table of 2**20 weights
MARKS = 64  # weights of marks: four groups of 16 grades each
SHOUTED = 3  # letters that a word in capitals has at least

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_NEXT = np.uint64(0xC2B2AE3D27D4EB4F)
_OVER = np.uint64(0x165667B19E3779F9)
_SIGN = np.uint64(0xD6E8FEB86659FD93)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, eq=False)
class Wording:
    """Columns of U distinct words, P word uses, Q pairs and n comments.

    Uses and pairs are ordered by comment; ``use_starts`` and ``pair_starts`` (n + 1) say where
    each comment's begin.
    """

    word_start: NDArray[np.int64]  # (U,) one place in `text` of each distinct word
    word_end: NDArray[np.int64]  # (U,)
    text: NDArray[np.uint32]  # the folded text, then that of all readings
    use: NDArray[np.int64]  # (P,) which distinct word
    use_starts: NDArray[np.int64]
    pair: NDArray[np.int64]  # (Q,) place in the table of pairs
    pair_starts: NDArray[np.int64]
    marks: NDArray[np.int64]  # (n, 4) places in the table of marks
    words: NDArray[np.int64]  # (n,) words counted as often as they stand


def see(prepared: Prepared) -> Wording:
    """The wording of a batch; a comment's part is the same whatever else is in it."""
    n = len(prepared)
    own = np.flatnonzero((prepared.word_regions & ALIEN) == 0)
    start, end = prepared.word_start[own], prepared.word_end[own]
    hashes, comment = prepared.word_hash[own], prepared.word_comment[own].astype(np.int64)
    text, hashes_all, start_all, end_all, comment_all = _with_readings(
        prepared, hashes, start, end, comment
    )
    first, number = same(hashes_all)
    key = (comment_all.astype(np.uint64) << np.uint64(32)) | number.astype(np.uint64)
    use, use_starts = _distinct(key, n)
    pair, pair_starts = _pairs(prepared, hashes, comment, n)
    words = np.bincount(comment, minlength=n)
    return Wording(
        word_start=start_all[first],
        word_end=end_all[first],
        text=text,
        use=use,
        use_starts=use_starts,
        pair=pair,
        pair_starts=pair_starts,
        marks=_marks(prepared, start, end, comment, words),
        words=words,
    )


def same(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The place of one of each distinct key, and for every key the number of its own there.

    Each round, keys race for a slot; those that find their like there are done. After a few
    rounds (only an attack needs more) the rest is sorted.

    >>> first, number = same(np.array([7, 9, 7], dtype=np.uint64))
    >>> len(first), bool(number[0] == number[2] != number[1])
    (2, True)
    """
    count = len(keys)
    leader = np.empty(count, dtype=np.int64)
    left: NDArray[np.int64] = np.arange(count)
    bits = min(20, max(8, int(count).bit_length()))
    slots = np.zeros(1 << bits, dtype=np.int64)
    factor = _SPREAD
    for _ in range(6):
        if not left.size:
            break
        mine = keys[left]
        slot = ((mine * factor) >> np.uint64(64 - bits)).astype(np.int64)
        slots[slot] = left
        winner = slots[slot]
        alike = keys[winner] == mine
        leader[left[alike]] = winner[alike]
        left = left[~alike]
        with np.errstate(over="ignore"):
            factor = factor * _NEXT
    if left.size:
        _, where, inverse = np.unique(keys[left], return_index=True, return_inverse=True)
        leader[left] = left[where[inverse]]
    first = np.flatnonzero(leader == np.arange(count))
    number = np.empty(count, dtype=np.int64)
    number[first] = np.arange(len(first))
    return first, number[leader]


def _with_readings(
    prepared: Prepared,
    hashes: NDArray[np.uint64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    comment: NDArray[np.int64],
) -> tuple[
    NDArray[np.uint32],
    NDArray[np.uint64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
]:
    """The words, and after them what disguised words may say (where no letter stays unknown)."""
    from ..text.words import hash_words

    said = sorted({(r.comment, r.text) for r in prepared.readings if r.text and "*" not in r.text})
    if not said:
        return prepared.folded, hashes, start, end, comment
    extra = "".join(text for _, text in said)
    more = np.frombuffer(extra.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum([len(text) for _, text in said]) + len(prepared.folded)
    sizes = np.array([len(text) for _, text in said], dtype=np.int64)
    return (
        np.concatenate((prepared.folded, more)),
        np.concatenate((hashes, hash_words([text for _, text in said]))),
        np.concatenate((start, ends - sizes)),
        np.concatenate((end, ends)),
        np.concatenate((comment, np.array([c for c, _ in said], dtype=np.int64))),
    )


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


def _pairs(
    prepared: Prepared, hashes: NDArray[np.uint64], comment: NDArray[np.int64], n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places in the table for words side by side, words with one between, and signs."""
    room = comment.astype(np.uint64) << np.uint64(32)
    shift = np.uint64(64 - PAIR_BITS)
    beside = (hashes[:-1] * _NEXT + hashes[1:]) * _SPREAD >> shift
    over = (hashes[:-2] * _OVER + hashes[2:]) * _SPREAD >> shift
    keys = [
        (room[1:] | beside)[comment[1:] == comment[:-1]],
        (room[2:] | over)[comment[2:] == comment[:-2]],
        *_signs(prepared),
    ]
    return _distinct(np.concatenate(keys), n)


def _signs(prepared: Prepared) -> list[NDArray[np.uint64]]:
    """Keys of characters that are neither letters nor blanks: alone, and with both neighbours."""
    folded = prepared.folded
    flags = tables().flags[folded]
    places = np.flatnonzero((flags & (WORD | BLANK)) == 0)
    places = places[(prepared.regions[prepared.origin[places]] & ALIEN) == 0]
    if not places.size:
        return []
    comment = np.searchsorted(prepared.folded_starts, places, side="right") - 1
    room = comment.astype(np.uint64) << np.uint64(32)
    shift = np.uint64(64 - PAIR_BITS)
    own = folded[places].astype(np.uint64)
    # every comment ends with a newline, so the one after is always there
    before = np.where(places > prepared.folded_starts[comment], folded[places - 1], 10)
    around = (before.astype(np.uint64) << np.uint64(42)) | folded[places + 1].astype(np.uint64)
    alone = room | (own * _SIGN >> shift)
    held = room | (((own << np.uint64(21)) | around) * _SIGN * _SPREAD >> shift)
    return [alone, held]


def _marks(
    prepared: Prepared,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    comment: NDArray[np.int64],
    words: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Grades: length in words, share of words in capitals, exclamation marks, words capitalised."""
    n = len(prepared)
    points, flags = prepared.points, tables().flags
    opened = (flags[points[prepared.origin[start]]] & UPPER) != 0
    closed = (flags[points[prepared.origin[end - 1]]] & UPPER) != 0
    long = end - start >= SHOUTED
    shouted = np.bincount(comment[opened & closed & long], minlength=n)
    longs = np.bincount(comment[long], minlength=n)
    titled = np.bincount(comment[opened & ~closed & long], minlength=n)
    calls = np.flatnonzero(points == ord("!"))
    calls = calls[(prepared.regions[calls] & ALIEN) == 0]
    called = np.bincount(
        np.searchsorted(prepared.starts, calls, side="right") - 1, minlength=n
    )
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
