"""The sentences of a batch with their cues and links: what each comment offers in support.

Stage: claims; the prepared batch and its cues come in; what may back which sentence goes out.
Columns tell which sentences have anything to go by; `Ground` is asked for those alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.claims.earlier import Said, said
from modscore.claims.evidence import CARRIED, SHARES, Backing, Ground
from modscore.claims.marks import PLACE, Cues, Signs
from modscore.text.prepared import ALIEN, LINK, QUOTE, Prepared

Ints = NDArray[np.int64]
_SHARING = sum(1 << PLACE[kind] for kind in SHARES)
_CARRYING = sum(1 << PLACE[kind] for kind in CARRIED)


class Grounds:
    """For every sentence s of the batch: its cues are ``signs[first[s] : last[s]]``, and
    ``kinds[s]`` has a bit for each kind among them."""

    def __init__(self, prepared: Prepared, signs: Signs) -> None:
        self.prepared = prepared
        self.signs = signs.some(0, len(signs.kind))
        comments = np.arange(len(prepared) + 1)
        self._cues = np.searchsorted(signs.comment, comments).tolist()
        self._sentences = np.searchsorted(prepared.sentence_comment, comments).tolist()
        place = prepared.starts[signs.comment] + signs.start
        self.first = np.searchsorted(place, prepared.sentence_start)
        self.last = np.searchsorted(place, prepared.sentence_end)
        self.kinds = np.zeros(len(prepared.sentence_start), np.int64)
        some = np.flatnonzero(self.last > self.first)
        if len(some):
            edges = np.stack([self.first[some], self.last[some]], axis=1).ravel()
            bits = np.append(1 << signs.kind, 0)
            self.kinds[some] = np.bitwise_or.reduceat(bits, edges)[::2]
        self._links = _links(prepared)
        self._latest: tuple[int, Ground] | None = None  # asked for one comment after the other

    def maybe(self, sentences: Ints) -> NDArray[np.bool_]:
        """Which of the sentences something in their comment may back."""
        kinds, whose = self.kinds, self.prepared.sentence_comment
        carried = (kinds & _CARRYING) != 0
        beside = np.zeros(len(kinds), np.bool_)
        same = whose[1:] == whose[:-1]
        beside[1:] |= carried[:-1] & same
        beside[:-1] |= carried[1:] & same
        linked = np.zeros(len(self.prepared), np.bool_)
        linked[list(self._links)] = True
        found: NDArray[np.bool_] = (kinds[sentences] & _SHARING) != 0
        return found | beside[sentences] | linked[whose[sentences]]

    def backings(self, comment: int, sentence: int) -> list[Backing]:
        """What backs a sentence in its own comment, the strongest first."""
        if self._latest is None or self._latest[0] != comment:
            self._latest = (comment, self._ground(comment))
        return self._latest[1].backings(sentence - self._sentences[comment])

    def _ground(self, comment: int) -> Ground:
        prepared = self.prepared
        first, last = self._sentences[comment], self._sentences[comment + 1]
        base = int(prepared.starts[comment])
        starts = (prepared.sentence_start[first:last] - base).tolist()
        ends = (prepared.sentence_end[first:last] - base).tolist()
        cues = Cues(self.signs[self._cues[comment] : self._cues[comment + 1]])
        sentences = list(zip(starts, ends, strict=True))
        return Ground(prepared.texts[comment], sentences, cues, self._links.get(comment, ()))

    def said(self, sentence: int) -> Said:
        """What the writer's own words of a sentence say."""
        prepared = self.prepared
        bounds = (prepared.sentence_start[sentence], prepared.sentence_end[sentence])
        folded = np.searchsorted(prepared.origin, bounds)
        a, b = np.searchsorted(prepared.word_start, folded)
        own = (prepared.word_regions[a:b] & ALIEN) == 0
        initial = prepared.folded[prepared.word_start[a:b]][own]
        return said(prepared.word_hash[a:b][own], (initial >= 0x30) & (initial <= 0x39))


def _links(prepared: Prepared) -> dict[int, list[tuple[int, int]]]:
    """The local places of all links that stand outside quotes, by comment."""
    linked = ((prepared.regions & LINK) != 0) & ((prepared.regions & QUOTE) == 0)
    if not linked.any():
        return {}
    edges = np.flatnonzero(np.diff(np.concatenate(([0], linked.view(np.int8), [0]))))
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in edges.reshape(-1, 2).tolist():
        comment, local = prepared.local(start)
        found.setdefault(comment, []).append((local, local + end - start))
    return found
