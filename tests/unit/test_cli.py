from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from modscore.cli import app
from modscore.errors import ModelError, RuleError
from modscore.records import (
    Attributes,
    Claim,
    Comment,
    CommentScore,
    Estimates,
    Finding,
    Model,
    Provenance,
    Thread,
    ThreadScore,
)
from modscore.verdict.rollup import rollup

MADE = Provenance("0.1.0", "f" * 64, (Model("invented", "a" * 64),), "default", {})
CAPS = "shouting"


class Invented:
    """Scores as simple as can be: "idiot" is toxic, "they say" a claim, capitals shout."""

    provenance = MADE

    def score_many(self, threads: Iterable[Thread]) -> Iterator[ThreadScore]:
        for thread in threads:
            scores = tuple(map(_score, thread.comments))
            yield ThreadScore(thread.id, scores, rollup(scores, thread.repairs), MADE)


def _score(comment: Comment) -> CommentScore:
    text = comment.text
    findings = []
    at = text.lower().find("idiot")
    if at >= 0:
        findings.append(Finding("toxicity", "rule:x.y", at, at + 5, 0.9, "Calls names."))
    if text.isupper():
        findings.append(Finding(CAPS, "rule:x.z", 0, len(text), 0.8, "All in capitals."))
    claims: tuple[Claim, ...] = ()
    if "they say" in text.lower():
        claims = (Claim(0, len(text), 0.9, 0.1, 0.5, 0.7, (), "Says something, names no source."),)
    toxic = 0.9 if at >= 0 else 0.05
    shout = 0.8 if text.isupper() else 0.0
    unsupported = 0.7 if claims else 0.1
    pairs = (("toxicity", toxic), ("unsupported_claims", unsupported), (CAPS, shout))
    return CommentScore(
        id=comment.id,
        text=text,
        toxicity=toxic,
        unsupported_claims=unsupported,
        shouting=shout,
        quality=round(1 - max(toxic, shout), 2),
        attributes=Attributes(0.0, 0.0, 0.0, toxic, 0.0),
        estimates=Estimates(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        claims=claims,
        findings=tuple(findings),
        flags=tuple(name for name, value in pairs if value >= 0.5),
        uncertain=None if any(c.isalpha() for c in text) else "there are no words",
    )


TEXT = "Good point.\n\nYou idiot.\n\nThey say it is so.\n\nNO WAY\n\n???\n"


@pytest.fixture
def thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("modscore.cli.make_scorer", lambda *_, **__: Invented())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thread.txt").write_text(TEXT, encoding="utf-8")
    return "thread.txt"


def run(*words: str, stdin: str | bytes | None = None, code: int = 0) -> Any:
    done = CliRunner().invoke(app, list(words), input=stdin)
    assert done.exit_code == code, done.output + repr(done.exception)
    return done


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_pipe_gets_a_row_a_comment(thread: str) -> None:
    found = rows(run("score", thread).stdout)
    assert [row["id"] for row in found] == ["1", "2", "3", "4", "5"]
    assert found[1]["thread"] == "1"
    assert found[1]["toxicity"] == 0.9
    assert found[1]["findings"][0]["start"] == 4
    assert "text" not in found[1]
    assert rows(run("score", thread, "--text").stdout)[1]["text"] == "You idiot."


def test_standard_input_and_article(thread: str) -> None:
    found = rows(run("score", "-", "--article", "1", stdin=TEXT).stdout)
    assert len(found) == 4
    assert found[0]["flags"] == ["toxicity"]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--top", "2"], ["2", "4"]),
        (["--sort", "unsupported-claims"], ["3", "1", "2", "4", "5"]),
        (["--sort", "quality", "--top", "1"], ["2"]),
        (["--min", "toxicity=0.5"], ["2"]),
        (["--min", "toxicity=0.5", "--min", "shouting=0.8"], ["2", "4"]),
        (["--min", "insult=0.95"], []),
    ],
)
def test_choosing(thread: str, options: list[str], ids: list[str]) -> None:
    assert [row["id"] for row in rows(run("score", thread, *options).stdout)] == ids


def test_fail_on_is_an_exit_code(thread: str) -> None:
    run("score", thread, "--fail-on", "toxicity=0.95", code=0)
    assert len(rows(run("score", thread, "--fail-on", "toxicity=0.9", code=1).stdout)) == 5


def test_output_files(thread: str, tmp_path: Path) -> None:
    assert run("score", thread, "-o", "out.jsonl").stdout == ""
    assert len(rows((tmp_path / "out.jsonl").read_text("utf-8"))) == 5
    run("score", thread, "-o", "out.csv", "--text")
    sheet = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert [row["flags"] for row in sheet] == ["", "toxicity", "unsupported_claims", "shouting", ""]
    assert sheet[1]["insult"] == "0.9"
    assert sheet[4]["uncertain"] == "there are no words"


