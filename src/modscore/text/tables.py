"""What each code point is and what it folds to.

Stage: prepare; code points come in; plain letters, flags and look-alikes go out as numpy tables.
Pages of 128 code points are built from ``unicodedata`` when a text first needs them.
"""

from __future__ import annotations

import unicodedata
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from modscore.text.lookalikes import LOOKALIKES, PLAIN, RARE_TWINS, TWINS

SIZE = 0x110000
LETTER = 1
DIGIT = 2
SIGN = 4  # a vowel sign or other mark that stays, as in Hindi or Thai: part of its word
MARK = 8  # a combining mark that is dropped and belongs to the letter before it
BLANK = 16
UPPER = 32
LATIN = 64
LOOKALIKE = 128  # a letter of another script that looks like a Latin one
WORD = LETTER | DIGIT | SIGN

LIKE, PERFECT, ODD = 1, 2, 3  # grades of a look-alike: pretends; same shape; and hardly written

_BITS = 7  # the first page is ASCII, which folds to ASCII: most texts need no other
_PAGE = 1 << _BITS
GONE = 0xFFFFFFFF  # folds to nothing
MANY = 0x80000000  # MANY + k: folds to `many[k]`

_NEWLINES = frozenset("\n\x0b\x0c\x85\u2028\u2029")
_BLANKS = frozenset("\t\r\u115f\u1160\u2800\u3164\uffa0")
_STAYING = frozenset((*range(0x3099, 0x309B), 0x0345))
_DROPPED_MARKS = (
    (0x0300, 0x0370),
    (0x0483, 0x048A),
    (0x0591, 0x05C8),
    (0x0610, 0x061B),
    (0x064B, 0x0660),
    (0x0670, 0x0671),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1B00),
    (0x1DC0, 0x1E00),
    (0x20D0, 0x2100),
    (0xFE00, 0xFE10),
    (0xFE20, 0xFE30),
    (0xE0100, 0xE01F0),
)


def _dropped_mark(code: int) -> bool:
    return any(start <= code < end for start, end in _DROPPED_MARKS)


def _has_accents(code: int) -> bool:
    """Whether a letter's accents are dropped: Latin and Greek, not й or ё."""
    return code < 0x0400 or 0x1E00 <= code < 0x2000


def _base(char: str) -> str:
    """The letter or letters under the accents and the form, case kept."""
    whole = unicodedata.normalize("NFKC", char)
    return "".join(PLAIN.get(one) or _unadorned(one) for one in whole)


def _unadorned(char: str) -> str:
    """A letter without accents, strokes, hooks and the like."""
    if _has_accents(ord(char)):
        char = unicodedata.normalize("NFD", char)[0]
    if ord(char) > 0x7F and unicodedata.category(char).startswith("L"):
        words = unicodedata.name(char, "").split(" ")
        if words[:4] == ["LATIN", "LETTER", "SMALL", "CAPITAL"] and len(words[-1]) == 1:
            return words[-1].lower()
        # "LATIN SMALL LETTER O WITH STROKE"
        if words[0] == "LATIN" and words[2:3] == ["LETTER"] and words[4:5] == ["WITH"]:
            letter = words[3] if words[1] == "CAPITAL" else words[3].lower()
            return letter if len(letter) == 1 else char
    return char


def plain(char: str) -> str:
    """What one character folds to on its own: none, one or more characters.

    >>> plain("É"), plain("ﬁ"), plain("𝕬"), plain("\\u200b"), plain("½")
    ('e', 'fi', 'a', '', '1/2')
    """
    code = ord(char)
    if char in PLAIN:
        return PLAIN[char]
    if char in _NEWLINES:
        return "\n"
    category = unicodedata.category(char)
    if char in _BLANKS or category == "Zs":
        return " "
    if category in ("Cf", "Cc") or _dropped_mark(code):
        return ""
    if category in ("Cs", "Co", "Cn"):
        return char
    folded = "".join(
        PLAIN.get(one, one) for one in _base(_base(char).casefold()) if not _dropped_mark(ord(one))
    )
    if not folded and category[0] != "M":
        return char
    return folded.replace("\u00a0", " ") or char


def _grade(char: str) -> int:
    if char in RARE_TWINS:
        return ODD
    return PERFECT if char in TWINS else LIKE


