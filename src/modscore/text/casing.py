"""Which words are shouted: runs of ordinary words all in capitals, told from acronyms.

Stage: match (kind ``casing``); the columns of `Prepared` come in; stretches of ``points`` with a
strength each go out. Acronyms, names, figures, single letters, identifiers, headings, emotes,
quoted text and code do not count; acronyms inside a run belong to it.

Amounts, from the 1,296 comments of forum_train: of those whose longest run is one word, 3 in 104
were called shouting (EMPHASIS); of those with a run of two, 10 in 11, and of longer ones 23 in 24.
PAIR is set lower than that, just over the flag point of 0.5, to leave room above for longer runs
and for the share of the comment that is shouted, which lifts a run towards CEILING.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.text.capitals import JOINED, LOUD, NEEDY, QUIET, SHAPED, WEAK, capitals, word_ends
from modscore.text.prepared import ALIEN, INLINE, Prepared
from modscore.text.words import hash_words

EMPHASIS = 0.05  # one ordinary word in capitals, in a long comment
PAIR = 0.53  # two in a row, in a long comment
CEILING = 0.98  # a whole comment in capitals
FIRST_BEYOND_LATIN = 0x250
HEADING = 60  # characters of the longest heading
COURTESY = 0.4  # "THANK YOU" says it loudly, but shouts at nobody
COURTEOUS = """
    thank thanks you congrats congratulations happy birthday merry christmas new year welcome good
    great nice morning night luck please sorry yes yay love hello hi amen bravo
"""


class Stretches(NamedTuple):
    """Stretches of ``points``, in order: ``words`` that count in each, strength in (0, 1]."""

    comment: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    words: NDArray[np.int64]
    strength: NDArray[np.float64]


def runs(prepared: Prepared) -> Stretches:
    """The shouted runs and emphasised words of a batch, in order of place.

    A run is words of one comment that follow each other, all in capitals; it starts and ends at a
    word that counts, or covers a comment that is in capitals throughout.
    """
    word, part = capitals(prepared)
    comment = prepared.word_comment[word]
    fresh = np.ones(len(word), np.bool_)
    fresh[1:] = (np.diff(word) != 1) | (np.diff(comment) != 0)
    first = np.flatnonzero(fresh)
    if not len(first):
        return nothing()
    run = np.cumsum(fresh) - 1

    # Names, acronym look-alikes and unknown words count beside words that surely are words.
    loud = np.add.reduceat(part >= SHAPED, first, dtype=np.int64)
    counts = part >= np.array([SHAPED, WEAK, NEEDY], np.int8)[np.minimum(loud, 2)[run]]
    words = np.add.reduceat(counts, first, dtype=np.int64)
    known = np.add.reduceat(part == LOUD, first, dtype=np.int64)
    hashes = prepared.word_hash[word]
    # Without a word that is known, two different ones that look like words.
    low = np.minimum.reduceat(np.where(part >= SHAPED, hashes, np.uint64(2**64 - 1)), first)
    high = np.maximum.reduceat(np.where(part >= SHAPED, hashes, np.uint64(0)), first)
    shouted = (words > 0) & ((known > 0) | (low < high))
    # Nor is there a vocabulary of other scripts: there, three words with a long one among them.
    foreign = prepared.folded[prepared.word_start[word]] >= FIRST_BEYOND_LATIN
    shouted |= (words >= 3) & np.logical_or.reduceat(foreign & (part >= SHAPED), first)
    if not shouted.any():
        return nothing()

    last = np.append(first[1:], len(word)) - 1
    place = np.arange(len(word))
    begin = np.minimum.reduceat(np.where(counts, place, len(word)), first)
    end = np.maximum.reduceat(np.where(counts | (part == JOINED), place, -1), first)
    own = _own_words(prepared)
    throughout = own[comment[first]] == last - first + 1
    keep = np.flatnonzero(shouted)
    begin = np.where(throughout, first, begin)[keep]
    end = np.where(throughout, last, end)[keep]
    start = prepared.origin[prepared.word_start[word[begin]]]
    stop = word_ends(prepared, word[end])
    heading = _headings(prepared, comment[begin], start, stop)
    shouted[keep[heading]] = False

    loudly = np.bincount(comment[shouted[run] & counts], minlength=len(prepared))
    mute = np.bincount(comment[part <= QUIET], minlength=len(prepared))
    share = (loudly / np.maximum(own - mute, 1))[comment[first]]
    kind = np.isin(hashes, _courteous()) | ~counts
    courteous = np.logical_and.reduceat(kind, first) & (words <= 4)
    courteous &= (words > 1) | (share >= 0.8)
    strength = run_strength(words, share) * np.where(courteous, COURTESY, 1.0)
    kept = keep[~heading]
    return Stretches(
        comment[first[kept]], start[~heading], stop[~heading], words[kept], strength[kept]
    )


def run_strength(words: NDArray[np.int64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """The strength of runs of so many words in comments shouted to such a share.

    >>> run_strength(np.array([1, 2, 6, 12]), np.array([0.01, 0.05, 0.2, 1.0])).round(2).tolist()
    [0.05, 0.53, 0.79, 0.98]
    """
    alone = np.where(words < 2, EMPHASIS, CEILING - (CEILING - PAIR) * np.exp((2 - words) / 4.5))
    lift = np.clip((share - 0.2) / 0.6, 0.0, 1.0) * np.minimum(words / 4, 1.0)
    raised: NDArray[np.float64] = alone + (CEILING - alone) * lift
    return raised


@cache
def _courteous() -> NDArray[np.uint64]:
    return hash_words(COURTEOUS.split())


def _own_words(prepared: Prepared) -> NDArray[np.int64]:
    """How many words of the writer's own each comment has."""
    comment = prepared.word_comment
    alien = comment[prepared.word_regions & (ALIEN | INLINE) != 0]
    size = len(prepared)
    return np.bincount(comment, minlength=size) - np.bincount(alien, minlength=size)


def _headings(
    prepared: Prepared,
    comment: NDArray[np.int32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Which stretches are labels ("NOTE: …") or headings: a short line of its own above text."""
    ahead = np.minimum(end[:, None] + np.arange(6), len(prepared.points) - 1)
    maybe = np.isin(prepared.points[ahead], [ord("\n"), ord("\r"), ord(":")]).any(axis=1)
    heading = np.zeros(len(start), np.bool_)
    for k in np.flatnonzero(maybe & (end - start <= HEADING)).tolist():
        first = int(prepared.starts[comment[k]])
        text = prepared.texts[comment[k]]
        heading[k] = _heading(text, int(start[k]) - first, int(end[k]) - first)
    return heading


def _heading(text: str, start: int, end: int) -> bool:
    before = text[max(start - 24, 0) : start].rpartition("\n")
    if (start > 24 and not before[1]) or any(map(str.isalpha, before[2])):
        return False
    line, newline, rest = text[end : end + 240].partition("\n")
    if line.lstrip().startswith(":") and end - start < 24 and (line.strip() != ":" or rest):
        return True
    if newline and before[2].lstrip().startswith("#") and any(map(str.islower, rest)):
        return True  # Markdown says so
    if not newline or any(map(str.isalpha, line)) or line.rstrip(" *_=#\r")[-1:] in tuple(".!?…,"):
        return False
    return sum(map(str.islower, rest)) >= 20


def nothing() -> Stretches:
    """No stretches."""
    none = np.zeros(0, np.int64)
    return Stretches(none.astype(np.int32), none, none, none, none.astype(np.float64))
