"""Fits the sentence model: ``python -m modscore.training.claims --data FOLDER``.

Stage: training; the forum and ClaimBuster sets come in; the weights of ``models.sentences`` and a
table of figures go out. Comments are never split between fitting and measuring.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modscore.models.artifact import save
from modscore.models.sentence_features import BITS, see
from modscore.models.sentence_marks import SIZE
from modscore.models.sentences import SentenceModel
from modscore.records import SENTENCE_ESTIMATED
from modscore.text.prepared import Prepared
from modscore.training.forum import (
    JOINING,
    MEASURING,
    Forum,
    held_forum,
    read_forum,
    training_forum,
)
from modscore.training.logistic import fit, odds
from modscore.training.measure import table
from modscore.training.speech import read_speech
from modscore.training.teacher import read_pool, taught

ID = "sentences-linear-1"
FOLDS = 5
PENALTY = 8.0
PENALTY_SPEECH = 3.0  # for the ClaimBuster model, which has five times the sentences
MARK = 0.3  # the size of a mark beside a word's
SPEECH = 0.5  # the size of the ClaimBuster model's answer as a feature
TAUGHT = 0.4  # the weight of a sentence that the teacher labelled beside an annotated one
TRUST = 0.65  # the teacher's share of such a label; the rest is the pupil's own answer,
PUPIL = 1.4  # which is this much too timid
LARGEST = 32767
ABOUT = {
    "columns": list(SENTENCE_ESTIMATED),
    "sources": [
        "forum_train: Civil Comments (CC0), annotated for modscore",
        "further comments of Civil Comments (CC0) and Ruddit (MIT), annotated for modscore",
        "ClaimBuster, crowd-sourced (CC BY 4.0)",
        "others of Civil Comments and Fox News comments (MIT), labelled by the network",
    ],
}

Floats = NDArray[np.float64]


def design(prepared: Prepared) -> Any:
    """What the model sees, as a SciPy matrix: marks first, then the hashed table's rows."""
    from scipy import sparse

    seen = see(prepared)
    sentences, width = len(seen.count), 1 << BITS
    kinds = len(seen.letters_first) - 1

    def ones(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> Any:
        return sparse.csr_matrix((np.ones(len(columns)), (rows, columns)), shape=shape)

    letters = sparse.csr_matrix(
        (np.ones(len(seen.letters)), seen.letters, seen.letters_first), shape=(kinds, width)
    )
    grams = ones(seen.sentence, seen.kind, (sentences, kinds)) @ letters
    grams = grams + ones(seen.pair_sentence, seen.pairs, (sentences, width))
    grams = sparse.diags(1 / np.sqrt(np.maximum(seen.count, 1))) @ grams
    which = np.repeat(np.arange(sentences), seen.marks.shape[1])
    marks = ones(which, seen.marks.ravel(), (sentences, SIZE)) * MARK
    return sparse.hstack([marks, grams]).tocsr()


def rarity(*matrices: Any) -> Floats:
    """How much each column counts: rare grams more than common ones, marks all alike."""
    total = sum(matrix.shape[0] for matrix in matrices)
    found = sum(np.bincount(matrix.indices, minlength=matrix.shape[1]) for matrix in matrices)
    scale = np.maximum(np.log((1 + total) / (1 + found)), 0.2) / 5
    scale[:SIZE] = 1.0
    return np.asarray(scale, dtype=np.float64)


class Fitted:
    """The linear models of all columns over one design.

    ``speech``: the coefficients of the ClaimBuster models, whose answers are features too.
    ``pool`` and ``taught``: sentences without labels, and what the teacher says of them.
    """

    def __init__(
        self, rows: Any, speech: list[Floats], pool: Any = None, taught: Floats | None = None
    ) -> None:
        self._width = rows.shape[1]
        self._speech = speech
        self._rows = self._widened(rows)
        self._pool = None if pool is None else self._widened(pool)
        self._taught = taught

    def _widened(self, rows: Any) -> Any:
        from scipy import sparse

        answers = np.stack([rows @ point[:-1] for point in self._speech], axis=1)
        return sparse.hstack([rows, SPEECH * answers]).tocsr()

    def points(self, targets: Floats, chosen: NDArray[np.int64]) -> Floats:
        """One model a column of the targets, fitted on the chosen rows, (columns, width + 1); the
        ClaimBuster answers are linear in the same features, so they are folded in."""
        from scipy import sparse

        rows, labels = self._rows[chosen], targets[chosen]
        weight = np.ones(len(chosen))
        own = [fit(rows, np.ascontiguousarray(y), weight, PENALTY) for y in labels.T]
        if self._taught is not None and self._pool is not None:
            pupil = np.stack([odds(self._pool, point) for point in own], axis=1)
            mixed = TRUST * self._taught + (1 - TRUST) * PUPIL * pupil
            rows = sparse.vstack([rows, self._pool]).tocsr()
            labels = np.concatenate([labels, 1 / (1 + np.exp(-mixed))])
            weight = np.concatenate([weight, np.full(len(mixed), TAUGHT)])
            own = [fit(rows, np.ascontiguousarray(y), weight, PENALTY) for y in labels.T]
        found = []
        for point in own:
            folded = np.append(point[: self._width], point[-1])
            for share, speech in zip(point[self._width : -1], self._speech, strict=True):
                folded[:-1] += SPEECH * share * speech[:-1]
            found.append(folded)
        return np.stack(found)


def out_of_fold(fitted: Fitted, rows: Any, targets: Floats, owner: NDArray[np.int64]) -> Floats:
    """Log-odds of each sentence by models that never saw its comment, (S, columns)."""
    fold = _folds(owner)
    answer = np.zeros(targets.shape)
    for number in range(FOLDS):
        points = fitted.points(targets, np.flatnonzero(fold != number))
        held = np.flatnonzero(fold == number)
        answer[held] = np.stack([odds(rows[held], point) for point in points], axis=1)
    return answer


def _folds(owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """A fold for each sentence, the same for all of a comment."""
    shuffled = np.random.default_rng(4).permutation(int(owner.max()) + 1)
    return np.asarray(shuffled[owner] % FOLDS, dtype=np.int64)


def calibration(answer: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Slope and offset of each column that make its log-odds honest."""
    from scipy import sparse

    pairs = [
        fit(sparse.csr_matrix(answer[:, [k]]), targets[:, k], np.ones(len(targets)), 1e-3)
        for k in range(targets.shape[1])
    ]
    return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])


def weights(points: Floats, scale: Floats, slope: Floats, offset: Floats) -> dict[str, Any]:
    """The arrays of ``models.sentences``: whole numbers and the size of their unit."""
    real = points[:, :-1] * scale
    real[:, :SIZE] *= MARK
    step = np.abs(real).max(axis=1) / LARGEST
    whole = np.rint(real / step[:, None]).astype(np.int16).T
    return {
        "grams": np.ascontiguousarray(whole[SIZE:]),
        "marks": np.ascontiguousarray(whole[:SIZE]),
        "base": np.rint(points[:, -1] / step).astype(np.int32),
        "step": step,
        "slope": slope,
        "offset": offset,
    }


def train(data: Path, teacher: str | Path | None) -> tuple[dict[str, Any], Forum, Floats]:
    """The weights, the comments they were fitted on, and the out-of-fold calibrated log-odds of
    their sentences. ``teacher``: the name or the file of a network."""
    from scipy import sparse

    forum = training_forum(data)
    speech = read_speech(data / "claims" / "claimbuster_crowdsourced.csv.gz")
    plain_forum, plain_speech = design(forum.prepared), design(speech.prepared)
    scale = rarity(plain_forum, plain_speech)
    rows = (plain_forum @ sparse.diags(scale)).tocsr()
    spoken = (plain_speech @ sparse.diags(scale)).tocsr()
    even = np.ones(spoken.shape[0])
    answers = [fit(spoken, y, even, PENALTY_SPEECH) for y in (speech.worthy, speech.factual)]
    fitted = Fitted(rows, answers)
    if teacher is not None:
        dev = read_forum(data / "forum" / "forum_dev.jsonl")
        held = held_forum(data, JOINING + MEASURING)
        pool = read_pool(data, [row["text"] for row in forum.rows + dev.rows + held.rows])
        pool_rows = (design(pool) @ sparse.diags(scale)).tocsr()
        fitted = Fitted(rows, answers, pool_rows, taught(teacher, pool))
    targets = forum.targets()
    apart = out_of_fold(fitted, rows, targets, forum.owner)
    slope, offset = calibration(apart, targets)
    points = fitted.points(targets, np.arange(len(targets)))
    return weights(points, scale, slope, offset), forum, slope * apart + offset


def write(data: Path, out: Path, teacher: str | Path | None = None) -> Path:
    """Fits the model, prints its figures and writes it; the path of the file."""
    found, forum, apart = train(data, teacher)
    place = SENTENCE_ESTIMATED.index("worthy")
    print(table("training, out of fold", forum, apart[:, place]))
    model = SentenceModel(found, ID, "")
    for name, held in (
        ("forum_dev", read_forum(data / "forum" / "forum_dev.jsonl")),
        ("annotated, held out", held_forum(data, MEASURING)),
    ):
        print(table(name, held, model.estimate(held.prepared)[:, place]))
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "apart.npy", apart)  # the quality model is fitted on these
    path = save(out, ID, "sentences", found, ABOUT)
    print(path)
    return path


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of data sets")
    parser.add_argument("--teacher", help="a network: its name or its file")
    parser.add_argument("--out", type=Path, required=True, help="the folder of model files")
    given = parser.parse_args()
    write(given.data, given.out, given.teacher)


if __name__ == "__main__":
    main()
