"""Scores as lines of JSON or of CSV.

Stage: batch; scored comments with their places come in; the bytes of their rows go out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from ..records import (
    ATTRIBUTES,
    SIGNALS,
    Attributes,
    Claim,
    CommentScore,
    Estimates,
    Finding,
)
from ..threads.read import Reject

CSV_COLUMNS = ("thread", "id", "file", "line", *SIGNALS, *ATTRIBUTES, "flags", "uncertain")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


class Placed(NamedTuple):
    """A comment's score, and where the comment came from.

    What has no text (a deleted comment) keeps its row, but has no scores.
    """

    thread: str
    file: str
    line: int | None
    score: CommentScore

    @property
    def scored(self) -> bool:
        """Whether there was a text to score."""
        return has_scores(self.score)


def has_scores(score: CommentScore) -> bool:
    """Whether there was a text to score; what has none is written without scores."""
    return score.text != ""


class _Rejected(msgspec.Struct):
    file: str
    line: int | None
    reason: str


class _Row(msgspec.Struct):
    thread: str
    id: str
    file: str
    line: int | None
    text: str | msgspec.UnsetType
    toxicity: float | None
    unsupported_claims: float | None
    shouting: float | None
    quality: float | None
    attributes: Attributes | None
    estimates: Estimates | None
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    flags: tuple[str, ...]
    uncertain: str | None
    quality_parts: dict[str, float]


def jsonl(placed: Sequence[Placed], text: bool) -> bytes:
    """A line of JSON a comment; the comment's own words only when ``text`` is true."""
    lines = map(_line, (_row(one, text) for one in placed))
    return b"".join(lines)


def _row(one: Placed, text: bool) -> _Row:
    score = one.score
    there = one.scored
    return _Row(
        one.thread,
        score.id,
        one.file,
        one.line,
        score.text if text else msgspec.UNSET,
        score.toxicity if there else None,
        score.unsupported_claims if there else None,
        score.shouting if there else None,
        score.quality if there else None,
        score.attributes if there else None,
        score.estimates if there else None,
        score.claims,
        score.findings,
        score.flags if there else (),
        score.uncertain,
        score.quality_parts if there else {},
    )


def reject(one: Reject) -> bytes:
    """The line that tells of a row that could not be read."""
    return _line(_Rejected(one.file, one.line, one.reason))


def _line(row: msgspec.Struct) -> bytes:
    try:
        return msgspec.json.encode(row) + b"\n"
    except UnicodeEncodeError:  # a lone surrogate: only escapes can hold it
        plain = msgspec.to_builtins(row)
        return json.dumps(plain, separators=(",", ":")).encode("ascii") + b"\n"


def head(text: bool) -> bytes:
    """The first line of a CSV file."""
    return _sheet([[*CSV_COLUMNS, "text"] if text else list(CSV_COLUMNS)])


def sheet(placed: Sequence[Placed], text: bool) -> bytes:
    """The rows of a CSV file: flat scores only."""
    return _sheet(_cells(one, text) for one in placed)


def _cells(one: Placed, text: bool) -> list[object]:
    score = one.score
    cells: list[object] = [one.thread, score.id, one.file, one.line]
    if one.scored:
        cells += [getattr(score, signal) for signal in SIGNALS]
        cells += [getattr(score.attributes, kind) for kind in ATTRIBUTES]
        cells.append(" ".join(score.flags))
    else:
        cells += [None] * (len(SIGNALS) + len(ATTRIBUTES) + 1)
    cells.append(score.uncertain)
    if text:
        cells.append(f"'{score.text}" if score.text.startswith(_FORMULA) else score.text)
    return cells


def _sheet(rows: Iterable[list[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode("utf-8", "replace")
