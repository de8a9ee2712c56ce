"""How right the verdict is by function of language: negation, quotation, threats, disguise …

The sentences in `functions.yaml` were written for this benchmark; training never sees them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

import modscore
from modscore.verdict.points import POINTS

from . import peers
from .common import HERE, Asked
from .measures import Values, auc, booleans, interval
from .quality import column, scored
from .results import Table, table

SENTENCES = HERE / "functions.yaml"
PEER_POINT = 0.5
ALL = "all"
PACE = ("fast", "default", "accurate")


@dataclass(frozen=True)
class Sentence:
    """A sentence, the function of language that it shows, and whether it is toxic."""

    function: str
    text: str
    toxic: bool


@dataclass(frozen=True)
class Answer:
    """What a scorer said of every sentence: its scores and its verdicts."""

    values: Values
    said: NDArray[np.bool_]


def sentences(path: Path = SENTENCES) -> list[Sentence]:
    """All sentences, function by function, the toxic ones of each first."""
    stored: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Sentence(name, text, verdict == "toxic")
        for name, function in stored.items()
        for verdict in ("toxic", "fine")
        for text in function.get(verdict, ())
    ]


def presets() -> dict[str, modscore.Scorer]:
    """A scorer for every preset there is, the fast one first."""
    return {name: modscore.Scorer(preset=name) for name in sorted(POINTS, key=_pace)}


def _pace(preset: str) -> int:
    return PACE.index(preset) if preset in PACE else len(PACE)


def answers(
    scorers: Mapping[str, modscore.Scorer], texts: list[str], asked: Asked | None = None
) -> dict[str, Answer]:
    """The answers by scorer: the presets at their balanced point, then the peers that are here,
    if ``asked`` says where."""
    found = {}
    for name, scorer in scorers.items():
        scores = scored(scorer, texts)
        said = booleans(["toxicity" in score.flags for score in scores])
        found[f"modscore {name}"] = Answer(column(scores, "toxicity"), said)
    for name, said_by in (peers.answers(texts, asked) if asked else {}).items():
        values = np.array(said_by)
        found[name] = Answer(values, values >= PEER_POINT)
    return found


def accuracy(truth: NDArray[np.bool_], answer: Answer, chosen: NDArray[np.bool_]) -> float:
    """The share of the chosen sentences with the right verdict."""
    return float((answer.said[chosen] == truth[chosen]).mean())


def run(asked: Asked) -> list[Table]:
    """The table."""
    written = asked.few(sentences())
    truth = booleans([one.toxic for one in written])
    said = answers(presets(), [one.text for one in written], asked)
    rows: list[tuple[object, ...]] = []
    for name in (*dict.fromkeys(one.function for one in written), ALL):
        inside = booleans([name in (one.function, ALL) for one in written])
        for wanted, chosen in (("toxic", inside & truth), ("fine", inside & ~truth)):
            if chosen.any():
                rows.append((name, wanted, int(chosen.sum()), *_cells(truth, said, chosen)))
    everything = np.ones(len(truth), dtype=bool)
    rows.append((ALL, "both", len(truth), *_cells(truth, said, everything)))
    areas = (cell for answer in said.values() for cell in (_area(truth, answer.values), ""))
    rows.append((f"{ALL}: ROC-AUC", "both", len(truth), *areas))
    heads = (head for name in said for head in (name, "mean score"))
    note = (
        "Accuracy: toxicity flagged at the balanced point where toxic is wanted, not flagged where "
        f"fine is (peers: from {PEER_POINT}). The last line: AUC over all sentences (95 % "
        "bootstrap interval)."
    )
    title = "Functions of language: accuracy at the balanced point, and mean toxicity"
    return [table(title, ("function", "wanted", "sentences", *heads), rows, note)]


def _cells(
    truth: NDArray[np.bool_], said: Mapping[str, Answer], chosen: NDArray[np.bool_]
) -> Iterator[str]:
    for answer in said.values():
        yield f"{accuracy(truth, answer, chosen):.3f}"
        yield f"{answer.values[chosen].mean():.2f}"


def _area(truth: NDArray[np.bool_], values: Values) -> str:
    low, high = interval(lambda drawn: auc(truth[drawn], values[drawn]), len(truth))
    return f"{auc(truth, values):.4f} ({low:.3f}–{high:.3f})"
