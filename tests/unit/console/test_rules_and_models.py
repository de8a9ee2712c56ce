from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from modscore.cli import app
from modscore.errors import ModelError

RULES = """\
schema: 1
family: invented
rules:
  - id: invented.plum-name
    rev: 1
    kind: terms
    terms: [total plum, utter plum]
    signal: toxicity
    attributes: {insult: 0.5}
    strength: 0.4
    why: Calls the reader a plum.
    hits: ["You [[total plum]].", "He is an [[utter plum]], he is."]
    misses: ["I ate a plum.", "A total of ten plums."]
"""


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "invented.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def run(*words: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output + repr(done.exception)
    return done


def test_good_examples_pass(rules: Path) -> None:
    out = run("rules", "test", "invented.yaml").stdout
    assert out == "1 rule, 4 examples: all as they should be\n"


def test_bad_examples_are_told_and_exit_1(rules: Path) -> None:
    rules.write_text(RULES.replace("You [[total plum]].", "You [[total]] plum."), encoding="utf-8")
    out = run("rules", "test", "invented.yaml", code=1).stdout
    assert out.startswith("invented.yaml:4:5: invented.plum-name: hits[0]: expected ")
    assert out.endswith("1 rule, 4 examples: 1 failed\n")


def test_a_faulty_file_exits_2(rules: Path) -> None:
    rules.write_text(RULES.replace("strength: 0.4", "strenght: 0.4"), encoding="utf-8")
    done = run("rules", "test", "invented.yaml", code=2)
    assert done.stdout == ""
    assert "strength" in done.stderr
    assert done.stderr.startswith("modscore: invented.yaml:")


def test_list_and_show(rules: Path) -> None:
    line = run("rules", "list", "invented.yaml").stdout
    assert " ".join(line.split()) == (
        "invented.plum-name rev 1 terms toxicity 0.40 Calls the reader a plum."
    )
    assert run("rules", "list", "invented.yaml", "--family", "other").stdout == ""
    facts = json.loads(run("rules", "list", "invented.yaml", "--json").stdout)
    assert facts["attributes"] == {"insult": 0.5}
    out = run("rules", "show", "invented.plum-name", "invented.yaml").stdout
    assert "adds      0.40 to toxicity\nadds      0.50 to insult\n" in out
    assert "hit       You [[total plum]].\n" in out
    assert "miss      I ate a plum.\n" in out


def test_show_suggests_the_right_id(rules: Path) -> None:
    done = run("rules", "show", "invented.plumname", "invented.yaml", code=2)
    assert "got 'invented.plumname'" in done.stderr
    assert "invented.plum-name" in done.stderr


def test_the_lock_is_written_then_agrees_then_asks_for_a_rev(rules: Path) -> None:
    assert run("rules", "lock", ".", "--check", code=1).stdout
    assert run("rules", "lock", ".").stdout == "1 rule, rules.lock written\n"
    assert run("rules", "lock", ".", "--check").stdout == "1 rule, all as in rules.lock\n"
    assert run("rules", "lock", ".").stdout == "1 rule, rules.lock unchanged\n"
    rules.write_text(RULES.replace("utter plum", "utter prune"), encoding="utf-8")
    assert "rev: expected 2" in run("rules", "lock", ".", code=2).stderr


class InventedModel(NamedTuple):
    id: str
    hash: str


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = (("toxicity", lambda preset: InventedModel(f"tox-{preset}", "ab" * 32)),)
    monkeypatch.setattr("modscore.console.models._presets", lambda: iter(["default", "fast"]))
    monkeypatch.setattr("modscore.console.models._loaders", lambda: parts)


def test_models_are_listed(models: None) -> None:
    lines = run("models", "list").stdout.splitlines()
    assert lines[1].split() == ["fast", "toxicity", "tox-fast", "ab" * 32]
    assert run("models").stdout.splitlines() == lines
    assert json.loads(run("models", "list", "--json").stdout.splitlines()[0])["id"] == "tox-default"


def test_an_altered_model_fails_the_check(models: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("models", "verify").stdout.count("whole") == 2

    def altered(preset: str) -> InventedModel:
        raise ModelError("tox-1: hash: expected ab, got cd")

    monkeypatch.setattr("modscore.console.models._loaders", lambda: (("toxicity", altered),))
    assert "expected ab, got cd" in run("models", "verify", code=1).stdout


def test_an_unknown_model_is_told(models: None) -> None:
    assert "(did you mean tox-fast?)" in run("models", "show", "tox-fsat", code=2).stderr


def test_the_shipped_models_are_listed_whole_and_have_cards() -> None:
    rows = [json.loads(line) for line in run("models", "list", "--json").stdout.splitlines()]
    assert {row["preset"] for row in rows} == {"default", "accurate", "fast"}
    assert {row["id"] for row in rows if row["preset"] == "default"} >= {"network-1"}
    assert run("models", "verify").stdout.count("whole") == len(rows)
    for model in {row["id"] for row in rows}:
        assert run("models", "show", model).stdout.startswith(f"# {model}")