def test_a_spreadsheet_runs_no_comment(thread: str, tmp_path: Path) -> None:
    run("score", "-", "-o", "out.csv", "--text", stdin="=1+1\n@SUM\nfine\n")
    sheet = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert [row["text"] for row in sheet] == ["'=1+1", "'@SUM", "fine"]


def test_lone_surrogates_reach_json_and_csv(thread: str, tmp_path: Path) -> None:
    given = '{"text": "half \\ud800", "id": "\\udfff"}\n'
    assert rows(run("score", "-", "--text", stdin=given).stdout)[0]["text"] == "half \ud800"
    assert json.loads(run("score", "-", "--json", stdin=given).stdout)["comments"][0]["id"]
    run("score", "-", "-o", "out.csv", "--text", stdin=given)
    assert "half ?" in (tmp_path / "out.csv").read_text("utf-8")


def test_json_holds_the_whole_result(thread: str) -> None:
    (whole,) = rows(run("score", thread, "--json").stdout)
    assert whole["provenance"]["models"] == [{"id": "invented", "hash": "a" * 64}]
    assert whole["summary"]["flagged"]["toxicity"] == 1


def test_the_table_and_its_summary(thread: str) -> None:
    out = run("score", thread, "--table").stdout
    assert "You idiot." in out
    assert "“idiot” Calls names. 0.90" in out
    assert "Says something, names no source. 0.70" in out
    assert "little to go by: there are no words" in out
    assert "5 comments" in out
    assert "1 flagged; highest: 2" in out
    assert "1 comment gives too little to go by" in out
    assert "preset default, rules ffffffff, invented aaaaaaaa" in out
    assert "\x1b" not in out


def test_a_terminal_shows_the_worst_of_many(thread: str, tmp_path: Path) -> None:
    (tmp_path / "many.txt").write_text("Fine.\n" * 250 + "You idiot.\n", encoding="utf-8")
    out = run("score", "many.txt", "--table").stdout
    assert "the 50 worst of 251" in out
    assert out.index("You idiot.") < out.index("Fine.")
    assert run("score", "many.txt", "--table", "--top", "60").stdout.count("Fine.") == 59


def test_several_threads_in_one_table(thread: str, tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"t{i}", "comments": ["You idiot."]}) for i in range(2)]
    (tmp_path / "two.jsonl").write_text("\n".join(lines), encoding="utf-8")
    out = run("score", "two.jsonl", "--table").stdout
    assert "t0:1" in out
    assert "2 comments in 2 threads" in out


