"""Import time and the first score, each in new processes, beside the peers."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial

from .common import Asked, median
from .peers import ask, here
from .results import Table, table

_STEPS = {
    "python alone": "pass",
    "import numpy": "import numpy",
    "import modscore": "import modscore",
    "import and first fast score": (
        "import modscore; modscore.Scorer(preset='fast').score('You are an idiot.')"
    ),
    "import and first default score": "import modscore; modscore.score('You are an idiot.')",
}
RUNS = 7


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


def _loaded(name: str, asked: Asked) -> float:
    return ask(name, ["You are an idiot."], asked).loaded


def run(asked: Asked) -> list[Table]:
    """The table."""
    rows = []
    runs = asked.runs(RUNS)
    peers, lacking = here(asked)
    with tempfile.TemporaryDirectory() as compiled:
        steps = {f"modscore: {name}": partial(_seconds, c, compiled) for name, c in _STEPS.items()}
        steps |= {
            f"{name}: import and first answer": partial(_loaded, name, asked) for name in peers
        }
        for name, step in steps.items():
            step()  # compiles
            most = runs if "detoxify" not in name else asked.runs(3)
            seconds = sorted(step() for _ in range(most))
            rows.append((name, f"{median(seconds):.3f}", f"{seconds[0]:.3f}", f"{seconds[-1]:.3f}"))
    note = (
        f"{runs} new processes each (3 for Detoxify, whose random weights are made in the time), "
        "files in the disk cache, modules compiled to bytecode as pip leaves them."
        + "".join(f" Not measured: {one}." for one in lacking)
    )
    return [table("Start", ("step", "median s", "least s", "most s"), rows, note, bars="median s")]
