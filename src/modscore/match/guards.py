"""Guards: which hits do not count, because of where they stand or what is said around them.

Stage: match; unguarded hits come in; which of them stay, and which are endorsed, goes out.
Whole columns where the place decides (quotations, code, links, evidence near by); for the rest
the words around each hit are read (`speech`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import CODE, HEADER, INLINE, LINK, MARKUP, MENTION, QUOTE, Prepared
from ..text.words import hash_words
from . import cues, speech
from .buffer import Buffer
from .compile import CompiledPack
from .kinds import Found, chosen
from .phrases import spread

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_BESIDE = 80  # characters beside a quotation that are read
ENDORSED = 0.5  # what a hit in a quotation counts when the writer makes it his own
NEVER = CODE | LINK | MENTION | HEADER | MARKUP


def guarded(
    compiled: CompiledPack, prepared: Prepared, buffer: Buffer, found: Found
) -> tuple[Bools, Bools]:
    """Which hits stay, and which stay only because the writer endorses what he quotes."""
    stay = np.ones(len(found.rule), bool)
    endorsed = np.zeros(len(found.rule), bool)
    if not len(stay):
        return stay, endorsed
    if prepared.regions.any():
        touched, within = _regions(prepared, buffer, found)
        stay &= touched & NEVER == 0
        quoted = stay & compiled.unless_quoted[found.rule]
        quoted &= within & (QUOTE | INLINE) != 0
        inside = np.flatnonzero(quoted & (within & QUOTE != 0))
        endorsed[inside] = _endorsed(prepared, buffer, found.start[inside])
        stay &= ~quoted | endorsed
    backed = stay & compiled.unless_evidence[found.rule]
    if backed.any():
        stay[backed] = ~_backed(compiled, prepared, found, stay)[backed]
    _read_around(compiled, prepared, buffer, found, stay)
    return stay, endorsed & stay


def _regions(
    prepared: Prepared, buffer: Buffer, found: Found
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The bits of the regions that the first and last word of each hit touch, and those that all
    its words are within. (Tags may stand inside a word that they split.)"""
    first = np.searchsorted(buffer.word_lasts, found.start)
    last = np.searchsorted(buffer.word_begins, found.end)
    padded = np.append(prepared.word_regions, np.uint8(0))
    touched = padded[first] | padded[last - 1]
    within = padded[first]
    many = np.flatnonzero(last - first > 1)
    if len(many):
        edges = np.stack([first[many], last[many]], axis=1).ravel()
        within[many] = np.bitwise_and.reduceat(padded, edges)[0::2]
    lone = last <= first  # signs without a word: their first one tells
    touched[lone] = within[lone] = prepared.regions[found.start[lone]]
    return touched, within


def _endorsed(prepared: Prepared, buffer: Buffer, places: Ints) -> Bools:
    """Whether words like "exactly" or "he is right" stand right beside the quotation here."""
    if not len(places):
        return np.zeros(0, bool)
    own = prepared.regions & (QUOTE | MARKUP | HEADER) == 0
    own &= (prepared.points != ord(" ")) & (prepared.points != ord("\n"))
    own[prepared.starts[1:] - 1] = True  # the end of a comment ends a quotation
    outside = np.concatenate([[-1], np.flatnonzero(own)])
    behind = np.searchsorted(outside, places, side="right")
    comment = np.searchsorted(prepared.starts, places, side="right") - 1
    low, high = prepared.starts[comment], prepared.starts[comment + 1] - 1
    edges = np.stack([low, outside[behind - 1] + 1, outside[behind], high])
    known: dict[int, bool] = {}  # by where the quotation begins: a long one may hold many hits
    answers = []
    for start, before, after, end in np.searchsorted(prepared.origin, edges).T.tolist():
        if before not in known:
            ahead = buffer.text[max(start, before - _BESIDE) : before]
            then = buffer.text[after : min(end, after + _BESIDE)]
            agrees = cues.ENDORSING_AFTER.match(then) or cues.ENDORSING_BEFORE.search(ahead)
            known[before] = bool(agrees)
        answers.append(known[before])
    return np.array(answers)


def _sentence_of(prepared: Prepared, places: Ints) -> Ints:
    return np.maximum(np.searchsorted(prepared.sentence_start, places, side="right") - 1, 0)


