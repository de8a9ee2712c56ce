"""What the network reads of a comment: the writer's own words, made plain.

Stage: models; a prepared batch comes in; one string a comment goes out, with the place in the
original text that each of its characters came from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text.misspelt import misspelt
from ..text.prepared import CODE, HEADER, HELD, LINK, MARKUP, MENTION, QUOTE, Prepared

SILENT = QUOTE | CODE | HEADER | MARKUP | HELD  # left out; a blank stands in their place
STANDS_FOR = ((LINK, " link "), (MENTION, " user "))
_SURROGATES = (0xD800, 0xDFFF)
PICTURES = 0x2190  # signs from here on may be pictures: named when their category is a symbol
_SYMBOLS = ("So", "Sk")


class Speech(NamedTuple):
    """``origin[k]`` is the code point of the comment's text that ``text[k]`` came from."""

    text: str
    origin: NDArray[np.int64]


def speech(prepared: Prepared, comments: Sequence[int]) -> list[Speech]:
    """The own words of the comments asked for, folded; links, names and pictures as words.

    >>> from modscore.records import Comment, Thread
    >>> from modscore.text.prepare import prepare
    >>> batch = prepare([Thread("t", (Comment("1", "Look 🐍 at www.example.org"),))])
    >>> speech(batch, [0])[0].text
    'look  snake  at  link '
    """
    prepared = prepared.reading_as(misspelt(prepared, comments))
    folded, origin = prepared.folded, prepared.origin
    bits = prepared.regions[origin]
    odd = (bits & (SILENT | LINK | MENTION) != 0) | (folded >= PICTURES)
    return [_one(prepared, bits, odd, comment) for comment in comments]


def _one(
    prepared: Prepared, bits: NDArray[np.uint8], odd: NDArray[np.bool_], comment: int
) -> Speech:
    start, end = prepared.folded_starts[comment], prepared.folded_starts[comment + 1] - 1
    points = prepared.folded[start:end]
    origin = prepared.origin[start:end] - prepared.starts[comment]
    places = np.flatnonzero(odd[start:end])
    if not len(places):
        return Speech(_decoded(points), origin)
    kind = np.array([_kind(int(bits[start + k]), int(points[k])) for k in places], dtype=np.int64)
    joined = (kind[1:] == kind[:-1]) & (places[1:] == places[:-1] + 1) & (kind[1:] < 0)
    heads = np.flatnonzero(np.concatenate([[True], ~joined]))
    tails = np.append(heads[1:], len(places)) - 1
    texts, origins, done = [], [], 0
    for head, tail in zip(heads.tolist(), tails.tolist(), strict=True):
        at, after = int(places[head]), int(places[tail]) + 1
        said = _said(int(kind[head]))
        texts += [_decoded(points[done:at]), said]
        origins += [origin[done:at], np.full(len(said), origin[at])]
        done = after
    texts.append(_decoded(points[done:]))
    origins.append(origin[done:])
    return Speech("".join(texts), np.concatenate(origins))


def _kind(bits: int, point: int) -> int:
    """What stands in a character's place: minus one for silence, lower for words, else itself."""
    if bits & SILENT:
        return -1
    for number, (bit, _) in enumerate(STANDS_FOR):
        if bits & bit:
            return -2 - number
    return point


def _said(kind: int) -> str:
    if kind == -1:
        return " "
    return STANDS_FOR[-2 - kind][1] if kind < 0 else _name(kind)


@lru_cache(maxsize=4096)
def _name(point: int) -> str:
    """A picture's name between blanks; any other character itself."""
    if _SURROGATES[0] <= point <= _SURROGATES[1]:
        return " "
    sign = chr(point)
    if unicodedata.category(sign) not in _SYMBOLS:
        return sign
    return f" {unicodedata.name(sign, '').lower().replace('-', ' ')} "


def _decoded(points: NDArray[np.uint32]) -> str:
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
