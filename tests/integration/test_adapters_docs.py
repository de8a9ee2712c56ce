"""The examples of docs/adapters.md, run as they stand there, each by the real engine."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import modscore

pa: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")
DOCS = Path(__file__).parents[2] / "docs"
TEXTS = ["You are an idiot.", "Thanks!", None]
Example = Callable[[str], dict[str, Any]]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Example:
    """Runs an example, named by its first line, beside a file of comments."""
    monkeypatch.chdir(tmp_path)
    rows = {"id": [1, 2, 3], "text": TEXTS, "thread": ["a", "a", None]}
    parquet.write_table(pa.table(rows), "comments.parquet")

    def run(name: str) -> dict[str, Any]:
        text = (DOCS / "adapters.md").read_text(encoding="utf-8")
        (code,) = re.findall(rf"```python\n(# {re.escape(name)}\n.*?)```", text, re.DOTALL)
        found: dict[str, Any] = {"__name__": "example"}
        exec(compile(code, name, "exec"), found)
        return found

    return run


def expected() -> list[float | None]:
    scorer = modscore.Scorer("fast")
    return [None if t is None else scorer.score(t).comments[0].toxicity for t in TEXTS]


def test_arrow(example: Example) -> None:
    scores = example("arrow")["scores"]
    assert scores["toxicity"].to_pylist() == expected()[:2]
    assert scores["id"].to_pylist() == ["1", "2"]


def test_larger_than_memory(example: Example) -> None:
    example("larger than memory")
    (path,) = Path("scores").iterdir()
    table = parquet.read_table(path)
    assert table["toxicity"].to_pylist() == expected()
    assert b"rules_hash" in table.schema.metadata[b"modscore"]


def test_pandas(example: Example) -> None:
    pytest.importorskip("pandas")
    comments = example("pandas")["comments"]
    assert comments["toxicity"][:2].tolist() == expected()[:2]
    assert comments["toxicity"].isna().tolist() == [False, False, True]
    assert comments["error"].isna().tolist() == [True, True, False]


def test_polars(example: Example) -> None:
    pytest.importorskip("polars")
    comments = example("polars")["comments"]
    assert comments["toxicity"].to_list() == expected()
    assert comments["findings"][0][0]["source"].startswith(("rule:", "model:"))


def test_duckdb(example: Example) -> None:
    pytest.importorskip("duckdb")
    found = example("duckdb")
    assert found["worst"] == [(TEXTS[0], expected()[0])]
    rows = found["con"].sql("select toxicity from scores order by id").fetchall()
    assert [one for (one,) in rows] == expected()


def test_spark(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark.sql", reason="needs pyspark")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("needs Java")
    monkeypatch.setenv("PYTHONPATH", str(Path(modscore.__file__).parents[1]))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    example("spark")["spark"].stop()
    rows = parquet.read_table("scores.spark").sort_by("id")
    assert rows["toxicity"].to_pylist() == expected()
    assert rows["thread"].to_pylist() == ["a", "a", None]


def test_dask(example: Example) -> None:
    pytest.importorskip("dask.dataframe", reason="needs dask[dataframe]")
    found = example("dask")
    assert found["toxic"] == expected()[0]
    assert list(found["scores"].compute().columns) == list(found["meta"].columns)


def test_scikit_learn(example: Example) -> None:
    pytest.importorskip("sklearn")
    removed = example("scikit-learn")["removed"]
    assert removed.predict(["You are an idiot.", "Thanks!"]).tolist() == [1, 0]


def test_datasets(example: Example) -> None:
    pytest.importorskip("datasets")
    comments = example("datasets")["comments"]
    assert comments["toxicity"][:] == expected()
    assert comments["error"][2] == "text: expected a string, got None"


def test_every_example_has_its_test() -> None:
    text = (DOCS / "adapters.md").read_text(encoding="utf-8")
    named = set(re.findall(r"```python\n# (.*)\n", text))
    source = Path(__file__).read_text(encoding="utf-8")
    assert named == set(re.findall(r'example\("(.*?)"\)', source))
