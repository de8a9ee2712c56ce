"""What a run was made of, so that only the same run goes on with its parts.

Stage: batch; a `Task` and the provenance of its scorer come in; a mapping that can be compared
and kept goes out.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
from collections.abc import Iterator
from typing import Any

import msgspec

from ..errors import SettingError
from ..records import Provenance
from .task import CHUNK_CHARACTERS, Task

SCHEMA = 1  # of the manifest, the parts and the output's rows
_END = 1 << 20  # bytes looked at at either end of a file


def manifest(task: Task, provenance: Provenance) -> dict[str, Any]:
    """The plain mapping; two runs with equal ones give the same output, byte for byte."""
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "provenance": msgspec.to_builtins(provenance),
        "reading": {
            "format": task.format,
            "columns": task.columns,
            "article": task.article,
        },
        "writing": {"form": task.form, "text": task.text},
        "chunk": {"comments": task.chunk, "characters": CHUNK_CHARACTERS},
        "inputs": [{"path": path, "files": fingerprint(path)} for path in task.inputs],
    }
    if task.form == "parquet":
        made["writing"]["pyarrow"] = importlib.metadata.version("pyarrow")
    plain: dict[str, Any] = json.loads(json.dumps(made))  # as it is when read again
    return plain


def fingerprint(path: str) -> list[dict[str, Any]]:
    """What tells a file, or each file of a folder, from a changed one; [] for standard input."""
    if path == "-":
        return []
    if os.path.isdir(path):
        inside = sorted(os.path.join(path, one) for one in os.listdir(path))
        return [_fingerprint(one) for one in inside if os.path.isfile(one)]
    return [_fingerprint(path)]


def _fingerprint(path: str) -> dict[str, Any]:
    with open(path, "rb") as file:
        stat = os.fstat(file.fileno())
        ends = hashlib.sha256(file.read(_END))
        if stat.st_size > 2 * _END:
            file.seek(-_END, os.SEEK_END)
        ends.update(file.read(_END))
    return {
        "name": os.path.basename(path),
        "bytes": stat.st_size,
        "modified": stat.st_mtime_ns,
        "ends": ends.hexdigest(),
    }


def encoded(made: dict[str, Any]) -> bytes:
    """The manifest as a file holds it."""
    return json.dumps(made, indent=1).encode("ascii") + b"\n"


def load(path: str) -> dict[str, Any] | None:
    """A manifest that was written before; None if there is none."""
    try:
        with open(path, "rb") as file:
            found = json.load(file)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise SettingError(f"batch: {path}: expected a manifest, got: {error}") from None
    if not isinstance(found, dict):
        raise SettingError(f"batch: {path}: expected a manifest, got {type(found).__name__}")
    return found


def check(path: str, before: dict[str, Any], now: dict[str, Any]) -> None:
    """SettingError that names the first thing in which this run is not the one before."""
    for subject, old, new in _differences(before, now, ""):
        raise SettingError(
            f"batch: {path}: {subject}: expected {_brief(old)} as in the run to resume, "
            f"got {_brief(new)} (--force without --resume begins anew)"
        )


def _differences(old: Any, new: Any, subject: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            inner = f"{subject}.{key}" if subject else key
            yield from _differences(old.get(key), new.get(key), inner)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            named = one if isinstance(one, dict) else {}
            told = named.get("path") or named.get("name") or named.get("id") or place
            yield from _differences(one, other, f"{subject}[{told}]")
    elif old != new:
        yield subject, old, new


def _brief(value: object) -> str:
    said = json.dumps(value)
    return said if len(said) <= 80 else f"{said[:77]}…"
