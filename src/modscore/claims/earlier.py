"""What was said before in a thread: its article, title, and the claims of earlier comments.

Stage: claims; the words of a sentence come in; who said the same, and how nearly, goes out.
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
MOST_ECHOES = 8

_STOP = re.compile(r"[.!?]+\s+|\n+")
_DENIALS = (
    "not no never none nobody nothing neither nor without cannot can't don't doesn't didn't won't "
    "wouldn't isn't aren't wasn't weren't hasn't haven't hadn't couldn't shouldn't cant dont "
    "doesnt didnt wont wouldnt isnt arent wasnt werent hasnt havent hadnt couldnt denied denies"
)
DENIALS = frozenset(hash_words(_DENIALS.split()).tolist())


class Said(NamedTuple):
    """What a sentence says: its matter words, its figures, and whether it denies."""

    about: frozenset[int]
    figures: frozenset[int] = frozenset()
    denied: bool = False


class Echo(NamedTuple):
    """Where the same was said: ``who`` is None for the article, else the claim's own number."""

    who: int | None
    share: float


class Memory:
    """The sentences said so far in one thread, found again by their words."""

    def __init__(self, *texts: str) -> None:
        self._who: list[int | None] = []
        self._said: list[Said] = []
        self._places: dict[int, list[int]] = {}
        for text in texts:
            for sentence in _STOP.split(plain_text(text)):
                words = words_of(sentence)
                if words:
                    hashes = hash_words(words)
                    figures = np.array([word[0].isdigit() for word in words])
                    self.add(said(hashes, figures), None)

    def add(self, one: Said, who: int | None) -> None:
        """Remember a sentence."""
        number = len(self._who)
        self._who.append(who)
        self._said.append(one)
        for word in one.about:
            places = self._places.setdefault(word, [])
            if len(places) <= MOST_PLACES:
                places.append(number)

    def echoes(self, one: Said) -> list[Echo]:
        """The earlier sentences that say the same, the nearest first; of the article the nearest
        alone. The figures must be there too, and both deny or neither."""
        if len(one.about) < FEWEST or not self._who:
            return []
        common: Counter[int] = Counter()
        for word in sorted(one.about)[:MOST_WORDS]:
            places = self._places.get(word, ())
            if len(places) <= MOST_PLACES:
                common.update(places)
        enough = SAME * len(one.about)
        found = [
            Echo(self._who[number], count / len(one.about))
            for number, count in sorted(common.items())
            if count >= enough
            and self._said[number].denied == one.denied
            and one.figures <= self._said[number].figures
        ]
        return sorted(found, key=lambda echo: -echo.share)[:MOST_ECHOES]


def said(hashes: NDArray[np.uint64], figures: NDArray[np.bool_]) -> Said:
    """What a sentence of these words says; the very common ones are no matter. ``figures``: which
    of the words begin with a digit."""
    matter = hashes[frequency_class(hashes) < COMMON]
    denied = not DENIALS.isdisjoint(hashes.tolist())
    return Said(frozenset(matter.tolist()), frozenset(hashes[figures].tolist()), denied)
