"""Tables of words and phrases, found in a whole batch at once by their hashes.

Stage: match; folded terms come in; a table goes out that gives, for the words of a batch, where
which term stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Prepared
from ..text.words import find_words, hash_phrases, hash_places

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


@dataclass(frozen=True, eq=False)
class _Size:
    """All phrases of one number of words: sorted hashes, their keys and their letters."""

    words: int
    hashes: NDArray[np.uint64]
    keys: Ints
    letters: NDArray[np.uint32]
    starts: Ints  # of each phrase in letters, and the end
    slots: NDArray[np.bool_]  # by the low bits of a hash: whether a phrase may have it


class PhraseTable:
    """Phrases of one to six words, none twice; a phrase's key is its place in ``phrases``.

    Of those that are ``exact`` the letters are compared too, as hashes can collide.
    """

    def __init__(self, phrases: Sequence[str], exact: Sequence[bool]) -> None:
        joined = "\n".join((*phrases, ""))
        folded = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        start, end = find_words(folded)
        word_hash = hash_places(folded, start, end)
        line = np.cumsum(folded == ord("\n"))
        phrase = line[start] if len(start) else np.zeros(0, np.int64)
        counts = np.bincount(phrase, minlength=len(phrases)).astype(np.int64)
        first = np.cumsum(counts) - counts
        self.exact = np.array(exact, dtype=bool)
        self.sizes: list[_Size] = []
        # By the low bits of a word's hash: the sizes of phrases that it is first, second word of.
        self.first = np.zeros(1 << _BITS, np.uint8)
        self.second = np.zeros(1 << _BITS, np.uint8)
        for words in sorted(set(counts.tolist()) - {0}):
            here = np.flatnonzero(counts == words)
            hashes = hash_phrases(word_hash, words)[first[here]]
            order = np.argsort(hashes, kind="stable")
            here, hashes = here[order], hashes[order]
            each = (first[here][:, None] + np.arange(words)).ravel()
            lengths = (end[each] - start[each]).reshape(-1, words).sum(axis=1)
            starts = np.append(0, np.cumsum(lengths))
            letters = folded[spread(start[each], end[each])]
            filled = np.zeros(1 << _BITS, np.bool_)
            filled[(hashes & _MASK).astype(np.int64)] = True
            self.sizes.append(_Size(words, hashes, here, letters, starts, filled))
            slots = (word_hash[first[here]] & _MASK).astype(np.int64)
            self.first[slots] |= np.uint8(1 << (words - 1))
            if words > 1:
                slots = (word_hash[first[here] + 1] & _MASK).astype(np.int64)
                self.second[slots] |= np.uint8(1 << (words - 1))

    def find(self, prepared: Prepared) -> Places:
        """Every place of every phrase, those of one word first."""
        found = [_nowhere()]
        if self.sizes and len(prepared.word_hash):
            slots = (prepared.word_hash & _MASK).astype(np.int64)
            flags = self.first[slots]
            single = np.flatnonzero(flags & 1)
            flags[:-1] &= self.second[slots[1:]]
            flags[-1] = 0
            some = np.flatnonzero(flags)
            flags = flags[some]
            for size in self.sizes:
                first = single if size.words == 1 else some[flags & (1 << (size.words - 1)) != 0]
                found.append(self._find(prepared, size, first, None, None))
        return _together(found)

    def find_ending(self, prepared: Prepared, words: Ints, ends: Ints) -> Places:
        """Every place of every phrase whose last word is one of ``words``, cut at ``ends``."""
        found = [_nowhere()]
        hashes = hash_places(prepared.folded, prepared.word_start[words], ends)
        for size in self.sizes:
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
        whole = hash_phrases(hashes.ravel(), words)[::words]
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
        wrong = np.flatnonzero(self.exact[size.keys[at]])
        start = prepared.word_start[around[wrong]]
        wrong = wrong[~_equal(prepared.folded, start, ends[wrong], size, at[wrong])]
        if len(wrong):  # hardly ever
            around, at = np.delete(around, wrong, axis=0), np.delete(at, wrong)
        return Places(size.keys[at], around[:, 0], around[:, -1])

    @cached_property
    def size(self) -> int:
        """How many phrases there are."""
        return sum(len(size.keys) for size in self.sizes)


def _nowhere() -> Places:
    return Places(*(np.zeros(0, np.int64),) * 3)


def _together(found: Sequence[Places]) -> Places:
    return Places(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _equal(
    folded: NDArray[np.uint32], start: Ints, end: Ints, size: _Size, at: Ints
) -> NDArray[np.bool_]:
    """Whether the letters are the same; a row of places each."""
    wanted = size.starts[at + 1] - size.starts[at]
    equal: NDArray[np.bool_] = (end - start).sum(axis=1) == wanted
    text = folded[spread(start[equal].ravel(), end[equal].ravel())]
    letters = size.letters[spread(size.starts[at[equal]], size.starts[at[equal] + 1])]
    wrong = np.flatnonzero(text != letters)
    if len(wrong):
        equal[np.repeat(np.flatnonzero(equal), wanted[equal])[wrong]] = False
    return equal


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
