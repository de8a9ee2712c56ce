"""A small network with random weights, in the form of the shipped one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from modscore.models import artifact
from modscore.models.neural import KIND, packed

HEADS = ("toxicity", "quality")
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz", ".", "you", "idiot"]
PIECES += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


def weights(spoilt: bool = False) -> dict[str, NDArray[Any]]:
    from modscore.training.neural_export import LAYERS, LONGEST

    width, inner, random = 24, 48, np.random.default_rng(5)
    shapes = {"words": (len(PIECES), width), "places": (LONGEST, width)}
    for k in range(LAYERS):
        at = f"layers.{k}."
        shapes |= {f"{at}qkv": (3 * width, width), f"{at}out": (width, width)}
        shapes |= {f"{at}up": (inner, width), f"{at}down": (width, inner)}
    shapes |= {"pool": (width, 2 * width), "comment": (2, width), "piece": (3, width)}
    found: dict[str, NDArray[Any]] = {}
    for name, shape in shapes.items():
        found[f"{name}.weight"] = random.normal(0, 0.3, shape).astype(np.float32)
        found[f"{name}.bias"] = random.normal(0, 0.1, shape[0]).astype(np.float32)
    for norm in ("norm", *(f"layers.{k}.norm_{n}" for k in range(LAYERS) for n in ("out", "down"))):
        found[f"{norm}.weight"] = np.ones(width, np.float32)
        found[f"{norm}.bias"] = np.zeros(width, np.float32)
    if spoilt:
        found["comment.bias"][:] = np.nan
    return found


@pytest.fixture(scope="session")
def networks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of networks: small, and ones with a fault each."""
    pytest.importorskip("onnx", reason="the graph of a small network is written with onnx")
    from modscore.training.neural_export import graph

    place = tmp_path_factory.mktemp("network")
    about = {"heads": list(HEADS), "sentence_heads": ["a", "b"]}
    blends = {
        "comment_blend": np.tile([0.5, 0.5, 0.0, 1.0, 0.0], (6, 1)),
        "cause_blend": np.array([[-3.0, 0.0, 0.0, 1.0, 0.0]]),
        "unread_blend": np.tile([-1.0, 1.0], (6, 1)),
        "sentence_blend": np.tile([0.0, 1.0, 0.0, 0.5, 0.0], (7, 1)),
    }
    small = packed(graph(weights()), PIECES) | blends
    artifact.save(place, "small", KIND, small, about)
    artifact.save(place, "spoilt", KIND, packed(graph(weights(spoilt=True)), PIECES), about)
    artifact.save(place, "torn", KIND, packed(graph(weights())[:5000], PIECES), about)
    artifact.save(place, "blank", KIND, packed(graph(weights()), ["a", "b"]), about)
    return place
