"""Sentences of forum text as places in the batch.

Stage: text, after markup; the code points and their regions come in; where each sentence starts and
ends, and in which comment, go out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text.prepared import CODE, LINK, MARKUP, MENTION, QUOTE
from modscore.text.segment_words import holds, key_after, key_before
from modscore.text.signs import (
    BLANK_BYTES,
    BLANKS,
    BULLET,
    CLOSE1,
    CLOSE2,
    CLOSEG,
    DIGITS,
    ELLIPSIS,
    EMOJI,
    LETTER,
    LOWERS,
    NEWLINES,
    OPEN1,
    OPEN2,
    OPENG,
    STOP,
    UPPERS,
    WORDS,
    chosen,
    codes,
    compiled,
)

_Places = NDArray[np.int64]
_Truths = NDArray[np.bool_]

_STOPS = chosen([*b".!?", ELLIPSIS, STOP])
_BANGS = chosen(b"!?")
_CLOSERS = chosen([*b"\"')]}*_~", CLOSE2, CLOSE1, CLOSEG])
_OPENERS = chosen([*b"\"'([{*_~#$", OPEN2, OPEN1, OPENG])
_STARTERS = UPPERS | DIGITS | chosen([LETTER, EMOJI, BULLET, ord("@")])
_SPACES = BLANKS & ~NEWLINES
_FACE_STARTS = chosen([EMOJI, *b":;=<^"])
_FACE = compiled(
    rb"(?:\x8f[\x8f\xad]*|[:;=8x]['\xb4]?[-^o]?[()\[\]dpo/\\|*3]+|<3+|\^_*\^|:[a-z0-9_+]{2,30}:)"
)
_FOOTNOTE = compiled(rb"(?:\[[0-9]{1,3}\])+")
_BLOCK_TAG = compiled(rb"</?(?:blockquote|br|div|h[1-6]|hr|li|ol|p|pre|td|tr|ul)\b")
_TAG_REACH = 16  # bytes that tell a block tag: its name, and what follows it
_TAGS = chosen(b"[]<>")
_STEPS = 4  # blanks and closing signs are walked in step for so long, then one by one


def sentences(
    points: NDArray[np.uint32], starts: _Places, regions: NDArray[np.uint8]
) -> tuple[_Places, _Places, NDArray[np.int32]]:
    """(start, end, comment) of every sentence in order, places in ``points``.

    Every newline and block tag ends a sentence, and so does a row of stops, with the quotes,
    brackets, footnote marks and emoji that close it, before a blank and a capital, digit, link or
    letter without case. Held back: abbreviations, initials, numbers of lists, stops in links, code
    and mentions. Before a small letter a stop ends a sentence only in a comment that never begins
    one with a capital. ``end.Next`` is two sentences.

    Sentences hold every sign that is not a blank, begin and end with one, and lie in one comment.
    Linear in the length of the batch; a comment's sentences never depend on its neighbours.

    >>> text = "Mr. Ho left. Why?\\n"
    >>> points = np.array([ord(sign) for sign in text], np.uint32)
    >>> found = sentences(points, np.array([0, len(text)]), np.zeros(len(text), np.uint8))
    >>> [text[start:end] for start, end in zip(found[0], found[1])]
    ['Mr. Ho left.', 'Why?']
    """
    if not len(points):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32)
    signs = codes(points, starts)
    raw = signs.tobytes()
    cuts = NEWLINES[signs]
    cuts[0] = True
    cuts[_after_stops(signs, raw, starts, regions)] = True
    quote = regions & QUOTE
    if quote.any():
        edges = np.flatnonzero(np.diff(quote)) + 1
        cuts[edges[_TAGS[signs[edges - 1]] | _TAGS[signs[edges]]]] = True
    known: dict[bytes, bool] = {}  # few tags, however often
    for place in np.flatnonzero((signs == ord("<")) & (regions & MARKUP > 0)).tolist():
        tag = raw[place : place + _TAG_REACH]
        if tag not in known:
            known[tag] = _BLOCK_TAG.match(tag) is not None
        if known[tag]:
            cuts[place] = True
    cut = np.flatnonzero(cuts)
    begin = _skipped(signs, raw, cut[:-1], cut[1:], BLANKS)
    kept = begin < cut[1:]
    begin, end = begin[kept], cut[1:][kept]
    end = _trimmed(signs, raw, begin, end)
    comment = np.searchsorted(starts, begin, side="right") - 1
    return begin, end, comment.astype(np.int32)


def _skipped(
    signs: NDArray[np.uint8], raw: bytes, places: _Places, limits: _Places, over: _Truths
) -> _Places:
    """The first place from each of ``places`` on, up to its limit, whose sign is not ``over``."""
    found = places.copy()
    active = np.flatnonzero((found < limits) & over[signs[found]])
    for _ in range(_STEPS):
        if not len(active):
            return found
        found[active] += 1
        active = active[found[active] < limits[active]]
        active = active[over[signs[found[active]]]]
    blanks = bytes(np.flatnonzero(over).tolist())
    for index in active.tolist():
        stretch = raw[found[index] : limits[index]]
        found[index] += len(stretch) - len(stretch.lstrip(blanks))
    return found


def _trimmed(signs: NDArray[np.uint8], raw: bytes, begin: _Places, end: _Places) -> _Places:
    """The ends of stretches, that each begin with a sign that shows, without blanks."""
    found = end.copy()
    active = np.flatnonzero(BLANKS[signs[found - 1]])
    for _ in range(_STEPS):
        found[active] -= 1
        active = active[BLANKS[signs[found[active] - 1]]]
    for index in active.tolist():
        found[index] = begin[index] + len(raw[begin[index] : found[index]].rstrip(BLANK_BYTES))
    return found


def _after_stops(
    signs: NDArray[np.uint8], raw: bytes, starts: _Places, regions: NDArray[np.uint8]
) -> _Places:
    """The places after a row of stops and what closes with it where a sentence ends."""
    at = np.flatnonzero(_STOPS[signs])
    at = at[regions[at] & (LINK | CODE | MENTION) == 0]
    if not len(at):
        return np.zeros(0, np.int64)
    fresh = np.flatnonzero(np.diff(at, prepend=-2) != 1)
    first, after = at[fresh], at[np.append(fresh[1:], len(at)) - 1] + 1
    alone: _Truths = (after - first == 1) & (signs[first] == ord("."))
    bang = np.logical_or.reduceat(_BANGS[signs[at]], fresh)
    dots = ~bang & ~alone  # "..." before a bracket does not end
    full = np.logical_or.reduceat(signs[at] == STOP, fresh)
    end, following = _closed(signs, raw, first, after)
    apart = following > end
    lead: _Places = following.copy()  # the first sign of the next word
    for _ in range(3):
        lead += _OPENERS[signs[lead]]
    sign = signs[lead]
    capital = UPPERS[sign]
    link = (regions[following] & (LINK | MENTION)) > 0
    cut = apart & (_STARTERS[sign] | link | ((signs[following] == ord("(")) & ~dots))
    cut |= full & ~NEWLINES[signs[following]]
    hold = np.zeros(len(cut), np.bool_)
    doubtful = np.flatnonzero(alone & apart)
    hold[doubtful] = holds(signs, first[doubtful], lead[doubtful])
    small = apart & LOWERS[sign] & ~link & (alone | bang) & ~hold & (end == after)
    cut &= ~hold
    if small.any():
        cut |= small & _small_writers(signs, starts, first, cut & capital, small)
    tight = ~apart & capital & (lead == following) & (alone | bang)
    if tight.any():
        which = np.flatnonzero(tight)
        cut[which] = _joined(signs, first[which], after[which], lead[which])
    chosen_ends: _Places = end[cut]
    return chosen_ends


def _closed(
    signs: NDArray[np.uint8], raw: bytes, first: _Places, after: _Places
) -> tuple[_Places, _Places]:
    """For each row of stops, where the quotes, brackets, footnotes and faces after it end, and the
    next sign that shows or newline."""
    limits = np.append(first[1:], len(signs) - 1)
    end = after.copy()
    for _ in range(_STEPS):
        end += _CLOSERS[signs[end]]
    for index in np.flatnonzero(signs[end] == ord("[")).tolist():
        match = _FOOTNOTE.match(raw, int(end[index]))
        if match:
            end[index] = match.end()
            end[index] += bool(_CLOSERS[signs[end[index]]])
    following = _skipped(signs, raw, end, limits, _SPACES)
    for index in np.flatnonzero(_FACE_STARTS[signs[following]]).tolist():
        place = int(following[index])
        match = _FACE.match(raw, place)
        while match and not WORDS[raw[match.end()]]:
            end[index] = match.end()
            place = match.end()
            while _SPACES[raw[place]]:
                place += 1
            following[index] = place
            match = _FACE.match(raw, place)
    return end, following


def _small_writers(
    signs: NDArray[np.uint8], starts: _Places, first: _Places, capital: _Truths, small: _Truths
) -> _Truths:
    """Which stops stand in a comment that begins no sentence with a capital: its stops before
    small letters number two or more, or its first letter is small as well."""
    comment = np.searchsorted(starts, first, side="right") - 1
    number = len(starts) - 1
    smalls = np.bincount(comment[small], minlength=number)
    capitals = np.bincount(comment[capital], minlength=number)
    opened = LOWERS[signs[starts[:-1]]]
    writers = (capitals == 0) & ((smalls > 1) | ((smalls == 1) & opened))
    theirs: _Truths = writers[comment]
    return theirs


def _joined(signs: NDArray[np.uint8], first: _Places, after: _Places, lead: _Places) -> _Truths:
    """Whether a stop with no blank after it parts two sentences: ``end.Next``, not ``Node.js``."""
    _, length = key_before(signs, first)
    before = signs[first - length - 1]
    before[first - length == 0] = 0
    word = (length > 1) & LOWERS[signs[first - 1]] & (before != ord("."))
    _, width = key_after(signs, lead)
    beyond = signs[np.minimum(lead + width, len(signs) - 1)]
    pronoun = (width == 1) & ((signs[lead] == ord("I")) | (signs[lead] == ord("A")))
    starts_well = (LOWERS[signs[lead + 1]] & (beyond != ord("."))) | (pronoun & BLANKS[beyond])
    joined: _Truths = word & starts_well & (after == lead)
    return joined
