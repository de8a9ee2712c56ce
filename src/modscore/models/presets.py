"""Which shipped models a preset uses.

Stage: models; the name of a preset comes in; loaded models go out, each file read once.
"""

from __future__ import annotations

from functools import lru_cache

from . import artifact
from .contract import SentenceEstimator, ToxicityModel
from .linear import LinearToxicity
from .sentences import SentenceModel

PRESETS: dict[str, tuple[str, str]] = {  # preset: toxicity model, sentence model
    "default": ("toxicity-linear-1", "sentences-linear-1"),
    "fast": ("toxicity-linear-1", "sentences-linear-1"),
}


def toxicity_model(preset: str) -> ToxicityModel:
    """The preset's toxicity model. ModelError when its file is missing or altered."""
    return _toxicity(PRESETS[preset][0])


def sentence_model(preset: str) -> SentenceEstimator:
    """The preset's sentence model. ModelError when its file is missing or altered."""
    return _sentences(PRESETS[preset][1])


@lru_cache(maxsize=4)
def _toxicity(name: str) -> LinearToxicity:
    return LinearToxicity.load(name)


@lru_cache(maxsize=4)
def _sentences(name: str) -> SentenceModel:
    stored = artifact.load(name, "sentences")
    return SentenceModel(stored.tensors, stored.id, stored.hash)
