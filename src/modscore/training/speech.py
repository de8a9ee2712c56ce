"""The ClaimBuster set: sentences of presidential debates, marked worthy of a check or not.

Stage: training; a CSV file comes in; a prepared batch with two labels a sentence goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modscore.records import Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared
from modscore.training.forum import with_sentences
from modscore.training.read import table

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Speech:
    """ClaimBuster: sentences of debates; worthy of a check or not, factual or not."""

    prepared: Prepared
    worthy: Floats
    factual: Floats


def read_speech(path: Path) -> Speech:
    """The crowd-sourced sentences."""
    rows = list(table(path))
    threads = [Thread(str(k), (Comment("1", row["Text"]),)) for k, row in enumerate(rows)]
    spans = [[(0, len(row["Text"]))] for row in rows]
    prepared, _ = with_sentences(prepare(threads), spans)
    verdict = np.array([int(row["Verdict"]) for row in rows])
    return Speech(prepared, (verdict == 1).astype(np.float64), (verdict >= 0).astype(np.float64))
