"""The forum set: comments annotated sentence by sentence.

Stage: training; a JSONL file, or the labels in ``annotated.tsv`` and the sets their texts are in,
come in; comments, their annotated sentences as a prepared batch and the labels of each sentence
go out.
"""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modscore.errors import ReadError
from modscore.records import SENTENCE_ESTIMATED, Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared
from modscore.training.read import lines, table

# Labels by the guide of the forum set, one reader a comment; a text is named by its hash.
ANNOTATED = Path(__file__).with_name("annotated.tsv")
# By the first digit of that name: what models learn from, what joins them, what measures them.
LEARNT, JOINING, MEASURING = "23456789abcdef", "0", "1"
_TEXTS = {
    "toxicity/civil_spans_comments.csv.gz": "comment_text",
    "toxicity/civil_identity_hard_nontoxic.csv.gz": "text",
    "toxicity/ruddit.csv.gz": "comment_body",
    "bench/corpus.jsonl.gz": "text",
}
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
        return np.array([np.mean([unsupported(c) for c in codes]) for codes in self.codes])

    def targets(self) -> NDArray[np.float64]:
        """What the sentence model learns, (S, len(SENTENCE_ESTIMATED))."""
        worthy = [[c[0] in "CR" and c[3] == "1" for c in codes] for codes in self.codes]
        columns = {name: self.share(letter) for name, letter in _KIND.items()} | {
            "claim": self.share("CR"),
            "worthy": np.array([np.mean(codes) for codes in worthy]),
        }
        return np.stack([columns[name] for name in SENTENCE_ESTIMATED], axis=1)


def unsupported(code: str) -> bool:
    """Whether a code of the guide says: a claim worth a source with none or a vague one.

    >>> unsupported("C0P1"), unsupported("C2P1")
    (True, False)
    """
    return code[0] in "CR" and code[1] in "01" and code[3] == "1"


def read_forum(path: Path) -> Forum:
    """The annotated comments of a file, each a thread of its own with its context as title."""
    return _forum(list(lines(path)))


def training_forum(data: Path) -> Forum:
    """All that training knows of sentences: the forum set's part for it, then `annotated_rows`."""
    path = data / "forum" / "forum_train.jsonl"
    return _forum(read_forum(path).rows + annotated_rows(data, LEARNT))


def held_forum(data: Path, part: str) -> Forum:
    """Annotated comments that no training saw; ``part``: JOINING or MEASURING."""
    return _forum(annotated_rows(data, part))


def annotated_rows(data: Path, part: str) -> list[dict[str, Any]]:
    """The comments of Civil Comments and Ruddit that were annotated for modscore, as rows of the
    forum set; of one part, named by the first digits of its texts' names.

    ReadError names the set that a labelled text is missing from.
    """
    texts = {
        name_of(row[column]): row[column]
        for name, column in _TEXTS.items()
        for row in (lines if ".jsonl" in name else table)(data / name)
    }
    rows = []
    for row in table(ANNOTATED):
        name = row["text"]
        if name[0] not in part:
            continue
        if name not in texts:
            raise ReadError(
                f"{data}: {name}: expected a text with this hash in {' or '.join(_TEXTS)}, got none"
            )
        sentences = [
            {"start": int(start), "end": int(end), "codes": [code]}
            for start, end, code in (part.split(":") for part in row["sentences"].split())
        ]
        grades: dict[str, Any] = {key: float(row[key]) for key in ("unsup", "tox", "shout", "q")}
        rows.append(
            {"id": name, "source": "annotated", "context": "", "text": texts[name], **grades}
            | {"sentences": sentences}
        )
    return rows


def name_of(text: str) -> str:
    """What a text is called where its words must not stand.

    >>> name_of("some text")
    'b94f6f125c79e3a5'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _forum(rows: list[dict[str, Any]]) -> Forum:
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
