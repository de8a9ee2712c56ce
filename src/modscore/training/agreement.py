"""How far the readers of ``annotated.tsv`` agree with forum_train's annotator.

Stage: training; forum_train and ``agreed.tsv``, what the readers said of comments of it that were
mixed in unmarked, come in; measures of agreement go out.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .forum import read_forum, unsupported
from .read import table

AGREED = Path(__file__).with_name("agreed.tsv")
GRADES = ("unsup", "tox", "q")


class Agreement(NamedTuple):
    """``kappa``: Cohen's, on "unsupported and worth a source"; ``grades``: for each of GRADES the
    correlation over comments. Both over ``sentences`` in readings of ``comments``."""

    comments: int
    sentences: int
    kappa: float
    grades: dict[str, float]


def agreement(data: Path) -> Agreement:
    """The readers' agreement; ``data`` is the folder of the data sets."""
    forum = read_forum(data / "forum" / "forum_train.jsonl")
    rows = {row["id"]: row for row in forum.rows}
    ours, theirs = [], []
    grades: dict[str, list[tuple[float, float]]] = {name: [] for name in GRADES}
    for read in table(AGREED):
        known = rows[read["id"]]
        ours += [unsupported(code) for code in read["codes"].split()]
        theirs += [unsupported(sentence["codes"][0]) for sentence in known["sentences"]]
        for name, pairs in grades.items():
            pairs.append((float(read[name]), float(known[name])))
    correlated = {name: float(np.corrcoef(*np.array(v).T)[0, 1]) for name, v in grades.items()}
    kappa = cohen(np.array(ours), np.array(theirs))
    return Agreement(len(grades["q"]), len(ours), kappa, correlated)


def cohen(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Cohen's kappa of two readers' yes and no.

    >>> cohen(np.array([True, False, False, True]), np.array([True, False, True, True]))
    0.5
    """
    same = float((one == other).mean())
    chance = float(one.mean() * other.mean() + (~one).mean() * (~other).mean())
    return (same - chance) / (1 - chance)
