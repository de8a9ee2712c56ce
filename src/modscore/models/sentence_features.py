"""What the sentence model sees of a sentence: hashed words and a few plain marks.

Stage: models; a prepared batch comes in; places in the tables of weights go out. Everything is a
whole number that depends on the comment alone, so a batch never changes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from modscore.models.same import same
from modscore.models.sentence_marks import Spoken, marks_of
from modscore.text.prepared import ALIEN, Prepared
from modscore.text.words import hash_phrases

BITS = 16  # the hashed table has 2 ** BITS rows
SIZES = (3, 4, 5)  # lengths of the letter stretches within a word, its edges marked
LONGEST = 24  # letters of a word that are looked at; longer words are cut for this only


@dataclass(frozen=True, eq=False)
class Seen:
    """What is seen of S sentences with W words in all, U different ones.

    ``sentence[w]`` is that of word w, the letters ``text[start[w] : end[w]]``; sentence s has
    ``count[s]`` of them, in order.
    ``kind[w]`` is the place of word w among the different ones; the letter stretches of word
    kind u are ``letters[letters_first[u] : letters_first[u + 1]]``, its own row among them.
    ``pairs`` holds the rows of two words in a row and ``pair_sentence`` where they stand.
    ``marks`` are rows of the table of marks, (S, len(MARKS)).
    """

    sentence: NDArray[np.int64]
    count: NDArray[np.int64]
    text: NDArray[np.uint32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    hash: NDArray[np.uint64]
    entry: NDArray[np.int64]  # in the vocabulary
    pairs: NDArray[np.int64]
    pair_sentence: NDArray[np.int64]
    marks: NDArray[np.int64]

    @property
    def kind(self) -> NDArray[np.int64]:
        """Which of the different words each is."""
        return self._kinds[1]

    @property
    def letters(self) -> NDArray[np.int64]:
        """The rows of all letter stretches."""
        return self._rows[0]

    @property
    def letters_first(self) -> NDArray[np.int64]:
        """Where those of each different word begin, and the end."""
        return self._rows[1]

    @cached_property
    def _kinds(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return same(self.hash)

    @cached_property
    def _rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        first = self._kinds[0]
        return letter_rows(self.text, self.start[first], self.end[first], self.hash[first])


def see(prepared: Prepared) -> Seen:
    """All that the model looks at."""
    sentences = len(prepared.sentence_start)
    place = prepared.origin[prepared.word_start]
    bounds = np.searchsorted(place, prepared.sentence_start)  # the first word of each sentence
    sentence = np.repeat(np.arange(-1, sentences), np.diff(bounds, prepend=0, append=len(place)))
    spoken = (prepared.word_regions & ALIEN) == 0
    if sentences:
        spoken &= (sentence >= 0) & (place < prepared.sentence_end[sentence])
    own = np.flatnonzero(spoken)
    sentence, hashes = sentence[own], prepared.word_hash[own]
    start, end, entry = prepared.word_start[own], prepared.word_end[own], prepared.word_entry[own]
    count = np.bincount(sentence, minlength=sentences)
    pair_hash = hash_phrases(hashes, 2)
    inside = np.flatnonzero(sentence[1:] == sentence[:-1])
    return Seen(
        sentence=sentence,
        count=count,
        text=prepared.folded,
        start=start,
        end=end,
        hash=hashes,
        entry=entry,
        pairs=_row(pair_hash[inside]),
        pair_sentence=sentence[inside],
        marks=marks_of(prepared, Spoken(own, sentence, count, hashes, entry)),
    )


def _row(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (hashes >> np.uint64(64 - BITS)).astype(np.int64)


def letter_rows(
    text: NDArray[np.uint32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    hashes: NDArray[np.uint64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of each word and of the stretches of letters in it, and where each word's begin."""
    length = np.minimum(end - start, LONGEST)
    # every word between edge marks, side by side: ^word$
    first = np.cumsum(length + 2) - (length + 2)
    total = int((length + 2).sum())
    line = np.full(total, 0x24, dtype=np.uint64)
    line[first] = 0x5E
    owner = np.repeat(np.arange(len(length)), length)
    inner = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
    line[first[owner] + 1 + inner] = text[start[owner] + inner]
    rows = [_row(hashes)]
    owners = [np.arange(len(length))]
    for size in SIZES:
        pieces = hash_phrases(line, size) if total >= size else np.zeros(0, dtype=np.uint64)
        pieces = pieces + np.uint64(size)
        many = np.maximum(length + 2 - size + 1, 0)
        whose = np.repeat(np.arange(len(length)), many)
        offset = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
        rows.append(_row(pieces[first[whose] + offset] * np.uint64(0x9E3779B97F4A7C15)))
        owners.append(whose)
    whose = np.concatenate(owners)
    order = np.argsort(whose, kind="stable")
    bounds = np.searchsorted(whose[order], np.arange(len(length) + 1))
    return np.concatenate(rows)[order], bounds
