"""Footnotes: marks in a sentence, and the lines below that say where it can be read.

Stage: claims; a comment's text and its links come in; the marks that lead to a note go out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

CITED = 0.6  # a note without a link that names a work: a year, a page, a court
SHARE = 0.95  # of the strength of a link in the note
MOST = 500  # notes of one comment

_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_NOTE = re.compile(
    rf"^[ \t]*(?:\[\^?(\w{{1,4}})\]|\((\d{{1,2}})\)|([{_RAISED}]{{1,3}})|(\d{{1,2}})[.):])"
    r"[ \t:]*(?=\S)([^\n]*)",
    re.M,
)
_MARK = re.compile(rf"\[\^?(\w{{1,4}})\]|\((\d{{1,2}})\)|(?<=[^\W\d])[.,;]?([{_RAISED}]{{1,3}})")
_WORK = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\bpp?\. ?\d|\b(?:vol|no|ch|sec)\. ?\d|\bv\. [A-Z]")
_PLAIN = str.maketrans("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", "1230456789")


class Notes:
    """The notes of one comment: ``links`` are the places and strengths of its links, in order."""

    def __init__(self, text: str, links: Sequence[tuple[int, float]]) -> None:
        self._text = text
        self._strength: dict[str, float] = {}
        places = [place for place, _ in links]
        self._heads: set[int] = set()
        for match in _NOTE.finditer(text):
            if len(self._heads) == MOST:
                break
            inside = links[bisect_left(places, match.start()) : bisect_left(places, match.end())]
            strength = SHARE * max((one for _, one in inside), default=0.0)
            if not inside and _WORK.search(match.group(5)):
                strength = CITED
            if strength:
                self._heads.add(match.start())
                name = _name(match)
                self._strength[name] = max(strength, self._strength.get(name, 0.0))

    def marks(self, start: int, end: int) -> Iterator[tuple[int, int, float]]:
        """The marks in a stretch that lead to a note: start, end, strength.

        >>> text = "It fell by half [1].\\n\\n[1] Berg, Tides, 1987."
        >>> list(Notes(text, []).marks(0, 20))
        [(16, 19, 0.6)]
        """
        if not self._strength:
            return
        for match in _MARK.finditer(self._text, start, end):
            strength = self._strength.get(_name(match))
            if strength and match.start() not in self._heads:
                yield match.start(), match.end(), strength


def _name(match: re.Match[str]) -> str:
    found = next(group for group in match.groups() if group)
    return found.translate(_PLAIN).lower()
