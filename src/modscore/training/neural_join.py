"""Joins the trained network with the linear models, calibrates, and writes the shipped file.

Stage: training; a checkpoint and the development sets come in; one ``.safetensors`` file goes out.
Run: ``python -m modscore.training.neural_join --data DIR --network DIR --out DIR``. Coefficients
are fitted on one half of the sets, chosen by a hash of the text; figures are from the other.
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
from ..models.neural import KIND, Network, packed
from ..models.presets import sentence_model
from ..records import ESTIMATED, SENTENCE_ESTIMATED
from .evaluate import measured, operating_points
from .forum import Forum, read_forum
from .mixture import HEADS, SENTENCE_HEADS
from .neural_answers import Answers, answers, chance, odds, sentence_heads
from .neural_export import graph
from .pieces import PIECES, WEIGHTS
from .sets import development
from .toxicity import NATURAL

ID = "network-1"
PRIOR = (0.4, 0.6)  # what the linear model and the network count before anything is known
TRUST = 2.0  # how hard the fit holds on to PRIOR
# What the linear model counts for toxicity: .43 fits Wikipedia's comments best (ROC-AUC .9835 on
# the other half, .9818 at .2), but it knows words only and is noise where hate has none
# (dynahate_dev .79 at .43, .86 at .2).
LINEAR_TOXICITY = 0.2
# Further causes of toxicity: offset and slope of the head's log-odds, chosen on the development
# sets for recall on hate and forum comments at a calibration error below .02 on Wikipedia's.
CAUSES = {"hate": (-1.0, 1.5), "rude": (-1.5, 1.5)}

Floats = NDArray[np.float64]


def comment_blend(known: Answers) -> Floats:
    """(6, 2 + heads): offset, linear and own head of each label, fitted on the natural set."""
    found = np.zeros((len(ESTIMATED), 2 + len(HEADS)))
    own = (known.sources == NATURAL) & known.chosen
    for k in range(len(ESTIMATED)):
        seen = np.column_stack([np.ones(own.sum()), known.linear[own, k], known.heads[own, k]])
        truth = known.labels[own, k] > 0.5
        fixed = LINEAR_TOXICITY if k == 0 else None
        found[k, [0, 1, 2 + k]] = _fitted(seen, truth, (0.0, *PRIOR), TRUST, fixed)
    return found


def _fitted(
    seen: Floats,
    truth: NDArray[Any],
    prior: Sequence[float],
    trust: float,
    linear: float | None = None,
) -> Floats:
    """Coefficients of least log-loss; all but the offset are held to the prior, none below 0, and
    that of the linear model is ``linear`` where given."""
    from scipy.optimize import minimize

    start, free = np.array(prior, dtype=np.float64), np.ones(len(prior))
    free[0] = 0.01
    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    bounds += [(0.0, None)] * (len(prior) - 1)
    if linear is not None:
        start[1], bounds[1] = linear, (linear, linear)

    def loss(point: Floats) -> tuple[float, Floats]:
        values = seen @ point
        gap = chance(values) - truth
        held = trust * free * (point - start)
        cost = float((np.logaddexp(0, values) - truth * values).sum())
        return cost + 0.5 * float((held * (point - start)).sum()), seen.T @ gap + held

    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def cause_blend() -> Floats:
    """(causes, 2 + heads): the coefficients of CAUSES."""
    found = np.zeros((len(CAUSES), 2 + len(HEADS)))
    for k, (head, (offset, slope)) in enumerate(CAUSES.items()):
        found[k, [0, 2 + HEADS.index(head)]] = offset, slope
    return found


def _margins(known: Answers, blend: Floats) -> Floats:
    seen = np.concatenate(
        [
            np.ones((len(known.heads), len(ESTIMATED), 1)),
            known.linear[..., None],
            np.repeat(known.heads[:, None], len(ESTIMATED), axis=1),
        ],
        axis=2,
    )
    return np.asarray((seen * blend).sum(axis=2), dtype=np.float64)


def joined(known: Answers, blend: Floats, cause: Floats) -> Floats:
    """(n, 6) what the cascade would say, were the network always asked."""
    found = chance(_margins(known, blend))
    seen = np.column_stack([np.ones(len(known.heads)), known.linear[:, 0], known.heads])
    found[:, 0] = 1 - (1 - found[:, 0]) * (1 - chance(seen @ cause.T)).prod(axis=1)
    return found


def sentence_blend(
    network: Network, forum: Forum, fold: NDArray[np.bool_] | None = None
) -> tuple[Floats, Floats, Floats]:
    """((k, 2 + heads) coefficients, linear log-odds, heads) of the sentence columns; fitted on the
    sentences of the fold (all without one)."""
    linear = odds(sentence_model().estimate(forum.prepared))
    heads = sentence_heads(network, forum)
    targets = forum.targets()
    own = np.ones(len(targets), dtype=bool) if fold is None else fold
    found = np.zeros((len(SENTENCE_ESTIMATED), 2 + len(SENTENCE_HEADS)))
    for k in range(len(SENTENCE_ESTIMATED)):  # both alike: the set is too small to tell them apart
        seen = np.column_stack([np.ones(own.sum()), (linear[own, k] + heads[own, k]) / 2])
        offset, slope = _fitted(seen, targets[own, k], (0.0, 1.0), 0.0)
        found[k, [0, 1, 2 + k]] = offset, slope / 2, slope / 2
    return found, linear, heads


def write(data: Path, network: Path, out: Path) -> Path:
    """The path of the shipped file, which holds the figures of the half that no fit saw."""
    tensors: dict[str, NDArray[Any]] = dict(
        packed(
            graph(load_file(network / WEIGHTS)),
            (network / PIECES).read_text("utf-8").split("\n"),
        )
    )
    about: dict[str, Any] = {"heads": list(HEADS), "sentence_heads": list(SENTENCE_HEADS)}
    bare = Network.load(artifact.save(out, ID, KIND, tensors, about))
    held = development(data / "toxicity")
    held = held.take(held.sources != "spans_dev")
    known = answers(bare, held)
    blend = comment_blend(known)
    cause = cause_blend()
    forum = read_forum(data / "forum" / "forum_dev.jsonl")
    sentences = sentence_blend(bare, forum)[0]
    said = joined(known, blend, cause)
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
        "sentence_blend": sentences,
    }
    from .neural_figures import figures, lengths, sentence_figures

    about |= {
        "operating_points": points,
        "figures": figures(known, said),
        "lengths": lengths(known, said, held.texts),
        "sentences": sentence_figures(bare, forum),
    }
    return artifact.save(out, ID, KIND, tensors, about)


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description="Join the network with the linear models.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--network", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    chosen = parser.parse_args()
    print(write(chosen.data, chosen.network, chosen.out))


if __name__ == "__main__":
    main()
