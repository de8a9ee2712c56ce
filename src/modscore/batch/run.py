"""A whole run: files in, one file out, and a broken run that goes on where it stood.

Stage: batch; a `Task` comes in; the output, perhaps rejects, and a `Report` go out.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from ..errors import SettingError
from ..records import Provenance
from ..threads.read import Reject
from . import parts, rows
from .chunks import Reading, digest, packed
from .manifest import check, encoded, load, manifest
from .parts import Count
from .pool import Ready, cores, scored
from .task import Task, told
from .worker import scorer

_RESUME = "finished parts are kept: --resume goes on"


class Report(msgspec.Struct):
    """How far a run is, or how it ended.

    ``kept`` comments were scored by an earlier run; ``share`` of the input is done, None if
    unknown; ``bare`` threads had no comment; ``cut`` names files that could not be read to their
    end; ``complete`` tells that there was nothing left to do.
    """

    count: Count
    kept: int = 0
    rejects: int = 0
    mended: int = 0
    bare: int = 0
    repairs: list[str] = []
    cut: list[str] = []
    share: float | None = None
    seconds: float = 0.0
    complete: bool = False

    @property
    def rate(self) -> float:
        """Comments a second, of those that this run scored."""
        return (self.count.comments - self.kept) / self.seconds if self.seconds else 0.0


def run(
    task: Task,
    *,
    workers: int | None = None,
    resume: bool = False,
    force: bool = False,
    watch: Callable[[Report], object] | None = None,
) -> Report:
    """Score the files of a task into its output; a report comes back.

    ``workers``: processes, as many as cores if None; the output does not depend on it. ``resume``
    goes on with the parts that a broken run left; ``force`` writes over an output that exists and
    throws such parts away. ``watch`` is told how far it is, after every part.

    Raises SettingError before work starts for an output that exists, parts that are in the way or
    of another run; ReadError for input that cannot be read, when strict or when there is nothing
    else; OSError for a full disk or the like. Finished parts are kept.
    """
    if workers is not None and workers < 1:
        raise SettingError(f"batch: workers: expected a number from 1, got {workers}")
    return _Run(task, workers or cores(), watch or (lambda _: None)).go(resume, force)


class _Run:
    """One run; ``folder`` holds its parts."""

    def __init__(self, task: Task, workers: int, watch: Callable[[Report], object]) -> None:
        self._task = task
        self._workers = workers
        self._watch = watch
        self._folder = task.folder
        self._report = Report(Count())
        self._rejects: BinaryIO | None = None
        self._parts = 0

    def go(self, resume: bool, force: bool) -> Report:
        if resume and "-" in self._task.inputs:
            raise SettingError("batch: --resume: expected files, got standard input")
        made = scorer(self._task)
        now = manifest(self._task, made.provenance)
        if self._ready(now, resume, force):
            parts.clear(self._folder)
            self._report.complete = True
            return self._report
        try:
            with parts.lock(self._folder):
                self._whole(made, now, resume)
        except OSError as error:
            place = error.filename or self._folder
            said = f"batch: {place}: expected to read or write it, got: {told(error)} ({_RESUME})"
            raise OSError(said) from error
        return self._report

    def _whole(self, made: Any, now: dict[str, Any], resume: bool) -> None:
        try:
            self._begin(now, resume)
            self._score(made, resume)
            self._finish(made.provenance)
        except BaseException:
            if not any(one.endswith(".part") for one in _listed(self._folder)):
                parts.clear(self._folder)  # nothing worth keeping
            raise
        finally:
            if self._rejects:
                self._rejects.close()
        parts.clear(self._folder)

    def _ready(self, now: dict[str, Any], resume: bool, force: bool) -> bool:
        """Whether the output is complete already; SettingError if something is in the way."""
        task, folder = self._task, self._folder
        there = os.path.exists(task.output)
        path = os.path.join(folder, "manifest.json")
        before = load(path)
        if resume and before is not None:
            check(path, before, now)
            return False
        if resume and there and (finished := load(task.manifest)) is not None:
            check(task.manifest, finished, now)
            return True
        if before is not None and not force:
            raise SettingError(
                f"batch: {folder}: expected no unfinished run, got one "
                "(--resume goes on with it, --force begins anew)"
            )
        if there and not force:
            raise SettingError(
                f"batch: {task.output}: expected no such file yet, got one (--force to replace it)"
            )
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise SettingError(
                f"batch: {folder}: expected a folder to write, got: {told(error)}"
            ) from None
        return False

    def _begin(self, now: dict[str, Any], resume: bool) -> None:
        path = os.path.join(self._folder, "manifest.json")
        if not (resume and os.path.exists(path)):
            for one in _listed(self._folder):
                if one.endswith(".part"):
                    parts.forget(os.path.join(self._folder, one))
            parts.put(path, [encoded(now)])
        for one in _listed(self._folder):
            if one.endswith(".aside"):  # what a killed worker was writing
                parts.forget(os.path.join(self._folder, one))

    def _score(self, made: Any, resume: bool) -> None:
        begun = time.monotonic()
        reading = Reading(self._task, None if self._task.strict else self._reject)
        report = self._report

        def tell() -> None:
            report.share = reading.share
            report.seconds = time.monotonic() - begun
            self._watch(report)

        for count in scored(self._task, self._left(reading, resume), self._workers, made):
            report.count.add(count)
            tell()
        report.mended, report.repairs = reading.mended, reading.repairs
        report.bare = reading.bare
        report.cut = [str(error) for error in reading.cut]
        if reading.cut and not report.count.comments:
            raise reading.cut[0]
        tell()

    def _left(self, reading: Reading, resume: bool) -> Iterator[Ready]:
        """The chunks whose parts are not there yet."""
        for number, chunk in enumerate(reading.chunks()):
            self._parts = number + 1
            raw = packed(chunk)
            of = digest(raw)
            there = parts.header(self._folder, number) if resume else None
            if there is None:
                yield Ready(number, of, raw)
                continue
            if there.digest != of:
                raise SettingError(
                    f"batch: {parts.name(self._folder, number)}: expected the comments of the run "
                    "to resume, got others: the input has changed (--force begins anew)"
                )
            self._report.count.add(there.count)
            self._report.kept += there.count.comments
            self._watch(self._report)

    def _reject(self, reject: Reject) -> None:
        if self._rejects is None:
            self._rejects = open(os.path.join(self._folder, "rejects.jsonl"), "wb")  # noqa: SIM115
        self._rejects.write(rows.reject(reject))
        self._report.rejects += 1

    def _finish(self, provenance: Provenance) -> None:
        """Make the output of the parts, and give everything its name, the manifest last."""
        task = self._task
        whole = os.path.join(self._folder, "whole")
        try:
            with open(whole, "wb") as out:
                self._join(out, provenance)
                out.flush()
                os.fsync(out.fileno())
        except BaseException:
            parts.forget(whole)  # its room is needed
            raise
        if self._rejects is None:
            parts.forget(task.rejects)
        else:
            self._rejects.flush()
            os.fsync(self._rejects.fileno())
            self._rejects.close()
            os.replace(self._rejects.name, task.rejects)
        os.replace(whole, task.output)
        os.replace(os.path.join(self._folder, "manifest.json"), task.manifest)
        parts.settle(os.path.dirname(task.output) or ".")

    def _join(self, out: BinaryIO, provenance: Provenance) -> None:
        task = self._task
        if task.form == "parquet":
            from . import table  # noqa: PLC0415 - pyarrow, only for Parquet

            found = (b"".join(parts.rows(self._folder, one)) for one in range(self._parts))
            table.join(found, out, task.text, provenance)
            return
        if task.form == "csv":
            out.write(rows.head(task.text))
        for number in range(self._parts):
            for piece in parts.rows(self._folder, number):
                out.write(piece)


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
