"""Letters in a row within words, hashed.

Stage: models; distinct words come in; for each the places of its letter groups in a table go
out. A word is seen with a blank at each end, so the table knows beginnings and endings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GRAM_BITS = 18
ORDERS = (2, 3, 4, 5)
WHOLE = 0x5BD1E995  # the whole word is one more group
PIECE = 48  # longer words are summed in pieces, so that packed sums cannot run over

_STEP = np.uint32(0x9E3779B1)
_MIX = np.uint32(0x85EBCA6B)
_BLOCK = 1 << 12  # words at a time: what they need stays in the cache


@dataclass(frozen=True, eq=False)
class Groups:
    """Letter groups of a block of words.

    ``places`` holds one array an order, all of one length, 0 where no group begins; ``starts``
    cuts them into pieces, and ``word`` says which word (of all) a piece belongs to.
    """

    places: list[NDArray[np.int64]]
    starts: NDArray[np.int64]
    word: NDArray[np.int64]


def groups(
    text: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
) -> Iterator[Groups]:
    """The letter groups of the words ``text[start:end]``, a block of words at a time."""
    sizes = end - start + 2
    begin = 0
    room = np.cumsum(sizes)
    while begin < len(start):
        before = int(room[begin - 1]) if begin else 0
        stop = max(begin + 1, int(np.searchsorted(room, before + (_BLOCK << 3), side="right")))
        yield _block(text, start[begin:stop], sizes[begin:stop], begin)
        begin = stop


def _block(
    text: NDArray[np.uint32], start: NDArray[np.int64], sizes: NDArray[np.int64], begin: int
) -> Groups:
    ends = np.cumsum(sizes)
    firsts = ends - sizes
    total = int(ends[-1])
    where = np.repeat(start - firsts - 1, sizes) + np.arange(total)
    where[firsts] = where[ends - 1] = 0
    letters = np.zeros(total + ORDERS[-1], dtype=np.uint32)
    letters[:total] = text[where]
    letters[firsts] = letters[ends - 1] = 32
    left = np.repeat(ends, sizes) - np.arange(total)  # letters from here to the word's end
    shift = np.uint32(32 - GRAM_BITS)
    rolling = letters[:total] * _STEP
    places = []
    for order in range(2, ORDERS[-1] + 1):
        rolling = (rolling + letters[order - 1 : total + order - 1]) * _STEP
        if order in ORDERS:
            mixed = rolling ^ (rolling >> np.uint32(15))
            mixed *= _MIX
            place = (mixed >> shift).astype(np.int64)
            place[left < order] = 0
            places.append(place)
    places.append(_whole(letters, firsts, sizes, total))
    long = sizes > PIECE
    if not long.any():
        return Groups(places, firsts, np.arange(begin, begin + len(sizes)))
    counts = -(-sizes // PIECE)
    word = np.repeat(np.arange(len(sizes)), counts)
    nth = np.arange(len(word)) - np.repeat(np.cumsum(counts) - counts, counts)
    return Groups(places, firsts[word] + nth * PIECE, begin + word)


def _whole(
    letters: NDArray[np.uint32], firsts: NDArray[np.int64], sizes: NDArray[np.int64], total: int
) -> NDArray[np.int64]:
    """The place of each whole word, at its first letter; 0 elsewhere. Made of sums of powers that
    start anew with each word, so that they do not depend on its neighbours."""
    nth = np.arange(total) - np.repeat(firsts, sizes)
    spread = (letters[:total] ^ (nth.astype(np.uint32) * _MIX)) * _STEP
    spread ^= spread >> np.uint32(13)
    spread *= _MIX
    sums = np.add.reduceat(spread, firsts, dtype=np.uint32)
    sums = (sums ^ np.uint32(WHOLE)) * _STEP
    sums ^= sums >> np.uint32(15)
    sums *= _MIX
    place = np.zeros(total, dtype=np.int64)
    place[firsts] = (sums >> np.uint32(32 - GRAM_BITS)).astype(np.int64)
    return place
