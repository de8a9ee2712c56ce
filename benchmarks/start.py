"""Import time and the first score, each in new processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
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


def _seconds(code: str, compiled: str) -> float:
    """In a new process, its modules compiled beforehand, as pip leaves them."""
    timed = "import time; t = time.perf_counter()\n" + code + "\nprint(time.perf_counter() - t)"
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", timed],
        capture_output=True,
        text=True,
        check=True,
        env={**kept, "PYTHONPYCACHEPREFIX": compiled},
    )
    return float(done.stdout)


def run(data: Path | None) -> None:
    """Prints and keeps the table."""
    rows = []
    with tempfile.TemporaryDirectory() as compiled:
        for name, code in _STEPS.items():
            _seconds(code, compiled)  # compiles
            seconds = sorted(_seconds(code, compiled) for _ in range(7))
            rows.append((name, f"{median(seconds):.3f}", f"{seconds[0]:.3f}", f"{seconds[-1]:.3f}"))
    note = (
        "Seven new processes each, files in the disk cache, modules compiled to bytecode as pip "
        f"leaves them. {machine()}."
    )
    keep("start", table("Start", ("step", "median s", "least s", "most s"), rows, note))
