"""What is known of English words: whether ordinary, how common, how usually cased.

Stage: prepare; hashes of folded words come in; a boolean or a small number for each goes out. The
words stand in words.txt, counted by ``training.vocabulary``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.text.words import hash_places

WORDS_FILE = Path(__file__).with_name("words.txt")

# How a word is usually cased; 0 is an unknown word.
LOWER = 1  # an ordinary word
NAME = 2  # mostly Capitalised
ACRONYM = 3  # mostly ALL CAPS
BOTH = 4  # a word as well as an acronym: us, ice; its neighbours tell

CASING = 7  # the low bits of a fact
_BITS = 17
_MASK = np.int64((1 << _BITS) - 1)
_SHIFT = np.uint64(64 - _BITS)
_BLOCK = 1 << 15  # words looked up at a time: small enough to stay in the cache


def facts(word_hash: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """One byte a word: ``frequency << 3 | casing``, 0 for an unknown word. All else reads this.

    >>> from modscore.text.words import hash_words
    >>> facts(hash_words(["the", "xqzzy"])).tolist()
    [57, 0]
    """
    found = np.empty(len(word_hash), np.uint8)
    for first in range(0, len(word_hash), _BLOCK):
        found[first : first + _BLOCK] = _look_up(word_hash[first : first + _BLOCK])
    return found


def _look_up(hashes: NDArray[np.uint64]) -> NDArray[np.uint8]:
    return _table().values[_found(hashes)]


def _found(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The slot of each word; an unknown one's is free."""
    table = _table()
    slot = _slots(hashes)
    pending = np.flatnonzero((table.keys[slot] != hashes) & (table.values[slot] != 0))
    while len(pending):  # another word lives there: look one further
        slot[pending] = (slot[pending] + 1) & _MASK
        there = slot[pending]
        pending = pending[(table.keys[there] != hashes[pending]) & (table.values[there] != 0)]
    return slot


def entries(word_hash: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The number of each word in the vocabulary, from 0; -1 for an unknown one.

    >>> from modscore.text.words import hash_words
    >>> (entries(hash_words(["the", "xqzzy"])) >= 0).tolist()
    [True, False]
    """
    return _table().owner[_found(word_hash)]


def facts_of(entry: NDArray[np.int64]) -> NDArray[np.uint8]:
    """`facts` of words by their numbers in the vocabulary.

    >>> from modscore.text.words import hash_words
    >>> facts_of(entries(hash_words(["the", "xqzzy"]))).tolist()
    [57, 0]
    """
    return _table().facts[entry]


def size() -> int:
    """How many words the vocabulary has."""
    return len(_table().hashes)


def spelled(
    entry: NDArray[np.int64],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]:
    """Letters, where these words of the vocabulary start and end there, and their hashes.

    >>> from modscore.text.words import hash_words
    >>> letters, start, end, _ = spelled(entries(hash_words(["kettle"])))
    >>> "".join(map(chr, letters[start[0] : end[0]]))
    'kettle'
    """
    words = _table()
    return words.letters, words.starts[entry], words.ends[entry], words.hashes[entry]


def frequency_class(word_hash: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """How common each word is: 0 unknown, 1 rare, … 7 (about the hundred commonest).

    >>> from modscore.text.words import hash_words
    >>> frequency_class(hash_words(["the", "kettle", "xqzzy"])).tolist()
    [7, 2, 0]
    """
    return facts(word_hash) >> np.uint8(3)


def casing_class(word_hash: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """LOWER, NAME, ACRONYM or BOTH of each word, 0 for an unknown one.

    >>> from modscore.text.words import hash_words
    >>> casing_class(hash_words(["cut", "london", "nato", "us"])).tolist()
    [1, 2, 3, 4]
    """
    return facts(word_hash) & np.uint8(CASING)


def is_ordinary(word_hash: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether each is an ordinary word: known, and neither a name nor an acronym.

    >>> from modscore.text.words import hash_words
    >>> is_ordinary(hash_words(["contacts", "nato"])).tolist()
    [True, False]
    """
    ordinary: NDArray[np.bool_] = casing_class(word_hash) == LOWER
    return ordinary


def _slots(word_hash: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (word_hash >> _SHIFT).astype(np.int64)  # hash_words mixes well: the high bits do


class _Table(NamedTuple):
    """An open hash table: a word stands at its slot or in the first free one after it."""

    keys: NDArray[np.uint64]
    values: NDArray[np.uint8]
    owner: NDArray[np.int64]  # the number of the word at each slot
    hashes: NDArray[np.uint64]  # of each word
    facts: NDArray[np.uint8]  # of each word, then a 0 for unknown ones
    letters: NDArray[np.uint32]
    starts: NDArray[np.int64]  # of each word in letters
    ends: NDArray[np.int64]


@cache
def _table() -> _Table:
    letters = np.frombuffer(WORDS_FILE.read_bytes(), np.uint8).astype(np.uint32)
    inside = np.concatenate(([False], letters > ord(" "), [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[0::2], edges[1::2]
    line = np.cumsum(letters == ord("\n"))[starts]
    opens = np.append(True, line[1:] != line[:-1])  # a line opens with its code, two digits
    codes = (letters[starts] - ord("0")) << 3 | (letters[starts + 1] - ord("0"))
    fact = codes[opens][np.cumsum(opens)[~opens] - 1].astype(np.uint8)
    starts, ends = starts[~opens], ends[~opens]
    hashes = hash_places(letters, starts, ends)
    keys = np.zeros(1 << _BITS, np.uint64)
    values = np.zeros(1 << _BITS, np.uint8)
    slot = _slots(hashes)
    owner = np.full(1 << _BITS, -1, np.int64)
    waiting = np.arange(len(hashes))
    while len(waiting):
        free = waiting[values[slot[waiting]] == 0]
        owner[slot[free]] = free  # of several words for one slot, one gets it
        placed = free[owner[slot[free]] == free]
        keys[slot[placed]] = hashes[placed]
        values[slot[placed]] = fact[placed]
        waiting = waiting[keys[slot[waiting]] != hashes[waiting]]
        slot[waiting] = (slot[waiting] + 1) & _MASK
    return _Table(keys, values, owner, hashes, np.append(fact, np.uint8(0)), letters, starts, ends)