def _flags(char: str) -> int:
    category = unicodedata.category(char)
    flags = 0
    if category[0] == "L":
        flags |= LETTER
    elif category[0] == "N":
        flags |= DIGIT
    elif category[0] == "M":
        flags |= MARK if _dropped_mark(ord(char)) else SIGN
    if char in PLAIN and PLAIN[char].isalpha():
        flags |= LETTER
    if category == "Lu" or (category == "So" and char.isupper()):
        flags |= UPPER
    if category == "Zs" or char in _NEWLINES or char in _BLANKS:
        flags = BLANK
    if flags & LETTER and (ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x1F00):
        flags |= LATIN
    return flags


class Tables:
    """The tables, all indexed by code point; call ``ready`` before reading them."""

    def __init__(self) -> None:
        self.folds: NDArray[np.uint32] = np.arange(SIZE, dtype=np.uint32)
        self.flags: NDArray[np.uint8] = np.zeros(SIZE, dtype=np.uint8)
        self.looks: NDArray[np.uint32] = np.zeros(SIZE, dtype=np.uint32)  # Latin twin or 0
        self.grades: NDArray[np.uint8] = np.zeros(SIZE, dtype=np.uint8)  # how like it is
        self.many: list[NDArray[np.uint32]] = []
        self._built: NDArray[np.bool_] = np.zeros(SIZE >> _BITS, dtype=np.bool_)
        self._lock = Lock()
        self._add({0})

    def ready(self, points: NDArray[np.uint32]) -> None:
        """Build the pages that these code points and their foldings need."""
        pages = np.flatnonzero(np.bincount(points >> _BITS))
        missing = pages[~self._built[pages]]
        if missing.size:
            with self._lock:
                self._add(set(missing.tolist()))

    def _add(self, pages: set[int]) -> None:
        done: set[int] = set()
        while pages:
            page = pages.pop()
            done.add(page)
            pages |= {k for k in self._build(page) if not self._built[k]} - done
        self._built[list(done)] = True  # only now: another thread may be reading

    def _build(self, page: int) -> set[int]:
        """Fill one page; the answer is the other pages that its foldings lie in."""
        start = page << _BITS
        if _uniform(start >> 8):
            category = unicodedata.category(chr((start >> 8 << 8) + 0x10))
            self.flags[start : start + _PAGE] = LETTER if category == "Lo" else 0
            return set()
        others: set[int] = set()
        for code in range(start, start + _PAGE):
            char = chr(code)
            folded = plain(char)
            if len(folded) == 1:
                self.folds[code] = ord(folded)
            elif folded:
                self.folds[code] = MANY + len(self.many)
                self.many.append(np.array([ord(one) for one in folded], dtype=np.uint32))
            else:
                self.folds[code] = GONE
            others.update(ord(one) >> _BITS for one in folded)
            flags = _flags(char)
            if flags & LETTER:
                if folded and folded.isascii() and folded.isalpha():
                    flags |= LATIN
                elif not flags & LATIN:
                    look = LOOKALIKES.get(_base(char)) or LOOKALIKES.get(folded)
                    if look:
                        flags |= LOOKALIKE
                        self.looks[code] = ord(look)
                        self.grades[code] = _grade(_base(char))
            self.flags[code] = flags
        others.discard(page)
        return others


def _uniform(page: int) -> bool:
    """Whether 256 places hold only ideographs, Hangul, surrogates, private or unassigned places."""
    return (
        0x34 <= page <= 0x4C
        or 0x4F <= page <= 0x9E
        or 0xAC <= page <= 0xD6
        or 0xD8 <= page <= 0xF8
        or 0x170 <= page <= 0x18C
        or 0x200 <= page <= 0x2F7
        or (page >= 0x300 and page not in (0xE00, 0xE01))
    )


_tables: list[Tables] = []


def tables() -> Tables:
    """The tables, built once a process at first use."""
    if not _tables:
        _tables.append(Tables())
    return _tables[0]


def leading_marks(points: NDArray[np.uint32]) -> int:
    """How many combining marks these code points begin with."""
    table = tables()
    table.ready(points)
    others = np.flatnonzero((table.flags[points] & MARK) == 0)
    return int(others[0]) if others.size else len(points)
