"""The table to Perspective's scale: ``python -m modscore.training.perspective --data FOLDER``.

Stage: training; Wikipedia comments that no fit saw and their scores come in; the table that the
server reads goes out, with figures: how much .7, .8 and .9 flag before and after.

Perspective said how it made its scores: a regression of people's labels on the model's, over as
many comments with the label as without (score-normalization.md of conversationai/perspectiveapi),
and, for toxicity since version 4, over the share of the raters instead of their majority
(20170823-score_normalization_v2.md there, whose table of old and new scores is `SHARES`). Both
steps are done here. The second only from .7 up: lower down that table raises harmless comments
(.05 to .28), which later versions did not do.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..api import Scorer
from ..errors import ReadError
from ..records import ESTIMATED
from .read import Rows, read_sets
from .sets import DEV
from .toxicity import half

Floats = NDArray[np.float64]
OUT = Path(__file__).parents[1] / "server" / "perspective" / "tables.json"
PRESETS = ("default", "fast")
THRESHOLDS = (0.7, 0.8, 0.9)
NATURAL, NEWS = "jigsaw_dev", "civil_sample"
LEAST = 1e-6  # of a chance whose log-odds are taken
HELD = 20.0  # comments' worth of belief that only the share of labelled comments differs
FOLDS = 5
DIGITS = 6
START, END = "<!-- figures -->", "<!-- end of figures -->"
ODDS = np.arange(-13.0, 13.01, 0.5)  # the corners of a table
# What a score by the raters' majority became by their share, as published; from .7 up.
SHARES = ((0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0), (0.7, 0.74, 0.75, 0.78, 0.84, 0.88, 0.98))


class Line(msgspec.Struct, frozen=True):
    """Log-odds among as many comments with the label as without: ``slope * ours + offset``."""

    slope: float
    offset: float

    def chance(self, ours: Floats) -> Floats:
        """The chances of comments that we gave these."""
        return _chance(self.slope * _odds(ours) + self.offset)


def balanced(scores: Floats, labels: NDArray[np.bool_]) -> Line:
    """The line of one attribute. Where labels are few it stays near the one that only changes the
    share of labelled comments, from what it is in the set to one half."""
    from scipy.optimize import minimize

    share = labels.mean()
    start = np.array([1.0, float(np.log((1 - share) / share))])
    weights = np.where(labels, 0.5 / share, 0.5 / (1 - share)) * 2 * labels.sum() / len(labels)
    odds = _odds(scores)

    def loss(point: Floats) -> float:
        found = point[0] * odds + point[1]
        entropy = weights @ (np.logaddexp(0, found) - labels * found)
        return float(entropy) + HELD / 2 * float(((point - start) ** 2).sum())

    slope, offset = minimize(loss, start, method="L-BFGS-B", bounds=((0.1, 10), (-20, 20))).x
    return Line(float(slope), float(offset))


def shares(chances: Floats) -> Floats:
    """From what the majority says to what share of the raters does.

    >>> shares(np.array([0.5, 0.7, 0.9, 1.0])).round(2).tolist()
    [0.5, 0.7, 0.84, 1.0]
    """
    before, after = map(np.array, SHARES)
    # The table ends at .98, one for scores so near to 1 that they were printed so; a table of ours
    # has to end at 1, or the highest scores would not be told apart.
    after = np.where(before == 1.0, 1.0, after)
    return np.where(chances < before[0], chances, np.interp(chances, before, after))


def corners(line: Line) -> list[tuple[float, float]]:
    """The table: (our score, the one on Perspective's scale), rising from (0, 0) to (1, 1)."""
    ours = _chance(ODDS)
    theirs = shares(line.chance(ours))
    table = [(0.0, 0.0)]
    for a, b in zip(ours.round(DIGITS).tolist(), theirs.round(DIGITS).tolist(), strict=True):
        if a > table[-1][0] and table[-1][1] < b < 1.0:
            table.append((a, b))
    return [*table, (1.0, 1.0)]


def scored(scorer: Scorer, texts: Sequence[str]) -> Floats:
    """(n, 6) scores, columns as in ESTIMATED, each text alone."""
    found = []
    for thread in scorer.score_many(list(texts)):
        one = thread.comments[0]
        found.append([one.toxicity, *(getattr(one.attributes, name) for name in ESTIMATED[1:])])
    return np.array(found)


def through(table: Sequence[tuple[float, float]], scores: Floats) -> Floats:
    """The scores on Perspective's scale."""
    ours, theirs = zip(*table, strict=True)
    found: Floats = np.interp(scores, ours, theirs)
    return found


def fit(rows: Rows, scores: Floats) -> tuple[dict[str, Any], dict[str, Floats]]:
    """The tables by attribute; and, by attribute, the scores of the rows on Perspective's scale,
    each by a table of the other folds."""
    tables, apart = {}, {}
    fold = np.random.default_rng(0).permutation(len(rows)) % FOLDS
    for k, name in enumerate(ESTIMATED):
        known = ~np.isnan(rows.labels[:, k])
        labels = rows.labels[:, k] > 0.5
        tables[name] = corners(balanced(scores[known, k], labels[known]))
        apart[name] = np.zeros(len(rows))
        for number in range(FOLDS):
            other = known & (fold != number)
            table = corners(balanced(scores[other, k], labels[other]))
            apart[name][fold == number] = through(table, scores[fold == number, k])
    return tables, apart


def flagged(labels: NDArray[np.bool_], scores: Floats) -> list[str]:
    """For each threshold: the share flagged, and precision and recall there."""
    cells = []
    for threshold in THRESHOLDS:
        said = scores >= threshold
        right = float((said & labels).sum())
        precision = f"{right / said.sum():.2f}" if said.any() else "–"
        cells.append(f"{said.mean():.1%}, {precision}, {right / max(1, labels.sum()):.2f}")
    return cells


def figures(preset: str, name: str, label: str, truth: NDArray[np.bool_], *both: Floats) -> str:
    """One row before and one row after."""
    rows = []
    for what, scores in zip(("before", "after"), both, strict=True):
        cells = (preset, name, label, f"{truth.mean():.1%}", what, *flagged(truth, scores))
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def page(rows: Rows, news: Rows, out: Path) -> str:
    """Fit the tables of all presets, write them, and say what they do."""
    written: dict[str, Any] = {}
    lines = [
        "| preset | set | attribute | labelled | table | .7 flags | .8 flags | .9 flags |",
        "|" + " --- |" * 8,
    ]
    for preset in PRESETS:
        scorer = Scorer(preset=preset)
        scores = scored(scorer, rows.texts)
        tables, apart = fit(rows, scores)
        for k, name in enumerate(ESTIMATED):
            truth = rows.labels[:, k] > 0.5
            lines.append(figures(preset, "Wikipedia", name, truth, scores[:, k], apart[name]))
        ours = scored(scorer, news.texts)[:, 0]
        truth = news.labels[:, 0] > 0.5
        after = through(tables["toxicity"], ours)
        lines.append(figures(preset, "news sites", "toxicity", truth, ours, after))
        made = scorer.provenance
        written[preset] = {
            "models": {model.id: model.hash for model in made.models},
            "rules_hash": made.rules_hash,
            "tables": tables,
        }
    out.write_bytes(msgspec.json.format(msgspec.json.encode(written), indent=1) + b"\n")
    lines.append("")
    lines.append(
        f"Each cell: share flagged, precision, recall. Wikipedia: {len(rows):,} comments of "
        "natural share that neither training nor any earlier fit saw, the table of each fifth "
        f"fitted to the others; news sites: {len(news):,} comments of Civil Comments."
    )
    return "\n".join(lines)


def _odds(chances: Floats) -> Floats:
    clipped = np.clip(chances, LEAST, 1 - LEAST)
    found: Floats = np.log(clipped / (1 - clipped))
    return found


def _chance(odds: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-odds))
    return found


def train(data: Path, out: Path = OUT, told: Path | None = None) -> str:
    """Fit and write the tables; the figures, which are put in the place of those in ``told``, if
    it is given. ``data`` is the folder of toxicity sets."""
    rows = read_sets(data, {NATURAL: DEV[NATURAL]})
    found = page(rows.take(~half(rows.texts)), read_sets(data, {NEWS: DEV[NEWS]}), out)
    if told is not None:
        told.write_text(put(told.read_text(encoding="utf-8"), found), encoding="utf-8")
    return found


def put(text: str, found: str) -> str:
    """The text with these figures between its marks. ReadError where there are none."""
    head, start, rest = text.partition(START)
    _, end, tail = rest.partition(END)
    if not start or not end:
        raise ReadError(f"--page: expected a page with {START} and {END}, got none of them")
    return f"{head}{START}\n{found}\n{END}{tail}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of toxicity sets")
    parser.add_argument("--out", type=Path, default=OUT, help="the table that is written anew")
    parser.add_argument("--page", type=Path, help="docs/migration.md, whose figures are replaced")
    given = parser.parse_args()
    print(train(given.data, given.out, given.page))


if __name__ == "__main__":
    main()
