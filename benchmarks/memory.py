"""Peak memory of a new process that scores the corpus."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .common import corpus, keep, machine, table

_CODE = """
import resource, sys
from pathlib import Path
from benchmarks.common import corpus
texts = corpus(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if sys.argv[1] != "texts alone":
    import modscore
    for result in modscore.Scorer(preset=sys.argv[1]).score_many(iter(texts)):
        pass
print(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def run(data: Path | None) -> None:
    """Prints and keeps the table."""
    rows = []
    for what in ("texts alone", "fast", "default"):
        arguments = [sys.executable, "-c", _CODE, what, *([str(data)] if data else [])]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
        before, peak = (int(v) / 1024 for v in done.stdout.split())
        rows.append((what, f"{before:.0f}", f"{peak:.0f}", f"{peak - before:.0f}"))
    note = f"{len(corpus(data)):,} comments in memory; resident set, Linux. {machine()}."
    head = ("preset", "with texts MiB", "peak MiB", "added MiB")
    keep("memory", table("Peak memory", head, rows, note))