def _backed(compiled: CompiledPack, prepared: Prepared, found: Found, stay: Bools) -> Bools:
    """Whether a link, or a hit for evidence, is in the sentence of each hit or in the next one."""
    has = np.zeros(len(prepared.sentence_start) + 1, bool)
    linked = np.flatnonzero(prepared.word_regions & LINK)
    has[_sentence_of(prepared, prepared.origin[prepared.word_start[linked]])] = True
    has[_sentence_of(prepared, found.start[stay & compiled.backing[found.rule]])] = True
    here = _sentence_of(prepared, found.start)
    following = np.minimum(here + 1, len(prepared.sentence_start) - 1)
    same = prepared.sentence_comment[here] == prepared.sentence_comment[following]
    backed: Bools = has[here] | (has[following] & same)
    return backed


def _read_around(
    compiled: CompiledPack, prepared: Prepared, buffer: Buffer, found: Found, stay: Bools
) -> None:
    """Take out of ``stay`` the hits that a guard which reads the words around them holds back."""
    rows = np.flatnonzero(stay & (compiled.reading_guard_bits[found.rule] != 0))
    if len(rows):
        maybe = _cued(compiled, prepared, buffer, chosen(found, rows))
        rows, maybe = rows[maybe != 0], maybe[maybe != 0]
    if not len(rows):
        return
    sentence = _sentence_of(prepared, found.start[rows])
    edges = np.searchsorted(
        prepared.origin,
        np.stack(
            [
                prepared.sentence_start[sentence],
                found.start[rows],
                found.end[rows],
                np.maximum(prepared.sentence_end[sentence], found.end[rows]),
            ]
        ),
    )
    text = buffer.text
    reach = speech.REACH
    held: list[int] = []
    for row, rule, bits, low, start, end, high in zip(
        rows.tolist(), found.rule[rows].tolist(), maybe.tolist(), *edges.tolist(), strict=True
    ):
        around = speech.around(
            text[max(low, start - reach) : start],
            text[start : min(end, start + reach)],
            text[end : min(high, end + reach)],
            rule in compiled.negative,
        )
        for guard in _guards(bits):
            if guard(around):
                held.append(row)
                break
    stay[held] = False


_NAMES = tuple(cues.BY_NAME)
_BEFORE, _AFTER = 12, 8  # words on either side in which a cue counts
_BITS = 16
_LOW = np.uint64((1 << _BITS) - 1)


@cache
def _guards(bits: int) -> tuple[Callable[[speech.Around], bool], ...]:
    """The guards that these bits stand for."""
    return tuple(guard for k, guard in enumerate(cues.BY_NAME.values()) if bits >> k & 1)


@cache
def _cue_table() -> NDArray[np.uint8]:
    """For the low bits of a word's hash, the guards that it is a cue for; a word may be taken for
    another, which only costs the reading."""
    table = np.zeros(1 << _BITS, np.uint8)
    for k, name in enumerate(_NAMES):
        if name in cues.CUE_WORDS:
            slots = (hash_words(sorted(cues.CUE_WORDS[name])) & _LOW).astype(np.int64)
            table[slots] |= np.uint8(1 << k)
    return table


def _cued(
    compiled: CompiledPack, prepared: Prepared, buffer: Buffer, found: Found
) -> NDArray[np.uint8]:
    """For each hit the guards of its rule (a bit each) that may hold, as some cue is near."""
    wanted = compiled.reading_guard_bits[found.rule]
    first = np.searchsorted(buffer.word_lasts, found.start)
    last = np.searchsorted(buffer.word_begins, found.end)
    comment = np.searchsorted(prepared.starts, found.start, side="right") - 1
    bounds = np.searchsorted(prepared.word_start, prepared.folded_starts)  # of its own words
    low = np.maximum(first - _BEFORE, bounds[comment])
    high = np.minimum(last + _AFTER, bounds[comment + 1])
    low = np.maximum(low, high - 10 * _BEFORE)  # of an endless hit its end alone
    high = np.maximum(low, high)
    places = spread(low, high)
    bits = _cue_table()[(prepared.word_hash[places] & _LOW).astype(np.int64)]
    before = np.append(0, np.cumsum(high - low))
    near = np.bitwise_or.reduceat(np.append(bits, np.uint8(0)), before[:-1])
    near[high <= low] = 0
    free = np.uint8(sum(1 << k for k, name in enumerate(_NAMES) if name not in cues.CUE_WORDS))
    cued: NDArray[np.uint8] = wanted & (near | free)
    return cued
