"""Where a text may hide words: suspicious stretches of a whole batch, found with masks.

Stage: prepare; folded code points and words come in; places go out, in order.
Nothing here builds a string: only what is found is ever looked at one by one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text.disguises import LEET_SIGNS, MASKS

LETTER = 1
DIGIT = 2
LEET = 4  # a sign that stands for a letter
MASK = 8  # a sign that hides a letter
WEAK = 16  # a mask only between letters: . - , / : ;
BLANK = 32
INNER = 64  # with LEET or MASK: only between letters, or before one
UNIT = LETTER | DIGIT | LEET | MASK

_OTHER = 0xFF  # the code of every character that plays no part here
_HIGH = {0x20AC: "3", 0x2022: "*", 0x25A0: "*", 0x2588: "*", 0xFFFD: "*", 0x25CF: "*"}
_GAP = 12  # masked letters at most, where weak masks hide them

Places = NDArray[np.int64]


def _kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(256, dtype=np.uint8)
    for chars, kind in (
        ("abcdefghijklmnopqrstuvwxyz", LETTER),
        ("0123456789", DIGIT),
        (LEET_SIGNS, LEET),
        (MASKS, MASK),
        (".-,/:", WEAK),
        (" \n", BLANK),
    ):
        for char in chars:
            if ord(char) < _OTHER:
                kinds[ord(char)] = kind
    kinds[ord("\\")] = MASK  # escapes a mask in Markdown: f\\*ck
    for char in "(|!?=\\":
        kinds[ord(char)] |= INNER
    return kinds


_KINDS = _kinds()
_AFTER_LETTER = np.zeros(256, dtype=np.bool_)  # "#tag", "%s", "~so" mask no first letter
_AFTER_LETTER[list(b"#%~^&")] = True


class Suspects:
    """A batch seen for disguises: ``text`` has one latin-1 character for each folded one."""

    def __init__(self, folded: NDArray[np.uint32], word_start: Places, word_end: Places) -> None:
        codes = np.minimum(folded, _OTHER).astype(np.uint8)
        kinds = np.full(len(codes) + 2, BLANK, dtype=np.uint8)  # a blank before and after
        np.take(_KINDS, codes, out=kinds[1:-1])
        for place in np.flatnonzero(codes == _OTHER).tolist() if (codes == _OTHER).any() else ():
            sign = _HIGH.get(int(folded[place]))
            if sign:
                codes[place] = ord(sign)
                kinds[place + 1] = LEET if sign == "3" else MASK
        self.text = codes.tobytes().decode("latin-1")
        self._codes = codes
        self._kinds = kinds
        self._starts = word_start
        self._ends = word_end

    def units(self) -> tuple[Places, Places]:
        """Stretches of letters, digits and signs where a sign stands beside a letter."""
        kinds = self._kinds
        letter = (kinds & LETTER) != 0
        beside = letter[:-2] | letter[2:]
        beside &= (kinds[1:-1] & (DIGIT | LEET | MASK)) != 0
        found = np.flatnonzero(beside)
        inner = (kinds[found + 1] & INNER) != 0
        after = letter[found + 2]
        bang = self._codes[found] == ord("!")
        before = letter[found]
        keep = ~inner | (after & (before | bang))
        # "sh!+", "f#@k": an inner sign may also be followed by a sign that is not of its kind
        follower = kinds[found + 2]
        keep |= (
            inner & before & ((follower & (DIGIT | LEET | MASK)) != 0) & ((follower & INNER) == 0)
        )
        found = found[keep]
        edges = np.flatnonzero(((kinds[1:] & UNIT) != 0) != ((kinds[:-1] & UNIT) != 0))
        which = np.unique(np.searchsorted(edges, found, side="right") - 1)
        return edges[which], edges[which + 1]

    def weak_gaps(self) -> Places:
        """First words of pairs that only dots, hyphens or the like part: ``f-ck``, ``n----r``.

        One of the two must be very short, as no compound or missing blank makes it often.
        """
        starts, ends, kinds = self._starts, self._ends, self._kinds
        if len(starts) < 2:
            return starts[:0]
        gap = starts[1:] - ends[:-1]
        pairs = np.flatnonzero(
            (gap <= _GAP)
            & ((kinds[ends[:-1] + 1] & WEAK) != 0)
            & ((kinds[starts[1:]] & (WEAK | MASK)) != 0)
        )
        sign = self._codes[ends[pairs]]
        pairs = pairs[(sign == ord("-")) | (sign == ord("."))]
        left = ends[pairs] - starts[pairs]
        right = ends[pairs + 1] - starts[pairs + 1]
        short = ((left <= 2) & (right <= 6)) | ((left <= 4) & (right <= 2))
        found: Places = pairs[short]
        return found

    def trailing_dashes(self) -> Places:
        """Short words with two or more hyphens at their end: ``f---``."""
        starts, ends, kinds = self._starts, self._ends, self._kinds
        short = np.flatnonzero(ends - starts <= 3)
        at = ends[short]
        dash = ord("-")
        codes = np.append(self._codes, np.zeros(2, dtype=np.uint8))
        dashes = (codes[at] == dash) & (codes[at + 1] == dash)
        found: Places = short[dashes & (kinds[starts[short] + 1] == LETTER)]
        return found

    def spelled(self) -> list[tuple[int, int, int]]:
        """Rows of single characters: (start, end, step) in folded places, ``f u c k``, ``f.u.c.k``.

        The blank or sign between them is always the same; the step is 2, or 3 with two blanks.
        """
        kinds, codes = self._kinds, self._codes
        parting = (kinds & (WEAK | BLANK | MASK)) != 0
        single = (kinds[1:-1] & (LETTER | DIGIT | LEET)) != 0
        single &= parting[:-2] & parting[2:]
        places = np.flatnonzero(single)
        if len(places) < 3:
            return []
        step = np.diff(places)
        signs = codes[np.minimum(places + 1, len(codes) - 1)]
        linked = (step == 2) | ((step == 3) & (signs[:-1] == codes[places[:-1] + 2]))
        linked &= signs[:-1] != ord("\n")
        # The chain goes on only with the same sign and step as before.
        same = linked[1:] & linked[:-1] & (step[1:] == step[:-1]) & (signs[1:-1] == signs[:-2])
        found = []
        edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
        for first, last in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
            found.append((int(places[first]), int(places[last + 1]) + 1, int(step[first])))
        return found

    def stray_letters(self) -> Places:
        """Single consonants that stand as words: ``f uck``, ``shi t``."""
        starts, ends, codes = self._starts, self._ends, self._codes
        single = np.flatnonzero(ends - starts == 1)
        single = single[(self._kinds[starts[single] + 1] & LETTER) != 0]
        common = np.zeros(256, dtype=np.bool_)
        common[list(b"aiou")] = True
        found: Places = single[~common[codes[starts[single]]]]
        return found

    def doubled(self, origin: Places) -> Places:
        """Words with letters that were drawn out, or doubled as English never doubles them."""
        codes = self._codes
        twice = np.flatnonzero(codes[1:] == codes[:-1])
        twice = twice[(self._kinds[twice + 1] & LETTER) != 0]
        odd = np.zeros(256, dtype=np.bool_)
        odd[list(b"aiuhjkqvwxy")] = True
        cut = origin[twice + 1] - origin[twice] > 1
        twice = twice[odd[codes[twice]] | cut]
        return np.unique(np.searchsorted(self._starts, twice, side="right") - 1)

    def sounded(self) -> Places:
        """Words that begin with ``ph``, or hold ``vv``: for ``f`` and ``w``."""
        starts, codes = self._starts, self._codes
        first = starts[:-1] if len(starts) and starts[-1] + 1 >= len(codes) else starts
        return np.flatnonzero((codes[first] == ord("p")) & (codes[first + 1] == ord("h")))

    def marked_up(self) -> Places:
        """Words that a tag, an entity or an escape follows without a blank: ``fu<b>ck</b>``."""
        kinds, codes = self._kinds, self._codes
        opening = np.zeros(256, dtype=np.bool_)
        opening[list(b"<[&\\")] = True
        after = np.flatnonzero(opening[codes] & ((kinds[:-2] & LETTER) != 0))
        return np.unique(np.searchsorted(self._starts, after, side="right") - 1)
