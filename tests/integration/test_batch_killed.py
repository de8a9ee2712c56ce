"""Batches that are really killed, at random moments, and go on to the same bytes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROWS = 300
KILLS = 3


def command(folder: Path, output: str, *more: str, chunk: str = "20") -> subprocess.Popen[bytes]:
    """`modscore batch` as a process; its standard error goes to a file."""
    line = [sys.executable, "-m", "modscore.cli", "batch", "in.jsonl", "-o", output]
    with (folder / "stderr").open("wb") as stderr:
        return subprocess.Popen(
            [*line, "--preset", "fast", "--chunk", chunk, *more], cwd=folder, stderr=stderr
        )


def done(folder: Path, process: subprocess.Popen[bytes]) -> str:
    assert process.wait(120) == 0, (folder / "stderr").read_text()
    return (folder / "stderr").read_text()


def waited(first: Path, process: subprocess.Popen[bytes]) -> None:
    """Until the first part is there; the run still goes on."""
    for _ in range(1200):
        if first.exists() or process.poll() is not None:
            return
        time.sleep(0.05)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("killed")
    with (made / "in.jsonl").open("w") as out:
        for i in range(ROWS):
            text = f"You are an idiot, number {i}!" if i % 7 == 3 else f"Note {i} says 4% more."
            row = {"id": f"c{i}", "text": text}
            if i % 3:
                row["thread"] = f"t{i // 30}"
            out.write(json.dumps(row) + "\n" if i % 200 else "{no\n")
    return made


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_killed_at_random_moments_it_goes_on_to_the_same_bytes(folder: Path, ending: str) -> None:
    begun = time.monotonic()
    done(folder, command(folder, f"whole.{ending}", "--workers", "1"))
    usual = time.monotonic() - begun
    dice = random.Random()
    output = f"out.{ending}"
    for turn in range(KILLS):
        process = command(folder, output, "--resume", "--workers", str(1 + turn % 2))
        try:
            process.wait(dice.uniform(0.3, 1.0) * usual)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    done(folder, command(folder, output, "--resume", "--workers", "2"))
    assert (folder / output).read_bytes() == (folder / f"whole.{ending}").read_bytes()
    assert (folder / "out.rejects.jsonl").read_bytes() == (
        folder / "whole.rejects.jsonl"
    ).read_bytes()
    assert not (folder / "out.parts").exists()
    if ending == "jsonl":
        ids = [json.loads(line)["id"] for line in (folder / output).read_text().splitlines()]
        assert sorted(ids) == sorted(f"c{i}" for i in range(ROWS) if i % 200)


def test_workers_end_with_a_killed_parent(folder: Path) -> None:
    process = command(folder, "orphans.jsonl", "--workers", "2", chunk="1")
    parent = psutil.Process(process.pid)
    first = folder / "orphans.parts" / "00000000.part"
    waited(first, process)
    children = parent.children(recursive=True)
    assert process.poll() is None, "ended before it could be killed"
    assert children
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive
    told = done(folder, command(folder, "orphans.jsonl", "--resume", chunk="1"))
    assert "of them scored before" in told


def test_a_killed_worker_is_told_and_resumed(folder: Path) -> None:
    process = command(folder, "worker.jsonl", "--workers", "2", chunk="1")
    parent = psutil.Process(process.pid)
    first = folder / "worker.parts" / "00000000.part"
    waited(first, process)
    workers = [one for one in parent.children() if "spawn_main" in " ".join(one.cmdline())]
    assert workers, "ended before a worker could be killed"
    workers[0].kill()  # as the system does when memory runs out
    assert process.wait(60) == 2
    told = (folder / "stderr").read_text()
    assert "expected every worker to live, got one that was killed" in told
    assert "Traceback" not in told
    assert not (folder / "worker.jsonl").exists()
    assert "of them scored before" in done(
        folder, command(folder, "worker.jsonl", "--resume", chunk="1")
    )
    ids = [json.loads(line)["id"] for line in (folder / "worker.jsonl").read_text().splitlines()]
    assert sorted(ids) == sorted(f"c{i}" for i in range(ROWS) if i % 200)


def test_interrupted_it_says_so_and_keeps_its_parts(folder: Path) -> None:
    process = command(folder, "stopped.jsonl", "--workers", "1", chunk="1")  # slow: to be caught
    first = folder / "stopped.parts" / "00000000.part"
    waited(first, process)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    told = (folder / "stderr").read_text()
    assert "interrupted" in told
    assert "Traceback" not in told
    assert first.exists()
    assert not os.path.exists(folder / "stopped.jsonl")
