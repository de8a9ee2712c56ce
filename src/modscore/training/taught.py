"""What the network says of training texts, for the linear model to learn from.

Stage: training; texts and a shipped network come in; (n, 6) chances go out. A comment's share of
"how toxic" tells a linear model more than the yes or no of few raters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..models.neural import Network
from ..records import ESTIMATED, Comment, Thread
from ..text.prepare import prepare

BATCH = 1000


def chances(
    network: str | Path, texts: Sequence[str], kept: Path | None = None
) -> NDArray[np.float32]:
    """(n, 6) what the network thinks of each text as a comment of its own; NaN for one without
    own words. ``kept``: a folder where answers are kept to be read again, so that a run that was
    stopped goes on."""
    name = str(network)
    parts = [list(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_part, [name] * len(parts), parts, [kept] * len(parts)))
    empty = np.zeros((0, len(ESTIMATED)), dtype=np.float32)
    return np.concatenate([empty, *found])


def _part(network: str, texts: list[str], kept: Path | None) -> NDArray[np.float32]:
    model = _network(network)
    key = hashlib.sha256("\0".join([model.hash, *texts]).encode("utf-8", "surrogatepass"))
    place = kept / f"{key.hexdigest()[:32]}.npy" if kept else None
    if place is not None and place.exists():
        known: NDArray[np.float32] = np.load(place)
        return known
    places = [model.heads.index(name) for name in ESTIMATED]
    batch = prepare([Thread("t", (Comment("c", text),)) for text in texts])
    rows = [
        np.full(len(ESTIMATED), np.nan) if reading is None else reading.comment[places]
        for reading in model.read(batch, range(len(batch)))
    ]
    found = (1 / (1 + np.exp(-np.array(rows, dtype=np.float64)))).astype(np.float32)
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        np.save(place, found)
    return found


@lru_cache(maxsize=1)
def _network(name: str) -> Network:
    return Network.load(Path(name) if name.endswith(".safetensors") else name)
