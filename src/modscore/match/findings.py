"""Hits written out as records, comment by comment.

Stage: match, after `run.match`; `Matches` and the stretches that a model named come in; the
`Finding`s of each comment go out, in order of place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..records import ATTRIBUTES, Finding
from ..rounding import rounded
from .compile import NAMES, CompiledPack
from .run import Matches

SHOWN = ("toxicity", "shouting", *ATTRIBUTES)  # the signals of findings; all others are cues
_ENDORSED = " It stands in a quotation that the writer agrees with."
_MODEL_WHY = "Words like these make comments toxic more often than not."
_SHOWN = np.isin(NAMES, SHOWN)
_ORDER = np.argsort(np.argsort(NAMES))  # of signals by name

Ints = NDArray[np.int64]


def findings(
    compiled: CompiledPack,
    matches: Matches,
    shares: Mapping[int, Sequence[tuple[int, int, float]]],
    model: str,
) -> list[list[Finding]]:
    """For each comment its findings, ordered by start, end, source and signal.

    ``shares``: by comment the stretches that ``model`` named, and the share of each.
    """
    rows = np.flatnonzero(_SHOWN[matches.signal])
    count = len(compiled.rules)
    rule = matches.rule[rows]
    # what is said of a hit: one of the rules, the same in an endorsed quotation, or the model
    said = rule + count * matches.endorsed[rows]
    columns = [matches.comment[rows].astype(np.int64), matches.start[rows], matches.end[rows]]
    columns += [compiled.source_order[rule], matches.signal[rows], said]
    amount = rounded(matches.amount[rows])
    told = [(comment, *share) for comment, some in shares.items() for share in some]
    if told:
        *places, share = zip(*told, strict=True)
        same = [np.full(len(told), value) for value in (-1, NAMES.index("toxicity"), 2 * count)]
        added = [np.array(one, np.int64) for one in places] + same
        columns = [np.concatenate(pair) for pair in zip(columns, added, strict=True)]
        amount = np.concatenate([amount, np.array(share, np.float64)])
    order = np.lexsort((_ORDER[columns[4]], columns[3], columns[2], columns[1], columns[0]))
    comment, start, end, _, signal, said = (column[order] for column in columns)
    source = f"model:{model}"
    sources = [*compiled.sources, *compiled.sources, source]
    whys = [rule.why for rule in compiled.rules]
    whys += [*(why + _ENDORSED for why in whys), _MODEL_WHY]
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
