"""One scorer for all tests of batches: building it takes longer than they do."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from modscore import Scorer
from modscore.batch import run as run_module
from modscore.batch.task import Task, task

Export = Callable[..., Path]


@functools.lru_cache
def _scorer(preset: str, off: tuple[str, ...]) -> Scorer:
    return Scorer(preset, off=off)


@pytest.fixture(autouse=True)
def one_scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "scorer", lambda made: _scorer(made.preset, made.off))


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Writes a file of comments: every second in a thread of ten, every tenth rude."""

    def write(name: str = "in.jsonl", rows: int = 40, bad: tuple[int, ...] = ()) -> Path:
        path = tmp_path / name
        with path.open("wb") as out:
            for i in range(rows):
                row: dict[str, Any] = {"id": f"c{i}", "text": f"Thanks, note {i} helped me."}
                if i % 10 == 3:
                    row["text"] = (
                        f"Comment {i}: you are an idiot and everyone knows the moon is cheese!"
                    )
                if i % 2:
                    row["thread"] = f"t{i // 20}"
                out.write(b"{no\n" if i in bad else msgspec.json.encode(row) + b"\n")
        return path

    return write


@pytest.fixture
def job(tmp_path: Path) -> Callable[..., Task]:
    """A fast task of small chunks."""

    def make(*inputs: Path, output: str = "out.jsonl", **settings: Any) -> Task:
        return task(inputs, tmp_path / output, **{"preset": "fast", "chunk": 8, **settings})

    return make
