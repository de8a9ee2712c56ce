"""The model card of the linear toxicity model.

Stage: training; a shipped model and the folder of labelled sets come in; Markdown goes out, every
figure measured anew. Run: ``python -m modscore.training.card --data DIR > CARD.md``.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..models.linear import LinearToxicity
from ..records import ESTIMATED, Comment, Thread
from ..text.prepare import prepare
from .apart import plain
from .card_words import INTRODUCTION, LIMITS, SOURCES
from .evaluate import auc, calibration_error, mean_span_f1
from .read import Rows, read_sets, table
from .sets import SPANS_DEV, TRAIN, annotated, development
from .toxicity import NATURAL, half, margins_of

MARKED = {  # sets whose toxicity (column 0) is measured, and what a positive row is
    "forum_dev": "toxic or severe (2 or 3 of 3), mean of two annotators",
    "civil_sample": "toxic",
    "gab_dev": "hateful",
    "gab_test": "hateful",
    "dynahate_dev": "hateful, written against models",
    "hatemoji_dev": "hateful, with emoji, written against models",
    "social_bias_dev": "offensive to most raters",
}
NEUTRAL = ("identity_neutral", "identity_hard")


def card(model: LinearToxicity, data: Path) -> str:
    """The whole card, in Markdown."""
    rows = development(data)
    margins = margins_of(model, rows.texts)
    natural = rows.sources == NATURAL
    chances = model.calibrated(margins[natural])
    lines = [
        *INTRODUCTION.format(id=model.id, hash=model.hash).splitlines(),
        *_training(model),
        *_natural(rows.take(natural), chances),
        *_points(model),
        *_elsewhere(rows, margins),
        *_neutral(model, data),
        *_spans(model, data),
        *LIMITS.splitlines(),
    ]
    return "\n".join(lines) + "\n"


def _training(model: LinearToxicity) -> Iterator[str]:
    yield "## Data"
    yield ""
    yield "| set | texts used | weight | licence | by |"
    yield "|---|---|---|---|---|"
    for name, count in model.about["texts"].items():
        licence, author = SOURCES[name]
        yield f"| {name} | {count:,} | {model.about['weights'][name]} | {licence} | {author} |"
    yield ""


def _natural(rows: Rows, chances: NDArray[np.float64]) -> Iterator[str]:
    truth = rows.labels > 0.5
    other = ~half(rows.texts)
    scores = [auc(truth[:, k], chances[:, k]) for k in range(len(ESTIMATED))]
    yield f"## Wikipedia comments of natural prevalence ({len(rows):,}, none in training)"
    yield ""
    yield "Chances were calibrated on half of these, chosen by a hash of the text; the calibration"
    yield "error (15 bins) is that of the other half. ROC-AUC is over all of them."
    yield ""
    yield "| label | positive | ROC-AUC | calibration error |"
    yield "|---|---|---|---|"
    for k, name in enumerate(ESTIMATED):
        error = calibration_error(truth[other, k], chances[other, k])
        yield f"| {name} | {int(truth[:, k].sum())} | {scores[k]:.4f} | {error:.4f} |"
    yield f"| mean | | {np.mean(scores):.4f} | |"
    yield ""


def _points(model: LinearToxicity) -> Iterator[str]:
    yield "## Operating points"
    yield ""
    yield "Chosen on the calibration half, precision and recall measured on the other half. Rare"
    yield "labels rest on few positive rows: threat on about 16."
    yield ""
    yield "| label | point | threshold | precision | recall |"
    yield "|---|---|---|---|---|"
    for name in ESTIMATED:
        for point in ("high_precision", "balanced", "high_recall"):
            at = model.about["operating_points"][name][point]
            figures = f"{at['threshold']:.3f} | {at['precision']:.2f} | {at['recall']:.2f}"
            yield f"| {name} | {point} | {figures} |"
    yield ""


def _elsewhere(rows: Rows, margins: NDArray[np.float64]) -> Iterator[str]:
    yield "## Other places (toxicity, held out)"
    yield ""
    yield "| set | positive means | rows | ROC-AUC |"
    yield "|---|---|---|---|"
    for name, meaning in MARKED.items():
        chosen = rows.sources == name
        score = auc(rows.labels[chosen, 0] > 0.5, margins[chosen, 0])
        yield f"| {name} | {meaning} | {int(chosen.sum()):,} | {score:.3f} |"
    yield ""


def _neutral(model: LinearToxicity, data: Path) -> Iterator[str]:
    sets = read_sets(data, {name: TRAIN[name] for name in NEUTRAL})
    point = model.about["operating_points"]["toxicity"]["balanced"]["threshold"]
    yield "## Civil talk about identity (all non-toxic; seen in training, so a floor of the rate)"
    yield ""
    yield "| set | rows | over the balanced point |"
    yield "|---|---|---|"
    for name in NEUTRAL:
        texts = sets.take(sets.sources == name).texts
        over = model.calibrated(margins_of(model, texts))[:, 0] >= point
        yield f"| {name} | {len(texts):,} | {100 * over.mean():.2f} % |"
    yield ""


def _spans(model: LinearToxicity, data: Path) -> Iterator[str]:
    seen = annotated(data)
    rows = [row for row in table(data / SPANS_DEV) if plain(row["text"]) not in seen]
    texts = [row["text"] for row in rows]
    prepared = prepare([Thread("t", (Comment("c", text),)) for text in texts])
    found = model.spans(prepared, range(len(texts)))
    said = [{k for start, end, _ in one for k in range(start, end)} for one in found]
    marked = [set(ast.literal_eval(row["spans"])) for row in rows]
    yield "## Spans"
    yield ""
    yield f"Character F1 on {len(rows)} held-out comments of SemEval-2021 task 5:"
    yield f"{mean_span_f1(said, marked):.3f} (the median of that task's systems had .676)."
    yield ""


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description="Print the card of the linear toxicity model.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--model", default="toxicity-linear-1", help="name or file of the model")
    chosen = parser.parse_args()
    print(card(LinearToxicity.load(chosen.model), chosen.data), end="")


if __name__ == "__main__":
    main()
