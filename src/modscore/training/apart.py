"""Keeping the development sets out of training.

Stage: training; rows come in; rows go out with no text of the held-out sets among them, neither
the same words in another form (case, punctuation, spacing) nor a near copy.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from .read import Rows

SHINGLE = 5  # words in a row
SHARED = 0.5  # a text is a near copy when this share of its shingles stands in the other set
BOILERPLATE = 2  # a shingle in more held-out texts than this is a form letter's, no copy's


def plain(text: str) -> str:
    """The text without case, accents' forms, marks and blanks: equal for copies of one comment.

    >>> plain("You're  WRONG!") == plain("youre wrong")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(character for character in folded if character.isalnum())
    return kept or "".join(folded.split())


def shingles(text: str) -> list[int]:
    """Hashes of every five words in a row; empty for a text of fewer than eight words."""
    words = text.casefold().replace("'", "").replace("’", "")
    bare = "".join(c if c.isalnum() else " " for c in words).split()
    if len(bare) < 8:
        return []
    return [hash(tuple(bare[i : i + SHINGLE])) for i in range(len(bare) - SHINGLE + 1)]


def first_of_each(texts: Iterable[str]) -> NDArray[np.bool_]:
    """True for the first of all texts that are plainly the same."""
    seen: set[str] = set()
    fresh = []
    for text in texts:
        key = plain(text)
        fresh.append(key not in seen)
        seen.add(key)
    return np.array(fresh, dtype=bool)


def apart(train: Rows, held: Rows) -> NDArray[np.bool_]:
    """True for each training row that is no copy and no near copy of a held-out row."""
    exact = {plain(text) for text in held.texts}
    counts = Counter(piece for text in held.texts for piece in set(shingles(text)))
    pieces = {piece for piece, count in counts.items() if count <= BOILERPLATE}
    clear = []
    for text in train.texts:
        if plain(text) in exact:
            clear.append(False)
            continue
        own = shingles(text)
        shared = sum(piece in pieces for piece in own)
        clear.append(not own or shared < SHARED * len(own))
    return np.array(clear, dtype=bool)


def training_rows(train: Rows, held: Rows) -> Rows:
    """The training rows that stand apart from the held-out ones, each text once (first kept)."""
    clear = train.take(apart(train, held))
    return clear.take(first_of_each(clear.texts))
