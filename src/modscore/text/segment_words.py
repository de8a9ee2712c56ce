"""The words that decide whether a dot ends a sentence, and their keys.

Stage: text, read by `segment`; places of dots come in; which of them hold goes out. A word is
looked up by a key, one number made of its letters, so that a whole batch is looked up at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text.signs import BLANKS, DIGITS, LETTERS, LOWERS, NEWLINES, UPPERS, WORDS

REACH = 8  # letters that a key holds; of a longer word no key is listed

_SPACES = BLANKS & ~NEWLINES
_LOWER = np.arange(256, dtype=np.uint64)
_LOWER[0x41:0x5B] += np.uint64(0x20)


def _keys(words: str) -> NDArray[np.uint64]:
    keys = [int.from_bytes(word.encode()[::-1], "little") for word in words.split()]
    return np.sort(np.array(keys, np.uint64))


# A dot after these never ends a sentence before a capital.
_NEVER = _keys("mr mrs ms mx messrs mme mlle dr prof vs eg ie cf viz")
# After these only if the next word is one that begins sentences.
_OFTEN = _keys(
    "st rev hon gen col capt cpt lt cmdr sgt maj adm gov sen rep pres amb supt det insp"
    " mgr fr ca al resp ed eds trans univ assn bros mt ft jan feb apr jun jul aug sep sept oct nov"
    " dec fig figs vol approx"
)
_BEFORE_NUMBER = _keys(
    "no nos p pp vol vols fig figs ch chap art sec para eq ver v n nr op cit col ca approx jan feb"
    " mar apr jun jul aug sep sept oct nov dec"
)
_BEFORE_SMALL = _keys(
    "etc inc ltd co corp jr sr dept govt approx misc est min max hr hrs yr yrs lb lbs oz mar dr st"
)
_BEGINNERS = _keys(
    "the a an he she it i we they you this that these those there but and or so if in on at as for"
    " what why who how when where my his her its our your their not no yes now then is are do does"
    " did have has let maybe perhaps all some many most even just also however while since because"
    " after before with without to go get see look stop please thanks good great well oh"
)


def holds(
    signs: NDArray[np.uint8], dot: NDArray[np.int64], lead: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether a single dot belongs to its word, an abbreviation, initial or number of a list.

    ``lead`` is the first letter or digit of the next word.
    """
    key, length = key_before(signs, dot)
    before = signs[dot - length - 1]
    before[dot - length == 0] = 0
    sign = signs[lead]
    dotted = (length == 1) & (before == ord("."))
    initial = (length == 1) & ~dotted & UPPERS[signs[dot - 1]] & (signs[dot - 1] != ord("I"))
    hold: NDArray[np.bool_] = _among(key, _NEVER) | (initial & ~WORDS[before])
    hold |= DIGITS[sign] & (_among(key, _BEFORE_NUMBER) | dotted)
    hold |= LOWERS[sign] & ((length == 1) | _among(key, _BEFORE_SMALL))
    doubtful = np.flatnonzero((dotted | _among(key, _OFTEN)) & ~hold)
    hold[doubtful] = ~_among(key_after(signs, lead[doubtful])[0], _BEGINNERS)
    for index in np.flatnonzero((length == 0) & DIGITS[signs[dot - 1]] & (dot > 0)).tolist():
        hold[index] = _is_list_number(signs, int(dot[index]))
    return hold


def _among(keys: NDArray[np.uint64], listed: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which keys are listed (in order); much less ado than ``np.isin`` for a few."""
    found: NDArray[np.bool_] = listed.take(listed.searchsorted(keys), mode="clip") == keys
    return found


def _is_list_number(signs: NDArray[np.uint8], dot: int) -> bool:
    """Whether the digits before ``dot`` stand at the start of a line or after a stop or colon."""
    place = dot - 1
    while place >= max(0, dot - 3) and DIGITS[signs[place]]:
        place -= 1
    if place >= 0 and not BLANKS[signs[place]]:
        return False
    while place >= max(0, dot - 8) and _SPACES[signs[place]]:
        place -= 1
    return place < 0 or bool(NEWLINES[signs[place]]) or int(signs[place]) in b":;.!?"


def key_before(
    signs: NDArray[np.uint8], places: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """(key, length) of the letters that end just before each place; at most `REACH` count."""
    return _key(signs, places - 1, -1)


def key_after(
    signs: NDArray[np.uint8], places: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """(key, length) of the letters from each place on; at most `REACH` count."""
    key, length = _key(signs, places, 1)
    turned = np.zeros_like(key)  # the first letter is the highest byte, as in key_before's order
    for step in range(int(length.max(initial=0))):
        letter = (key >> np.uint64(8 * step)) & np.uint64(0xFF)
        turned = np.where(step < length, (turned << np.uint64(8)) | letter, turned)
    return turned, length


def _key(
    signs: NDArray[np.uint8], places: NDArray[np.int64], step: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Letters from each place in steps of ``step``, the first in the lowest byte."""
    key = np.zeros(len(places), np.uint64)
    length = np.zeros(len(places), np.int64)
    active = np.ones(len(places), np.bool_)
    last = len(signs) - 1
    for index in range(REACH + 1):
        at = places + index * step
        sign = signs[np.clip(at, 0, last)]
        active &= LETTERS[sign] & (at >= 0) & (at <= last)
        if not active.any():
            break
        if index == REACH:
            key[active] = 0  # longer than any listed word
            break
        key |= np.where(active, _LOWER[sign] << np.uint64(8 * index), np.uint64(0))
        length += active
    return key, length
