"""Spark on this machine: several workers, the rows of one process, and a worker that is killed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import modscore
from modscore.adapters import spark as adapter
from modscore.arrow import score_batch, scoring

pa: Any = pytest.importorskip("pyarrow")
sql: Any = pytest.importorskip("pyspark.sql", reason="needs pyspark")
ROWS = 1200


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("needs Java")
    paths = [str(Path(modscore.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        made = (
            sql.SparkSession.builder.master("local[2,4]")  # two cores, four tries a task
            .config("spark.ui.enabled", "false")
            .config("spark.driver.memory", "768m")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "70")
            .config("spark.log.level", "OFF")
            .getOrCreate()
        )
        yield made
        made.stop()


def comments() -> Any:
    """Rows in threads of four that lie far apart; every fifth thread's rows are alone."""
    said = "they closed the only bridge for nine weeks because nobody had ordered any steel"
    words = ["You are an idiot, number {}.", "Thanks, note {} helped.", f"No. {said}. Or {{}}?"]
    rows = []
    for k in range(ROWS):
        thread, turn = k % (ROWS // 4), k // (ROWS // 4)
        text = f"{said}, says {k}." if turn == 0 else words[k % 3].format(k)
        rows.append(
            {
                "id": f"c{k}",
                "body": None if k % 97 == 5 else text,
                "topic": None if thread % 5 == 0 else f"t{thread}",
                "answers": f"c{thread}" if turn else None,
                "by": f"u{turn}",
                "turn": turn,
            }
        )
    return pa.Table.from_pylist(rows)


def sorted_rows(table: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return sorted(rows, key=lambda row: str(row["id"]))


def test_the_rows_of_one_process(spark: Any) -> None:
    table = comments()
    frame = spark.createDataFrame(table).repartition(5)
    asked: dict[str, Any] = {"text": "body", "id": "id", "keep": ["turn"], "preset": "fast"}
    found = sorted_rows(adapter.score(frame, **asked).toArrow())
    assert found == sorted_rows(score_batch(table, **asked))
    assert sum(row["error"] is not None for row in found) == table["body"].null_count > 0
    assert sum(len(row["findings"]) for row in found) > ROWS / 4


def test_threads_are_brought_together(spark: Any) -> None:
    table = comments()
    frame = spark.createDataFrame(table).repartition(5)
    asked: dict[str, Any] = {"text": "body", "id": "id", "thread": "topic", "preset": "fast"}
    asked |= {"parent": "answers", "author": "by"}
    found = sorted_rows(adapter.score(frame, order="turn", **asked).toArrow())
    assert found == sorted_rows(score_batch(table, **asked))
    alone = sorted_rows(score_batch(table, text="body", id="id", preset="fast"))
    assert [row["quality"] for row in alone] != [row["quality"] for row in found]


def test_a_killed_worker_changes_nothing(spark: Any, tmp_path: Path) -> None:
    table = comments()
    frame = spark.createDataFrame(table).select("body", "id").repartition(8)
    asked: dict[str, Any] = {"text": "body", "id": "id", "preset": "fast"}
    made = scoring(**asked)
    mark, seen = tmp_path / "mark", tmp_path / "seen"
    seen.mkdir()

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        for scores in made(batches):
            yield scores
            (seen / f"{os.getpid()}-{id(made.scorer)}").touch()
            try:
                with mark.open("x") as out:
                    out.write(f"{os.getpid()}\n")
            except FileExistsError:
                continue
            time.sleep(300)  # in the middle of a task, until it is killed

    killed: list[int] = []

    def kill() -> None:
        while not killed:
            time.sleep(0.05)
            if mark.exists() and (pid := mark.read_text()).endswith("\n"):
                os.kill(int(pid), signal.SIGKILL)
                killed.append(int(pid))

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    found = frame.mapInArrow(work, adapter.ddl(made, frame)).toArrow()
    killer.join(10)
    assert sorted_rows(found) == sorted_rows(score_batch(table, **asked))
    pids = [path.name.partition("-")[0] for path in seen.iterdir()]
    assert str(killed[0]) in pids
    assert len(pids) == len(set(pids)), "a worker built its scorer twice"
    assert 1 < len(pids) < 8, "workers serve several tasks"


def test_errors_come_before_the_job(spark: Any) -> None:
    frame = spark.createDataFrame([("Hello.",)], ["text"])
    with pytest.raises(modscore.SettingError, match="id: expected one of 'text', got 'no'"):
        adapter.score(frame, id="no", preset="fast")
    with pytest.raises(modscore.SettingError, match="preset: expected one of"):
        adapter.score(frame, preset="slow")
