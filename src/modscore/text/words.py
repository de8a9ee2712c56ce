"""Words of folded text and their 64-bit hashes.

Stage: prepare; folded code points come in; word places and hashes go out. The hash is a
polynomial over the code points, modulo 2**64, with a mixing step at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from modscore.text.tables import LETTER, WORD, tables

_MODULUS = 1 << 64
_BASE = 0x9E3779B97F4A7C55  # odd, so that its powers can be divided out again
_INVERSE = pow(_BASE, -1, _MODULUS)
_PHRASE = 0xD6E8FEB86659FD93
_BLOCK = 1 << 15  # code points hashed at a time: small enough to stay in the cache
_APOSTROPHE = 0x27


def find_words(folded: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Start and end of every word: letters and digits in a row, apostrophes between letters.

    >>> import numpy as np
    >>> points = np.array([ord(c) for c in "don't ask-me 'now'"], dtype=np.uint32)
    >>> [(int(a), int(b)) for a, b in zip(*find_words(points), strict=True)]
    [(0, 5), (6, 9), (10, 12), (14, 17)]
    """
    table = tables()
    table.ready(folded[folded > 0x7F])
    flags = table.flags[folded]
    inside = np.zeros(len(folded) + 2, dtype=np.bool_)
    np.not_equal(flags & WORD, 0, out=inside[1:-1])
    marks = np.flatnonzero(folded[1:-1] == _APOSTROPHE) + 1
    if marks.size:
        joined = marks[(flags[marks - 1] & flags[marks + 1] & LETTER) != 0]
        inside[joined + 1] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges[0::2], edges[1::2]


def words_of(folded: str) -> list[str]:
    """The words of a folded string, as ``find_words`` cuts them.

    >>> words_of("don't ask-me")
    ["don't", 'ask', 'me']
    """
    starts, ends = find_words(_points(folded))
    return [folded[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]


def hash_places(
    folded: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """The hash of each stretch ``folded[start:end]``; stretches are in order and do not overlap."""
    sums = np.zeros(len(starts), dtype=np.uint64)
    powers, inverses = _powers()
    first = 0
    while first < len(starts):
        begin = int(starts[first])
        last = int(np.searchsorted(ends, begin + _BLOCK, side="right"))
        if last == first:  # one word longer than a block
            sums[first] = _long_sum(folded[begin : int(ends[first])])
            first += 1
            continue
        stop = int(ends[last - 1])
        prefix = np.zeros(stop - begin + 1, dtype=np.uint64)
        np.multiply(folded[begin:stop], powers[: stop - begin], out=prefix[1:])
        np.cumsum(prefix, out=prefix)
        here = starts[first:last] - begin
        sums[first:last] = (prefix[ends[first:last] - begin] - prefix[here]) * inverses[here]
        first = last
    return _mixed(sums)


def hash_words(words: Iterable[str]) -> NDArray[np.uint64]:
    """The hash of each word; the words must be folded already (``fold.plain_text``).

    >>> hash_words(["fool", "fools", "fool"])[[0, 2]].tolist() == [int(hash_words(["fool"])[0])] * 2
    True
    """
    words = list(words)
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    ends = np.cumsum(lengths)
    return hash_places(_points("".join(words)), ends - lengths, ends)


def hash_shortened(words: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The hashes of words less one letter each: (n, size) letters give (n, size) hashes, the k-th
    of the word without its k-th letter.

    >>> word = np.array([[ord(letter) for letter in "cart"]], dtype=np.uint32)
    >>> (hash_shortened(word)[0] == hash_words(["art", "crt", "cat", "car"])).tolist()
    [True, True, True, True]
    """
    size = words.shape[1]
    powers, _ = _powers()
    left = words.astype(np.uint64)
    found = np.empty(words.shape, dtype=np.uint64)
    for k in range(size):
        found[:, k] = (np.delete(left, k, axis=1) * powers[: size - 1]).sum(axis=1, dtype=np.uint64)
    return _mixed(found)


def hash_phrases(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """The hash of every ``size`` consecutive words: entry i is for words i to i + size - 1.

    For size 1 that is the word's own hash.
    """
    count = max(0, len(hashes) - size + 1)
    if size == 1:
        return hashes
    total = np.zeros(count, dtype=np.uint64)
    for k in range(size):
        total *= np.uint64(_PHRASE)
        total += hashes[k : k + count]
    return _mixed(total)


def hash_rows(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hash of the phrase in each row of a table of word hashes, as ``hash_phrases`` gives it.

    >>> words = hash_words(["you", "utter", "fool"])
    >>> bool(hash_rows(words[None, 1:])[0] == hash_phrases(words, 2)[1])
    True
    """
    if hashes.shape[1] == 1:
        return hashes[:, 0]
    total = hashes[:, 0].copy()
    for column in hashes.T[1:]:
        total *= np.uint64(_PHRASE)
        total += column
    return _mixed(total)


def hash_phrase(words: Sequence[str]) -> int:
    """The hash of one phrase of folded words, as ``hash_phrases`` gives it.

    >>> words = hash_words(["you", "utter", "fool"])
    >>> hash_phrase(["utter", "fool"]) == int(hash_phrases(words, 2)[1])
    True
    """
    return int(hash_phrases(hash_words(words), len(words))[0])


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    powers = np.full(_BLOCK, _BASE, dtype=np.uint64)
    inverses = np.full(_BLOCK, _INVERSE, dtype=np.uint64)
    powers[0] = inverses[0] = 1
    return np.cumprod(powers, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)


def _long_sum(points: NDArray[np.uint32]) -> np.uint64:
    powers, _ = _powers()
    total = 0
    for begin in range(0, len(points), _BLOCK):
        piece = points[begin : begin + _BLOCK]
        part = int(np.multiply(piece, powers[: len(piece)], dtype=np.uint64).sum(dtype=np.uint64))
        total += part * pow(_BASE, begin, _MODULUS)
    return np.uint64(total % _MODULUS)


def _mixed(sums: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every bit over the whole word (the last step of MurmurHash3)."""
    sums = sums ^ (sums >> np.uint64(33))
    sums *= np.uint64(0xFF51AFD7ED558CCD)
    sums ^= sums >> np.uint64(33)
    sums *= np.uint64(0xC4CEB9FE1A85EC53)
    sums ^= sums >> np.uint64(33)
    return sums
