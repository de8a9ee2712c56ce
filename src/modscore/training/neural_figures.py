"""Figures of the joined models on the half of the held-out sets that no fit saw.

Stage: training; what the models say and the labels come in; rows of figures go out, which the
model's file and its card carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..models.blend import blended
from ..records import ESTIMATED, SENTENCE_ESTIMATED
from .evaluate import auc, calibration_error
from .neural_answers import Answers, Sentences
from .toxicity import NATURAL

Floats = NDArray[np.float64]


def figures(known: Answers, said: Floats) -> list[dict[str, Any]]:
    """By set and label, on the half that no fit saw: rows, positive ones, ROC-AUC joined, of the
    linear model and of the network alone, and the calibration error."""
    found = []
    for source in dict.fromkeys(known.sources.tolist()):
        own = (known.sources == source) & ~known.chosen
        for k, name in enumerate(ESTIMATED):
            told = own & np.isfinite(known.labels[:, k])
            truth = known.labels[told, k] > 0.5
            if 5 <= truth.sum() <= len(truth) - 5:
                found.append(
                    {
                        "set": source,
                        "label": name,
                        "rows": len(truth),
                        "positive": int(truth.sum()),
                        "joined": round(auc(truth, said[told, k]), 4),
                        "linear": round(auc(truth, known.linear[told, k]), 4),
                        "network": round(auc(truth, known.heads[told, k]), 4),
                        "error": round(calibration_error(truth, said[told, k]), 4),
                    }
                )
    return found


def lengths(known: Answers, said: Floats, texts: Sequence[str]) -> list[dict[str, Any]]:
    """ROC-AUC of toxicity by length of the text, natural set, the half that no fit saw."""
    size = np.array([len(text) for text in texts])
    own = (known.sources == NATURAL) & ~known.chosen
    found = []
    for low, high in ((0, 100), (100, 300), (300, 1000), (1000, 10**9)):
        told = own & (size >= low) & (size < high)
        truth = known.labels[told, 0] > 0.5
        area = round(auc(truth, said[told, 0]), 4)
        found.append({"from": low, "to": high, "rows": int(told.sum()), "joined": area})
    return found


def sentence_figures(known: Sentences, blend: Floats) -> list[dict[str, Any]]:
    """By sentence column, on forum_dev: ROC-AUC joined, of the linear model and of the network
    alone."""
    truth = known.targets >= 0.5
    joint = blended(known.linear, known.heads, blend)
    return [
        {
            "label": name,
            "joined": round(auc(truth[:, k], joint[:, k]), 4),
            "linear": round(auc(truth[:, k], known.linear[:, k]), 4),
            "network": round(auc(truth[:, k], known.heads[:, k]), 4),
        }
        for k, name in enumerate(SENTENCE_ESTIMATED)
    ]
