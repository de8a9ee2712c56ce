from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from benchmarks.batch_memory import Fed, measured
from benchmarks.batches import batch, lines
from benchmarks.common import MissingError
from benchmarks.results import number

TEXTS = [f"Sentence {k} of some length, and you are an idiot." for k in range(30)]


def test_no_two_made_lines_are_alike_and_threads_are_mixed() -> None:
    rows = [json.loads(line) for line in lines(TEXTS, 20_000, threads=3)]
    assert len({row["text"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)
    assert [row["thread"] for row in rows[:4]] == ["t0-0", "t0-1", "t0-2", "t0-0"]
    assert "thread" not in json.loads(next(lines(TEXTS, 1)))


def test_memory_of_reader_and_workers_is_seen() -> None:
    pytest.importorskip("psutil")
    shown = measured((Fed("fast", 650_000),), TEXTS)
    _, fed, worker, reader, _ = shown.rows[0]
    assert fed == "0.7 MB"
    assert 30 < (number(worker) or 0) < 1000
    assert 30 < (number(reader) or 0) < 1000


def test_a_batch_that_fails_is_told(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("{no\n")
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else {0}
    with pytest.raises(MissingError, match=r"modscore batch fails: .*preset"):
        batch(source, tmp_path / "out.jsonl", preset="no-such", cores=frozenset({min(before)}))
    if hasattr(os, "sched_getaffinity"):
        assert os.sched_getaffinity(0) == before
