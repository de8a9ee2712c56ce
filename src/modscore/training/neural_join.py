"""Joins the trained network with the linear models, calibrates, and writes the shipped file.

Stage: training; a checkpoint and the development sets come in; one ``.safetensors`` file goes out.
Run: ``python -m modscore.training.neural_join --data DIR --network DIR --out DIR``; of several
checkpoints (``--network`` given again) the mean of the weights is shipped. Coefficients are fitted
on one half of the sets, chosen by a hash of the text; figures are from the other.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from ..models import artifact
from ..models.blend import joined
from ..models.neural import KIND, Network, packed
from ..records import ESTIMATED
from .evaluate import measured, operating_points
from .forum import JOINING, held_forum, read_forum
from .mixture import HEADS, SENTENCE_HEADS
from .neural_answers import answers, sentence_answers
from .neural_blend import cause_blend, comment_blend, sentence_blend, unread_blend
from .neural_export import graph
from .neural_figures import figures, lengths, sentence_figures
from .pieces import PIECES, WEIGHTS
from .sets import development
from .toxicity import NATURAL

ID = "network-1"


def mean(networks: Sequence[Path]) -> dict[str, NDArray[Any]]:
    """The mean of the weights of checkpoints, which have the same pieces; without the biases of
    sets, which are not shipped and of which later rounds have more."""
    every = [load_file(network / WEIGHTS) for network in networks]
    names = [name for name in every[0] if not name.startswith("bias.")]
    return {name: np.mean([one[name] for one in every], axis=0) for name in names}


def write(data: Path, networks: Sequence[Path], out: Path) -> Path:
    """The path of the shipped file, which holds the figures of the half that no fit saw."""
    pieces = (networks[-1] / PIECES).read_text("utf-8").split("\n")
    tensors: dict[str, NDArray[Any]] = dict(packed(graph(mean(networks)), pieces))
    about: dict[str, Any] = {"heads": list(HEADS), "sentence_heads": list(SENTENCE_HEADS)}
    bare = Network.load(artifact.save(out, ID, KIND, tensors, about))
    held = development(data / "toxicity")
    held = held.take(held.sources != "spans_dev")
    known = answers(bare, held)
    blend = comment_blend(known)
    cause = cause_blend()
    spoken = sentence_answers(bare, read_forum(data / "forum" / "forum_dev.jsonl"))
    sentences = sentence_blend(sentence_answers(bare, held_forum(data, JOINING)))
    said = joined(known.linear, known.heads, blend, cause)
    natural = known.sources == NATURAL
    truth = known.labels[natural] > 0.5
    fit, rest = known.chosen[natural], ~known.chosen[natural]
    points = {
        name: measured(
            operating_points(truth[fit, k], said[natural][fit, k]),
            truth[rest, k],
            said[natural][rest, k],
        )
        for k, name in enumerate(ESTIMATED)
    }
    tensors |= {
        "comment_blend": blend,
        "cause_blend": cause,
        "unread_blend": unread_blend(known, blend, cause),
        "sentence_blend": sentences,
    }
    about |= {
        "operating_points": points,
        "figures": figures(known, said),
        "lengths": lengths(known, said, held.texts),
        "sentences": sentence_figures(spoken, sentences),
    }
    return artifact.save(out, ID, KIND, tensors, about)


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description="Join the network with the linear models.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument(
        "--network", type=Path, required=True, action="append", help="folder of a checkpoint"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    chosen = parser.parse_args()
    print(write(chosen.data, chosen.network, chosen.out))


if __name__ == "__main__":
    main()
