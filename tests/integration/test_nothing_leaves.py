"""A new process that scores leaves no trace on the machine and asks nobody outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
asked = []
names = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request")
sys.addaudithook(lambda name, told: asked.append((name, told)) if name in names else None)
import modscore
scorer = modscore.Scorer(preset=sys.argv[1])
assert scorer.score("You are an idiot. Everyone knows it.").comments[0].toxicity > 0.5
assert not asked, asked
assert ("onnxruntime" in sys.modules) == (sys.argv[1] != "fast")
"""


@pytest.mark.parametrize("preset", ["fast", "default"])
def test_scoring_writes_nothing_and_asks_nobody(preset: str, tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ORT_"))}
    done = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM, preset],
        env=kept | {"HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    # the network's runtime would keep an id of the machine and a queue of reports here
    assert list(tmp_path.rglob("*")) == []
