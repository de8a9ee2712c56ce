"""What every benchmark shares: what was asked, the corpus, a pinned core, timing."""

from __future__ import annotations

import gzip
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
ROOT = HERE.parent
EXAMPLE = HERE / "threads" / "example.txt"
One = TypeVar("One")


class MissingError(Exception):
    """Why a benchmark cannot be run here; told beside the figures of the others."""


@dataclass(frozen=True)
class Asked:
    """What the command line asks: texts to time, the folder of results, or a quick try."""

    data: Path | None = None
    out: Path = HERE / "figures"
    quick: bool = False

    def few(self, some: Sequence[One], most: int = 60) -> Sequence[One]:
        """All of them, or the first few for a quick try."""
        return some[:most] if self.quick else some

    def runs(self, usual: int) -> int:
        """How often a work is timed."""
        return min(2, usual) if self.quick else usual


def shared() -> Path | None:
    """The folder of development data, if it is there (MODSCORE_SHARED names it)."""
    place = Path(os.environ.get("MODSCORE_SHARED", HERE.parents[1] / "shared"))
    return place if (place / "data").is_dir() else None


def development() -> Path:
    """The development data itself; MissingError where it is not there."""
    if (place := shared()) is None:
        raise MissingError("needs the development data (set MODSCORE_SHARED)")
    return place / "data"


def corpus(path: Path | None = None, most: int | None = None) -> list[str]:
    """Comments to time: the ``text`` of each line of a JSONL file (or .gz of one), by default
    the development corpus; without that, the example thread's paragraphs, repeated."""
    if path is None and (place := shared()) is not None:
        path = place / "data" / "bench" / "corpus.jsonl.gz"
    if path is None:
        paragraphs = EXAMPLE.read_text(encoding="utf-8").split("\n\n")
        return [f"{p} {k}" for k in range(500) for p in paragraphs][:most]
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().splitlines()
    return [json.loads(line)["text"] for line in lines][:most]


def pin() -> int | None:
    """Keeps this process on one core from now on; says which, or None where the system cannot."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs of the same work."""

    runs: tuple[float, ...]

    @property
    def best(self) -> float:
        """The fastest run: the one least disturbed by other work on the machine."""
        return min(self.runs)

    @property
    def spread(self) -> float:
        """How far the slowest run lies above the fastest, as a share of it."""
        return max(self.runs) / min(self.runs) - 1


def clocked(work: Callable[[], object]) -> float:
    """How many seconds a work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def interleaved(works: Sequence[Callable[[], float]], runs: int = 5) -> list[Timing]:
    """Runs several works turn by turn, so that a noisy moment touches all of them; each tells
    the seconds that it took."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for k, work in enumerate(works):
            seconds[k].append(work())
    return [Timing(tuple(s)) for s in seconds]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which the given share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)
