"""Rows of labelled comments, and how files of them are opened.

Stage: training; a folder of data files and their readers (``sets``) come in; ``Rows`` go out:
texts, six labels each with NaN where the set does not say, and the set each came from.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ReadError
from ..records import ESTIMATED

Labels = dict[str, float]  # keys out of ESTIMATED; a missing key is "not known"
Pair = tuple[str, Labels]
csv.field_size_limit(1 << 24)


@dataclass(frozen=True, eq=False)
class Rows:
    """Texts with their labels: ``labels`` is (n, 6) with NaN for unknown, columns ESTIMATED."""

    texts: list[str]
    labels: NDArray[np.float32]
    sources: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, chosen: NDArray[Any]) -> Rows:
        """The rows at the chosen places, or where a mask is true."""
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return Rows([self.texts[i] for i in places], self.labels[places], self.sources[places])


def join(parts: Iterable[Rows]) -> Rows:
    """All rows of the parts, in order."""
    parts = list(parts)
    texts = [text for part in parts for text in part.texts]
    labels = np.concatenate([part.labels for part in parts])
    return Rows(texts, labels, np.concatenate([part.sources for part in parts]))


def rows_of(source: str, pairs: Iterable[Pair]) -> Rows:
    """``Rows`` of (text, labels) pairs; blank texts are left out.

    >>> rows_of("x", [("hi", {"toxicity": 0.0}), (" ", {})]).labels[0, :2].tolist()
    [0.0, nan]
    """
    texts, labels = [], []
    for text, known in pairs:
        if text.strip():
            texts.append(text)
            labels.append([known.get(name, np.nan) for name in ESTIMATED])
    matrix = np.array(labels, dtype=np.float32).reshape(-1, len(ESTIMATED))
    return Rows(texts, matrix, np.full(len(texts), source, dtype="U32"))


def _open(path: Path) -> io.StringIO:
    if not path.exists():
        raise ReadError(f"{path}: training data: expected a file, got none")
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return io.StringIO(raw.decode("utf-8", errors="replace"), newline="")


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, or of a tab-separated one without quotation, gzipped or not."""
    if ".tsv" in path.suffixes:
        yield from csv.DictReader(_open(path), delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        yield from csv.DictReader(_open(path))


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, gzipped or not."""
    for line in _open(path):
        if line.strip():
            yield json.loads(line)


Reader = Callable[[Path], Iterator[Pair]]


def read_sets(data: Path, sets: dict[str, tuple[str, Reader]]) -> Rows:
    """All rows of the named sets under ``data``; ReadError when a file is missing or malformed."""
    parts = []
    for source, (name, reader) in sets.items():
        try:
            parts.append(rows_of(source, reader(data / name)))
        except (KeyError, ValueError, UnicodeError) as fault:
            if isinstance(fault, ReadError):
                raise
            raise ReadError(
                f"{data / name}: {source}: expected the published columns, got {fault!r}"
            ) from fault
    return join(parts)


def own_rows(paths: Iterable[Path]) -> Rows:
    """The rows of a user's own files, source "own": CSV, TSV or JSONL (gzipped or not) with
    ``text`` and any of the six labels in [0, 1]; an empty cell is "not known". ReadError names the
    file and the row that cannot be used."""
    return join([rows_of("own", ()), *(rows_of("own", _own(path)) for path in paths)])


def _own(path: Path) -> Iterator[Pair]:
    listed = {".jsonl", ".ndjson"} & set(path.suffixes)
    for number, row in enumerate(lines(path) if listed else table(path), 1):
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise ReadError(f"{path}: row {number}: text: expected a string, got none")
        known: Labels = {}
        for name in ESTIMATED:
            if row.get(name) in (None, ""):
                continue
            try:
                known[name] = float(row[name])
            except (TypeError, ValueError):
                known[name] = np.nan
            if not 0 <= known[name] <= 1:
                raise ReadError(
                    f"{path}: row {number}: {name}: expected a number in [0, 1], got {row[name]!r}"
                )
        yield row["text"], known
