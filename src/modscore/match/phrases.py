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


class PhraseTable:
    """Phrases of one to six words, each with the number (key) given for it; no phrase twice."""

    def __init__(self, phrases: Sequence[str]) -> None:
        joined = "\n".join((*phrases, ""))
        folded = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        start, end = find_words(folded)
        word_hash = hash_places(folded, start, end)
        line = np.cumsum(folded == ord("\n"))
        phrase = line[start] if len(start) else np.zeros(0, np.int64)
        counts = np.bincount(phrase, minlength=len(phrases)).astype(np.int64)
        first = np.cumsum(counts) - counts
        self.sizes: list[_Size] = []
        self.flags = np.zeros(1 << _BITS, np.uint8)  # by the low bits of a first word's hash
        inside = np.zeros(len(folded), bool)
        _fill(inside, start, end)
        for words in sorted(set(counts.tolist()) - {0}):
            here = np.flatnonzero(counts == words)
            hashes = hash_phrases(word_hash, words)[first[here]]
            order = np.argsort(hashes, kind="stable")
            here, hashes = here[order], hashes[order]
            begin, stop = start[first[here]], end[first[here] + words - 1]
            pieces = [folded[a:b][inside[a:b]] for a, b in zip(begin, stop, strict=True)]
            starts = np.append(0, np.cumsum([len(piece) for piece in pieces])).astype(np.int64)
            self.sizes.append(_Size(words, hashes, here, np.concatenate(pieces), starts))
            slots = (word_hash[first[here]] & _MASK).astype(np.int64)
            self.flags[slots] |= np.uint8(1 << (words - 1))

    def find(self, prepared: Prepared) -> Places:
        """Every place of every phrase, those of one word first."""
        found = [Places(*(np.zeros(0, np.int64),) * 3)]
        if self.sizes and len(prepared.word_hash):
            flags = self.flags[(prepared.word_hash & _MASK).astype(np.int64)]
            some = np.flatnonzero(flags)
            flags = flags[some]
            found += [
                self._find(prepared, size, some[flags & (1 << (size.words - 1)) != 0])
                for size in self.sizes
            ]
        return Places(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def _find(self, prepared: Prepared, size: _Size, first: Ints) -> Places:
        words = size.words
        first = first[first + words <= len(prepared.word_hash)]
        if words == 1:
            hashes = prepared.word_hash[first]
        else:
            comment = prepared.word_comment
            first = first[comment[first] == comment[first + words - 1]]
            around = first[:, None] + np.arange(words)
            hashes = hash_phrases(prepared.word_hash[around].ravel(), words)[::words]
        at = np.searchsorted(size.hashes, hashes)
        at[at == len(size.hashes)] = 0
        same = size.hashes[at] == hashes
        first, at = first[same], at[same]
        if words > 1:
            near = _near(prepared, first, words)
            first, at = first[near], at[near]
        equal = self._equal(prepared, size, first, at)
        first, at = first[equal], at[equal]
        return Places(size.keys[at], first, first + words - 1)

    def _equal(self, prepared: Prepared, size: _Size, first: Ints, at: Ints) -> NDArray[np.bool_]:
        """Whether the letters are the same too: hashes can collide."""
        around = (first[:, None] + np.arange(size.words)).ravel()
        start, end = prepared.word_start[around], prepared.word_end[around]
        count = (end - start).reshape(-1, size.words).sum(axis=1)
        wanted = size.starts[at + 1] - size.starts[at]
        equal = count == wanted
        keep = np.repeat(equal, size.words)
        text = prepared.folded[spread(start[keep], end[keep])]
        letters = size.letters[spread(size.starts[at[equal]], size.starts[at[equal] + 1])]
        wrong = np.flatnonzero(text != letters)
        if len(wrong):
            which = np.repeat(np.flatnonzero(equal), wanted[equal])
            equal[which[wrong]] = False
        return equal

    @cached_property
    def size(self) -> int:
        """How many phrases there are."""
        return sum(len(size.keys) for size in self.sizes)


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


def _fill(inside: NDArray[np.bool_], start: Ints, end: Ints) -> None:
    inside[spread(start, end)] = True
