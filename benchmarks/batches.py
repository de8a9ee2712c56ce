"""Runs of `modscore batch` as a process of its own, watched from outside."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import IO

from .common import ROOT, MissingError

_EVERY = 0.05  # seconds between two looks
_HIGHEST = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass(frozen=True)
class Ran:
    """What a run took: seconds in all, and bytes of memory at most, of the command itself and of
    the largest of its workers (0 without workers)."""

    seconds: float
    reader: float
    worker: float


def batch(
    source: Path | Iterable[bytes],
    output: Path,
    *,
    preset: str = "fast",
    workers: int = 1,
    cores: frozenset[int] | None = None,
) -> Ran:
    """Score a file, or lines that are made on the way; MissingError if the command fails.

    ``cores``: those that it may use. Its memory is looked at only where psutil is installed.
    """
    given = str(source) if isinstance(source, Path) else "-"
    line = [sys.executable, "-m", "modscore.cli", "batch", given, "-o", str(output), "--force"]
    line += ["--preset", preset, "--workers", str(workers), "--format", "jsonl"]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    before = _keep_to(cores)
    log = output.with_suffix(".log")
    begin = time.perf_counter()
    try:
        with log.open("wb") as errors:
            stdin = None if isinstance(source, Path) else subprocess.PIPE
            process = subprocess.Popen(line, stdin=stdin, stderr=errors, env=env, cwd=ROOT)
    finally:
        _keep_to(before)
    peaks = _watched(process, () if isinstance(source, Path) else source)
    seconds = time.perf_counter() - begin
    if process.returncode:
        raise MissingError(
            f"modscore batch fails: {log.read_text(encoding='utf-8')[-200:].strip()}"
        )
    own = peaks.pop(process.pid, 0.0)
    return Ran(seconds, own, max(peaks.values(), default=0.0))


def _keep_to(cores: frozenset[int] | None) -> frozenset[int] | None:
    """Keeps this process, and what it starts, to the cores; those of before come back."""
    if cores is None or not hasattr(os, "sched_setaffinity"):
        return None
    before = frozenset(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores)
    return before


def _watched(process: subprocess.Popen[bytes], lines: Iterable[bytes]) -> dict[int, float]:
    """Feeds the process and waits for it; the highest memory of it and of each of its children."""
    peaks: dict[int, float] = {}
    look = time.monotonic()
    try:
        for line in lines:
            _pipe(process).write(line)
            if time.monotonic() - look > _EVERY:
                _look(process.pid, peaks)
                look = time.monotonic()
        if process.stdin is not None:
            process.stdin.close()
    except BrokenPipeError:  # it ended early: its exit code tells
        pass
    while process.poll() is None:
        _look(process.pid, peaks)
        time.sleep(_EVERY)
    return peaks


def _pipe(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdin is not None
    return process.stdin


def _look(pid: int, peaks: dict[int, float]) -> None:
    try:
        import psutil
    except ImportError:
        return
    try:
        parent = psutil.Process(pid)
        for one in (parent, *parent.children(recursive=True)):
            if one is parent or "spawn_main" in " ".join(one.cmdline()):
                peaks[one.pid] = max(peaks.get(one.pid, 0.0), _highest(one))
    except psutil.Error:  # it has ended
        return


def _highest(process: object) -> float:
    """The highest memory so far where the system tells it (Linux), else that of this moment."""
    pid = process.pid  # type: ignore[attr-defined]
    try:
        found = _HIGHEST.search(Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
        return float(found[1]) * 1024 if found else 0.0
    except OSError:
        return float(process.memory_info().rss)  # type: ignore[attr-defined]


def lines(texts: list[str], size: int, threads: int = 0) -> Iterator[bytes]:
    """Rows of about ``size`` bytes in all, no two texts alike: halves of two texts and a number.

    With ``threads``, comments of so many threads at a time are scattered among one another.

    >>> made = b"".join(lines(["One two.", "Three four.", "Five."], 5_000))
    >>> 5_000 <= len(made) < 5_200
    True
    """
    written = 0
    number = 0
    firsts, seconds = cycle(texts), islice(cycle(texts[::-1]), len(texts) // 3 or 1, None)
    while written < size:
        first, second = next(firsts), next(seconds)
        text = f"{first[: len(first) // 2 + 1]} {number} {second[len(second) // 2 :]}"
        row = {"id": f"c{number}", "text": text}
        if threads:
            row["thread"] = f"t{number // (threads * 100)}-{number % threads}"
        line = json.dumps(row).encode("ascii") + b"\n"
        number += 1
        written += len(line)
        yield line


def size(bytes_: float) -> str:
    """Bytes as people read them.

    >>> size(250 * 2**20)
    '250 MiB'
    """
    return f"{bytes_ / 2**20:,.0f} MiB"
