"""Tables of words and phrases, found in a whole batch at once by their hashes.

Stage: match; folded terms come in; a table goes out that gives, for the words of a batch, where
which term stands. `arranged` does what takes time, once; its columns can be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Prepared
from ..text.words import find_words, hash_phrases, hash_places, hash_rows

Ints = NDArray[np.int64]
_BITS = 18
_MASK = np.uint64((1 << _BITS) - 1)
_BETWEEN = np.zeros(128, bool)
_BETWEEN[[ord(c) for c in " \n-_*~/"]] = True  # what may stand between the words of a phrase
MOST_BETWEEN = 8


class Places(NamedTuple):
    """Where keys stand: key ``key[k]`` covers words ``first[k]`` to ``last[k]`` (inclusive)."""

    key: Ints
    first: Ints
    last: Ints


class Columns(NamedTuple):
    """Phrases in the order of a table (by number of words, then by hash), as columns."""

    sizes: Ints  # how many phrases have no word, one word, two …
    hashes: NDArray[np.uint64]
    lengths: Ints  # letters of each exact phrase, 0 of others
    letters: NDArray[np.uint32]
    first: Ints  # for the low bits of a word's hash: the sizes of phrases that it is first word of
    second: Ints  # and second word of; only where there are any, ``low bits << 8 | sizes``


@dataclass(frozen=True, eq=False)
class _Size:
    """All phrases of one number of words: sorted hashes, and the first one's key."""

    words: int
    hashes: NDArray[np.uint64]
    key: int
    slots: NDArray[np.bool_]  # by the low bits of a hash: whether a phrase may have it


def arranged(phrases: Sequence[str], exact: Sequence[bool]) -> tuple[Columns, Ints]:
    """The columns of these phrases (none twice), and the place in ``phrases`` of each row.

    Of those that are ``exact`` the letters will be compared too, as hashes can collide. A phrase
    without words is left out.
    """
    joined = "\n".join((*phrases, ""))
    folded = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    start, end = find_words(folded)
    word_hash = hash_places(folded, start, end)
    line = np.cumsum(folded == ord("\n"))
    counts = np.bincount(line[start], minlength=len(phrases)).astype(np.int64)
    first = np.cumsum(counts) - counts
    sizes = np.bincount(counts)
    hashes = np.zeros(len(phrases), np.uint64)
    begins = np.zeros((2, 1 << _BITS), np.int64)
    for words in np.flatnonzero(sizes).tolist():
        here = np.flatnonzero(counts == words)
        if words:
            hashes[here] = hash_phrases(word_hash, words)[first[here]]
        for k in range(min(words, 2)):
            begins[k, (word_hash[first[here] + k] & _MASK).astype(np.int64)] |= 1 << (words - 1)
    order = np.lexsort((hashes, counts))[int((counts == 0).sum()) :]
    stop = np.append(0, np.cumsum(end - start))
    lengths = (stop[first + counts] - stop[first])[order] * np.array(exact, np.int64)[order]
    kept = order[lengths > 0]
    each = spread(first[kept], first[kept] + counts[kept])
    letters = folded[spread(start[each], end[each])]
    rows = [np.flatnonzero(row) << 8 | row[np.flatnonzero(row)] for row in begins]
    return Columns(sizes, hashes[order], lengths, letters, *rows), order


