"""Suggestions: kept before they are acknowledged, without words, and what is fitted to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from modscore import SettingError
from modscore.server.calibrate import best, fitted, table
from modscore.server.perspective.mapping import perspective_like
from modscore.server.store import Store, Suggestion

Make = Callable[..., TestClient]

SUGGEST = "/v1alpha1/comments:suggestscore"


def body(text: str = "You are an idiot.", value: Any = 1, **more: Any) -> dict[str, Any]:
    scores = {"TOXICITY": {"summaryScore": {"value": value}}}
    return {"comment": {"text": text}, "attributeScores": scores, **more}


def test_a_suggestion_is_on_disk_when_it_is_acknowledged(
    client: TestClient, tmp_path: Path
) -> None:
    sent = body(clientToken="comment:7", communityId="Coral:x", languages=["en"])
    answer = client.post(SUGGEST, json=sent)
    assert answer.json() == {
        "clientToken": "comment:7",
        "detectedLanguages": ["en"],
        "requestedLanguages": ["en"],
    }
    (row,) = Store(f"sqlite:///{tmp_path}/suggestions.db").read("Coral:x")
    assert row.suggested == {"TOXICITY": 1.0}
    assert row.scores["toxicity"] > 0.5
    assert row.made_by["partial"] is False
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"comment:7" in stored
    assert b"idiot" not in stored


@pytest.mark.parametrize(("asked", "kept"), [({}, "Hello you."), ({"doNotStore": True}, None)])
def test_words_only_when_asked(
    make: Make, tmp_path: Path, asked: dict[str, Any], kept: str | None
) -> None:
    assert make(keep_text=True).post(SUGGEST, json=body("Hello you.", **asked)).status_code == 200
    (row,) = Store(f"sqlite:///{tmp_path}/suggestions.db").read()
    assert row.text == kept


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"comment": {"text": "a"}}, "Missing attribute_scores"),
        ({"comment": {"text": " "}, "attributeScores": {"A": {}}}, "Comment must be non-empty."),
        (body(value=2), "expected a number in [0, 1]"),
        (body(value=None), "expected a number in [0, 1]"),
        (body(value="much"), "(TYPE_FLOAT)"),
    ],
)
def test_wrong_suggestions_are_refused(client: TestClient, sent: Any, message: str) -> None:
    answer = client.post(SUGGEST, json=sent)
    assert answer.status_code == 400
    assert message in answer.json()["error"]["message"]


def test_what_cannot_be_kept_is_not_acknowledged(make: Make, tmp_path: Path) -> None:
    client = make(database=f"sqlite:///{tmp_path}/no/such/folder/x.db")
    answer = client.post(SUGGEST, json=body())
    assert answer.status_code == 503
    assert answer.json()["error"]["status"] == "UNAVAILABLE"
    (tmp_path / "no/such/folder").mkdir(parents=True)
    assert client.post(SUGGEST, json=body()).status_code == 200


def test_an_address_that_is_none_is_told_at_the_start(make: Make) -> None:
    with pytest.raises(SettingError, match="expected the URL of a database"):
        make(database="nonsense")


def suggestion(score: float, value: float, token: str = "", **more: Any) -> Suggestion:
    made = {"partial": more.get("partial", False)}
    return Suggestion("c", token, {"TOXICITY": value}, {"toxicity": score}, made)


def test_the_last_suggestion_of_a_token_counts(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/x.db")
    for score, value, token in ((0.1, 0, "a"), (0.2, 1, "b"), (0.1, 1, "a"), (0.3, 0, "")):
        store.write(suggestion(score, value, token))
    store.write(suggestion(0.3, 0, ""))
    kept = [(one.token, one.suggested["TOXICITY"]) for one in store.read()]
    assert kept == [("b", 1), ("a", 1), ("", 0), ("", 0)]
    assert list(store.read("other")) == []


def test_thresholds_of_a_clean_community() -> None:
    rows = [suggestion(k / 100, float(k >= 60)) for k in range(0, 100, 2)]
    (found,), skipped = fitted(rows)
    assert skipped == []
    assert found.point == 0.6
    assert (found.positives, found.negatives) == (20, 30)
    assert found.precision > 0.9
    assert found.recall > 0.85
    assert "TOXICITY" in table([found])


def test_precision_asked_for_is_kept_by_the_lowest_such_threshold() -> None:
    rows = [(0.1, False), (0.3, True), (0.5, False), (0.6, True), (0.7, True), (0.8, True)]
    assert best(rows, 1.0) == 0.6
    assert best(rows, 0.8) == 0.3
    assert best([(0.5, False), (0.4, True)], 0.9) == 1.0


def test_too_few_and_partial_suggestions_fit_nothing() -> None:
    rows = [suggestion(0.9, 1.0) for _ in range(9)] + [suggestion(0.1, 0.0) for _ in range(30)]
    rows += [suggestion(0.9, 1.0, partial=True) for _ in range(30)]
    found, (line,) = fitted(rows)
    assert found == []
    assert line == "TOXICITY: expected 10 suggestions for and 10 against, got 9 and 30"
    assert fitted([])[1] == ["no suggestions for attributes that are scored here"]


def test_the_command(tmp_path: Path) -> None:
    import typer

    from modscore.console.serve import calibrate

    path = tmp_path / "x.db"
    store = Store(f"sqlite:///{path}")
    for k in range(30):
        store.write(suggestion(k / 30, float(k >= 15)))
    app = typer.Typer()
    app.command()(calibrate)
    done = CliRunner().invoke(app, ["--database", str(path), "--json"])
    assert done.exit_code == 0
    assert '"point":0.5' in done.stdout
    assert f'"threshold":{perspective_like("toxicity", 0.5, "default")}' in done.stdout
    missing = CliRunner().invoke(app, ["--database", str(tmp_path / "y.db")])
    assert isinstance(missing.exception, SettingError)
    assert not (tmp_path / "y.db").exists()


def test_what_is_committed_is_durable(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/x.db")
    store.write(suggestion(0.5, 1.0))
    engine = store._opened()
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        assert raw.execute("PRAGMA synchronous").fetchone() == (2,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
