"""Scores as rows: JSON lines or CSV, always UTF-8.

Stage: command line; scored comments come in; bytes go out to a file or a pipe.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, BinaryIO

import msgspec

from ..errors import SettingError
from ..records import ATTRIBUTES, SIGNALS, ThreadScore
from .choose import Scored

CSV_COLUMNS = ("thread", "id", *SIGNALS, *ATTRIBUTES, "flags", "uncertain")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run

Write = Callable[[Scored], None]


def writer(path: str, out: BinaryIO, text: bool) -> Write:
    """What writes one comment's row; ``text`` adds the comment's own words."""
    if form(path) == "csv":
        return _csv(out, text)
    return lambda scored: _line(out, scored, text)


def form(path: str) -> str:
    """The form that a path's ending asks for; SettingError if there is none such.

    >>> form("-"), form("out.CSV")
    ('jsonl', 'csv')
    """
    ending = path.rpartition(".")[2].lower()
    if ending == "csv":
        return "csv"
    if path == "-" or ending in ("jsonl", "ndjson", "json"):
        return "jsonl"
    raise SettingError(f"--output: expected a name that ends in .jsonl or .csv, got {path!r}")


def whole(result: ThreadScore, text: bool) -> bytes:
    """A thread's whole score as one line of JSON: comments, summary and provenance."""
    return result.to_json(text=text).encode("utf-8") + b"\n"


def _line(out: BinaryIO, scored: Scored, text: bool) -> None:
    row = {"thread": scored.thread, **scored.score.to_dict(text=text)}
    out.write(_json(row) + b"\n")


def _json(row: dict[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:  # a lone surrogate: only escapes can hold it
        return json.dumps(row, separators=(",", ":")).encode("ascii")


def _csv(out: BinaryIO, text: bool) -> Write:
    buffer = io.StringIO(newline="")
    sheet = csv.writer(buffer, lineterminator="\n")

    def put(row: list[Any]) -> None:
        sheet.writerow(row)
        out.write(buffer.getvalue().encode("utf-8", "replace"))
        buffer.seek(0)
        buffer.truncate()

    def write(scored: Scored) -> None:
        score = scored.score
        numbers = [getattr(score, signal) for signal in SIGNALS]
        kinds = [getattr(score.attributes, kind) for kind in ATTRIBUTES]
        row = [scored.thread, score.id, *numbers, *kinds, " ".join(score.flags)]
        row.append(score.uncertain or "")
        if text:
            row.append(f"'{score.text}" if score.text.startswith(_FORMULA) else score.text)
        put(row)

    put([*CSV_COLUMNS, "text"] if text else list(CSV_COLUMNS))
    return write
