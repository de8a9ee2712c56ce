"""Quotation marks in comments: inline quotations, and long ones that name their source.

Stage: text, called by `markup`; a `Page` comes in; INLINE, and QUOTE for long sourced quotations,
are painted on it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text.markup_page import Page, Span
from modscore.text.prepared import ALIEN, INLINE, LINK, QUOTE
from modscore.text.signs import (
    BLANK_BYTES,
    BLANKS,
    CLOSE1,
    CLOSE2,
    CLOSEG,
    DIGITS,
    LETTERS,
    LOW2,
    OPEN1,
    OPEN2,
    OPENG,
    WORDS,
    chosen,
    compiled,
)

MOST_WORDS = 400  # an inline quotation longer than this is taken for a stray sign
LONG_WORDS = 12  # from here on a quotation with a source is somebody else's text
_NEAR = 80  # characters beside a quotation in which its source is sought

_DOUBLE, _SINGLE = ord('"'), ord("'")
_QUOTES = chosen([_DOUBLE, _SINGLE, OPEN2, CLOSE2, LOW2, OPEN1, CLOSE1, OPENG, CLOSEG])
_BEFORE = chosen(b"*_~([{-/<>=|\x96\x97\x85,:;\"'\x91\x93\x84\xab") | BLANKS
_CLIPPED = compiled(
    rb"(?:tis|twas|em|cause|cos|coz|cuz|til|till|bout|round|n|s|t|re|ve|ll|m|d|im|nuff|ello|ere|ave"
    rb"|[0-9]{2}s?)\b"
)
_SOURCE = compiled(
    rb"\b(?:said|says|wrote|writes|write|written|stated?|states|according to|told"
    rb"|reports|reported|explain(?:s|ed)|tweet(?:s|ed)|announced|claim(?:s|ed)|argue[sd]|quot(?:es?"
    rb"|ed|ing)|source|posted|noted|added|declared|testified)\b"
)
_FOOTNOTE = compiled(rb"[\s.,\"\x94]{0,3}(?:\[[0-9]{1,3}\]|\xb2)")
_PUNCTUATION = b".,!?;:\x85"


def quotations(page: Page, places: NDArray[np.int64], found: NDArray[np.uint8]) -> None:
    """Paint INLINE on balanced quotations within a paragraph, and QUOTE on sourced ones."""
    kept = _QUOTES[found]
    places, found = places[kept], found[kept]
    inner = (page.regions[places] & (ALIEN & ~QUOTE)) > 0
    before, after = WORDS[page.codes[places - 1]] & (places > 0), WORDS[page.codes[places + 1]]
    inner |= before & after & ((found == _SINGLE) | (found == CLOSE1))
    places, found = places[~inner], found[~inner]
    if not len(places):
        return
    limits = np.array(page.paragraph_ends, np.int64)
    paragraphs = np.searchsorted(limits, places, side="right")
    first = np.flatnonzero(np.diff(paragraphs, prepend=-1))
    stops = np.append(first[1:], len(places))
    some = (stops - first > 1) | (found[first] == OPEN2) | (found[first] == CLOSE2)
    where, kinds = places.tolist(), found.tolist()
    spans: list[Span] = []
    quoted: list[Span] = []
    opened, opened_until = -1, 0  # a sign that an earlier paragraph of the comment left open
    for start, stop, limit in zip(
        first[some].tolist(),
        stops[some].tolist(),
        limits[paragraphs[first[some]]].tolist(),
        strict=True,
    ):
        pairs, left, extra = _pairs(page.raw, where[start:stop], kinds[start:stop])
        spans += pairs
        quoted += _sourced(page, pairs)
        if where[start] >= opened_until:
            opened = -1
        if extra >= 0 and opened >= 0:
            quoted += _sourced(page, [(opened, extra + 1)])
            opened = -1
        if left >= 0:
            quoted += _unclosed(page, left, limit)
            opened, opened_until = left, page.comment_end(left)
    page.paint(spans, INLINE)
    page.paint(quoted, QUOTE)


def _pairs(raw: bytes, places: list[int], kinds: list[int]) -> tuple[list[Span], int, int]:
    """(balanced quotations, outermost “ left open or -1, first ” that closes nothing or -1)."""
    pairs: list[Span] = []
    straight = single = doubtful = extra = -1
    curly: list[tuple[int, int]] = []
    for place, kind in zip(places, kinds, strict=True):
        before, after = raw[place - 1] if place else 0, raw[place + 1]
        if kind in (_SINGLE, OPEN1, CLOSE1):
            if kind != CLOSE1 and _BEFORE[before] and WORDS[after]:
                if not _CLIPPED.match(raw, place + 1):
                    if doubtful > single >= 0:
                        pairs.append((single, doubtful + 1))
                    single, doubtful = place, -1
            elif single >= 0 and kind != OPEN1 and not BLANKS[before] and not WORDS[after]:
                if before in b"sS" and BLANKS[after]:
                    doubtful = place  # the dogs' bowl, or the end of 'the dogs'
                else:
                    pairs.append((single, place + 1))
                    single = doubtful = -1
        elif kind == _DOUBLE:
            if before == _DOUBLE:
                if pairs and pairs[-1][1] == place:
                    pairs[-1] = (pairs[-1][0], place + 1)
            elif straight >= 0:
                if BLANKS[before] and not BLANKS[after]:
                    straight = place  # the sign before was a stray one
                elif not (DIGITS[before] and b"'" in raw[max(0, place - 3) : place]):
                    pairs.append((straight, place + 1))
                    straight = -1
            elif _opens(raw, place):
                straight = place
            elif curly and not BLANKS[before]:
                pairs.append((curly.pop()[0], place + 1))
        elif kind in (OPEN2, LOW2, OPENG):
            if kind == OPEN2 and curly and curly[-1][1] == LOW2:
                pairs.append((curly.pop()[0], place + 1))
            else:
                curly.append((place, kind))
        elif curly and (curly[-1][1] == OPENG) == (kind == CLOSEG):
            pairs.append((curly.pop()[0], place + 1))
        elif kind == CLOSE2:
            if BLANKS[before] and not BLANKS[after]:
                curly.append((place, kind))
            elif extra < 0:
                extra = place
    if doubtful > single >= 0:
        pairs.append((single, doubtful + 1))
    left = curly[0][0] if curly and curly[0][1] == OPEN2 else -1
    kept = [p for p in pairs if p[1] - p[0] <= 2 * MOST_WORDS or _words(raw, p) <= MOST_WORDS]
    return kept, left, extra


def _opens(raw: bytes, place: int) -> bool:
    """Whether a " may open a quotation: after a blank or sign, or tight between letters."""
    before, after = raw[place - 1] if place else 0, raw[place + 1]
    if not BLANKS[after]:
        tight = (LETTERS[before] or before in b".!?\x85") and LETTERS[after]
        return bool(_BEFORE[before] or tight)
    sloppy = after == 0x20 and before == 0x20 and place > 1  # say " so ", but not 6 " wide
    return bool(sloppy and not DIGITS[raw[place - 2]])


