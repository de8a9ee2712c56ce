"""Which shipped models a preset uses.

Stage: models; the name of a preset comes in; loaded models go out, each file read once.
"""

from __future__ import annotations

from functools import lru_cache

from . import artifact
from .cascade import Cascade
from .contract import SentenceEstimator, ToxicityModel
from .linear import LinearToxicity
from .neural import Network
from .sentences import SentenceModel

LINEAR = ("toxicity-linear-1", "sentences-linear-1")  # the toxicity model, the sentence model
NETWORK = "network-1"
PRESETS: dict[str, tuple[str, bool] | None] = {  # preset: the network, and whether it always reads
    "default": (NETWORK, False),
    "accurate": (NETWORK, True),
    "fast": None,
}


def toxicity_model() -> ToxicityModel:
    """The linear toxicity model, of all presets. ModelError when its file is missing or altered."""
    return _toxicity(LINEAR[0])


def sentence_model() -> SentenceEstimator:
    """The linear sentence model, of all presets. ModelError as for `toxicity_model`."""
    return _sentences(LINEAR[1])


def cascade(preset: str) -> Cascade | None:
    """The preset's network, joined with the linear models; None where it has none."""
    chosen = PRESETS[preset]
    return Cascade(_network(chosen[0]), always=chosen[1]) if chosen else None


@lru_cache(maxsize=4)
def _toxicity(name: str) -> LinearToxicity:
    return LinearToxicity.load(name)


@lru_cache(maxsize=4)
def _sentences(name: str) -> SentenceModel:
    stored = artifact.load(name, "sentences")
    return SentenceModel(stored.tensors, stored.id, stored.hash)


@lru_cache(maxsize=2)
def _network(name: str) -> Network:
    return Network.load(name)
