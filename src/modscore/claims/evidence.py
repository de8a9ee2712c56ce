"""What backs a claim: links, citations, named sources, the sentence beside it, the article.

Stage: claims; a sentence, the cues and links of its comment come in; a support in [0, 1] and what
it rests on go out. The truth of a claim is not judged, nor that of its source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modscore.claims.marks import Cues, holding

LINK = 0.85
WEAK_LINK = 0.55  # a shortener: nobody sees what stands behind it
# What share of its rule's amount a cue in the sentence itself gives. The amounts of these rules
# are the shares of true sources among their hits.
SHARES = {
    "citation": 1.0,
    "named_source": 1.0,
    "evidence": 1.0,
    "quotation": 0.8,
    "experience": 0.3,  # the writer as witness
    "vague_authority": 0.2,
}
BESIDE = 0.5  # the share that holds for the sentence before or after
FADING = 0.65  # a link's share for every further sentence that lies between
PARAGRAPH = 0.75  # and for a blank line between
FAR = 6  # sentences; a link further away backs nothing
CLOSING = 0.93  # the share for every sentence up to a link alone on its line at the close: such
CLOSING_FAR = 12  # links backed 22 of 30 claims before them on forum_train, near or far
MOST = 0.97
CARRIED = ("citation", "named_source", "evidence")  # kinds that may stand in a sentence beside

_SHORTENER = re.compile(
    r"(?:https?://)?(?:www\.)?(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|cutt\.ly"
    r"|rb\.gy|shorturl\.at|tiny\.cc|lnkd\.in|fb\.me|youtu\.be)\b",
    re.I,
)
_BLANK_LINE = re.compile(r"\n\s*\n")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Backing(NamedTuple):
    """One thing that backs a claim: what, how far, and where it stands."""

    kind: str
    strength: float
    start: int
    end: int
    beside: bool = False  # in another sentence than the claim


class Ground:
    """All that one comment offers in support: its sentences, cues and links of the writer's own."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        cues: Cues,
        links: Iterable[tuple[int, int]],
    ) -> None:
        self.text = text
        self.sentences = sentences
        self.cues = cues
        self._starts = [start for start, _ in sentences]
        self._links = sorted((holding(self._starts, start), start, end) for start, end in links)
        self._numbers = [number for number, *_ in self._links]
        self._bare = {number for number in set(self._numbers) if self._only_links(number)}

    def backings(self, number: int) -> list[Backing]:
        """What backs sentence ``number``, the strongest first."""
        start, end = self.sentences[number]
        found = [
            Backing(cue.kind, SHARES[cue.kind] * cue.amount, cue.start, cue.end)
            for cue in self.cues.between(start, end)
            if cue.kind in SHARES
        ]
        for near in (number - 1, number + 1):
            if 0 <= near < len(self.sentences):
                found += self._beside(number, near)
        found += self._near_links(number)
        return sorted(found, key=lambda b: (-b.strength, b.start, b.kind))

    def _beside(self, number: int, near: int) -> list[Backing]:
        cues = self.cues.between(*self.sentences[near])
        if not cues:
            return []
        share = BESIDE * (PARAGRAPH if self._parted(number, near) else 1.0)
        return [
            Backing(cue.kind, cue.amount * share, cue.start, cue.end, beside=True)
            for cue in cues
            if cue.kind in CARRIED
        ]

    def _near_links(self, number: int) -> list[Backing]:
        found = []
        first = bisect_left(self._numbers, number - FAR)
        last = bisect_right(self._numbers, number + CLOSING_FAR)
        for at, start, end in self._links[first:last]:
            far = abs(at - number)
            closing = at > number and at in self._bare
            if far > FAR and not closing:
                continue
            strength = WEAK_LINK if _SHORTENER.match(self.text, start, end) else LINK
            if closing:
                strength *= CLOSING ** (far - 1)
            elif far:
                strength *= FADING**far * (PARAGRAPH if self._parted(number, at) else 1.0)
            found.append(Backing("link", strength, start, end, beside=far > 0))
        return found

    def _parted(self, one: int, other: int) -> bool:
        one, other = min(one, other), max(one, other)
        gap = (self.sentences[one][1], self.sentences[other][0])
        if other - one > 1:
            gap = (self.sentences[other - 1][1], self.sentences[other][0])
        return _BLANK_LINE.search(self.text, *gap) is not None

    def _only_links(self, number: int) -> bool:
        if number < 0:
            return False
        start, end = self.sentences[number]
        first, last = bisect_left(self._numbers, number), bisect_right(self._numbers, number)
        inside = [(a, b) for _, a, b in self._links[first:last]]
        outside = [start, *(place for pair in inside for place in pair), end]
        return not any(
            _WORD.search(self.text, outside[i], outside[i + 1]) for i in range(0, len(outside), 2)
        )


def support(backings: Iterable[Backing]) -> float:
    """How far a claim is backed: 1 less the product of (1 - strength), each kind counted once.

    >>> support([Backing("link", 0.8, 0, 9), Backing("citation", 0.5, 9, 12)])
    0.9
    """
    strongest: dict[str, float] = {}
    for backing in backings:
        strongest[backing.kind] = max(strongest.get(backing.kind, 0.0), backing.strength)
    left = 1.0
    for kind in sorted(strongest):
        left *= 1.0 - strongest[kind]
    return round(min(MOST, 1.0 - left), 6)
