from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from modscore.adapters.setting import Setting

from .conftest import TEXTS

pytest.importorskip("pyarrow")


def toxicity(texts: list[str]) -> list[float]:
    return [one.comments[0].toxicity for one in Setting("fast").scorer().score_many(texts)]


def test_pandas_keeps_the_index() -> None:
    pandas: Any = pytest.importorskip("pandas")
    from modscore.adapters.pandas import score

    texts = pandas.Series(TEXTS, index=[9, 7, 7, 5, 1], name="text")
    found = score(texts, preset="fast")
    assert found.index.tolist() == [9, 7, 7, 5, 1]
    assert found["toxicity"].tolist() == toxicity(TEXTS)
    assert not {"id", "thread"} & set(found.columns)


def test_pandas_takes_what_a_column_may_hold() -> None:
    pandas: Any = pytest.importorskip("pandas")
    from modscore.adapters.pandas import score

    values = ["Thanks!", None, float("nan"), 5, b"\xff", "half \ud800", pandas.NA, ["x"]]
    found = score(pandas.Series(values, dtype=object), preset="fast")
    scored = [True, False, False, False, False, True, False, False]
    assert found["toxicity"].notna().tolist() == scored
    errors = found["error"].tolist()
    assert errors[3] == "text: expected a string, got 5"
    assert errors[4] == "text: expected UTF-8, got other bytes"
    assert [error is None for error in errors] == scored
    for kind in ("string", "category", "string[pyarrow]"):
        texts = pandas.Series(["Thanks!", None], dtype=kind)
        assert score(texts, preset="fast")["toxicity"].notna().tolist() == [True, False]
    assert len(score(pandas.Series([], dtype=str), preset="fast")) == 0


def test_threads_of_frames(thread: list[dict[str, Any]]) -> None:
    pandas: Any = pytest.importorskip("pandas")
    from modscore.adapters import pandas as adapter

    expected = Setting("fast").scorer().score(thread).comments
    frame = pandas.DataFrame(thread)
    frame["thread"] = 7.0
    columns = {name: frame[name] for name in ("id", "thread", "parent", "author")}
    found = adapter.score(frame["text"], **columns, preset="fast")
    assert found["quality"].tolist() == [score.quality for score in expected]
    assert found["thread"].tolist() == ["7"] * 3

    polars: Any = pytest.importorskip("polars")
    from modscore.adapters import polars as other

    rows = polars.DataFrame([{**comment, "thread": 7} for comment in thread])
    columns = {name: rows[name] for name in ("id", "thread", "parent", "author")}
    same = other.score(rows["text"], **columns, preset="fast")
    assert same["quality"].to_list() == found["quality"].tolist()


def test_polars_keeps_the_order() -> None:
    polars: Any = pytest.importorskip("polars")
    from modscore.adapters.polars import score

    frame = polars.DataFrame({"text": TEXTS, "id": range(5)})
    found = frame.hstack(score(frame["text"], preset="fast"))
    assert found["toxicity"].to_list() == toxicity(TEXTS)
    assert found["id"].to_list() == [0, 1, 2, 3, 4]


def frames() -> dict[str, Callable[[list[str | None]], Any]]:
    return {
        "polars": lambda texts: pytest.importorskip("polars").DataFrame({"text": texts}),
        "pandas": lambda texts: pytest.importorskip("pandas").DataFrame({"text": texts}),
        "duckdb": lambda texts: pytest.importorskip("duckdb").sql(
            "select unnest($1) as text", params=[texts]
        ),
    }


@pytest.mark.parametrize("library", frames())
def test_frames_are_streams(library: str) -> None:
    from modscore.arrow import score_batch

    found = score_batch(frames()[library]([*TEXTS, None]), preset="fast")
    assert found["toxicity"].to_pylist() == [*toxicity(TEXTS), None]


def test_rows_of_views_are_put_together(thread: list[dict[str, Any]]) -> None:
    pa: Any = pytest.importorskip("pyarrow")
    from modscore.arrow import score_batch

    mixed = [{**row, "t": key} for row in thread for key in ("a", "b")]
    names = {"id": "id", "thread": "t", "parent": "parent", "author": "author"}
    plain = pa.Table.from_pylist(mixed)
    views = plain.cast(pa.schema([(name, pa.string_view()) for name in plain.schema.names]))
    expected = score_batch(plain, **names, keep=["text"], preset="fast")
    found = score_batch(views, **names, keep=["text"], preset="fast")
    assert found.to_pylist() == expected.to_pylist()
    whole = Setting("fast").scorer().score(thread).comments
    assert found["quality"].to_pylist()[::2] == [score.quality for score in whole]
