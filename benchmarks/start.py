"""Import time and the first score, each in new processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .common import keep, machine, median, table

_STEPS = {
    "python alone": "pass",
    "import numpy": "import numpy",
    "import modscore": "import modscore",
    "import and first fast score": (
        "import modscore; modscore.Scorer(preset='fast').score('You are an idiot.')"
    ),
    "import and first default score": "import modscore; modscore.score('You are an idiot.')",
}


def _seconds(code: str) -> float:
    timed = "import time; t = time.perf_counter()\n" + code + "\nprint(time.perf_counter() - t)"
    done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    return float(done.stdout)


def run(data: Path | None) -> None:
    """Prints and keeps the table."""
    rows = []
    for name, code in _STEPS.items():
        seconds = [_seconds(code) for _ in range(7)]
        rows.append((name, f"{median(seconds):.3f}", f"{min(seconds):.3f}", f"{max(seconds):.3f}"))
    note = f"Seven new processes each, files in the disk cache. {machine()}."
    keep("start", table("Start", ("step", "median s", "least s", "most s"), rows, note))
