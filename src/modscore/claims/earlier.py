"""What was said before in a thread: its article, title, and the claims of earlier comments.

Stage: claims; hashes of a sentence's words come in; who said the same, and how nearly, goes out.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.text.fold import plain_text
from modscore.text.vocabulary import frequency_class
from modscore.text.words import hash_words, words_of

COMMON = 6  # frequency classes from here on say nothing of the matter
FEWEST = 4  # matter words that a sentence must have to be told again
MOST_WORDS = 64  # of one sentence are looked up
MOST_PLACES = 48  # a word that stands in more sentences than this is not looked up
SAME = 0.6  # the share of its matter words that must stand in one earlier sentence

_STOP = re.compile(r"[.!?]+\s+|\n+")


class Echo(NamedTuple):
    """Where the same was said: ``who`` is None for the article, else the claim's own number."""

    who: int | None
    share: float


class Memory:
    """The sentences said so far in one thread, found again by their words."""

    def __init__(self, *texts: str) -> None:
        self._who: list[int | None] = []
        self._places: dict[int, list[int]] = {}
        for text in texts:
            for sentence in _STOP.split(plain_text(text)):
                words = matter(hash_words(words_of(sentence)))
                if words:
                    self.add(words, None)

    def add(self, words: frozenset[int], who: int | None) -> None:
        """Remember a sentence."""
        number = len(self._who)
        self._who.append(who)
        for word in words:
            places = self._places.setdefault(word, [])
            if len(places) <= MOST_PLACES:
                places.append(number)

    def echo(self, words: frozenset[int]) -> Echo | None:
        """The earlier sentence most like this one, if like enough; the article goes first."""
        if len(words) < FEWEST or not self._who:
            return None
        common: Counter[int] = Counter()
        for word in sorted(words)[:MOST_WORDS]:
            places = self._places.get(word, ())
            if len(places) <= MOST_PLACES:
                common.update(places)
        best: Echo | None = None
        for number, count in sorted(common.items()):
            share = count / len(words)
            if share >= SAME and (best is None or share > best.share):
                best = Echo(self._who[number], share)
        return best


def matter(hashes: NDArray[np.uint64]) -> frozenset[int]:
    """The hashes of the words that say what a sentence is about: the very common ones left out."""
    return frozenset(hashes[frequency_class(hashes) < COMMON].tolist())
