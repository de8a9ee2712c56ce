"""The signs of Markdown and wiki markup that show nothing themselves: * _ ~~ || # - and the like.

Stage: text, called by `markup`; a `Page` comes in; MARKUP is painted on it, on the signs alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text.markup_page import Page, Span
from modscore.text.prepared import CODE, LINK, MARKUP, MENTION
from modscore.text.signs import BLANKS, BULLET, DIGITS, WORDS, chosen, compiled

_PAIRED = {ord("*"): 3, ord("_"): 3, ord("~"): 2, ord("|"): 2, ord("'"): 5}  # longest row
_SHORTEST = {ord("~"): 2, ord("|"): 2, ord("'"): 2}
_HEADS = chosen(b"#-*+=_~" + bytes([BULLET])) | DIGITS
_HEAD = compiled(
    rb"(?:#{1,6}[ \t]+|[-*+\x95][ \t]+(?:\[[ x]\][ \t]+)?|[0-9]{1,2}[.)][ \t]+|={2,6}[^=\n\x00]"
    rb"|(?:[-=_*~]{3,}|(?:[-_*] ){3,})[ \t\r]*[\n\x00])"
)
_HEADING_END = compiled(rb"={2,6}\s*$")


def signs(
    page: Page, places: NDArray[np.int64], found: NDArray[np.uint8], here: NDArray[np.bool_]
) -> None:
    """Paint the signs of emphasis, spoilers, headings, rules and lists."""
    if any(here[sign] for sign in _PAIRED):
        page.paint(_pairs(page, places, found), MARKUP)
    page.paint(_heads(page), MARKUP)
    for double in (b"[[", b"]]"):
        at = page.raw.find(double)
        while at >= 0:
            if not page.has(at, CODE | LINK):
                page.paint([(at, at + 2)], MARKUP)
            at = page.raw.find(double, at + 2)


def _pairs(page: Page, places: NDArray[np.int64], found: NDArray[np.uint8]) -> list[Span]:
    """Rows of signs that open and close an emphasis: not inside a word (``f*ck``, ``a_b``), the
    opening one before a sign and the closing one after one, in one paragraph."""
    kept = np.isin(found, list(_PAIRED)) & (page.regions[places] & (CODE | LINK | MENTION) == 0)
    places = places[kept]
    if not len(places):
        return []
    signs = page.codes[places]
    fresh = np.ones(len(places), np.bool_)
    fresh[1:] = (np.diff(places) != 1) | (signs[1:] != signs[:-1])
    first = np.flatnonzero(fresh)
    starts = places[first]
    ends = places[np.append(first[1:], len(places)) - 1] + 1
    before, after = page.codes[starts - 1], page.codes[ends]
    before[starts == 0] = 0
    opens = ~WORDS[before] & ~BLANKS[after]
    closes = ~BLANKS[before] & ~WORDS[after]
    single = (signs[first] == 0x27) & (ends - starts == 1)
    useful = np.flatnonzero((opens | closes) & ~single)
    spans: list[Span] = []
    waiting: dict[tuple[int, int], tuple[int, int]] = {}
    for index in useful.tolist():
        start, end, sign = int(starts[index]), int(ends[index]), int(signs[first[index]])
        length = end - start
        if not _SHORTEST.get(sign, 1) <= length <= _PAIRED[sign]:
            continue
        key = (sign, length)
        if closes[index] and key in waiting:
            opened, limit = waiting.pop(key)
            if start < limit:
                spans += [(opened, opened + length), (start, end)]
                continue
        if opens[index]:
            waiting[key] = (start, page.paragraph_end(start))
    return spans


def _heads(page: Page) -> list[Span]:
    """Signs of headings, lists and rules at the start of lines."""
    starts = page.line_starts
    spans: list[Span] = []
    for line in np.flatnonzero(_HEADS[page.codes[starts]]).tolist():
        start, end = int(starts[line]), int(page.line_ends[line])
        match = _HEAD.match(page.raw, start)
        if match is None or page.has(start, CODE | LINK | MENTION):
            continue
        stop = min(match.end(), end)
        if page.raw[start] == 0x3D and page.raw[stop - 1] != 0x3D:
            closing = _HEADING_END.search(page.raw[start:end])
            if closing is None or closing.start() < 3:
                continue
            spans += [(start, stop - 1), (start + closing.start(), start + closing.end())]
        else:
            spans.append((start, stop))
    return spans
