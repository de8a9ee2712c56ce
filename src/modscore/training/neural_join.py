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
from ..models.cascade import LEAST
from ..models.neural import KIND, Network, packed
from ..models.presets import sentence_model
from ..records import ESTIMATED, SENTENCE_ESTIMATED
from .evaluate import measured, operating_points
from .forum import Forum, read_forum
from .mixture import HEADS, SENTENCE_HEADS
from .neural import PIECES, WEIGHTS
from .neural_answers import Answers, answers, chance, odds, sentence_heads
from .neural_export import graph
from .sets import development
from .toxicity import NATURAL

ID = "network-1"
PRIOR = (0.4, 0.6)  # what the linear model and the network count before anything is known
TRUST = 2.0  # how hard the fit holds on to PRIOR
CAUSE = ("hate", "rude", "offensive")  # heads of what Wikipedia's raters seldom saw
HATEFUL = {"dynahate_dev": 1.0, "hatemoji_dev": 0.3, "gab_dev": 0.3, "forum_dev": 1.0}
SENTENCE_TRUST = 4.0

Floats = NDArray[np.float64]


def comment_blend(known: Answers) -> Floats:
    """(6, 2 + heads): offset, linear and own head of each label, fitted on the natural set."""
    found = np.zeros((len(ESTIMATED), 2 + len(HEADS)))
    own = (known.sources == NATURAL) & known.chosen
    for k in range(len(ESTIMATED)):
        seen = np.column_stack([np.ones(own.sum()), known.linear[own, k], known.heads[own, k]])
        found[k, [0, 1, 2 + k]] = _fitted(seen, known.labels[own, k] > 0.5, (0.0, *PRIOR), TRUST)
    return found


def _fitted(seen: Floats, truth: NDArray[Any], prior: Sequence[float], trust: float) -> Floats:
    """Coefficients of least log-loss; all but the offset are held to the prior, none below 0."""
    from scipy.optimize import minimize

    start, free = np.array(prior, dtype=np.float64), np.ones(len(prior))
    free[0] = 0.01

    def loss(point: Floats) -> tuple[float, Floats]:
        values = seen @ point
        gap = chance(values) - truth
        held = trust * free * (point - start)
        cost = float((np.logaddexp(0, values) - truth * values).sum())
        return cost + 0.5 * float((held * (point - start)).sum()), seen.T @ gap + held

    bounds = [(None, None)] + [(0.0, None)] * (len(prior) - 1)
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def cause_blend(known: Answers, blend: Floats) -> Floats:
    """(2 + heads,): the chance of hate, such that together with the first cause it fits the sets
    of hate beside the natural one, each set counted as HATEFUL says."""
    from scipy.optimize import minimize

    toxic = known.labels[:, 0]
    use = known.chosen & np.isfinite(toxic)
    use &= np.isin(known.sources, [NATURAL, *HATEFUL])
    weight = np.array([HATEFUL.get(s, 1.0) for s in known.sources[use].tolist()])
    places = [2 + HEADS.index(name) for name in CAUSE]
    seen = np.column_stack([np.ones(use.sum()), known.heads[use][:, [p - 2 for p in places]]])
    first = chance(_margins(known, blend)[use, 0])
    truth = toxic[use] > 0.5

    def loss(point: Floats) -> float:
        joined = 1 - (1 - first) * (1 - chance(seen @ point))
        kept = np.clip(joined, LEAST, 1 - LEAST)
        cost = -np.log(np.where(truth, kept, 1 - kept))
        return float((weight * cost).sum() + (point[1:] ** 2).sum())

    start = np.array([-3.0, 0.8, *([0.05] * (len(CAUSE) - 1))])
    bounds = [(None, None)] + [(0.0, None)] * len(CAUSE)
    point = minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    found = np.zeros(2 + len(HEADS))
    found[[0, *places]] = point
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
    found[:, 0] = 1 - (1 - found[:, 0]) * (1 - chance(seen @ cause))
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
    for k in range(len(SENTENCE_ESTIMATED)):
        seen = np.column_stack([np.ones(own.sum()), linear[own, k], heads[own, k]])
        found[k, [0, 1, 2 + k]] = _fitted(seen, targets[own, k], (0.0, *PRIOR), SENTENCE_TRUST)
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
    cause = cause_blend(known, blend)
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
        "gate": np.array([0.0, 0.0]),
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
