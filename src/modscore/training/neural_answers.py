"""What the linear models and the network say of held-out rows, side by side.

Stage: training; a network and labelled rows come in; log-odds go out, for joining and measuring.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..api import Scorer
from ..models.blend import log_odds, means
from ..models.neural import Network
from ..models.presets import sentence_model
from ..records import ATTRIBUTES, Comment, Thread
from ..text.prepare import prepare
from ..text.prepared import Prepared
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
        log_odds(linear), np.array(heads, np.float64), rows.labels, rows.sources, half(rows.texts)
    )


@dataclass(frozen=True, eq=False)
class Sentences:
    """What both models say of annotated sentences: log-odds (S, k) of the linear one, the
    network's (S, heads); and their targets (S, k)."""

    linear: Floats
    heads: Floats
    targets: Floats


def sentence_answers(network: Network, forum: Forum) -> Sentences:
    """What the models say of the sentences."""
    linear = log_odds(sentence_model().estimate(forum.prepared))
    heads = sentence_heads(network, forum.prepared)
    return Sentences(linear, heads, forum.targets())


def sentence_heads(network: Network, prepared: Prepared) -> Floats:
    """(S, heads) log-odds of the network; the heads of a sentence without own words are -6."""
    heads = np.full((len(prepared.sentence_start), len(SENTENCE_HEADS)), -6.0)
    bounds = np.searchsorted(prepared.sentence_comment, np.arange(len(prepared) + 1))
    for comment, reading in enumerate(network.read(prepared, range(len(prepared)))):
        own = np.arange(bounds[comment], bounds[comment + 1])
        if reading is None or not len(own):
            continue
        first = int(prepared.starts[comment])
        start, end = prepared.sentence_start[own] - first, prepared.sentence_end[own] - first
        found, read = means(reading.pieces[:, 1:], (reading.start + reading.end) / 2, start, end)
        heads[own[read]] = found[read]
    return heads
