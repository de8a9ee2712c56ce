"""What every benchmark shares: the corpus, a pinned core, timing, and tables that are kept."""

from __future__ import annotations

import gzip
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FIGURES = HERE / "figures"
EXAMPLE = HERE / "threads" / "example.txt"


def shared() -> Path | None:
    """The folder of development data, if it is there (MODSCORE_SHARED names it)."""
    place = Path(os.environ.get("MODSCORE_SHARED", HERE.parents[1] / "shared"))
    return place if (place / "data").is_dir() else None


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


def interleaved(works: Sequence[Callable[[], object]], runs: int = 5) -> list[Timing]:
    """Times several works turn by turn, so that a noisy moment touches all of them."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for k, work in enumerate(works):
            begin = time.perf_counter()
            work()
            seconds[k].append(time.perf_counter() - begin)
    return [Timing(tuple(s)) for s in seconds]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which the given share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def version(package: str) -> str:
    """The installed version of a package, or "not installed"."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def machine(*packages: str) -> str:
    """One line on where and with what the figures were made."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE,
    ).stdout.strip()
    dirty = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=no"],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE,
    ).stdout.strip()
    wares = ", ".join(f"{p} {version(p)}" for p in ("modscore", "numpy", *packages))
    cpu = platform.processor() or platform.machine()
    at = f"commit {commit or 'none'}{' with changes' if dirty else ''}"
    return f"{cpu}, {os.cpu_count()} cores; Python {platform.python_version()}; {wares}; {at}"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]], note: str = "") -> str:
    """A Markdown table with a title and a note below."""
    cells = [[str(c) for c in row] for row in rows]
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join(lines) + ("\n\n" + note if note else "") + "\n"


def keep(name: str, text: str) -> None:
    """Prints the figures and keeps them as the last ones in benchmarks/figures."""
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / f"{name}.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
