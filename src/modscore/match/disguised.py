"""Disguised words: which of them a pack knows, and what each most likely says.

Stage: match; a `CompiledPack` and the readings of a batch come in; `Found` columns go out, and
one plain word for each disguise that was recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress

import numpy as np

from ..text.prepared import Prepared, Reading
from ..text.vocabulary import CASING, LOWER, facts
from ..text.words import hash_words
from .compile import CompiledPack
from .kinds import Found, chosen, found, nothing

MOST_MASKED = 24  # letters and stars of a masked word
COMMON = 3  # frequency class (`text.vocabulary`) from which a word is likely to be meant
LEAST_SPELLED = 4  # letters of an ordinary word in a row of single letters; of a rare one,
SURELY_SPELLED = 5  # which no row of initials is by chance

Word = tuple[Reading, str]  # a reading and a word that it may stand for


def readings(compiled: CompiledPack, prepared: Prepared) -> tuple[Found, tuple[Reading, ...]]:
    """The hits of obfuscated terms in other ways to read a stretch; and the disguised words that
    were recognised, in order, none overlapping, the ``text`` of each one plain word."""
    if not prepared.readings:
        return nothing(), ()
    rows: list[tuple[int, int, int]] = []
    words: list[Word] = []
    for reading in _whole(prepared):
        fitting = _fitting(compiled, reading.text)
        for word in fitting:
            rows += [(rule, reading.start, reading.end) for rule in compiled.readable[word]]
            words.append((reading, word))
        if not fitting and _is_plain(prepared, reading):
            words.append((reading, reading.text))
    hits = found(*np.array(rows, np.int64).T) if rows else nothing()
    return hits, _likeliest(prepared, compiled, words) if words else ()


def _whole(prepared: Prepared) -> Iterator[Reading]:
    """The readings that do not begin inside a word: in "site's!it" nothing is hidden."""
    begins = np.array([reading.start for reading in prepared.readings], dtype=np.int64)
    low = np.searchsorted(prepared.origin, begins)
    word = np.searchsorted(prepared.word_start, low) - 1  # the last that begins before
    reach = np.append(prepared.word_end, 0)[word]
    return compress(prepared.readings, (reach <= low).tolist())


def unresolved(hits: Found, plain: Prepared) -> Found:
    """Those of the hits in readings whose stretch was not resolved in ``plain``: of the others it
    holds the words."""
    if not len(hits.start):
        return hits
    left = np.array([reading.start for reading in plain.readings], dtype=np.int64)
    return chosen(hits, np.isin(hits.start, left))


@lru_cache(maxsize=1 << 12)  # the same few disguises come again and again
def _fitting(compiled: CompiledPack, text: str) -> tuple[str, ...]:
    return tuple(readable_words(compiled, text))


def readable_words(compiled: CompiledPack, text: str) -> list[str]:
    """The obfuscated words that a reading may stand for.

    A ``*`` is one letter; where that gives nothing, a row of stars is one to four letters. At
    least two letters must be seen, the first among them.
    """
    if "*" not in text:
        return [text] if text in compiled.readable else []
    seen = {(len(text), k, letter) for k, letter in enumerate(text) if letter != "*"}
    if len(text) > MOST_MASKED or len(seen) < 2 or text[0] == "*":
        return []
    none: set[str] = set()
    fitting = set.intersection(*(compiled.masks.get(place, none) for place in seen))
    if not fitting:
        start, _, rest = text.partition("*")
        loose = re.compile(re.sub(r"\*+", "[a-z]{1,4}", text))
        near = (compiled.masks.get((n, 0, text[0]), none) for n in range(len(seen) + 1, 40))
        end = rest.rpartition("*")[2]
        ends = (w for words in near for w in words if w.startswith(start) and w.endswith(end))
        fitting = {word for word in ends if loose.fullmatch(word)}
    return sorted(fitting)


def _is_plain(prepared: Prepared, reading: Reading) -> bool:
    """Whether a reading that is no term may be a word all the same: signs and digits stand among
    its letters, or every letter stands alone. ("Phew", "the M" and "loove" are no disguises.)"""
    if "*" in reading.text or reading.how not in ("leet", "spaced"):
        return False
    size = len(reading.text)
    if reading.how == "spaced":
        return size >= LEAST_SPELLED and reading.end - reading.start >= 2 * size - 1
    text, first = prepared.texts[reading.comment], int(prepared.starts[reading.comment])
    return not text[reading.start - first : reading.end - first].isalpha()


def _spelled(word: Word) -> bool:
    return word[0].how == "spaced" and len(word[1]) >= SURELY_SPELLED


def _likeliest(
    prepared: Prepared, compiled: CompiledPack, words: Sequence[Word]
) -> tuple[Reading, ...]:
    """Of words for the same or overlapping stretches one: that of the first stretch, then of the
    longest; there one that is common, the longest, the commonest. Words that are no terms must be
    common, and those behind masks known."""
    fact = facts(hash_words([word for _, word in words]))
    frequency, ordinary = (fact >> np.uint8(3)).tolist(), (fact & np.uint8(CASING)).tolist()
    ranked = sorted(
        (reading.start, -reading.end, often < COMMON, -len(word), -often, word, k)
        for k, ((reading, word), often, casing) in enumerate(
            zip(words, frequency, ordinary, strict=True)
        )
        if (often >= (1 if _spelled(words[k]) else COMMON) and casing == LOWER)
        or (word in compiled.readable and (often or "*" not in reading.text))
    )
    chosen: list[Reading] = []
    reach = 0
    for start, _, _, _, _, word, k in ranked:
        reading = words[k][0]
        if start >= reach:
            chosen.append(reading._replace(text=word))
            reach = reading.end
    return tuple(chosen)