class PhraseTable:
    """Phrases of one to six words; a phrase's key is its row in the columns."""

    def __init__(self, columns: Columns) -> None:
        self._letters = columns.letters
        self._starts = np.append(0, np.cumsum(columns.lengths))  # of each phrase in letters
        self._exact = columns.lengths > 0
        self._sizes: list[_Size] = []
        # By the low bits of a word's hash: the sizes of phrases that it is first, second word of.
        self._first, self._second = (_filled(column) for column in columns[-2:])
        key = 0
        for words, count in enumerate(columns.sizes.tolist()):
            if words and count:
                hashes = columns.hashes[key : key + count]
                slots = np.zeros(1 << _BITS, np.bool_)
                slots[(hashes & _MASK).astype(np.int64)] = True
                self._sizes.append(_Size(words, hashes, key, slots))
                key += count

    def find(self, prepared: Prepared) -> Places:
        """Every place of every phrase, those of one word first."""
        found = [_nowhere()]
        if self._sizes and len(prepared.word_hash):
            slots = (prepared.word_hash & _MASK).astype(np.int64)
            flags = self._first[slots]
            single = np.flatnonzero(flags & 1)
            flags[:-1] &= self._second[slots[1:]]
            flags[-1] = 0
            some = np.flatnonzero(flags)
            flags = flags[some]
            for size in self._sizes:
                first = single if size.words == 1 else some[flags & (1 << (size.words - 1)) != 0]
                found.append(self._find(prepared, size, first, None, None))
        return _together(found)

    def find_ending(self, prepared: Prepared, words: Ints, ends: Ints) -> Places:
        """Every place of every phrase whose last word is one of ``words``, cut at ``ends``."""
        found = [_nowhere()]
        hashes = hash_places(prepared.folded, prepared.word_start[words], ends)
        for size in self._sizes:
            some = words >= size.words - 1
            first = words[some] - size.words + 1
            found.append(self._find(prepared, size, first, hashes[some], ends[some]))
        return _together(found)

    def _find(
        self,
        prepared: Prepared,
        size: _Size,
        first: Ints,
        last_hash: NDArray[np.uint64] | None,
        last_end: Ints | None,
    ) -> Places:
        words = size.words
        comment = prepared.word_comment
        keep = first + words <= len(comment)
        if words > 1:
            last = np.minimum(first + words, len(comment)) - 1
            keep &= comment[first] == comment[last]
        first = first[keep]
        if not len(first):
            return _nowhere()
        around = first[:, None] + np.arange(words)
        hashes = prepared.word_hash[around]
        if last_hash is not None:
            hashes[:, -1] = last_hash[keep]
        whole = hash_rows(hashes)
        known = np.flatnonzero(size.slots[(whole & _MASK).astype(np.int64)])
        if not len(known):
            return _nowhere()
        whole, around = whole[known], around[known]
        at = np.searchsorted(size.hashes, whole)
        at[at == len(size.hashes)] = 0
        same = size.hashes[at] == whole
        around, at = around[same], at[same]
        ends = prepared.word_end[around]
        if last_end is not None:
            ends[:, -1] = last_end[keep][known[same]]
        if words > 1:
            near = _near(prepared, around[:, 0], words)
            around, ends, at = around[near], ends[near], at[near]
        key = at + size.key
        wrong = np.flatnonzero(self._exact[key])
        start = prepared.word_start[around[wrong]]
        wrong = wrong[~self._equal(prepared.folded, start, ends[wrong], key[wrong])]
        if len(wrong):  # hardly ever
            around, key = np.delete(around, wrong, axis=0), np.delete(key, wrong)
        return Places(key, around[:, 0], around[:, -1])

    def _equal(
        self, folded: NDArray[np.uint32], start: Ints, end: Ints, key: Ints
    ) -> NDArray[np.bool_]:
        """Whether the letters are the same; a row of places for each key."""
        wanted = self._starts[key + 1] - self._starts[key]
        equal: NDArray[np.bool_] = (end - start).sum(axis=1) == wanted
        text = folded[spread(start[equal].ravel(), end[equal].ravel())]
        letters = self._letters[spread(self._starts[key[equal]], self._starts[key[equal] + 1])]
        wrong = np.flatnonzero(text != letters)
        if len(wrong):
            equal[np.repeat(np.flatnonzero(equal), wanted[equal])[wrong]] = False
        return equal


def _nowhere() -> Places:
    return Places(*(np.zeros(0, np.int64),) * 3)


def _together(found: Sequence[Places]) -> Places:
    return Places(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _filled(column: Ints) -> NDArray[np.uint8]:
    table = np.zeros(1 << _BITS, np.uint8)
    table[column >> 8] = column & 0xFF
    return table


def _near(prepared: Prepared, first: Ints, words: int) -> NDArray[np.bool_]:
    """Whether only blanks, one line break or signs of emphasis stand between the words."""
    near = np.ones(len(first), bool)
    for k in range(words - 1):
        start, end = prepared.word_end[first + k], prepared.word_start[first + k + 1]
        near &= end - start <= MOST_BETWEEN
        sign = prepared.folded[start]
        near &= _BETWEEN[np.minimum(sign, 127)] & (sign < 128)
        for j in np.flatnonzero(near & (end - start > 1)).tolist():  # rare
            gap = prepared.folded[start[j] : end[j]]
            near[j] = bool((gap < 128).all() and _BETWEEN[gap].all()) and (gap == 10).sum() < 2
    return near


def spread(start: Ints, end: Ints) -> Ints:
    """All places of the stretches, one stretch after the other.

    >>> spread(np.array([3, 9]), np.array([5, 10])).tolist()
    [3, 4, 9]
    """
    size = end - start
    first = np.cumsum(size) - size
    return np.repeat(start - first, size) + np.arange(int(size.sum()))
