from __future__ import annotations

import csv
import errno
import itertools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modscore import ReadError, Scorer, SettingError
from modscore.batch import parts
from modscore.batch.run import Report, run
from modscore.batch.task import Task

Export = Callable[..., Path]
Job = Callable[..., Task]


def lines(path: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


class Killed(BaseException):
    """As hard as a kill can be inside one process."""


def broken(made: Task, after: int, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
    """Run, but end once so many parts are written."""
    counter = itertools.count()

    def put_part(*given: Any) -> None:
        if next(counter) == after:
            raise Killed
        parts.put_part(*given)

    with monkeypatch.context() as patch:
        patch.setattr("modscore.batch.worker.put_part", put_part)
        with pytest.raises(Killed):
            run(made, workers=1, **settings)


def test_every_comment_has_a_row_in_order_with_its_place(export: Export, job: Job) -> None:
    source = export()
    made = job(source)
    report = run(made, workers=1)
    rows = lines(made.output)
    assert sorted(row["id"] for row in rows) == sorted(f"c{i}" for i in range(40))
    assert report.count.comments == 40
    assert all(row["file"] == str(source) for row in rows)
    assert all(row["id"] == f"c{row['line'] - 1}" for row in rows)
    alone = [row for row in rows if not row["thread"].startswith("t")]
    assert [row["thread"] for row in alone] == [f"c{i}" for i in range(0, 40, 2)]
    flagged = sum("toxicity" in row["flags"] for row in rows)
    assert report.count.flagged["toxicity"] == flagged > 0


def test_scores_are_those_of_a_scorer(export: Export, job: Job) -> None:
    source = export(rows=6)
    made = job(source, text=True)
    run(made, workers=1)
    row = next(row for row in lines(made.output) if row["id"] == "c4")
    score = Scorer("fast").score([row["text"]]).comments[0].to_dict()
    for field in ("toxicity", "attributes", "findings", "claims", "quality_parts", "uncertain"):
        assert row[field] == json.loads(json.dumps(score[field]))


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_workers_do_not_change_a_byte(export: Export, job: Job, ending: str) -> None:
    source = export(rows=40, bad=(5, 31))
    alone, spread = job(source, output=f"a.{ending}"), job(source, output=f"b.{ending}")
    run(alone, workers=1)
    run(spread, workers=2)
    assert Path(alone.output).read_bytes() == Path(spread.output).read_bytes()
    assert Path(alone.rejects).read_bytes() == Path(spread.rejects).read_bytes()


def test_rows_that_cannot_be_read_are_told(export: Export, job: Job, tmp_path: Path) -> None:
    source = export(rows=20, bad=(2, 11))
    made = job(source)
    report = run(made, workers=1)
    assert (report.count.comments, report.rejects) == (18, 2)
    assert made.rejects == str(tmp_path / "out.rejects.jsonl")
    told = lines(made.rejects)
    assert [one["line"] for one in told] == [3, 12]
    assert all(one["file"] == str(source) and "expected JSON" in one["reason"] for one in told)


def test_rejects_of_an_earlier_output_do_not_stay(export: Export, job: Job) -> None:
    made = job(export(rows=5, bad=(2,)))
    run(made, workers=1)
    assert Path(made.rejects).exists()
    run(job(export(rows=5)), workers=1, force=True)
    assert not Path(made.rejects).exists()


def test_strict_stops_at_the_first_fault_and_keeps_parts(export: Export, job: Job) -> None:
    made = job(export(rows=40, bad=(35,)), strict=True, chunk=4)
    with pytest.raises(ReadError, match=r"in\.jsonl:36:.* expected JSON"):
        run(made, workers=1)
    assert not Path(made.output).exists()
    report = run(job(Path(made.inputs[0]), chunk=4), workers=1, resume=True)
    assert (report.count.comments, report.rejects) == (39, 1)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_broken_run_goes_on_to_the_same_bytes(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch, after: int, ending: str
) -> None:
    source = export(bad=(4,))
    whole, made = job(source, output=f"whole.{ending}"), job(source, output=f"out.{ending}")
    run(whole, workers=1)
    broken(made, after, monkeypatch)
    assert not Path(made.output).exists()
    report = run(made, workers=1, resume=True)
    assert Path(made.output).read_bytes() == Path(whole.output).read_bytes()
    assert Path(made.rejects).read_bytes() == Path(whole.rejects).read_bytes()
    assert (report.kept > 0) == (after > 0)
    assert report.count.comments == 39
    assert not os.path.exists(made.folder)


def test_finished_parts_are_not_scored_again(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = job(export())
    broken(made, 2, monkeypatch)
    before = {n: os.stat(parts.name(made.folder, n)).st_mtime_ns for n in (0, 1)}
    broken(made, 1, monkeypatch, resume=True)
    assert before == {n: os.stat(parts.name(made.folder, n)).st_mtime_ns for n in (0, 1)}
    assert run(made, workers=1, resume=True).kept >= 24


def test_resume_begins_where_there_is_nothing_and_ends_where_all_is_done(
    export: Export, job: Job
) -> None:
    made = job(export())
    assert not run(made, workers=1, resume=True).complete
    before = os.stat(made.output).st_mtime_ns
    assert run(made, workers=1, resume=True).complete
    assert os.stat(made.output).st_mtime_ns == before


@pytest.mark.parametrize(
    ("changed", "subject"),
    [
        ({"off": ("profanity.mild",)}, r"provenance\.(rules_hash|settings)"),
        ({"text": True}, r"writing\.text: expected false .* got true"),
        ({"chunk": 9}, r"chunk\.comments: expected 8 .* got 9"),
        ({"columns": {"text": "text"}}, r"reading\.columns"),
    ],
)
def test_resume_refuses_other_settings(
    export: Export,
    job: Job,
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, Any],
    subject: str,
) -> None:
    source = export()
    made = job(source)
    broken(made, 2, monkeypatch)
    with pytest.raises(SettingError, match=rf"manifest\.json: {subject}"):
        run(job(source, **changed), workers=1, resume=True)
    assert os.path.exists(parts.name(made.folder, 1))


def test_resume_refuses_input_that_changed(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = export()
    made = job(source)
    broken(made, 2, monkeypatch)
    export(rows=41)
    with pytest.raises(SettingError, match=r"inputs\[.*in\.jsonl\]\.files.*expected"):
        run(made, workers=1, resume=True)


def test_resume_refuses_a_part_of_other_comments(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = job(export())
    broken(made, 2, monkeypatch)
    found = parts.header(made.folder, 0)
    assert found is not None
    parts.put_part(made.folder, 0, "0" * 32, found.count, b"{}\n")
    with pytest.raises(SettingError, match="the input has changed"):
        run(made, workers=1, resume=True)


def test_a_part_that_is_cut_is_made_anew(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = export()
    whole, made = job(source, output="whole.jsonl"), job(source)
    run(whole, workers=1)
    broken(made, 2, monkeypatch)
    part = Path(parts.name(made.folder, 0))
    part.write_bytes(part.read_bytes()[:-5])
    run(made, workers=1, resume=True)
    assert Path(made.output).read_bytes() == Path(whole.output).read_bytes()


def test_what_is_there_is_not_lost_unasked(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = job(export())
    Path(made.output).write_text("mine")
    with pytest.raises(SettingError, match="--force to replace it"):
        run(made, workers=1)
    assert Path(made.output).read_text() == "mine"
    broken(made, 2, monkeypatch, force=True)
    assert Path(made.output).read_text() == "mine"
    with pytest.raises(SettingError, match="expected no unfinished run"):
        run(made, workers=1)
    assert run(made, workers=1, force=True).kept == 0
    assert len(lines(made.output)) == 40


def test_what_others_put_beside_the_parts_stays(export: Export, job: Job) -> None:
    made = job(export())
    os.mkdir(made.folder)
    note = Path(made.folder, "note.txt")
    note.write_text("mine")
    run(made, workers=1)
    assert os.listdir(made.folder) == ["note.txt"]


def test_two_runs_do_not_share_a_folder(export: Export, job: Job) -> None:
    made = job(export())
    os.mkdir(made.folder)
    with parts.lock(made.folder), pytest.raises(SettingError, match="no other run"):
        run(made, workers=1)
    assert os.path.exists(os.path.join(made.folder, "lock"))


@pytest.mark.parametrize("at", [0, 1, 4])
def test_a_full_disk_is_one_clear_error_and_loses_nothing(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    source = export()
    whole, made = job(source, output="whole.jsonl"), job(source)
    run(whole, workers=1)
    counter = itertools.count()

    def full(handle: int) -> None:
        if next(counter) >= 2 * at:  # a file and its folder each
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match=r"^batch: .*No space left on device.*--resume") as caught:
            run(made, workers=1)
    assert "\n" not in str(caught.value)
    assert not Path(made.output).exists()
    left = os.listdir(made.folder) if os.path.exists(made.folder) else []
    assert sum(name.endswith(".part") for name in left) == max(0, at - 1)
    assert not any(name.endswith((".aside", "whole")) for name in left)
    run(made, workers=1, resume=True)
    assert Path(made.output).read_bytes() == Path(whole.output).read_bytes()


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("at", range(3))
def test_ended_between_the_last_names_it_goes_on_to_the_same_bytes(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch, ending: str, at: int
) -> None:
    source = export(bad=(7,))
    whole, made = job(source, output=f"whole.{ending}"), job(source, output=f"out.{ending}")
    run(whole, workers=1)
    last = (made.rejects, made.output, made.manifest)  # in this order
    replace = os.replace

    def ended(old: str, new: str) -> None:
        if new == last[at]:
            raise KeyboardInterrupt
        replace(old, new)

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", ended)
        with pytest.raises(KeyboardInterrupt):
            run(made, workers=1)
    assert os.path.exists(made.output) == (at == 2)
    assert run(made, workers=1, resume=True).count.comments == 39
    for one, other in ((made.output, whole.output), (made.rejects, whole.rejects)):
        assert Path(one).read_bytes() == Path(other).read_bytes()
    assert os.path.exists(made.manifest)
    assert not os.path.exists(made.folder)


def test_a_disk_that_is_full_already_is_told_before_anything_is_scored(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    made = job(export())
    monkeypatch.setattr("modscore.batch.worker.Worker.work", lambda *_: pytest.fail("scored"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))  # no file may hold a byte
    try:
        with pytest.raises(OSError, match=r"^batch: .*out\.parts: expected to .*File too"):
            run(made, workers=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not os.path.exists(made.folder)


def test_a_file_that_cannot_be_read_leaves_the_others(
    export: Export, job: Job, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("votes,when\n1,2\n")
    made = job(export(rows=4), wrong)
    report = run(made, workers=1)
    assert report.count.comments == 4
    assert len(report.cut) == 1
    assert lines(made.rejects)[0]["line"] is None
    with pytest.raises(ReadError, match="expected a column text"):
        run(job(wrong, output="other.jsonl"), workers=1)
    assert not os.path.exists(tmp_path / "other.parts")


def test_nothing_in_gives_an_empty_output(job: Job, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("id,text\n")
    made = job(empty, output="out.csv")
    assert run(made, workers=1).count.comments == 0
    with open(made.output, newline="") as file:
        assert [row[:4] for row in csv.reader(file)] == [["thread", "id", "file", "line"]]


def test_who_watches_sees_it_grow(export: Export, job: Job) -> None:
    seen: list[tuple[int, float | None]] = []

    def watch(report: Report) -> None:
        seen.append((report.count.comments, report.share))

    run(job(export(), output="out.csv"), workers=1, watch=watch)
    assert seen == sorted(seen)
    assert seen[-1] == (40, 1.0)
    assert len(seen) >= 5
