"""What backs a claim: links, citations, named sources, the sentence beside it, the article.

Stage: claims; a sentence, the cues and links of its comment come in; a support in [0, 1] and what
it rests on go out. The truth of a claim is not judged, nor that of its source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from modscore.claims.links import Link, link, stems, unrelated
from modscore.claims.marks import Cues, Sign, holding, settled
from modscore.claims.names import named
from modscore.claims.notes import Notes

# What share of its rule's amount a cue in the sentence itself gives. The amounts of these rules
# are the shares of true sources among their hits.
SHARES = {
    "citation": 1.0,
    "named_source": 1.0,
    "evidence": 1.0,
    "quotation": 0.8,
    "experience": 0.3,  # the writer as witness
    "vague_authority": 0.1,
}
BESIDE = 0.5  # the share that holds for the sentence before or after
FADING = 0.65  # a link's share for every further sentence that lies between
PARAGRAPH = 0.75  # and for a blank line between
ITEM = 0.4  # and for a link that belongs to another item of a list
APART = 0.35  # and for an address in another sentence that speaks of other things,
POINTING = 3  # unless so few words lead to it: "It is here: …" speaks of what follows
FAR = 6  # sentences; a link further away backs nothing
CLOSING = 0.93  # the share for every sentence up to a link alone on its line at the close: such
CLOSING_FAR = 12  # links backed 22 of 30 claims before them on forum_train, near or far
MOST = 0.97
MOST_LINKS = 8  # of one sentence, the strongest
CARRIED = ("citation", "named_source", "evidence")  # kinds that may stand in a sentence beside

_BLANK_LINE = re.compile(r"\n\s*\n")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ITEM = re.compile(r"[ \t]*(?:[-*+\u2022\u2013]|\d{1,3}[.)])[ \t]")


class Backing(NamedTuple):
    """One thing that backs a claim: what, how far, and where it stands."""

    kind: str
    strength: float
    start: int
    end: int
    beside: bool = False  # in another sentence than the claim
    what: str = ""  # of a link its kind, of an earlier comment its author


class _Placed(NamedTuple):
    """A link in sentence ``number``."""

    number: int
    start: int
    end: int
    link: Link


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
        self._links = self._strongest(links)
        self._numbers = [placed.number for placed in self._links]
        held = {number for number in self._numbers if number >= 0}  # -1: before all sentences
        outside = {number: self._words_beside_links(number) for number in held}
        self._bare = {number for number, words in outside.items() if not words}
        self._pointing = {number for number, words in outside.items() if 0 < words <= POINTING}

    def backings(self, number: int) -> list[Backing]:
        """What backs sentence ``number``, the strongest first."""
        start, end = self.sentences[number]
        found = [
            Backing(cue.kind, strength, cue.start, cue.end)
            for cue in settled(self.cues.between(start, end))
            if (strength := self._strength(cue, start))
        ]
        for near in (number - 1, number + 1):
            if 0 <= near < len(self.sentences):
                found += self._beside(number, near)
        found += self._near_links(number)
        for place, stop, strength in self._notes.marks(start, end):
            found.append(Backing("citation", strength, place, stop))
        return sorted(found, key=lambda b: (-b.strength, b.start, b.kind))

    def _strength(self, cue: Sign, sentence: int) -> float:
        share = SHARES.get(cue.kind, 0.0) * cue.amount
        if cue.kind == "named_source":
            share *= named(self.text, cue.start, cue.end, sentence)
        return share

    def _beside(self, number: int, near: int) -> list[Backing]:
        start, end = self.sentences[near]
        cues = self.cues.between(start, end)
        if not cues:
            return []
        share = BESIDE * (PARAGRAPH if self._parted(number, near) else 1.0)
        return [
            Backing(cue.kind, share * self._strength(cue, start), cue.start, cue.end, beside=True)
            for cue in settled(cues)
            if cue.kind in CARRIED
        ]

    def _near_links(self, number: int) -> list[Backing]:
        first = bisect_left(self._numbers, number - FAR)
        last = bisect_right(self._numbers, number + CLOSING_FAR)
        near = self._links[first:last]
        matter = stems(self.text[slice(*self.sentences[number])]) if near else frozenset()
        found = []
        for at, start, end, one in near:
            far = abs(at - number)
            closing = at > number and at in self._bare
            if (far > FAR and not closing) or not one.strength:
                continue
            strength = one.strength
            if closing:
                strength *= CLOSING ** (far - 1)
            elif far:
                strength *= FADING**far * (PARAGRAPH if self._parted(number, at) else 1.0)
                strength *= ITEM if self._other_item(number, at) else 1.0
            pointed = at < number and at in self._pointing
            if far and not pointed and unrelated(one, matter):
                strength *= APART
            found.append(Backing("link", strength, start, end, beside=far > 0, what=one.kind))
        return found

    def _strongest(self, places: Iterable[tuple[int, int]]) -> list[_Placed]:
        """The links by place, of each sentence the strongest few."""
        by_sentence: dict[int, list[_Placed]] = {}
        for start, end in places:
            number = holding(self._starts, start)
            placed = _Placed(number, start, end, link(self.text[start:end]))
            by_sentence.setdefault(number, []).append(placed)
        self._every = {
            number: sorted((p.start, p.end) for p in some) for number, some in by_sentence.items()
        }
        kept: list[_Placed] = []
        for some in by_sentence.values():
            kept += sorted(some, key=lambda p: (-p.link.strength, p.start))[:MOST_LINKS]
        return sorted(kept)

    @cached_property
    def _notes(self) -> Notes:
        return Notes(self.text, [(p.start, p.link.strength) for p in self._links])

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def _item(self, number: int) -> int:
        """Where the list item begins that a sentence stands in; -1 in no list."""
        lines = self._lines
        line = lines[bisect_right(lines, self.sentences[number][0]) - 1]
        return line if _ITEM.match(self.text, line) else -1

    def _other_item(self, one: int, other: int) -> bool:
        if min(one, other) < 0 or other in self._bare:
            return False
        here, there = self._item(one), self._item(other)
        return here != there and min(here, there) >= 0

    def _parted(self, one: int, other: int) -> bool:
        one, other = min(one, other), max(one, other)
        if one < 0:
            return False
        gap = (self.sentences[one][1], self.sentences[other][0])
        if other - one > 1:
            gap = (self.sentences[other - 1][1], self.sentences[other][0])
        return _BLANK_LINE.search(self.text, *gap) is not None

    def _words_beside_links(self, number: int) -> int:
        start, end = self.sentences[number]
        outside = [start, *(place for pair in self._every[number] for place in pair), end]
        return sum(
            len(_WORD.findall(self.text, outside[i], outside[i + 1]))
            for i in range(0, len(outside), 2)
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
