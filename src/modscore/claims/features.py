"""What speaks for the quality of a comment, as numbers: reasons, specifics, length, manner.

Stage: claims; the prepared batch, its findings and the sentence model's answer come in; named
numbers for each comment go out, to be weighed by ``verdict.quality``, which sees nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from modscore.claims.marks import KINDS, Mark, Signs, signs_of
from modscore.records import SENTENCE_ESTIMATED
from modscore.text.case import UPPER, case_of
from modscore.text.prepared import ALIEN, LINK, QUOTE, Prepared
from modscore.text.vocabulary import CASING, LOWER, entries, facts_of, size
from modscore.text.words import hash_words

from ..text.distinct import distinct

_REASONS = (
    "because since therefore however although though unless whereas hence thus despite instead "
    "rather example instance if so but while reason reasons due means example including such "
    "otherwise whether perhaps consider according actually yet also"
)
_YOU = "you your you're yours yourself you've you'll u ur"
_IS_EVIDENCE = np.isin(KINDS, ("evidence", "named_source", "citation"))
EXPERIENCE = SENTENCE_ESTIMATED.index("experience")
NAMES = (
    "length",
    "reasons",
    "specifics",
    "long_words",
    "variety",
    "exclamations",
    "you",
    "evidence",
    "experience",
)


def features(
    prepared: Prepared, marks: Sequence[Sequence[Mark]], estimates: NDArray[np.float64]
) -> list[dict[str, float]]:
    """For each comment the numbers called ``NAMES``, all in [0, 1]."""
    found = columns(prepared, signs_of(marks), estimates)
    rows = np.stack([found[name] for name in NAMES], axis=1).tolist()
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def columns(
    prepared: Prepared, signs: Signs, estimates: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """The same as columns, by name.

    Counts are laid on a scale that flattens (``count / (count + half)``), shares are of the words
    or sentences, so that a text pasted twice gains little.
    """
    n = len(prepared)
    own = np.flatnonzero((prepared.word_regions & ALIEN) == 0)
    comment = prepared.word_comment[own]
    start, end = prepared.word_start[own], prepared.word_end[own]
    hashes = prepared.word_hash[own]
    words = np.bincount(comment, minlength=n).astype(np.float64)

    def tally(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.bincount(comment[chosen], minlength=n).astype(np.float64)

    place = prepared.origin[start]
    opening = np.zeros(len(prepared.points) + 1, dtype=np.bool_)
    opening[prepared.sentence_start] = True
    initial = prepared.folded[start]
    entry = prepared.word_entry[own]
    known = facts_of(entry) & np.uint8(CASING)
    upper = case_of(prepared.points[place]) == UPPER
    name = upper & (known != LOWER) & ~opening[place] & (end - start > 1)
    figure = (initial >= 0x30) & (initial <= 0x39)
    reason = _among(entry, hashes, _REASONS)
    many = np.maximum(words, 1)
    found = {
        "length": _flat(words, 40),
        "reasons": _flat(tally(reason), 2),
        "specifics": _flat(tally(figure | name), 3),
        "long_words": tally(end - start > 6) / many,
        "variety": _flat(_distinct(comment, hashes, n), 40),
        "exclamations": _flat(_signs(prepared, 0x21, n), 3),
        "you": np.minimum(1.0, 5 * tally(_among(entry, hashes, _YOU)) / many),
        "evidence": _flat(_evidence(prepared, signs), 1),
        "experience": _experience(prepared, estimates, n),
    }
    return {name: np.round(column, 6) for name, column in found.items()}


def _flat(count: NDArray[np.float64], half: float) -> NDArray[np.float64]:
    return count / (count + half)


@cache
def _hashed(words: str) -> NDArray[np.uint64]:
    return distinct(hash_words(words.split()))


@cache
def _in_vocabulary(words: str) -> NDArray[np.bool_]:
    """By number in the vocabulary whether a word is one of these; false for unknown ones."""
    found = np.zeros(size() + 1, dtype=np.bool_)
    found[entries(_hashed(words))] = True
    found[-1] = False
    return found


def _among(entry: NDArray[np.int64], hashes: NDArray[np.uint64], words: str) -> NDArray[np.bool_]:
    found = _in_vocabulary(words)[entry]
    unknown = np.flatnonzero(entry < 0)
    wanted = _hashed(words)
    near = np.minimum(np.searchsorted(wanted, hashes[unknown]), len(wanted) - 1)
    found[unknown] = wanted[near] == hashes[unknown]
    return found


def _distinct(
    comment: NDArray[np.int32], hashes: NDArray[np.uint64], n: int
) -> NDArray[np.float64]:
    """How many different words each comment has."""
    bits = np.uint64(max(1, n).bit_length())  # the hash's last bits make room for the comment
    whose = comment.astype(np.uint64) << (np.uint64(64) - bits)
    seen = np.sort(whose | hashes >> bits)
    fresh = np.ones(len(seen), dtype=np.bool_)
    fresh[1:] = seen[1:] != seen[:-1]
    owner = (seen[fresh] >> (np.uint64(64) - bits)).astype(np.int64)
    return np.bincount(owner, minlength=n).astype(np.float64)


def _signs(prepared: Prepared, sign: int, n: int) -> NDArray[np.float64]:
    places = np.flatnonzero((prepared.points == sign) & ((prepared.regions & ALIEN) == 0))
    return np.diff(np.searchsorted(places, prepared.starts)).astype(np.float64)


def _experience(prepared: Prepared, estimates: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """The share of the sentences of each comment that tell of the writer's own life."""
    comment = prepared.sentence_comment
    count = np.maximum(np.bincount(comment, minlength=n), 1)
    # whole millionths: their sum does not hang on the order
    parts = np.rint(estimates[:, EXPERIENCE] * 1e6)
    return np.bincount(comment, weights=parts, minlength=n) / 1e6 / count


def _evidence(prepared: Prepared, signs: Signs) -> NDArray[np.float64]:
    """How many links, sources and citations of the writer's own each comment has."""
    backing = signs.comment[_IS_EVIDENCE[signs.kind]]
    count = np.bincount(backing, minlength=len(prepared)).astype(np.float64)
    linked = ((prepared.regions & LINK) != 0) & ((prepared.regions & QUOTE) == 0)
    if linked.any():
        begins = np.flatnonzero(linked & ~np.concatenate(([False], linked[:-1])))
        count = count + np.diff(np.searchsorted(begins, prepared.starts))
    return count
