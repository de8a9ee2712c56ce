from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from modscore import SettingError
from modscore.batch.run import run
from modscore.batch.task import Task, task

Export = Callable[..., Path]


def test_what_stands_beside_the_output_is_named_from_it(export: Export, tmp_path: Path) -> None:
    made = task([export()], tmp_path / "a.b.NDJSON")
    assert made.form == "jsonl"
    assert made.folder == str(tmp_path / "a.b.parts")
    assert made.rejects == str(tmp_path / "a.b.rejects.jsonl")


@pytest.mark.parametrize(
    ("output", "fault"),
    [
        ("out.xlsx", r"expected a name that ends in \.parquet, \.jsonl or \.csv, got .*out\.xlsx"),
        ("out", r"expected a name that ends in"),
        ("no/out.csv", r"out\.csv: expected a folder .*no, got nothing there"),
        ("in.jsonl/out.csv", r"expected a folder .*in\.jsonl, got a file"),
        ("folder.csv", r"folder\.csv: expected a file to write, got a folder"),
        ("in.jsonl", r"in\.jsonl: expected an output that is no input"),
        ("blocked.csv", r"blocked\.parts: expected a folder for the parts, got a file"),
    ],
)
def test_a_wrong_output_is_told_before_work_starts(
    export: Export, tmp_path: Path, output: str, fault: str
) -> None:
    source = export()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "blocked.parts").touch()
    with pytest.raises(SettingError, match=fault):
        task([source], tmp_path / output)


def test_a_folder_that_cannot_be_written_is_told(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write anywhere
    with pytest.raises(SettingError, match=r"out\.csv: expected a folder that can be written"):
        task([export()], tmp_path / "out.csv")


def test_wrong_inputs_are_told(export: Export, tmp_path: Path) -> None:
    source = export()
    with pytest.raises(SettingError, match=r"gone\.csv: expected a readable file, got: No such"):
        task([source, tmp_path / "gone.csv"], tmp_path / "out.csv")
    with pytest.raises(SettingError, match="expected each input once"):
        task([source, f"{tmp_path}/./in.jsonl"], tmp_path / "out.csv")
    with pytest.raises(SettingError, match="expected at least one file"):
        task([], tmp_path / "out.csv")
    with pytest.raises(SettingError, match="chunk: expected a number from 1, got 0"):
        task([source], tmp_path / "out.csv", chunk=0)


def test_parquet_needs_its_package(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(SettingError, match=r"expected the package pyarrow.*modscore\[formats\]"):
        task([export()], tmp_path / "out.parquet")


def test_settings_of_a_run_are_checked(export: Export, tmp_path: Path) -> None:
    made = task([export()], tmp_path / "out.csv", preset="fast")
    with pytest.raises(SettingError, match="workers: expected a number from 1, got 0"):
        run(made, workers=0)
    piped: Task = task(["-"], tmp_path / "out.csv", preset="fast")
    with pytest.raises(SettingError, match="--resume: expected files, got standard input"):
        run(piped, resume=True)
