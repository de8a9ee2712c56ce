"""Peak memory of a new process that scores the corpus, beside the peers."""

from __future__ import annotations

import subprocess
import sys

from .common import ROOT, Asked, corpus
from .peers import ask, here
from .results import Table, table

RUNS = 3
_CODE = """
import sys
from pathlib import Path
from benchmarks.common import corpus
from benchmarks.peer import peak
texts = corpus(Path(sys.argv[3]) if len(sys.argv) > 3 else None, int(sys.argv[2]))
before = peak()
if sys.argv[1] != "texts alone":
    import modscore
    for result in modscore.Scorer(preset=sys.argv[1]).score_many(iter(texts)):
        pass
print(before, peak())
"""


def run(asked: Asked) -> list[Table]:
    """The table."""
    rows = []
    texts = asked.few(corpus(asked.data))
    whole = len(texts)
    for what, most in (("texts alone", whole), ("fast", whole), ("default", min(whole, 2000))):
        made = [_peaks(what, most, asked) for _ in range(asked.runs(RUNS))]
        peaks = sorted(peak for _, peak in made)
        name = what if what == "texts alone" else f"modscore {what}"
        rows.append((name, f"{most:,}", *_cells(peaks[-1], peaks), f"{made[0][0]:.0f}"))
    peers, lacking = here(asked)
    for name, peer in peers.items():
        some = texts[: peer.most]
        peaks = sorted(ask(name, some, asked).peak / 2**20 for _ in range(asked.runs(RUNS)))
        rows.append((name, f"{len(some):,}", *_cells(peaks[-1], peaks), "-"))
    note = (
        "Resident set of a process, shared libraries included, at its highest, over "
        f"{asked.runs(RUNS)} processes; the texts are in memory."
        + "".join(f" Not measured: {one}." for one in lacking)
    )
    head = ("what", "comments", "peak MiB", "spread", "with the texts alone MiB")
    return [table("Peak memory", head, rows, note, bars="peak MiB")]


def _cells(most: float, peaks: list[float]) -> tuple[str, str]:
    return f"{most:.0f}", f"{peaks[-1] / peaks[0] - 1:.0%}"


def _peaks(what: str, most: int, asked: Asked) -> tuple[float, float]:
    line = [
        sys.executable,
        "-c",
        _CODE,
        what,
        str(most),
        *([str(asked.data)] if asked.data else []),
    ]
    done = subprocess.run(line, capture_output=True, text=True, check=True, cwd=ROOT)
    before, peak = (float(v) / 2**20 for v in done.stdout.split())
    return before, peak
