"""Guards: which hits do not count, because of where they stand or what is said around them.

Stage: match; unguarded hits come in; which of them stay, and which are endorsed, goes out.
Whole columns where the place decides (quotations, code, links, evidence near by); for the rest
the words around each hit are read (`speech`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import CODE, HEADER, INLINE, LINK, MARKUP, MENTION, QUOTE, Prepared
from . import speech
from .buffer import Buffer
from .compile import CompiledPack
from .kinds import Found

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ENDORSED = 0.5  # what a hit in a quotation counts when the writer makes it his own
NEVER = CODE | LINK | MENTION | HEADER | MARKUP
_BACKING = ("evidence", "citation")  # signals whose hits back a claim


def guarded(
    compiled: CompiledPack, prepared: Prepared, buffer: Buffer, found: Found
) -> tuple[Bools, Bools]:
    """Which hits stay, and which stay only because the writer endorses what he quotes."""
    stay = np.ones(len(found.rule), bool)
    endorsed = np.zeros(len(found.rule), bool)
    if not len(stay):
        return stay, endorsed
    if prepared.regions.any():
        touched, within = _regions(prepared, found)
        stay &= touched & NEVER == 0
        quoted = stay & compiled.guarded_by("quoted")[found.rule]
        quoted &= within & (QUOTE | INLINE) != 0
        for hit in np.flatnonzero(quoted & (within & QUOTE != 0)).tolist():  # rare
            endorsed[hit] = _endorsed(prepared, buffer, int(found.start[hit]))
        stay &= ~quoted | endorsed
    backed = stay & compiled.guarded_by("evidence")[found.rule]
    if backed.any():
        stay[backed] = ~_backed(compiled, prepared, found, stay)[backed]
    _read_around(compiled, prepared, buffer, found, stay)
    return stay, endorsed & stay


def _regions(prepared: Prepared, found: Found) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The bits of the regions that the words of each hit touch, and those they are all within."""
    any_of = np.zeros(len(found.rule), np.uint8)
    all_of = np.zeros(len(found.rule), np.uint8)
    places = prepared.origin[prepared.word_start]
    first = np.searchsorted(prepared.origin[prepared.word_end - 1], found.start)
    last = np.searchsorted(places, found.end)
    one = last - first == 1
    any_of[one] = all_of[one] = prepared.word_regions[first[one]]
    lone = last <= first  # signs without a word: their first one tells
    any_of[lone] = all_of[lone] = prepared.regions[found.start[lone]]
    many = np.flatnonzero(last - first > 1)
    if len(many):
        padded = np.append(prepared.word_regions, np.uint8(0))
        any_of[many] = _reduced(padded, first[many], last[many], np.bitwise_or)
        all_of[many] = _reduced(padded, first[many], last[many], np.bitwise_and)
    return any_of, all_of


def _reduced(
    values: NDArray[np.uint8], first: Ints, last: Ints, operation: np.ufunc
) -> NDArray[np.uint8]:
    edges = np.empty(2 * len(first), np.int64)
    edges[0::2], edges[1::2] = first, last
    reduced: NDArray[np.uint8] = operation.reduceat(values, edges)[0::2]
    return reduced


def _endorsed(prepared: Prepared, buffer: Buffer, place: int) -> bool:
    """Whether words like "exactly" or "he is right" stand right beside the quotation here."""
    comment, _ = prepared.local(place)
    low, high = int(prepared.starts[comment]), int(prepared.starts[comment + 1]) - 1
    quote = prepared.regions[low:high] & (QUOTE | MARKUP | HEADER) != 0
    before = np.flatnonzero(~quote[: place - low])
    after = np.flatnonzero(~quote[place - low :])
    start = int(before[-1]) + 1 + low if len(before) else low
    end = int(after[0]) + place if len(after) else high
    first, last = np.searchsorted(prepared.origin, (start, end))
    limits = np.searchsorted(prepared.origin, (low, high))
    ahead = buffer.text[max(int(limits[0]), int(first) - 80) : int(first)]
    behind = buffer.text[int(last) : min(int(limits[1]), int(last) + 80)]
    return bool(speech.ENDORSING_AFTER.match(behind) or speech.ENDORSING_BEFORE.search(ahead))


def _sentence_of(prepared: Prepared, places: Ints) -> Ints:
    return np.maximum(np.searchsorted(prepared.sentence_start, places, side="right") - 1, 0)


def _backed(compiled: CompiledPack, prepared: Prepared, found: Found, stay: Bools) -> Bools:
    """Whether a link, or a hit for evidence, is in the sentence of each hit or in the next one."""
    has = np.zeros(len(prepared.sentence_start) + 1, bool)
    linked = np.flatnonzero(prepared.word_regions & LINK)
    has[_sentence_of(prepared, prepared.origin[prepared.word_start[linked]])] = True
    backing = np.array([rule.signal in _BACKING for rule in compiled.rules])
    has[_sentence_of(prepared, found.start[stay & backing[found.rule]])] = True
    here = _sentence_of(prepared, found.start)
    following = np.minimum(here + 1, len(prepared.sentence_start) - 1)
    same = prepared.sentence_comment[here] == prepared.sentence_comment[following]
    backed: Bools = has[here] | (has[following] & same)
    return backed


def _read_around(
    compiled: CompiledPack, prepared: Prepared, buffer: Buffer, found: Found, stay: Bools
) -> None:
    """Take out of ``stay`` the hits that a guard which reads the words around them holds back."""
    rows = np.flatnonzero(stay & compiled.reading_guards_of[found.rule])
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
    for row, rule, low, start, end, high in zip(
        rows.tolist(), found.rule[rows].tolist(), *edges.tolist(), strict=True
    ):
        names = compiled.reading_guards[rule]
        around = speech.around(
            text[max(low, start - reach) : start],
            text[start : min(end, start + reach)],
            text[end : min(high, end + reach)],
            compiled.negative[rule],
        )
        if any(speech.BY_NAME[name](around) for name in names):
            stay[row] = False
