"""Hits written out as records, comment by comment.

Stage: match, after `run.match`; `Matches` and the stretches that a model named come in; the
`Finding`s of each comment go out, in order of place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..records import ATTRIBUTES, Finding
from ..rounding import rounded
from .compile import NAMES, CompiledPack
from .run import Matches

SHOWN = ("toxicity", "shouting", *ATTRIBUTES)  # the signals of findings; all others are cues
_SHOWN = np.isin(NAMES, SHOWN)
_ORDER = np.argsort(np.argsort(NAMES))  # of signals by name

Ints = NDArray[np.int64]


class Told(NamedTuple):
    """What a model rests on: by comment the stretches it names, with the share of each."""

    model: str
    why: str
    shares: Mapping[int, Sequence[tuple[int, int, float]]]


def findings(
    compiled: CompiledPack, matches: Matches, models: Sequence[Told]
) -> list[list[Finding]]:
    """For each comment its findings, ordered by start, end, source and signal."""
    rows = np.flatnonzero(_SHOWN[matches.signal])
    count = len(compiled.rules)
    rule = matches.rule[rows]
    # what is said of a hit: one of the rules, the same in an endorsed quotation, or by a model
    said = rule + count * matches.endorsed[rows]
    columns = [matches.comment[rows].astype(np.int64), matches.start[rows], matches.end[rows]]
    columns += [compiled.source_order[rule], matches.signal[rows], said]
    amount = rounded(matches.amount[rows])
    told = [
        (comment, *place, 2 * count + which, share)
        for which, model in enumerate(models)
        for comment, some in model.shares.items()
        for *place, share in some
    ]
    if told:
        *places, who, share = zip(*told, strict=True)
        same = [np.full(len(told), value) for value in (-1, NAMES.index("toxicity"))]
        added = [*(np.array(one, np.int64) for one in places), *same, np.array(who, np.int64)]
        columns = [np.concatenate(pair) for pair in zip(columns, added, strict=True)]
        amount = np.concatenate([amount, np.array(share, np.float64)])
    order = np.lexsort((_ORDER[columns[4]], columns[3], columns[2], columns[1], columns[0]))
    comment, start, end, _, signal, said = (column[order] for column in columns)
    sources = (*compiled.sources, *compiled.sources, *(f"model:{one.model}" for one in models))
    whys = (*compiled.whys, *(one.why for one in models))
    every = [
        Finding(NAMES[g], sources[w], a, b, x, whys[w])
        for g, w, a, b, x in zip(
            signal.tolist(),
            said.tolist(),
            start.tolist(),
            end.tolist(),
            amount[order].tolist(),
            strict=True,
        )
    ]
    bounds = np.searchsorted(comment, np.arange(len(matches.bounds))).tolist()
    return [every[a:b] for a, b in pairwise(bounds)]