def _words(raw: bytes, span: Span) -> int:
    """About how many words a span holds."""
    return raw.count(b" ", *span) + 1


def _sourced(page: Page, pairs: list[Span]) -> list[Span]:
    """The quotations with a source beside them, if they hold 12 words or more together."""
    if sum(end - start for start, end in pairs) < 4 * LONG_WORDS:
        return []
    outer: list[Span] = []
    for pair in sorted(pairs):
        if not outer or pair[0] >= outer[-1][1]:
            outer.append(pair)
    if sum(_words(page.raw, pair) for pair in outer) < LONG_WORDS:
        return []
    outer = [pair for pair in outer if _has_source(page, *pair)]
    return outer if sum(_words(page.raw, pair) for pair in outer) >= LONG_WORDS else []


def _has_source(page: Page, start: int, end: int) -> bool:
    """Whether a footnote, a verb of saying or a link stands beside a quotation."""
    if _FOOTNOTE.match(page.raw, end) or _FOOTNOTE.search(page.raw[max(start, end - 8) : end]):
        return True
    before = page.raw[max(0, start - _NEAR) : start].rpartition(b"\0")[2]
    after = page.raw[end : end + _NEAR].partition(b"\0")[0]
    if _SOURCE.search(before) or _SOURCE.search(after):
        return True
    beside = page.regions[start - len(before) : end + len(after)]
    return bool((beside & LINK).any())


def _unclosed(page: Page, start: int, limit: int) -> list[Span]:
    """A paragraph that opens a quotation which goes on below, if a footnote or a link ends it."""
    line = page.raw[max(0, start - 2) : start].replace(b"\0", b"\n").rpartition(b"\n")[2]
    led = line.strip(BLANK_BYTES)
    words = _words(page.raw, (start, limit))
    if led or not LONG_WORDS <= words <= MOST_WORDS:
        return []
    below = page.regions[limit : min(limit + 40, page.comment_end(start))]
    if _FOOTNOTE.search(page.raw[max(start, limit - 8) : limit]) or (below & LINK).any():
        return [(start, limit)]
    return []
