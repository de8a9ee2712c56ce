from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from modscore.errors import ReadError
from modscore.records import ESTIMATED
from modscore.training import read
from modscore.training.sets import DEV, TRAIN

_JIGSAW = "comment_text,toxic,severe_toxic,obscene,threat,insult,identity_hate\n"


def _one(folder: Path, name: str, content: str, source: str) -> read.Rows:
    path = folder / name
    path.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    where, reader = {**TRAIN, **DEV}[source]
    assert where == name
    return read.read_sets(folder, {source: (where, reader)})


def test_six_labels_in_our_order(tmp_path: Path) -> None:
    content = _JIGSAW + 'Oh "well",1,0,1,0,0,1\n'
    rows = _one(tmp_path, "jigsaw2018_dev_natural.csv.gz", content, "jigsaw_dev")
    assert dict(zip(ESTIMATED, rows.labels[0].tolist(), strict=True)) == {
        "toxicity": 1,
        "severe_toxicity": 0,
        "obscene": 1,
        "threat": 0,
        "insult": 0,
        "identity_attack": 1,
    }


def test_not_sexist_says_nothing_of_toxicity(tmp_path: Path) -> None:
    content = "text,label_sexist,label_category\nRain again,not sexist,none\n"
    rows = _one(tmp_path, "edos_sexism.csv.gz", content, "edos")
    assert np.isnan(rows.labels[0, ESTIMATED.index("toxicity")])


def test_neutral_rewrites_become_rows_of_their_own(tmp_path: Path) -> None:
    content = "toxic\tneutral1\tneutral2\tneutral3\nrude line\tcalm line\t\tother line\n"
    rows = _one(tmp_path, "paradetox.tsv.gz", content, "paradetox")
    assert rows.texts == ["rude line", "calm line", "other line"]
    assert rows.labels[:, 0].tolist() == [1, 0, 0]


def test_shares_of_raters(tmp_path: Path) -> None:
    (tmp_path / "civil_spans_annotations.csv.gz").write_bytes(
        gzip.compress(b"annotation,comment_id\n1,7\n2,7\n")
    )
    (tmp_path / "civil_spans_spans.csv.gz").write_bytes(
        gzip.compress(b"annotation,type,start,end\n1,Insult,0,3\n")
    )
    content = "comment_id,comment_text\n7,Some remark\n8,Nobody rated this\n"
    rows = _one(tmp_path, "civil_spans_comments.csv.gz", content, "civil_spans")
    assert rows.texts == ["Some remark"]
    assert rows.labels[0, ESTIMATED.index("insult")] == 0.5
    assert rows.labels[0, 0] == pytest.approx(0.65)


def test_a_missing_file_and_other_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"davidson2017\.csv\.gz: training data: expected a file"):
        read.read_sets(tmp_path, {"davidson": TRAIN["davidson"]})
    with pytest.raises(ReadError, match=r"edos: expected the published columns, got KeyError"):
        _one(tmp_path, "edos_sexism.csv.gz", "a,b\n1,2\n", "edos")


def test_every_set_reads(shared: Path) -> None:
    rows = read.read_sets(shared / "data" / "toxicity", {**TRAIN, **DEV})
    assert len(rows) > 250_000
    known = rows.labels[~np.isnan(rows.labels)]
    assert known.min() >= 0
    assert known.max() <= 1


def test_own_rows_are_read_with_what_they_know(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("text,toxicity,insult\nYou muppet,0.8,1\nThanks,0,\n", encoding="utf-8")
    listed = tmp_path / "mine.jsonl"
    listed.write_text('{"text": "Go away", "threat": 0.25}\n', encoding="utf-8")
    rows = read.own_rows([table, listed])
    assert rows.texts == ["You muppet", "Thanks", "Go away"]
    assert set(rows.sources.tolist()) == {"own"}
    assert rows.labels[0, [0, 4]].tolist() == pytest.approx([0.8, 1.0])
    assert np.isnan(rows.labels[1, 4])
    assert rows.labels[2, 3] == 0.25


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"body": "x"}', r"mine\.jsonl: row 1: text: expected a string, got none"),
        (
            '{"text": "x", "insult": 7}',
            r"row 1: insult: expected a number in \[0, 1\], got 7",
        ),
        (
            '{"text": "x", "threat": "no"}',
            r"threat: expected a number in \[0, 1\], got 'no'",
        ),
    ],
)
def test_a_wrong_own_row_is_named(tmp_path: Path, line: str, said: str) -> None:
    listed = tmp_path / "mine.jsonl"
    listed.write_text(line, encoding="utf-8")
    with pytest.raises(ReadError, match=said):
        read.own_rows([listed])
