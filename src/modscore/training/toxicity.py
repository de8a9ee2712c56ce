"""Training of the linear toxicity model.

Stage: training; a folder of labelled sets comes in; one pinned ``.safetensors`` file goes out.
Run: ``python -m modscore.training.toxicity --data DIR --out DIR``.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..models import artifact
from ..models.calibration import logistic_knots
from ..models.linear import KIND, LABELS, LinearToxicity
from ..records import ESTIMATED, Comment, Thread
from ..text.prepare import prepare
from . import identity, innocent
from .apart import training_rows
from .columns import columns
from .contrast import written
from .design import Design, design, even_trust, quantised, trust
from .evaluate import measured, operating_points
from .fit import Fitted, fit
from .forum import LEARNT, annotated_rows
from .read import Rows, join, own_rows, read_sets, rows_of
from .sets import DEV, TRAIN, forum_labels

NATURAL = "jigsaw_dev"  # the set of natural prevalence that chances are calibrated on
# Sources that share the bias kept for scoring: Wikipedia's. identity_neutral has no toxic row:
# with a bias of its own it would teach the words nothing.
HOME = ("own", "jigsaw", "jigsaw_extra", "identity_neutral", "identity_made", "innocent_made")
SIX_LABELS = HOME  # the sets with every label
POSTS = ("davidson", "hatexplain", "dynahate", "edos", "hatemoji", "toxigen")
POSTS_IDENTITY = 0.1  # what their word for hate counts as one for identity_attack
# How much a text of each source counts beside one of Wikipedia's six-label set, by what it does
# to held-out Wikipedia and news comments: sets of hate posts lift hate posts and cost the rest.
WEIGHTS = {
    "own": 1.0,
    "jigsaw": 1.0,
    "jigsaw_extra": 0.5,
    "civil_spans": 0.5,
    "forum": 1.0,
    "ruddit": 0.3,
    "fox": 0.5,
    "davidson": 0.02,
    "hatexplain": 0.05,
    "dynahate": 0.03,
    "edos": 0.05,
    "hatemoji": 0.1,
    "toxigen": 0.1,
    "paradetox": 0.15,
    "github_incivility": 0.1,
    "github_strudel": 0.1,
    "identity_neutral": 0.3,
    "identity_hard": 0.05,
    "identity_made": 1.0,
    "innocent_made": 2.5,
    "annotated": 1.5,
    "written": 0.8,
    "convabuse": 0.1,
}


@dataclass(frozen=True)
class Recipe:
    """What one training run depends on beside its data."""

    id: str = "toxicity-linear-1"
    penalty: float = 3e-5
    home_penalty: tuple[float, ...] = (3e-5, 1e-4, 5e-5, 3e-5, 5e-5, 1e-4)  # a label each
    steps: int = 70
    home_steps: int = 60
    home_share: float = 0.5
    # Labels with few examples are learnt anew, on the sets with all six labels alone and in few
    # steps: steps, penalty, and whether telling columns move more freely.
    rare: tuple[tuple[str, int, float, bool], ...] = (
        ("threat", 30, 1e-5, False),
        ("identity_attack", 20, 3e-5, True),
    )


def train(data: Path, out: Path, recipe: Recipe | None = None, own: Sequence[Path] = ()) -> Path:
    """The path of the written model; trained on every set under ``data`` but the held-out ones,
    and on a user's ``own`` files (see `read.own_rows`)."""
    recipe = recipe or Recipe()
    held = read_sets(data, DEV)
    rows = training_rows(join([own_rows(own), read_sets(data, TRAIN), made_rows()]), held)
    rows = join([rows, training_rows(our_rows(data.parent), held)])  # texts may stand in both
    fitted, made = learn(rows, recipe)
    tensors = quantised(fitted, made)
    knots = logistic_knots(np.ones(LABELS), np.zeros(LABELS))
    tensors |= {"knot_margins": knots.margins, "knot_chances": knots.chances}
    artifact.save(out, recipe.id, KIND, tensors, {})
    natural = held.take(held.sources == NATURAL)
    return calibrate(out, recipe.id, tensors, natural, about(rows, recipe, fitted))


def made_rows() -> Rows:
    """Civil sentences written here, all labels 0: names of groups, innocent words."""
    made = {"identity_made": identity.sentences(), "innocent_made": innocent.sentences()}
    return join(
        rows_of(source, ((text, dict.fromkeys(ESTIMATED, 0.0)) for text in texts))
        for source, texts in made.items()
    )


def our_rows(data: Path) -> Rows:
    """What was labelled for modscore: annotated comments, sentences written one by one."""
    noted = ((row["text"], forum_labels(row)) for row in annotated_rows(data, LEARNT))
    return join([rows_of("annotated", noted), rows_of("written", written())])


