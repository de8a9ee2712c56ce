"""Links and mentions in comments.

Stage: text, called by `markup`; a `Page` comes in; LINK, MENTION and the MARKUP of links are
painted on it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text.markup_page import Page, Span
from modscore.text.prepared import CODE, LINK, MARKUP, MENTION
from modscore.text.signs import BLANKS, WORDS, chosen, compiled

_LINK = compiled(
    rb"(?:https?|ftp)://[^\x00-\x20\"<>`\\\x85\x91-\x94\xa0\xab\xbb\x98]+"
    rb"|\bwww\.[a-z0-9-]+\.[^\x00-\x20\"<>`\\\x85\x91-\x94\xa0\xab\xbb\x98]+"
    rb"|[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b"
    rb"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|edu|gov|info|io|int|eu|[a-z]{2}|tv|news)"
    rb"/[a-z0-9/_~%.?=&#+:;,()!@*-]+"
)
_MEMBER = compiled(rb"[a-z0-9_-]{2,30}\b")
_NAMING = WORDS | chosen(b"_!&")  # what may follow an @
_KINDS = chosen(b"uUrR")
_BEFORE = BLANKS | chosen(b"([>,")
_ID = compiled(rb"<@[!&]?[0-9]+>")
_NAME = compiled(rb"[a-z0-9_\xc9\xe9\xaa][a-z0-9_.\xc9\xe9\xaa-]*(?:@[a-z0-9.-]+[a-z0-9])?")
# Words that begin with an @ for an a are no names; which word it is, is not asked here.
_NO_NAME = compiled(rb"(?:ss(?:es|h\w*|w\w*|c\w*)?|rse\w*|nal|nus|nd|t|ll)$")
_TARGET = compiled(
    rb"\((?:[^()\s\x00\xa0]|\([^()\s\x00\xa0]*\))+(?:[ \t]+(?:\"[^\"\n\x00]*\"|'[^'\n\x00]*'))?\)"
)
_BRACKETS = chosen(b"[]\n\0")
_TAIL = b".,;:!?'*_~|-"
_PAIRS = {ord(")"): ord("("), ord("]"): ord("["), ord("}"): ord("{")}


def links(page: Page) -> None:
    """Paint URLs, addresses and the targets of [text](target)."""
    spans = [
        (start, end)
        for match in _LINK.finditer(page.raw)
        for start, end in [_trimmed(page.raw, *match.span())]
        if not page.has(start, CODE)
    ]
    page.paint(spans, LINK)
    _targets(page)


def _trimmed(raw: bytes, start: int, end: int) -> Span:
    """A URL without the stops and brackets of the sentence around it."""
    opened = {sign: raw.count(sign, start, end) for sign in _PAIRS.values()}
    closed = {sign: raw.count(sign, start, end) for sign in _PAIRS}
    while end > start + 1:
        sign = raw[end - 1]
        if sign in _PAIRS:
            if closed[sign] <= opened[_PAIRS[sign]]:
                break
            closed[sign] -= 1
        elif sign in _PAIRS.values():
            opened[sign] -= 1
        elif sign not in _TAIL:
            break
        end -= 1
    return start, end


def _targets(page: Page) -> None:
    """Paint ``](target)`` as LINK and MARKUP, and the [ on the same line that it closes."""
    if b"](" not in page.raw:
        return
    signs: list[Span] = []
    targets: list[Span] = []
    opened: list[int] = []
    reached = 0
    for place in np.flatnonzero(_BRACKETS[page.codes]).tolist():
        sign = page.raw[place]
        if sign in b"\n\0":
            opened.clear()
        elif place < reached:
            continue
        elif sign == 0x5B:
            opened.append(place)
        elif opened:
            start = opened.pop()
            match = _TARGET.match(page.raw, place + 1, min(place + 2000, len(page.raw)))
            if match and not page.has(place, CODE):
                start -= start > 0 and page.raw[start - 1] == 0x21  # the ! of an image
                signs += [(start, page.raw.index(b"[", start) + 1), (place, place + 1)]
                reached = match.end()
                targets.append((place + 1, reached))
    page.paint(signs, MARKUP)
    page.paint(targets, LINK | MARKUP)


def mentions(page: Page, places: NDArray[np.int64], found: NDArray[np.uint8]) -> None:
    """Paint @name, u/name, r/name and <@id>."""
    spans: list[Span] = []
    ats = places[found == ord("@")]
    ats = ats[(~WORDS[page.codes[ats - 1]] | (ats == 0)) & _NAMING[page.codes[ats + 1]]]
    for at in ats.tolist():
        if page.has(at, CODE | LINK):
            continue
        match = _ID.match(page.raw, at - 1) if at else None
        if match:
            spans.append(match.span())
            continue
        match = _NAME.match(page.raw, at + 1)
        if match:
            end = at + 1 + len(match.group().rstrip(b".-"))
            if end - at > 2 and not _NO_NAME.match(page.raw[at + 1 : end]):
                spans.append((at, end))
    slashes = places[found == ord("/")]
    slashes = slashes[(slashes > 0) & _KINDS[page.codes[slashes - 1]]]
    for slash in slashes.tolist():
        start = slash - 1
        start -= start > 0 and page.raw[start - 1] == ord("/")
        match = _MEMBER.match(page.raw, slash + 1)
        if (
            match
            and (not start or _BEFORE[page.raw[start - 1]])
            and not page.has(slash, CODE | LINK)
        ):
            spans.append((start, match.end()))
    page.paint(spans, MENTION)
