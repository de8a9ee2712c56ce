from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modscore import Scorer
from modscore.batch.run import run
from modscore.batch.task import Task

parquet: Any = pytest.importorskip("pyarrow.parquet")

Export = Callable[..., Path]
Job = Callable[..., Task]
FLAT = {
    "thread": "string",
    "id": "string",
    "file": "string",
    "line": "int64",
    "toxicity": "double",
    "unsupported_claims": "double",
    "shouting": "double",
    "quality": "double",
    "severe_toxicity": "double",
    "obscene": "double",
    "threat": "double",
    "insult": "double",
    "identity_attack": "double",
    "estimated_toxicity": "double",
    "estimated_severe_toxicity": "double",
    "estimated_obscene": "double",
    "estimated_threat": "double",
    "estimated_insult": "double",
    "estimated_identity_attack": "double",
    "uncertain": "string",
}


@pytest.fixture
def both(export: Export, job: Job) -> tuple[Any, list[dict[str, Any]]]:
    """The Parquet table and the JSON lines of the same input, deleted comments among it."""
    source = export()
    with source.open("ab") as out:
        out.write(
            b'{"id": "gone", "text": ""}\n'
            b'{"id": "half", "text": "\\ud800 Studies show that 90% of drivers always lie."}\n'
        )
    for name in ("out.parquet", "out.jsonl"):
        run(job(source, output=name, text=True), workers=1, force=True)
    rows = [json.loads(line) for line in (source.parent / "out.jsonl").read_text().splitlines()]
    return parquet.read_table(source.parent / "out.parquet"), rows


def test_the_table_holds_what_json_holds(both: tuple[Any, list[dict[str, Any]]]) -> None:
    table, rows = both
    found = table.to_pylist()
    assert len(found) == len(rows) == 42
    for one, row in zip(found, rows, strict=True):
        row["text"] = row["text"].replace("\ud800", "\ufffd")
        estimates = row.pop("estimates") or {}
        parts = one.pop("quality_parts")
        assert {part["part"]: part["log_odds"] for part in parts} == row.pop("quality_parts")
        attributes = row.pop("attributes") or dict.fromkeys(list(FLAT)[8:13])
        assert {name: one.pop(name) for name in attributes} == attributes
        for name in [name for name in one if name.startswith("estimated_")]:
            assert one.pop(name) == estimates.get(name.removeprefix("estimated_"))
        assert one == row
    assert any(row["findings"] for row in rows)
    assert any(claim["cues"] for row in rows for claim in row["claims"])


def test_the_schema_is_the_documented_one(both: tuple[Any, list[dict[str, Any]]]) -> None:
    types = {field.name: str(field.type) for field in both[0].schema}
    assert {name: types[name] for name in FLAT} == FLAT
    inner = {
        "flags": "string",
        "findings": "struct<signal: string, source: string, start: int32, end: int32, "
        "amount: double, why: string>",
        "claims": "struct<start: int32, end: int32, worthiness: double, support: double, "
        "certainty: double, score: double, cues: list<element: struct<kind: string, "
        "start: int32, end: int32>>, why: string>",
        "quality_parts": "struct<part: string, log_odds: double>",
    }
    assert {name: types[name] for name in inner} == {
        name: f"list<element: {one}>" for name, one in inner.items()
    }
    assert set(types) == {*FLAT, *inner, "text"}


def test_metadata_tells_how_it_was_made(both: tuple[Any, list[dict[str, Any]]]) -> None:
    made = json.loads(both[0].schema.metadata[b"modscore"])
    provenance = Scorer("fast").provenance
    assert made["rules_hash"] == provenance.rules_hash
    assert [one["hash"] for one in made["models"]] == [one.hash for one in provenance.models]
    assert made["preset"] == "fast"


def test_what_was_deleted_keeps_its_row_without_scores(
    both: tuple[Any, list[dict[str, Any]]],
) -> None:
    (row,) = (row for row in both[0].to_pylist() if row["id"] == "gone")
    assert row["toxicity"] is row["insult"] is row["estimated_toxicity"] is None
    assert (row["flags"], row["quality_parts"], row["line"]) == ([], [], 41)


def test_pandas_opens_it(both: tuple[Any, list[dict[str, Any]]], tmp_path: Path) -> None:
    pandas: Any = pytest.importorskip("pandas")
    frame = pandas.read_parquet(tmp_path / "out.parquet")
    assert frame["toxicity"].count() == 41
    flagged = frame["flags"].map(lambda flags: "toxicity" in flags)
    assert frame.loc[flagged, "toxicity"].min() > 0.4 >= frame.loc[~flagged, "toxicity"].median()


def test_polars_opens_it(both: tuple[Any, list[dict[str, Any]]], tmp_path: Path) -> None:
    polars: Any = pytest.importorskip("polars")
    frame = polars.read_parquet(tmp_path / "out.parquet")
    whys = frame.explode("findings").unnest("findings")["why"].drop_nulls()
    assert len(whys) == sum(len(row["findings"]) for row in both[1])


def test_duckdb_opens_it(both: tuple[Any, list[dict[str, Any]]], tmp_path: Path) -> None:
    duckdb: Any = pytest.importorskip("duckdb")
    (found,) = duckdb.sql(
        f"select sum(len(findings)), sum(len(claims)) from '{tmp_path / 'out.parquet'}'"
    ).fetchall()
    assert found == tuple(sum(len(r[k]) for r in both[1]) for k in ("findings", "claims"))


def test_csv_holds_the_flat_scores(export: Export, job: Job) -> None:
    source = export()
    with source.open("ab") as out:
        out.write(b'{"id": "sum", "text": "=1+1"}\n{"id": "gone", "text": ""}\n')
    made = job(source, output="out.csv", text=True)
    run(made, workers=1)
    with open(made.output, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 42
    by_id = {row["id"]: row for row in rows}
    assert any(row["flags"].startswith("toxicity ") for row in rows)
    assert by_id["sum"]["text"] == "'=1+1"
    assert (by_id["gone"]["toxicity"], by_id["gone"]["line"]) == ("", "42")
    scored = [row for row in rows if row["id"] != "gone"]
    assert all(0 <= float(row["identity_attack"]) <= 1 for row in scored)
