"""Which patterns need to run on which comments.

Stage: match; the phrases found in a batch come in; pairs of pattern and comment go out, each one
number: ``pattern * comments + comment``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Prepared
from .buffer import Buffer
from .compile import CompiledPack
from .phrases import Places
from .shapes import DIGIT
from .tables import Links

Ints = NDArray[np.int64]


def woken(compiled: CompiledPack, prepared: Prepared, buffer: Buffer, places: Places) -> Ints:
    """The pairs, in order: every comment with a match of a pattern is among its comments."""
    keys = [places, _possessives(compiled, prepared, buffer)]
    code = _distinct(
        np.concatenate(
            [
                *(_woken(compiled.woken, prepared, some) for some in keys),
                _woken_by_signs(compiled, prepared, buffer),
            ]
        )
    )
    second = _distinct(
        np.concatenate([_woken(compiled.confirmed, prepared, some) for some in keys])
    )
    doubted = compiled.doubted[code // max(len(prepared), 1)]
    code = code[~doubted | np.isin(code, second, assume_unique=True, kind="sort")]
    code = np.concatenate([code, _woken_by_roaming(compiled, prepared, buffer)])
    code = _distinct(code)
    return code


def _distinct(code: Ints) -> Ints:
    """The numbers in order, each once."""
    code = np.sort(code)
    keep = np.ones(len(code), bool)
    keep[1:] = code[1:] != code[:-1]
    return code[keep]


def _woken(links: Links, prepared: Prepared, places: Places) -> Ints:
    """The patterns that the phrases in these places wake, each with its comment in one number."""
    which, pattern = links.of(places.key)
    return pattern * len(prepared) + prepared.word_comment[places.first[which]]


def _possessives(compiled: CompiledPack, prepared: Prepared, buffer: Buffer) -> Places:
    """The phrases whose last word is seen without its last apostrophe and what follows it."""
    sign = buffer.apostrophes
    if not len(prepared.word_start) or not len(sign):
        return Places(*(np.zeros(0, np.int64),) * 3)
    word = np.searchsorted(prepared.word_start, sign, side="right") - 1
    inside = (word >= 0) & (sign < prepared.word_end[word])
    word, sign = word[inside], sign[inside]
    last = np.append(word[1:] != word[:-1], True)[: len(word)]
    return compiled.phrases.find_ending(prepared, word[last], sign[last])


def _woken_by_signs(compiled: CompiledPack, prepared: Prepared, buffer: Buffer) -> Ints:
    codes = [np.zeros(0, np.int64)]
    for sign, woken in compiled.signs.items():
        if sign > "\x7f" and not len(buffer.rare):
            continue
        if sign == DIGIT:
            places = np.flatnonzero(prepared.folded - 0x30 < 10)  # below 0x30 it wraps around
        elif ord(sign) < 128:
            places = np.flatnonzero(prepared.folded == ord(sign))
        else:
            places = buffer.rare[prepared.folded[buffer.rare] == ord(sign)]
        if len(places):
            here = _distinct(np.searchsorted(prepared.folded_starts, places, side="right") - 1)
            codes += [pattern * len(prepared) + here for pattern in woken]
    return np.concatenate(codes)


def _woken_by_roaming(compiled: CompiledPack, prepared: Prepared, buffer: Buffer) -> Ints:
    """For patterns without triggers: every comment that a run over the whole batch touches.

    A match may reach into the next comment here; it wakes both, and the run on each alone decides.
    """
    codes = [np.zeros(0, np.int64)]
    bounds = np.array(buffer.bounds)
    for number in compiled.roaming:
        hits = compiled.patterns[number].found_in(buffer.raw, len(buffer.raw))
        spans = np.array([hit[0] for hit in hits], np.int64).reshape(-1, 2)
        if not len(spans):
            continue
        first = np.searchsorted(bounds, spans[:, 0], side="right") - 1
        last = np.searchsorted(bounds, np.maximum(spans[:, 1] - 1, spans[:, 0]), side="right") - 1
        touched = np.bincount(first, minlength=len(prepared) + 1)
        touched -= np.bincount(last + 1, minlength=len(prepared) + 1)[: len(touched)]
        here = np.flatnonzero(np.cumsum(touched)[: len(prepared)])
        codes.append(number * len(prepared) + here)
    return np.concatenate(codes)