def test_columns_taken_are_told_on_standard_error(thread: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("key,text,body\n7,a,You idiot.\n", encoding="utf-8")
    done = run("score", "a.csv", "--column", "text=body", "--column", "id=key")
    assert rows(done.stdout)[0]["id"] == "7"
    assert done.stderr == "csv: columns id=key text=body; not used: text\n"


FAULTS: list[tuple[list[str], str]] = [
    (["score", "none.txt"], "modscore: none.txt: expected a readable file, got: "),
    (["score", "a.csv"], "modscore: a.csv:1: text: expected one column, got 'text' and 'body' "),
    (["score", "bad.jsonl"], "modscore: bad.jsonl:2: text: expected a string, got 5\n(--lenient"),
    (["score", "thread.txt", "--min", "toxic=0.5"], "modscore: --min: expected one of toxicity"),
    (["score", "thread.txt", "--min", "toxicity"], "modscore: --min: expected KEY=VALUE, got"),
    (
        ["score", "thread.txt", "--min", "toxicity=5"],
        "modscore: --min: toxicity: expected a number from 0 to 1, got '5'",
    ),
    (
        ["score", "thread.txt", "--sort", "toxicty"],
        "modscore: --sort: expected one of toxicity, unsupported_claims, shouting, quality, "
        "severe_toxicity, obscene, threat, insult, identity_attack, got 'toxicty' "
        "(did you mean toxicity?)",
    ),
    (["score", "thread.txt", "--format", "xml"], "modscore: format: expected one of auto"),
    (["score", "thread.txt", "-o", "out.xlsx"], "modscore: --output: expected a name that ends"),
    (["score", "thread.txt", "-o", "no/out.csv"], "modscore: --output: expected a file to write"),
    (["score", "thread.txt", "--json", "--top", "3"], "modscore: --json: expected no -o"),
    (["explain", "thread.txt", "--id", "22"], "modscore: --id: expected the id of a comment in"),
    (["score"], "Usage: "),
    (["scare"], "Usage: "),
]


@pytest.mark.parametrize(("words", "message"), FAULTS, ids=range(len(FAULTS)))
def test_faults_are_one_line_and_exit_2(
    thread: str, tmp_path: Path, words: list[str], message: str
) -> None:
    (tmp_path / "a.csv").write_text("text,body\na,b\n", encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text('{"text": "a"}\n{"text": 5}\n', encoding="utf-8")
    done = run(*words, code=2)
    told = done.stderr.removeprefix("jsonl: columns text=text\n")  # how the file was read
    assert told.startswith(message)
    assert done.stdout == ""


def test_a_refused_option_leaves_no_file(thread: str, tmp_path: Path) -> None:
    run("score", "none.txt", "-o", "out.jsonl", code=2)
    run("score", thread, "-o", "out.xlsx", code=2)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["thread.txt"]


def test_lenient_tells_what_it_mended(thread: str, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "a"}\n{"text": 5}\n{oops\n', encoding="utf-8")
    done = run("score", "bad.jsonl", "--lenient")
    assert len(rows(done.stdout)) == 1
    assert "mended: bad.jsonl:2: text: expected a string, got 5: dropped\n" in done.stderr
    assert "mended: bad.jsonl:3:2: expected JSON" in done.stderr


def test_every_fault_of_a_rule_file_is_told(thread: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Invented:
        raise RuleError(["a.yaml:1:1: first", "a.yaml:2:1: second"])

    monkeypatch.setattr("modscore.cli.make_scorer", refuse)
    done = run("score", thread, code=2)
    assert done.stderr == "modscore: a.yaml:1:1: first\nmodscore: a.yaml:2:1: second\n"


def test_an_interrupt_ends_cleanly(thread: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> Invented:
        raise KeyboardInterrupt

    monkeypatch.setattr("modscore.cli.make_scorer", stop)
    assert run("score", thread, code=130).stderr == "modscore: interrupted\n"


def test_explain(thread: str) -> None:
    out = run("explain", thread).stdout
    assert out.count("Comment ") == 3
    assert "“You idiot.”" not in out
    assert "“idiot”: Calls names." in out
    assert run("explain", thread, "--id", "1").stdout.startswith("Not marked")


def test_an_empty_file_is_told(thread: str) -> None:
    done = run("score", "-", stdin="")
    assert done.stdout == ""
    assert done.stderr == "modscore: -: no comments in it\n"


def test_version_names_all_hashes(thread: str) -> None:
    lines = run("--version").stdout.splitlines()
    assert lines[0].startswith("modscore ")
    assert lines[1:] == [f"rules {'f' * 64}", f"model invented {'a' * 64}"]


def test_version_with_a_broken_model_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Invented:
        raise ModelError("toxicity: expected weights, got none")

    monkeypatch.setattr("modscore.cli.make_scorer", refuse)
    done = run("--version", code=2)
    assert done.stderr == "modscore: toxicity: expected weights, got none\n"


def test_a_full_disk_is_told(thread: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full to stand for a full disk")
    Path("full.csv").symlink_to("/dev/full")
    assert "No space left" in run("score", thread, "-o", "full.csv", code=2).stderr


def test_help_teaches_by_example() -> None:
    for words in ([], ["score"], ["explain"], ["rules", "test"], ["models", "list"]):
        assert "\n    modscore " in run(*words, "--help").stdout
    assert "Exit codes" in run("--help").stdout


def test_a_real_process_and_a_closed_pipe(tmp_path: Path) -> None:
    """What needs a process of its own: `python -m`, the exit code, a reader that goes away."""
    environment = {**os.environ, "NO_COLOR": "1"}
    command = [sys.executable, "-m", "modscore.cli"]
    done = subprocess.run(
        [*command, "score", str(tmp_path / "none.txt")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("modscore: ")
    assert "Traceback" not in done.stderr
    code = (
        "import modscore.cli as c, unit.test_cli as t;"
        "c.make_scorer = lambda *_, **__: t.Invented();"
        "c.main()"
    )
    many = tmp_path / "many.txt"
    many.write_text("Fine.\n" * 20_000, encoding="utf-8")
    tests = str(Path(__file__).parents[1])
    path = os.pathsep.join([tests, *filter(None, [environment.get("PYTHONPATH")])])
    with subprocess.Popen(
        [sys.executable, "-c", code, "score", str(many)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment, "PYTHONPATH": path},
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert json.loads(child.stdout.readline())["id"] == "1"
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 141
