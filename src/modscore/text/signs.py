"""One byte for every code point, so that whole batches are scanned as bytes.

Stage: text; the code points of a batch come in; an array of the same length goes out, whose values
are ASCII or one of the stand-ins below, so an offset in it is an offset in the batch.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import re2
from numpy.typing import NDArray

from modscore.text.distinct import distinct

END = 0x00  # the newline that closes a comment; a NUL inside a text becomes 0x01
NEWLINE = 0x0A  # every line or paragraph separator
STOP = 0x98  # ends a sentence without a blank after it: 。！？ and the like
EMOJI = 0x8F
NOTHING = 0xAD  # combining marks, joiners, variation selectors: they show nothing of their own
BLANK = 0xA0
LOWER, UPPER, LETTER, DIGIT = 0xE9, 0xC9, 0xAA, 0xB2  # LETTER: a script without case
OPEN2, CLOSE2, LOW2, OPEN1, CLOSE1 = 0x93, 0x94, 0x84, 0x91, 0x92  # “ ” „ ‘ ’
OPENG, CLOSEG = 0xAB, 0xBB  # « »
ELLIPSIS, EN_DASH, EM_DASH, BULLET = 0x85, 0x96, 0x97, 0x95
OTHER = 0xB7  # other punctuation and symbols

_FIXED = {
    "“": OPEN2, "”": CLOSE2, "„": LOW2, "‘": OPEN1, "’": CLOSE1, "‛": OPEN1, "‟": OPEN2,
    "«": OPENG, "»": CLOSEG, "「": OPEN2, "」": CLOSE2, "『": OPEN2, "』": CLOSE2,
    "＂": ord('"'), "＇": ord("'"), "…": ELLIPSIS, "–": EN_DASH, "—": EM_DASH, "―": EM_DASH,
    "•": BULLET, "‣": BULLET, "◦": BULLET, "●": BULLET, "▪": BULLET, "·": BULLET,
    "。": STOP, "．": STOP, "！": STOP, "？": STOP, "।": STOP, "॥": STOP, "؟": STOP, "۔": STOP,
    "։": STOP, "‼": ord("!"), "⁇": ord("?"), "⁈": ord("?"), "⁉": ord("?"),
    "\x00": 0x01, "\x0b": NEWLINE, "\x0c": NEWLINE, "\x85": NEWLINE,
    "\u2028": NEWLINE, "\u2029": NEWLINE, "﹫": ord("@"), "＠": ord("@"), "＞": ord(">"),
}  # fmt: skip
_BY_CATEGORY = {
    "Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lm": LETTER, "Lo": LETTER, "Nd": DIGIT, "Nl": DIGIT,
    "No": DIGIT, "Zs": BLANK, "Zl": NEWLINE, "Zp": NEWLINE, "Mn": NOTHING, "Me": NOTHING,
    "Mc": LETTER, "Cf": NOTHING, "So": EMOJI, "Sk": NOTHING, "Ps": ord("("), "Pe": ord(")"),
}  # fmt: skip
_ALL = 0x110000
_UNKNOWN = 0xFF  # never a code point's byte
_table = np.full(_ALL, _UNKNOWN, np.uint8)  # filled as code points are met; each fill is the same
_table[:0x80] = np.arange(0x80)
for _sign, _byte in _FIXED.items():
    _table[ord(_sign)] = _byte


def codes(points: NDArray[np.uint32], starts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The batch as one byte per code point; `END` closes each comment.

    >>> text = "Go “on” é\\n"
    >>> points = np.array([ord(sign) for sign in text], np.uint32)
    >>> codes(points, np.array([0, len(text)])).tobytes()
    b'Go \\x93on\\x94 \\xe9\\x00'
    """
    found = _table[points]
    unknown = found == _UNKNOWN
    if unknown.any():
        fresh = distinct(points[unknown])
        signs = (unicodedata.category(chr(point)) for point in fresh.tolist())
        _table[fresh] = [_BY_CATEGORY.get(sign, OTHER) for sign in signs]
        found = _table[points]
    found[starts[1:] - 1] = END
    return found


def chosen(members: bytes | range | list[int]) -> NDArray[np.bool_]:
    """A table of 256 truths: which bytes are among ``members``."""
    table = np.zeros(256, np.bool_)
    table[list(members)] = True
    return table


UPPERS = chosen([*range(0x41, 0x5B), UPPER])
LOWERS = chosen([*range(0x61, 0x7B), LOWER])
DIGITS = chosen([*range(0x30, 0x3A), DIGIT])
LETTERS = UPPERS | LOWERS | chosen([LETTER])
WORDS = LETTERS | DIGITS | chosen([NOTHING])
NEWLINES = chosen([NEWLINE, END])
BLANKS = NEWLINES | chosen([0x20, 0x09, 0x0D, BLANK, *range(0x1C, 0x20)])
BLANK_BYTES = bytes(np.flatnonzero(BLANKS).tolist())


def compiled(pattern: bytes, ignore_case: bool = True) -> Any:
    """A linear-time pattern over `codes` bytes; ``.`` is any byte but a newline."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = not ignore_case
    options.log_errors = False
    options.never_capture = False
    return re2.compile(pattern, options)
