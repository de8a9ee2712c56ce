"""What the linear models and the network say of held-out rows, side by side.

Stage: training; a network and labelled rows come in; log-odds go out, for joining and measuring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..api import Scorer
from ..models.cascade import LEAST
from ..models.neural import Network, Reading
from ..records import ATTRIBUTES, Comment, Thread
from ..text.prepare import prepare
from .forum import Forum
from .mixture import HEADS, SENTENCE_HEADS
from .read import Rows
from .toxicity import half

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Answers:
    """What both models say of rows: log-odds (n, 6) of the linear one, the network's (n, heads)."""

    linear: Floats
    heads: Floats
    labels: NDArray[np.float32]
    sources: NDArray[np.str_]
    chosen: NDArray[np.bool_]


def odds(chances: Any) -> Floats:
    """Log-odds, kept within the bounds that scoring keeps."""
    kept = np.clip(np.asarray(chances, dtype=np.float64), LEAST, 1 - LEAST)
    return np.log(kept / (1 - kept))


def chance(values: Floats) -> Floats:
    """The chances of log-odds."""
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


def answers(network: Network, rows: Rows) -> Answers:
    """What the models say of the rows, each a thread of its own."""
    linear, heads = [], []
    scorer = Scorer(preset="fast")
    for result in scorer.score_many(iter(rows.texts)):
        known = result.comments[0].estimates
        linear.append([known.toxicity, *(getattr(known, name) for name in ATTRIBUTES)])
    for at in range(0, len(rows), 1000):
        batch = prepare([Thread("t", (Comment("c", text),)) for text in rows.texts[at : at + 1000]])
        for reading in network.read(batch, range(len(batch))):
            heads.append(np.full(len(HEADS), -12.0) if reading is None else reading.comment)
    return Answers(
        odds(linear), np.array(heads, np.float64), rows.labels, rows.sources, half(rows.texts)
    )


def sentence_heads(network: Network, forum: Forum) -> Floats:
    """(S, heads): the mean log-odds of the pieces of each annotated sentence."""
    prepared = forum.prepared
    found = np.full((len(forum.owner), len(SENTENCE_HEADS)), -6.0)
    readings: list[Reading | None] = list(network.read(prepared, range(len(prepared))))
    for k, comment in enumerate(forum.owner.tolist()):
        reading = readings[comment]
        if reading is None:
            continue
        first = int(prepared.starts[comment])
        middle = (reading.start + reading.end) / 2 + first
        inside = (middle > prepared.sentence_start[k]) & (middle < prepared.sentence_end[k])
        if inside.any():
            found[k] = reading.pieces[inside, 1:].mean(axis=0, dtype=np.float64)
    return found
