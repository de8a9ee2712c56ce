"""A pack run over a batch of comments.

Stage: match; a `CompiledPack` and `Prepared` come in; `Matches` go out, ordered by place.
Every guard acts here, so that nothing needs to be taken back later. The same comment gives the
same hits alone and in any batch.

Of the hits of one rule none overlap (the first, then the longest, stays). Of hits of several
rules for one signal over the very same stretch the strongest alone counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Prepared
from . import guards, kinds
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
    """The hits of a batch as columns, ordered by comment, start, end, rule, signal.

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

    def __len__(self) -> int:
        return len(self.rule)

    def __iter__(self) -> Iterator[Hit]:
        columns = (self.comment, self.start, self.end, self.rule, self.signal, self.amount)
        lists = [column.tolist() for column in (*columns, self.endorsed)]
        for comment, start, end, rule, signal, amount, endorsed in zip(*lists, strict=True):
            yield Hit(comment, start, end, rule, self.signals[signal], amount, endorsed)

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
    buffer = Buffer(prepared)
    places = compiled.phrases.find(prepared)
    parts = (
        kinds.terms(compiled, prepared, places),
        kinds.patterns(compiled, prepared, buffer, places),
        kinds.readings(compiled, prepared, buffer),
        kinds.capitals(compiled, prepared),
    )
    found = kinds.Found(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    found = apart(found)
    kept, endorsed = guards.guarded(compiled, prepared, buffer, found)
    found = kinds.Found(*(column[kept] for column in found))
    return _rows(compiled, prepared, found, endorsed[kept], strongest)


def apart(found: kinds.Found) -> kinds.Found:
    """The places of each rule that do not overlap: of two the earlier stays, else the longer."""
    order = np.lexsort((-found.end, found.start, found.rule))
    found = kinds.Found(*(column[order] for column in found))
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
    return kinds.Found(*(column[keep] for column in found))


def _rows(
    compiled: CompiledPack,
    prepared: Prepared,
    found: kinds.Found,
    endorsed: NDArray[np.bool_],
    strongest: bool,
) -> Matches:
    which, row = compiled.amounts.of(found.rule)
    comment = np.searchsorted(prepared.starts, found.start, side="right") - 1
    start, end = found.start - prepared.starts[comment], found.end - prepared.starts[comment]
    amount = compiled.amount_value[row] * found.share[which]
    amount = np.where(endorsed[which], amount * guards.ENDORSED, amount)
    columns = (
        comment[which],
        start[which],
        end[which],
        found.rule[which],
        compiled.amount_signal[row],
        amount,
        endorsed[which],
    )
    order = np.lexsort((columns[4], columns[3], columns[2], columns[1], columns[0]))
    c, s, e, r, g, a, o = (column[order] for column in columns)
    if strongest:
        keep = _strongest(c, s, e, g, a)
        c, s, e, r, g, a, o = (column[keep] for column in (c, s, e, r, g, a, o))
    return Matches(
        comment=c.astype(np.int32),
        start=s,
        end=e,
        rule=r,
        signal=g,
        amount=a,
        endorsed=o,
        bounds=np.searchsorted(c, np.arange(len(prepared) + 1)).astype(np.int64),
        signals=compiled.signals,
    )


def _strongest(
    comment: Ints, start: Ints, end: Ints, signal: Ints, amount: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Of rows with one signal and the very same stretch, the strongest (the first of equals)."""
    order = np.lexsort((-amount, signal, end, start, comment))
    keep = np.ones(len(comment), bool)
    same = np.ones(max(len(comment) - 1, 0), bool)
    for column in (comment, start, end, signal):
        ordered = column[order]
        same &= ordered[1:] == ordered[:-1]
    keep[order[1:][same]] = False
    return keep
