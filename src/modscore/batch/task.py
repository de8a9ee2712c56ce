"""What a batch shall do, checked before work starts.

Stage: batch; paths and settings come in; a `Task` goes out, or one clear error.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ..errors import SettingError

FORMS = ("parquet", "jsonl", "csv")
CHUNK = 4096  # comments a part: a fraction of a second of work
CHUNK_CHARACTERS = 1 << 21  # or so many characters, so that long texts fill no memory


class Task(msgspec.Struct, frozen=True):
    """What is read, how it is scored, and where the scores go; the same for every worker."""

    inputs: tuple[str, ...]
    output: str
    preset: str = "default"
    points: str = "balanced"
    rules: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    format: str = "auto"
    columns: dict[str, str] = {}
    article: int = 0
    text: bool = False
    strict: bool = False
    chunk: int = CHUNK

    @property
    def form(self) -> str:
        """How the output is written, by its ending."""
        return form(self.output)

    @property
    def stem(self) -> str:
        """The output without its ending, from which the files beside it are named."""
        return os.path.splitext(self.output)[0]

    @property
    def folder(self) -> str:
        """Where the parts stand until the output is whole."""
        return f"{self.stem}.parts"

    @property
    def rejects(self) -> str:
        """Where rows that could not be read are told."""
        return f"{self.stem}.rejects.jsonl"

    @property
    def manifest(self) -> str:
        """What the finished output was made of."""
        return f"{self.output}.manifest.json"


def task(
    inputs: Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    rules: Iterable[str | os.PathLike[str]] = (),
    off: Iterable[str] = (),
    columns: Mapping[str, str] | None = None,
    **settings: Any,
) -> Task:
    """The checked task; ``settings`` are the other fields of `Task`.

    Raises SettingError for an output of unknown form, an input that cannot be opened or comes
    twice, a package that is missing, or an output that is one of the inputs.
    """
    made = Task(
        inputs=tuple(os.fspath(path) for path in inputs),
        output=os.fspath(output),
        rules=tuple(os.fspath(path) for path in rules),
        off=tuple(off),
        columns=dict(columns or {}),
        **settings,
    )
    if form(made.output) == "parquet" and importlib.util.find_spec("pyarrow") is None:
        raise SettingError(
            f"batch: {made.output}: expected the package pyarrow, got none "
            "(pip install 'modscore[formats]')"
        )
    if made.chunk < 1:
        raise SettingError(f"batch: chunk: expected a number from 1, got {made.chunk}")
    if not made.inputs:
        raise SettingError("batch: inputs: expected at least one file, got none")
    seen: dict[str, str] = {}
    target = os.path.realpath(made.output)
    for path in made.inputs:
        real = path if path == "-" else os.path.realpath(path)
        if real in seen:
            raise SettingError(f"batch: {path}: expected each input once, got it twice")
        if real == target:
            raise SettingError(f"batch: {path}: expected an output that is no input, got it twice")
        seen[real] = path
        _readable(path)
    _writable(made)
    return made


def form(output: str) -> str:
    """The form that a path's ending asks for.

    >>> form("scores.Parquet"), form("scores.csv")
    ('parquet', 'csv')
    """
    ending = os.path.splitext(output)[1].lower().removeprefix(".")
    if ending == "ndjson":
        return "jsonl"
    if ending not in FORMS:
        raise SettingError(
            f"batch: --output: expected a name that ends in .parquet, .jsonl or .csv, "
            f"got {output!r}"
        )
    return ending


def _readable(path: str) -> None:
    if path == "-" or os.path.isdir(path):
        return
    try:
        with open(path, "rb"):
            pass
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise SettingError(f"batch: {path}: expected a readable file, got: {told(error)}") from None


def _writable(task: Task) -> None:
    parent = os.path.dirname(task.output) or "."
    if not os.path.isdir(parent):
        got = "a file" if os.path.exists(parent) else "nothing there"
        raise SettingError(f"batch: {task.output}: expected a folder {parent}, got {got}")
    if os.path.isdir(task.output):
        raise SettingError(f"batch: {task.output}: expected a file to write, got a folder")
    if os.path.exists(task.folder) and not os.path.isdir(task.folder):
        raise SettingError(f"batch: {task.folder}: expected a folder for the parts, got a file")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise SettingError(
            f"batch: {task.output}: expected a folder that can be written, got: Permission denied"
        )


def told(error: Exception) -> str:
    """The reason of an error of the system, in its own words.

    >>> told(OSError(28, "No space left on device"))
    'No space left on device'
    """
    return getattr(error, "strerror", None) or str(error)
