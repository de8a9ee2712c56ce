"""Training of the linear toxicity model.

Stage: training; a folder of labelled sets comes in; one pinned ``.safetensors`` file goes out.
Run: ``python -m modscore.training.toxicity --data DIR --out DIR``.
"""

from __future__ import annotations

import argparse
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..models import artifact
from ..models.calibration import logistic_knots
from ..models.letters import GRAM_BITS
from ..models.linear import FLOOR, KIND, LABELS, PAIR_FLOOR, LinearToxicity
from ..models.wording import PAIR_BITS
from ..records import ESTIMATED, Comment, Thread
from ..text.prepare import prepare
from .apart import training_rows
from .columns import Columns, columns
from .evaluate import measured, operating_points
from .fit import Block, Fitted, fit
from .read import Rows, read_sets
from .sets import DEV, TRAIN

NATURAL = "jigsaw_dev"  # the set of natural prevalence that chances are calibrated on
HOME = ("jigsaw", "jigsaw_extra")  # sources that share the bias kept for scoring
SEEN = 3  # a column must be in so many texts
PAIR_SCALE = 0.125  # how much a pair may say beside a letter group
MARK_SCALE = 0.3
SIZE_UNIT = 1 / 16

# How much a text of each source counts beside one of Wikipedia's six-label set.
WEIGHTS = {
    "jigsaw": 1.0,
    "jigsaw_extra": 0.5,
    "civil_spans": 0.7,
    "forum": 1.0,
    "ruddit": 0.5,
    "fox": 0.5,
    "davidson": 0.15,
    "hatexplain": 0.3,
    "dynahate": 0.3,
    "edos": 0.3,
    "hatemoji": 0.3,
    "toxigen": 0.3,
    "paradetox": 0.3,
    "github_incivility": 0.5,
    "github_strudel": 0.5,
    "identity_neutral": 0.5,
    "identity_hard": 1.0,
    "convabuse": 0.3,
}


@dataclass(frozen=True)
class Recipe:
    """What one training run depends on beside its data."""

    id: str = "toxicity-linear-1"
    penalty: float = 1e-5
    steps: int = 80


def train(data: Path, out: Path, recipe: Recipe | None = None) -> Path:
    """The path of the written model; trained on every set under ``data`` but the held-out ones."""
    recipe = recipe or Recipe()
    held = read_sets(data, DEV)
    rows = training_rows(read_sets(data, TRAIN), held)
    fitted, design = learn(rows, recipe)
    tensors = quantised(fitted, design)
    knots = logistic_knots(np.ones(LABELS), np.zeros(LABELS))
    tensors |= {"knot_margins": knots.margins, "knot_chances": knots.chances}
    artifact.save(out, recipe.id, KIND, tensors, {})
    natural = held.take(held.sources == NATURAL)
    return calibrate(out, recipe.id, tensors, natural, about(rows, recipe, fitted))


@dataclass(frozen=True, eq=False)
class Design:
    """Which columns are learnt, and how they are scaled."""

    blocks: list[Block]
    letter_places: NDArray[np.int64]
    letter_scale: NDArray[np.float32]
    pair_places: NDArray[np.int64]
    pair_scale: NDArray[np.float32]
    sizes: NDArray[np.uint16]


def design(seen: Columns) -> Design:
    """The columns of training texts: rare ones left out, each scaled by its rarity, each text by
    its length (see ``LinearToxicity``)."""
    import scipy.sparse as sp

    n = seen.uses.shape[0]
    in_texts = np.bincount(seen.uses.indices, minlength=seen.uses.shape[1]).astype(np.float32)
    spread = np.minimum(seen.letters.T @ in_texts, 0.9 * n)
    places = np.flatnonzero(spread >= SEEN)
    scale = np.log(n / spread[places]).astype(np.float32)
    sizes = np.zeros(1 << GRAM_BITS, dtype=np.uint16)
    sizes[places] = np.rint(scale**2 / SIZE_UNIT)
    length = np.maximum(seen.uses @ (seen.letters @ sizes.astype(np.float32)) * SIZE_UNIT, FLOOR)
    letters = Block(
        (sp.diags((length**-0.5).astype(np.float32)) @ seen.uses).tocsr(),
        (seen.letters[:, places] @ sp.diags(scale)).tocsr().astype(np.float32),
    )
    count = np.asarray(seen.pairs.sum(axis=1)).ravel()
    with_pair = np.bincount(seen.pairs.indices, minlength=1 << PAIR_BITS)
    pair_places = np.flatnonzero(with_pair >= SEEN)
    pair_scale = (np.log(n / with_pair[pair_places]) * PAIR_SCALE).astype(np.float32)
    share = sp.diags((np.maximum(count, PAIR_FLOOR) ** -0.5).astype(np.float32))
    pairs = Block((share @ seen.pairs[:, pair_places] @ sp.diags(pair_scale)).tocsr())
    marks = Block((seen.marks * MARK_SCALE).tocsr())
    return Design([letters, pairs, marks], places, scale, pair_places, pair_scale, sizes)


def learn(rows: Rows, recipe: Recipe) -> tuple[Fitted, Design]:
    """The fitted weights, and the design that says what they belong to."""
    made = design(columns(rows.texts))
    weights = np.array([WEIGHTS[source] for source in rows.sources.tolist()], dtype=np.float32)
    names = [s for s in dict.fromkeys(rows.sources.tolist()) if s not in HOME]
    number = {**dict.fromkeys(HOME, 0), **{name: k + 1 for k, name in enumerate(names)}}
    sources = np.array([number[source] for source in rows.sources.tolist()], dtype=np.int64)
    fitted = fit(
        made.blocks,
        labels=rows.labels,
        weights=weights[:, None],
        sources=sources,
        penalty=np.array(recipe.penalty, dtype=np.float32),
        steps=recipe.steps,
    )
    return fitted, made


def quantised(fitted: Fitted, made: Design) -> dict[str, NDArray[Any]]:
    """The tensors of ``LinearToxicity`` but the knots: whole numbers and the unit of each label."""
    cut, end = len(made.letter_places), len(made.letter_places) + len(made.pair_places)
    letters, letter_unit = whole(fitted.weights[:cut] * made.letter_scale[:, None], 2047)
    pairs, pair_unit = whole(fitted.weights[cut:end] * made.pair_scale[:, None], 127, tail=1e-4)
    table = np.zeros((LABELS, 1 << GRAM_BITS), dtype=np.int16)
    table[:, made.letter_places] = letters.T
    pair_table = np.zeros((LABELS, 1 << PAIR_BITS), dtype=np.int8)
    pair_table[:, made.pair_places] = pairs.T
    return {
        "letters": table,
        "letter_unit": letter_unit,
        "pairs": pair_table,
        "pair_unit": pair_unit,
        "sizes": made.sizes,
        "size_unit": np.array([SIZE_UNIT]),
        "marks": (fitted.weights[end:] * MARK_SCALE).astype(np.float64),
        "bias": fitted.biases[0].astype(np.float64),
    }


def whole(
    weights: NDArray[np.float32], most: int, tail: float = 0.0
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Whole numbers within ±most and the unit of each column; a share ``tail`` of the largest
    weights may be cut so that the others keep more of their detail."""
    size = np.abs(weights.astype(np.float64))
    unit = np.maximum(np.quantile(size, 1 - tail, axis=0), 1e-9) / most
    return np.clip(np.rint(weights / unit), -most, most).astype(np.int64), unit


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
        "weights": WEIGHTS,
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