def learn(rows: Rows, recipe: Recipe) -> tuple[Fitted, Design]:
    """The fitted weights, and the design that says what they belong to.

    Two fits over the same columns, their weights averaged: one on every set, one on the sets with
    all six labels alone. The first knows more ways to be toxic, the second what each label means;
    the mean of two linear models is a linear model, and was better than either on held-out sets.
    """
    made = design(columns(rows.texts))
    weights = np.repeat(
        np.array([[WEIGHTS[source]] for source in rows.sources.tolist()], dtype=np.float32),
        LABELS,
        axis=1,
    )
    weights[np.isin(rows.sources, POSTS), ESTIMATED.index("identity_attack")] *= POSTS_IDENTITY
    names = [s for s in dict.fromkeys(rows.sources.tolist()) if s not in HOME]
    number = {**dict.fromkeys(HOME, 0), **{name: k + 1 for k, name in enumerate(names)}}
    sources = np.array([number[source] for source in rows.sources.tolist()], dtype=np.int64)
    every = fit(
        made.blocks,
        labels=rows.labels,
        weights=weights,
        sources=sources,
        trust=trust(made, rows.labels, weights),
        penalty=np.array(recipe.penalty, dtype=np.float32),
        steps=recipe.steps,
    )
    own = np.flatnonzero(np.isin(rows.sources, SIX_LABELS))
    part = replace(made, blocks=[block.rows(own) for block in made.blocks])
    home = fit(
        part.blocks,
        labels=rows.labels[own],
        weights=weights[own],
        sources=np.zeros(len(own), dtype=np.int64),
        trust=trust(part, rows.labels[own], weights[own]),
        penalty=np.array(recipe.home_penalty, dtype=np.float32),
        steps=recipe.home_steps,
    )
    share = np.float32(recipe.home_share)
    mixed = share * home.weights + (1 - share) * every.weights
    biases = share * home.biases[:1] + (1 - share) * every.biases[:1]
    free = trust(part, rows.labels[own], weights[own])
    for name, steps, penalty, telling in recipe.rare:
        label = [ESTIMATED.index(name)]
        alone = fit(
            part.blocks,
            labels=rows.labels[own][:, label],
            weights=weights[own][:, label],
            sources=np.zeros(len(own), dtype=np.int64),
            trust=free[:, label] if telling else even_trust(part)[:, label],
            penalty=np.array(penalty, dtype=np.float32),
            steps=steps,
        )
        mixed[:, label], biases[:, label] = alone.weights, alone.biases[:1]
    return Fitted(mixed, biases, every.steps + home.steps, every.loss), made


def half(texts: list[str]) -> NDArray[np.bool_]:
    """True for about half of the texts, chosen by a hash of the text."""
    return np.array([zlib.crc32(t.encode("utf-8", "surrogatepass")) & 1 for t in texts], dtype=bool)


def margins_of(model: LinearToxicity, texts: list[str]) -> NDArray[np.float64]:
    """(n, 6) margins, each text a thread of its own."""
    parts = [
        model.margins(
            prepare([Thread("t", (Comment("c", text),)) for text in texts[at : at + 4000]])
        )
        for at in range(0, len(texts), 4000)
    ]
    return np.concatenate(parts)


def calibrate(
    out: Path, id: str, tensors: dict[str, NDArray[Any]], natural: Rows, facts: dict[str, Any]
) -> Path:
    """Writes the model anew with curves fitted on one half of the natural set and operating
    points chosen there, their precision and recall measured on the other."""
    margins = margins_of(LinearToxicity.load(out / f"{id}{artifact.SUFFIX}"), natural.texts)
    truth = natural.labels > 0.5
    chosen = half(natural.texts)
    slope, offset = zip(
        *(platt(margins[chosen, k], truth[chosen, k]) for k in range(LABELS)), strict=True
    )
    curves = logistic_knots(np.array(slope), np.array(offset))
    chances = curves.apply(margins)
    points = {
        name: measured(
            operating_points(truth[chosen, k], chances[chosen, k]),
            truth[~chosen, k],
            chances[~chosen, k],
        )
        for k, name in enumerate(ESTIMATED)
    }
    tensors = tensors | {"knot_margins": curves.margins, "knot_chances": curves.chances}
    return artifact.save(out, id, KIND, tensors, {**facts, "operating_points": points})


def platt(margins: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset of the logistic curve of least log-loss, labels softened as Platt did."""
    from scipy.optimize import minimize

    yes, no = int(truth.sum()), int((~truth).sum())
    wanted = np.where(truth, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = values[0] * margins + values[1]
        gap = 1 / (1 + np.exp(-np.clip(odds, -30, 30))) - wanted
        cost = float((np.logaddexp(0, odds) - wanted * odds).mean())
        return cost, np.array([(gap * margins).mean(), gap.mean()])

    found = minimize(
        loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0.05, None), (None, None)]
    )
    return float(found.x[0]), float(found.x[1])


def about(rows: Rows, recipe: Recipe, fitted: Fitted) -> dict[str, Any]:
    """What the model file says of its making."""
    names, counts = np.unique(rows.sources, return_counts=True)
    return {
        "penalty": recipe.penalty,
        "steps": fitted.steps,
        "loss": round(fitted.loss, 6),
        "texts": dict(zip(names.tolist(), counts.tolist(), strict=True)),
        "weights": {name: WEIGHTS[name] for name in names.tolist()},
        "calibrated_on": f"{NATURAL}, half of it chosen by a hash of the text",
    }


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description="Train the linear toxicity model.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    chosen = parser.parse_args()
    print(train(chosen.data, chosen.out, Recipe(steps=chosen.steps)))


if __name__ == "__main__":
    main()
