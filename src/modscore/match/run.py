"""A pack run over a batch of comments.

Stage: match; a `CompiledPack` and `Prepared` come in; `Matches` go out, ordered by place.
Every guard acts here, so that nothing needs to be taken back later. The same comment gives the
same hits alone and in any batch.

Of the hits of one rule none overlap (the first, then the longest, stays). Of hits of several
rules for one signal over the very same stretch the strongest alone counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import QUOTE, Prepared
from . import amounts, disguised, guards, kinds
from .buffer import Buffer
from .compile import CompiledPack

Ints = NDArray[np.int64]


class Hit(NamedTuple):
    """A rule's hit for one signal: ``start``/``end`` are offsets in the comment's text."""

    comment: int
    start: int
    end: int
    rule: int
    signal: str
    amount: float
    endorsed: bool


@dataclass(frozen=True, eq=False)
class Matches:
    """The hits of a batch as columns, ordered by comment, start, end, rule and, within a
    rule, as its `amounts`.

    ``rule`` is an index into ``compiled.rules``, ``signal`` into ``signals``. A hit of a rule with
    attributes has a row for each. ``endorsed``: in a quotation that the writer made his own, so
    the amount is half the strength. ``bounds[i] : bounds[i + 1]`` are the rows of comment i.
    """

    comment: NDArray[np.int32]
    start: Ints
    end: Ints
    rule: Ints
    signal: Ints
    amount: NDArray[np.float64]
    endorsed: NDArray[np.bool_]
    bounds: Ints
    signals: tuple[str, ...]
    held: tuple[Ints, Ints]  # starts and ends, in ``points``, of toxic words that guards held back
    plain: Prepared  # the batch as the rules read it: with the disguised words they recognised

    def __len__(self) -> int:
        return len(self.rule)

    def __iter__(self) -> Iterator[Hit]:
        columns = (self.comment, self.start, self.end, self.rule, self.signal, self.amount)
        lists = [column.tolist() for column in (*columns, self.endorsed)]
        for comment, start, end, rule, signal, amount, endorsed in zip(*lists, strict=True):
            yield Hit(comment, start, end, rule, self.signals[signal], amount, endorsed)

    def take(self, kept: NDArray[np.bool_]) -> Matches:
        """The rows where a mask is true."""
        if kept.all():
            return self
        count = np.concatenate(([0], np.cumsum(kept)))
        names = ("comment", "start", "end", "rule", "signal", "amount", "endorsed")
        columns = {name: getattr(self, name)[kept] for name in names}
        return replace(self, **columns, bounds=count[self.bounds])

    def of(self, comment: int) -> list[Hit]:
        """The hits of one comment."""
        rows = slice(int(self.bounds[comment]), int(self.bounds[comment + 1]))
        return [
            Hit(int(c), int(s), int(e), int(r), self.signals[g], float(a), bool(o))
            for c, s, e, r, g, a, o in zip(
                self.comment[rows],
                self.start[rows],
                self.end[rows],
                self.rule[rows],
                self.signal[rows],
                self.amount[rows],
                self.endorsed[rows],
                strict=True,
            )
        ]


def match(compiled: CompiledPack, prepared: Prepared, *, strongest: bool = True) -> Matches:
    """All hits of a pack in a batch.

    With ``strongest`` false, weaker hits over the same stretch are kept (a rule seen by itself).
    """
    hidden, resolved = disguised.readings(compiled, prepared)
    plain = prepared.reading_as(resolved)
    hidden = disguised.unresolved(hidden, plain)
    buffer = Buffer(plain)
    places = compiled.phrases.find(plain)
    parts = (
        kinds.terms(compiled, plain, places),
        kinds.patterns(compiled, plain, buffer, places),
        hidden,
        kinds.capitals(compiled, prepared),
    )
    found = apart(kinds.together(parts))
    found = kinds.chosen(found, np.lexsort((found.rule, found.end, found.start)))
    stay, endorsed = guards.guarded(compiled, plain, buffer, found)
    held = _held(compiled, found, stay)
    found, endorsed = kinds.chosen(found, stay), endorsed[stay]
    heard = compiled.heard[found.rule]
    heard &= plain.regions[found.start] & QUOTE == 0  # models read no other's words
    return _rows(compiled, plain, found, endorsed, heard, held=held, strongest=strongest)


def _held(compiled: CompiledPack, found: kinds.Found, stay: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """The stretches that guards held back from every toxicity rule that found them, or more."""
    of_toxicity = compiled.toxic[found.rule]
    start, end = found.start[of_toxicity & ~stay], found.end[of_toxicity & ~stay]
    if not len(start):
        return start, end
    kept = of_toxicity & stay
    begins, reaches = found.start[kept], np.maximum.accumulate(found.end[kept])
    before = np.searchsorted(begins, end) - 1  # the last kept stretch that begins before the end
    free = (before < 0) | (np.append(reaches, 0)[before] <= start)
    return start[free], end[free]


def apart(found: kinds.Found) -> kinds.Found:
    """The places of each rule that do not overlap: of two the earlier stays, else the longer."""
    found = kinds.chosen(found, np.lexsort((-found.end, found.start, found.rule)))
    if len(found.rule) < 2:
        return found
    width = int(found.end.max()) + 1
    reach = np.maximum.accumulate(found.rule * width + found.end)
    overlapping = np.flatnonzero(found.rule[1:] * width + found.start[1:] < reach[:-1]) + 1
    if not len(overlapping):
        return found
    keep = np.ones(len(found.rule), bool)
    start, end = found.start.tolist(), found.end.tolist()
    before, kept_end = -1, 0
    for row in overlapping.tolist():  # the rows between lie beyond all that came before them
        if row - 1 != before:
            kept_end = end[row - 1]
        keep[row] = start[row] >= kept_end
        kept_end = end[row] if keep[row] else kept_end
        before = row
    return kinds.chosen(found, keep)


def _rows(
    compiled: CompiledPack,
    plain: Prepared,
    found: kinds.Found,
    endorsed: NDArray[np.bool_],
    heard: NDArray[np.bool_],
    *,
    held: tuple[Ints, Ints],
    strongest: bool,
) -> Matches:
    which, row = compiled.amounts.of(found.rule)
    comment = np.searchsorted(plain.starts, found.start, side="right") - 1
    start, end = found.start - plain.starts[comment], found.end - plain.starts[comment]
    amount = compiled.amount_value[row] * found.share[which]
    amount[endorsed[which]] *= guards.ENDORSED
    amount[heard[which]] **= amounts.HEARD
    signal = compiled.amount_signal[row]
    if strongest and len(which):
        keep = _strongest(found, which, signal, amount)
        which, signal, amount = which[keep], signal[keep], amount[keep]
    return Matches(
        comment=comment[which].astype(np.int32),
        start=start[which],
        end=end[which],
        rule=found.rule[which],
        signal=signal,
        amount=amount,
        endorsed=endorsed[which],
        bounds=np.searchsorted(comment[which], np.arange(len(plain) + 1)).astype(np.int64),
        signals=compiled.signals,
        held=held,
        plain=plain,
    )


def _strongest(
    found: kinds.Found, which: Ints, signal: Ints, amount: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Of rows with one signal and the very same stretch, the strongest (the first of equals)."""
    keep = np.ones(len(which), bool)
    same = np.zeros(len(found.rule) + 1, bool)
    same[1:-1] = (found.start[1:] == found.start[:-1]) & (found.end[1:] == found.end[:-1])
    shared = np.flatnonzero((same[:-1] | same[1:])[which])  # rare
    stretch = np.cumsum(~same[:-1])[which[shared]]
    order = np.lexsort((-amount[shared], signal[shared], stretch))
    again = np.zeros(len(shared), bool)
    stretch, ordered = stretch[order], signal[shared][order]
    again[1:] = (stretch[1:] == stretch[:-1]) & (ordered[1:] == ordered[:-1])
    keep[shared[order[again]]] = False
    return keep
