from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from modscore.batch.parts import Count
from modscore.batch.run import Report
from modscore.cli import app
from modscore.console.batch import _bar


def modscore(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["batch", *map(str, words), "--preset", "fast"])
    return result.exit_code, result.stderr


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text("id,body,comment\n1,x,You are an idiot.\n2,x,\n3,x,Thanks a lot!\n")
    return path


def test_it_scores_and_sums_up(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    code, told = modscore(source, "-o", out, "--column", "text=comment", "--workers", 1)
    assert code == 0
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["line"] for row in rows] == [2, 3, 4]
    assert rows[0]["toxicity"] > 0.5 > rows[2]["toxicity"]
    assert "3 comments in 3 threads" in told
    assert "not scored: 1" in told
    assert re.search(r"flagged: .*toxicity 50\.00%", told)
    assert re.search(r"[\d,]+ comments/s\n", told)


def test_a_file_of_submissions_alone_is_told_of_and_can_be_read_as_a_table(tmp_path: Path) -> None:
    source = tmp_path / "RS_2024-01.jsonl"
    row = {"id": "s1", "title": "Help", "selftext": "You are an idiot.", "subreddit": "a"}
    source.write_text(json.dumps({**row, "num_comments": 3}) + "\n")
    out = tmp_path / "out.jsonl"
    code, told = modscore(source, "-o", out)
    assert (code, out.read_bytes()) == (0, b"")
    assert "threads without a comment: 1;" in told
    words = ("--format", "jsonl", "--column", "text=selftext", "--force")
    code, told = modscore(source, "-o", out, *words)
    assert (code, "without a comment" in told) == (0, False)
    assert json.loads(out.read_bytes())["toxicity"] > 0.5


def test_faults_are_one_line_and_a_code(source: Path, tmp_path: Path) -> None:
    code, told = modscore(source, "-o", tmp_path / "no" / "out.csv")
    assert (code, told.count("\n")) == (2, 1)
    assert told.startswith(f"modscore: batch: {tmp_path}")
    code, told = modscore(source, "-o", tmp_path / "out.csv", "--column", "words=comment")
    assert (code, told.count("\n")) == (2, 1)
    code, told = modscore(source, "-o", tmp_path / "out.csv", "--format", "nonsense")
    assert (code, told.count("\n")) == (2, 1)
    assert not (tmp_path / "out.parts").exists()


def test_rejects_are_no_failure_but_strict_is(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "Hello there."}\n{"text": 7}\n')
    code, told = modscore(source, "-o", tmp_path / "out.csv", "--workers", 1)
    assert code == 0
    assert f"rejected: 1 rows, told in {tmp_path / 'out.rejects.jsonl'}" in told
    code, told = modscore(source, "-o", tmp_path / "b.csv", "--workers", 1, "--strict")
    assert (code, told.count("\n")) == (2, 1)
    assert f"{source}:2: text: expected a string, got 7" in told


def test_a_file_that_cannot_be_read_is_a_failure_after_the_rest(tmp_path: Path) -> None:
    good, wrong = tmp_path / "good.csv", tmp_path / "wrong.csv"
    good.write_text("text\nHello there.\n")
    wrong.write_text("votes\n3\n")
    code, told = modscore(wrong, good, "-o", tmp_path / "out.csv", "--workers", 1)
    assert code == 2
    assert "not read to its end" in told
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 2


def test_a_terminal_sees_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("modscore.console.batch._REDRAWN", 0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with _bar() as watch:
        assert watch is not None
        watch(Report(Count(comments=500), kept=500, share=0.2))
        watch(Report(Count(comments=1500), kept=500, share=0.6, seconds=20.0))
    seen = capsys.readouterr().err
    assert "1,500 comments  50/s" in seen
    assert "0:20 left" in seen


def test_no_terminal_no_bar() -> None:
    with _bar() as watch:
        assert watch is None
