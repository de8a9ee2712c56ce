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
OPENING = 128  # begins a tag, an entity or an escape
INNER = 64  # with LEET or MASK: only between letters, or before one
UNIT = LETTER | DIGIT | LEET | MASK

_DASH, _DOT = ord("-"), ord(".")
_OTHER = 0xFF  # the code of every character that plays no part here
_HIGH = {0x20AC: "3", 0x2022: "*", 0x25A0: "*", 0x2588: "*", 0xFFFD: "*", 0x25CF: "*"}
OTHER = chr(_OTHER)
MOST = 4000  # suspicious stretches of a kind in one comment: what has more has shown what it is
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
    kinds[list(b"<[&\\")] |= OPENING
    return kinds


_KINDS = _kinds()
_AFTER_LETTER = np.zeros(256, dtype=np.bool_)  # "#tag", "%s", "~so" mask no first letter
_AFTER_LETTER[list(b"#%~^&")] = True


class Suspects:
    """A batch seen for disguises: ``text`` has one latin-1 character for each folded one."""

    def __init__(
        self,
        folded: NDArray[np.uint32],
        folded_starts: Places,
        word_start: Places,
        word_end: Places,
    ) -> None:
        codes = np.minimum(folded, _OTHER).astype(np.uint8)
        kinds = np.full(len(codes) + 2, BLANK, dtype=np.uint8)  # a blank before and after
        np.take(_KINDS, codes, out=kinds[1:-1])
        rare = np.flatnonzero(codes == _OTHER)
        for high, sign in _HIGH.items() if len(rare) else ():
            places = rare[folded[rare] == high]
            codes[places] = ord(sign)
            kinds[places + 1] = LEET if sign == "3" else MASK
        self.text = codes.tobytes().decode("latin-1")
        self._codes = codes
        self._kinds = kinds
        self._comments = folded_starts
        self._starts = word_start
        self._ends = word_end

    def _few(self, places: Places, sizes: Places | int = 1) -> NDArray[np.bool_]:
        """Which of these places, in order, are within the first so many of their comment."""
        comment = np.searchsorted(self._comments, places, side="right")
        total = np.cumsum(np.broadcast_to(sizes, places.shape))
        first = np.searchsorted(comment, comment)
        before: Places = np.concatenate(([0], total))[first]
        few: NDArray[np.bool_] = total - before <= MOST
        return few

    def _first(self, words: Places) -> Places:
        few: Places = words[self._few(self._starts[words])]
        return few

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
        which = _distinct(np.searchsorted(edges, found, side="right") - 1)
        which = which[self._few(edges[which])]
        return edges[which], edges[which + 1]

    def weak_gaps(self) -> Places:
        """First words of pairs that only dots or hyphens part: ``f-ck``, ``n----r``.

        One of the two must be very short, as no compound or missing blank makes it often.
        """
        starts, ends, kinds, codes = self._starts, self._ends, self._kinds, self._codes
        first = np.flatnonzero((codes == _DASH) | (codes == _DOT))
        first = first[((kinds[first] & (LETTER | DIGIT)) != 0) & ((kinds[first + 2] & BLANK) == 0)]
        pairs = np.searchsorted(starts, first, side="right") - 1
        pairs = pairs[(pairs >= 0) & (pairs + 1 < len(starts))]
        gap = starts[pairs + 1] - ends[pairs]
        pairs = pairs[(gap <= _GAP) & ((kinds[starts[pairs + 1]] & (WEAK | MASK)) != 0)]
        left = ends[pairs] - starts[pairs]
        right = ends[pairs + 1] - starts[pairs + 1]
        short = (left <= 4) & (right <= 2) & (self._codes[ends[pairs]] == _DASH)
        pairs = pairs[short | ((left <= 2) & (right <= 6))]
        return self._first(pairs)

    def trailing_dashes(self) -> Places:
        """Short words with two or more hyphens at their end: ``f---``."""
        starts, kinds = self._starts, self._kinds
        dash = self._codes == _DASH
        first = np.flatnonzero(dash[:-1] & dash[1:])
        first = first[kinds[first] == LETTER]
        words = np.searchsorted(starts, first, side="right") - 1
        words = words[(words >= 0) & (first - starts[words] <= 3)]
        words = words[kinds[starts[words] + 1] == LETTER]
        return self._first(words)

    def spelled(self) -> list[tuple[int, int, int]]:
        """Rows of single characters: (start, end, step) in folded places, ``f u c k``, ``f.u.c.k``.

        The blank or sign between them is always the same; the step is 2, or 3 with two blanks.
        """
        kinds, codes = self._kinds, self._codes
        parting = (kinds & (WEAK | BLANK | MASK)) != 0
        single = (kinds[1:-1] & UNIT) != 0
        closing = parting[2:].copy()
        closing[:-1] |= (codes[1:] == ord("!")) | (codes[1:] == ord("?"))  # "f o o l!"
        single &= parting[:-2] & closing
        places = np.flatnonzero(single)
        if len(places) < 3:
            return []
        step = np.diff(places)
        signs = codes[np.minimum(places + 1, len(codes) - 1)]
        linked = (step == 2) | ((step == 3) & (signs[:-1] == codes[places[:-1] + 2]))
        linked &= signs[:-1] != ord("\n")
        # The chain goes on only with the same sign and step as before.
        same = linked[1:] & linked[:-1] & (step[1:] == step[:-1]) & (signs[1:-1] == signs[:-2])
        edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
        first, last = edges[0::2], edges[1::2] + 1
        few = self._few(places[first], last - first)
        first, last = first[few], last[few]
        rows = places[first], places[last] + 1, step[first]
        return list(zip(*(column.tolist() for column in rows), strict=True))

    def stray_letters(self) -> Places:
        """Single consonants that stand as words: ``f uck``, ``shi t``."""
        starts, ends, codes = self._starts, self._ends, self._codes
        single = np.flatnonzero(ends - starts == 1)
        blank = codes == ord(" ")
        before = (starts[single] > 0) & blank[starts[single] - 1]
        single = single[before | blank[ends[single]]]  # a newline follows every comment
        single = single[(self._kinds[starts[single] + 1] & LETTER) != 0]
        common = np.zeros(256, dtype=np.bool_)
        common[list(b"aiou")] = True
        found: Places = single[~common[codes[starts[single]]]]
        return self._first(found)

    def doubled(self, origin: Places) -> Places:
        """Words with letters that were drawn out, or doubled as English never doubles them."""
        codes = self._codes
        twice = np.flatnonzero(codes[1:] == codes[:-1])
        twice = twice[(self._kinds[twice + 1] & LETTER) != 0]
        odd = np.zeros(256, dtype=np.bool_)
        odd[list(b"aiuhjkqvwxy")] = True
        cut = origin[twice + 1] - origin[twice] > 1
        twice = twice[odd[codes[twice]] | cut]
        found = _distinct(np.searchsorted(self._starts, twice, side="right") - 1)
        return self._first(found)

    def respelled(self) -> Places:
        """Words that begin with ``ph``, for an f, or with a letter and an apostrophe: ``f'ck``."""
        starts, codes = self._starts, self._codes
        second = codes[np.minimum(starts + 1, len(codes) - 1)]
        first = codes[starts]
        elided = np.ones(256, dtype=np.bool_)
        elided[list(b"iodlyn")] = False  # "I'm", "o'clock", "d'Arcy", "l'on", "y'all"
        found = (first == ord("p")) & (second == ord("h"))
        found |= (second == ord("'")) & elided[first]
        return self._first(np.flatnonzero(found))

    def marked_up(self) -> Places:
        """Words that a tag, an entity or an escape follows without a blank: ``fu<b>ck</b>``."""
        after = np.flatnonzero(self._kinds[1:-1] & OPENING)
        after = after[(self._kinds[after] & LETTER) != 0]
        found = _distinct(np.searchsorted(self._starts, after, side="right") - 1)
        return self._first(found)


def _distinct(ordered: Places) -> Places:
    """Each number once, of numbers in order."""
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    once: Places = ordered[first]
    return once
