from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks import __main__ as command
from benchmarks import peers
from benchmarks.common import Asked, MissingError, interleaved
from benchmarks.hostile import hostile
from benchmarks.plots import drawn
from benchmarks.results import Record, Table, gather, keep, machine, markdown, number, plain, table

SHOWN = table(
    "Speed", ("what", "a second", "how"), [("one", "1,200", "50%"), ("two", "3.5", "-")], "Once.",
    bars="a second",
)  # fmt: skip


def test_a_printed_table_holds_every_cell_and_the_machine() -> None:
    said = markdown(Record("speed", "how fast", (SHOWN,), machine=machine()))
    assert "| one | 1,200 | 50% |" in said
    assert "\nOnce.\n" in said
    for fact in ("cores", f"Python {sys.version.split()[0]}", "numpy ", "commit "):
        assert fact in said


def test_json_holds_numbers_where_figures_are_printed() -> None:
    made = plain(Record("speed", "how fast", (SHOWN,), machine=machine()))
    assert made["tables"][0]["rows"] == [["one", 1200.0, 0.5], ["two", 3.5, "-"]]
    assert json.loads(json.dumps(made))["machine"]["cores"] >= 1


@pytest.mark.parametrize("cell", ["0.1.0", "1,23", "4 MB", "", "-", "12:30", "0.9 (0.8–1.0)"])
def test_what_is_no_plain_figure_stays_as_it_is(cell: str) -> None:
    assert number(cell) is None


def test_what_was_not_measured_is_told_in_both_results(tmp_path: Path) -> None:
    keep(Record("speed", "how fast", (SHOWN,), machine=machine()), tmp_path)
    keep(Record("quality", "how right", missing="needs the data"), tmp_path)
    gather(["speed", "quality"], tmp_path)
    whole = json.loads((tmp_path / "results.json").read_text())
    assert [one["name"] for one in whole["benchmarks"]] == ["speed", "quality"]
    assert whole["benchmarks"][1]["missing"] == "needs the data"
    said = (tmp_path / "results.md").read_text()
    assert "- quality: needs the data" in said
    assert "| one | 1,200 | 50% |" in said


def test_a_plot_is_the_same_for_the_same_figures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    lines = table("Cost", ("text", "100", "1,000"), [("a", "5", "6"), ("b", "7", "8")], lines=True)
    for shown in (SHOWN, lines):
        for name in ("a.svg", "b.svg"):
            assert drawn(shown, tmp_path / name)
        assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert not drawn(Table("No plot", ("a",), (("1",),)), tmp_path / "c.svg")


def test_works_take_turns() -> None:
    order: list[int] = []

    def work(number: int) -> float:
        order.append(number)
        return float(len(order))

    first, second = interleaved([lambda: work(1), lambda: work(2)], runs=2)
    assert order == [1, 2, 1, 2]
    assert (first.best, second.spread) == (1.0, 1.0)


def test_all_runs_each_by_itself_and_tells_what_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    names = {"hostile": "by the byte", "rules": "needs data", "gone": "no such module"}
    monkeypatch.setattr(command, "NAMES", names)
    monkeypatch.setenv("MODSCORE_SHARED", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["-m", "all", "--quick", "--out", str(tmp_path)])
    assert command.main() == 1
    whole = json.loads((tmp_path / "results.json").read_text())
    hostile_one, rules, gone = whole["benchmarks"]
    assert {row[0] for row in hostile_one["tables"][0]["rows"]} > set(hostile(1))
    assert hostile_one["quick"]
    assert rules["missing"] == "needs the development data (set MODSCORE_SHARED)"
    assert gone["missing"].startswith("failed: ")
    assert "results.md" in capfd.readouterr().out


def test_a_peer_that_does_not_install_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "_installed", lambda *_: ("ERROR: no such version", []))
    peers.install(tmp_path, ["badwords"])
    with pytest.raises(MissingError, match="badwords does not install: ERROR: no such version"):
        peers.ask("badwords", ["Hello."], Asked(out=tmp_path))
    asked = Asked(out=tmp_path, quick=True)
    monkeypatch.setattr(peers, "PEERS", {"badwords": peers.PEERS["badwords"]})
    (shown,) = peers.run(asked)
    assert shown.rows[0][4] == "badwords does not install: ERROR: no such version"


def test_an_environment_of_its_own_is_asked_once_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def installed(folder: Path, requires: list[str]) -> tuple[str, list[str]]:
        made.append(folder)
        return "", requires

    monkeypatch.setattr(peers, "_installed", installed)
    for _ in range(2):
        peers.install(tmp_path, ["badwords"])
    assert made == [tmp_path / "peers" / "badwords"]
    assert Path(peers.python("badwords", tmp_path)).is_relative_to(made[0])


def test_a_peer_answers_from_its_own_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "badwords.py"
    package.write_text(
        "class ProfanityFilter:\n"
        "    def init(self, languages): print('noise')\n"
        "    def is_profane_many(self, texts): return ['idiot' in text for text in texts]\n"
    )
    about = tmp_path / "badwords_py-9.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: badwords-py\nVersion: 9.0\n")
    run = subprocess.run

    def found(line: list[str], **settings: object) -> object:
        return run(line, **{**settings, "env": {"PYTHONPATH": str(tmp_path)}})  # type: ignore[call-overload]

    monkeypatch.setattr("subprocess.run", found)
    asked = Asked(out=tmp_path)
    answer = peers.ask("badwords", ["You idiot.", "Hé \ud800"], asked, runs=2, values=True)
    assert (answer.version, answer.values, len(answer.seconds)) == ("9.0", (1.0, 0.0), 2)
    apart = peers.ask("badwords", ["a", "b", "c"], asked, apart=True)
    assert (len(apart.seconds), apart.values) == (3, ())


def test_hostile_texts_are_of_the_size_that_is_asked() -> None:
    assert {len(text) for text in hostile(301).values()} == {301}
    assert len(hostile(301)) >= 30
