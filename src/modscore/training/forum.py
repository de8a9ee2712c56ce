"""The forum set: comments annotated sentence by sentence.

Stage: training; a JSONL file comes in; comments, their annotated sentences as a prepared batch and
the labels of each sentence go out.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modscore.errors import ReadError
from modscore.records import SENTENCE_ESTIMATED, Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

_KIND = {"experience": "X", "opinion": "O", "prediction": "P", "question": "Q", "nothing": "N"}


@dataclasses.dataclass(frozen=True, eq=False)
class Forum:
    """Annotated comments. ``codes[s]`` are the TSCW codes of sentence s, one an annotator."""

    rows: list[dict[str, Any]]
    threads: list[Thread]
    prepared: Prepared  # its sentences are the annotated ones
    codes: list[list[str]]
    owner: NDArray[np.int64]  # the comment of each sentence

    def means(self, name: str) -> NDArray[np.float64]:
        """A comment label (unsup, tox, shout, q), the mean over annotators."""
        return np.array([row[name] for row in self.rows], dtype=np.float64)

    def share(self, letters: str, place: int = 0) -> NDArray[np.float64]:
        """The share of annotators whose code has one of the letters at the place."""
        return np.array([np.mean([c[place] in letters for c in codes]) for codes in self.codes])

    def unsupported(self) -> NDArray[np.float64]:
        """The headline label: a claim worth a source with none or a vague one."""
        return np.array([np.mean([_unsupported(c) for c in codes]) for codes in self.codes])

    def targets(self) -> NDArray[np.float64]:
        """What the sentence model learns, (S, len(SENTENCE_ESTIMATED))."""
        worthy = [[c[0] in "CR" and c[3] == "1" for c in codes] for codes in self.codes]
        columns = {name: self.share(letter) for name, letter in _KIND.items()} | {
            "claim": self.share("CR"),
            "worthy": np.array([np.mean(codes) for codes in worthy]),
        }
        return np.stack([columns[name] for name in SENTENCE_ESTIMATED], axis=1)


def _unsupported(code: str) -> bool:
    return code[0] in "CR" and code[1] in "01" and code[3] == "1"


def read_forum(path: Path) -> Forum:
    """The annotated comments of a file, each a thread of its own with its context as title."""
    if not path.exists():
        raise ReadError(f"{path}: training data: expected a file, got none")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    threads = [
        Thread(row["id"], (Comment(row["id"], row["text"]),), title=row["context"] or None)
        for row in rows
    ]
    sentences = [row["sentences"] for row in rows]
    prepared, owner = with_sentences(
        prepare(threads), [[(s["start"], s["end"]) for s in some] for some in sentences]
    )
    codes = [list(s["codes"]) for some in sentences for s in some]
    return Forum(rows, threads, prepared, codes, owner)


def with_sentences(
    prepared: Prepared, spans: list[list[tuple[int, int]]]
) -> tuple[Prepared, NDArray[np.int64]]:
    """The batch with these sentences (local places, by comment) in place of its own."""
    owner = np.repeat(np.arange(len(spans)), [len(some) for some in spans])
    flat = np.array([pair for some in spans for pair in some], dtype=np.int64).reshape(-1, 2)
    flat = flat + prepared.starts[owner][:, None]
    changed = dataclasses.replace(
        prepared,
        sentence_start=flat[:, 0].copy(),
        sentence_end=flat[:, 1].copy(),
        sentence_comment=owner.astype(np.int32),
    )
    return changed, owner
