"""The server under load: wrk, a real load tool, drives a process of `modscore serve` on loopback.

First by one caller and by 16, each asking as soon as it has its answer; then at rising rates,
callers coming at random as people do, up to the first rate that is not held. A rate is held when
the 99th percentile is under 300 ms (where Talk 4 gives up), nothing fails and next to no answer is
partial.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .common import Asked, MissingError, corpus
from .results import Table, table

CALLERS = 16  # as fast as it goes
CROWD = 64  # of those who come at random
SECONDS = 10
LEAST, STEP, STEPS = 0.3, 1.4, 12  # the first rate, beside that of one caller; how they rise
HELD_MS = 300.0
MOST_PARTIAL = 0.01
LARGEST = 20_000  # bytes, a comment as long as Perspective took
ANALYZE = "/v1alpha1/comments:analyze"
SCRIPT = """
local bodies, place = {}, 0
local think = tonumber(os.getenv("THINK_MS"))
for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
function init(args) math.randomseed(7) end
function request()
  place = place % #bodies + 1
  return wrk.format("POST", nil, {["Content-Type"] = "application/json"}, bodies[place])
end
if think > 0 then
  function delay() return math.floor(-math.log(1 - math.random()) * think) end
end
function done(summary, latency, requests)
  local e = summary.errors
  print(string.format('{"requests": %d, "microseconds": %d, "p50": %f, "p99": %f, "failed": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Step:
    """What wrk and the server tell of some seconds."""

    rate: float
    p50: float  # milliseconds
    p99: float
    failed: int
    partial: float  # share of the answers

    def holds(self, offered: float) -> bool:
        """Whether the offered rate was answered, in time and whole."""
        enough = self.rate >= 0.9 * offered
        return enough and self.p99 < HELD_MS and not self.failed and self.partial <= MOST_PARTIAL


def run(asked: Asked) -> list[Table]:
    """The tables."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise MissingError("needs wrk (apt-get install wrk)")
    texts = [text for text in corpus(asked.data) if 250 <= len(text) <= 350][:2000]
    rows, long_rows = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bodies").write_bytes(b"\n".join(map(_body, texts)) + b"\n")
        (folder / "script.lua").write_text(SCRIPT, encoding="utf-8")
        for preset in ("fast", "default"):
            for workers in (1, 2):
                with _server(folder, preset, workers) as port:
                    load = _Load(wrk, folder, port, 5 if asked.quick else SECONDS)
                    load.step(CALLERS, 0)  # warm
                    one = load.step(1, 0)
                    rows.append((preset, workers, "one caller", *_cells(one), ""))
                    rows.append(
                        (preset, workers, f"{CALLERS} callers", *_cells(load.step(CALLERS, 0)), "")
                    )
                    offered = LEAST * one.rate
                    for _ in range((2 if asked.quick else STEPS) if offered else 0):
                        # few enough that none is silent for so long that he is shown the door
                        callers = CROWD if offered >= CROWD else CALLERS
                        found = load.step(callers, 1000 * callers / offered)
                        held = found.holds(offered)
                        told = "yes" if held else "no"
                        rows.append((preset, workers, f"{offered:.0f}", *_cells(found), told))
                        if not held:
                            break
                        offered *= STEP
                    if workers == 1:
                        long_rows.append((preset, *_longest(port, texts)))
    note = (
        f"POST {ANALYZE}, {len(texts):,} comments of 250 to 350 characters in turn, "
        f"{load.seconds} seconds a row, server and wrk on the same machine. Held: the 99th "
        f"percentile under {HELD_MS:.0f} ms, nothing failed, at most {MOST_PARTIAL:.0%} partial."
    )
    head = ("preset", "workers", "offered a second", "answered a second", "median ms", "99 % ms")
    long_head = ("preset", "median ms", "slowest ms", "partial")
    return [
        table("The server under load", (*head, "failed", "partial", "held"), rows, note),
        table(f"One comment of {LARGEST:,} bytes, alone", long_head, long_rows),
    ]


class _Load:
    def __init__(self, wrk: str, folder: Path, port: int, seconds: int) -> None:
        self.seconds = seconds
        self._wrk, self._folder, self._port = wrk, folder, port

    def step(self, callers: int, think_ms: float) -> Step:
        """Some seconds of load; ``think_ms``: how long a caller waits on average before he asks."""
        before = _settled(self._port)
        line = [self._wrk, "-t1", f"-c{callers}", f"-d{self.seconds}s", "--timeout", "60s"]
        line += ["-s", str(self._folder / "script.lua"), f"http://127.0.0.1:{self._port}{ANALYZE}"]
        given = {"BODIES": str(self._folder / "bodies"), "THINK_MS": str(think_ms)}
        done = subprocess.run(
            line, env={**os.environ, **given}, capture_output=True, text=True, check=True
        )
        told = json.loads(done.stdout.strip().splitlines()[-1])
        after = _counted(self._port)
        full, partial = (after[k] - before[k] for k in (0, 1))
        return Step(
            told["requests"] / (told["microseconds"] / 1e6),
            told["p50"] / 1000,
            told["p99"] / 1000,
            told["failed"],
            partial / max(1.0, full + partial),
        )


def _cells(step: Step) -> tuple[str, ...]:
    figures = (f"{step.rate:,.0f}", f"{step.p50:.1f}", f"{step.p99:.1f}")
    return (*figures, str(step.failed), f"{step.partial:.1%}")


def _body(text: str) -> bytes:
    asked = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}}
    return json.dumps({**asked, "languages": ["en"]}).encode()


def _counted(port: int) -> tuple[float, float]:
    """How many comments were scored in full, and how many partially."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        text = answer.read().decode()
    found = dict(re.findall(r'modscore_comments_total\{outcome="(\w+)"\} (\S+)', text))
    return float(found.get("full", 0)), float(found.get("partial", 0))


def _settled(port: int) -> tuple[float, float]:
    """The same, when nothing that was asked before is being scored any more."""
    last = _counted(port)
    for _ in range(60):
        time.sleep(0.7)
        now = _counted(port)
        if now == last:
            break
        last = now
    return last


def _longest(port: int, texts: list[str]) -> tuple[str, ...]:
    text = "\n".join(texts).encode()[:LARGEST].decode(errors="ignore")
    seconds, partial = [], 0
    for _ in range(7):
        url = f"http://127.0.0.1:{port}{ANALYZE}"
        begin = time.perf_counter()
        with urllib.request.urlopen(urllib.request.Request(url, _body(text)), timeout=60) as answer:
            partial += json.load(answer)["modscore"]["partial"]
        seconds.append(1000 * (time.perf_counter() - begin))
    return f"{statistics.median(seconds):.0f}", f"{max(seconds):.0f}", f"{partial} of 7"


@contextlib.contextmanager
def _server(folder: Path, preset: str, workers: int) -> Iterator[int]:
    """The port of a server that runs meanwhile."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    line = [sys.executable, "-c", "from modscore.cli import main; main()", "serve"]
    line += ["--port", str(port), "--preset", preset, "--workers", str(workers)]
    given = {"MODSCORE_SERVE_DATABASE": f"sqlite:///{folder}/suggestions.db"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            line, env={**os.environ, **given, "OMP_NUM_THREADS": "1"}, stdout=log, stderr=log
        )
    try:
        until = time.monotonic() + 180
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    told = (folder / "log").read_text().splitlines() or ["no word of it"]
                    raise RuntimeError(f"the server did not start: {told[-1]}") from None
                time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(60)
