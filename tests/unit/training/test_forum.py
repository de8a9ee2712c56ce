"""The comments annotated for modscore: labels without texts, found again by hash."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path

import pytest

from modscore.errors import ReadError
from modscore.training import contrast, forum
from modscore.training.forum import JOINING, LEARNT, MEASURING, annotated_rows, name_of
from modscore.training.read import table

CODE = re.compile(r"\d+:\d+:(?:[CR][012][HPB][01]|[XOQN]--0|P-[HPB]0)")
TEXTS = ("The dam cost 40 million. I like dams.", "Who knows?", "Nobody asked.")


def _packed(path: Path, column: str, texts: tuple[str, ...]) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column])
        writer.writerows([text] for text in texts)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "toxicity").mkdir()
    _packed(tmp_path / "toxicity" / "civil_spans_comments.csv.gz", "comment_text", TEXTS[:1])
    _packed(tmp_path / "toxicity" / "civil_identity_hard_nontoxic.csv.gz", "text", TEXTS[1:2])
    _packed(tmp_path / "toxicity" / "ruddit.csv.gz", "comment_body", ())
    (tmp_path / "bench").mkdir()
    with gzip.open(tmp_path / "bench" / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"text": TEXTS[2]}))
    labels = tmp_path / "annotated.tsv"
    labels.write_text(
        "text\tunsup\ttox\tshout\tq\tsentences\n"
        f"{name_of(TEXTS[0])}\t2\t0\t0\t3\t0:24:C0P1 25:37:O--0\n"
        f"{name_of(TEXTS[1])}\t0\t1\t0\t2\t0:10:Q--0\n"
        f"{name_of(TEXTS[2])}\t1\t0\t0\t2\t0:13:C0P0\n"
    )
    monkeypatch.setattr(forum, "ANNOTATED", labels)
    return tmp_path


def test_labels_find_their_texts(data: Path) -> None:
    first, second, third = annotated_rows(data, LEARNT + JOINING + MEASURING)
    assert (first["text"], first["unsup"], first["q"]) == (TEXTS[0], 2.0, 3.0)
    assert first["sentences"][1] == {"start": 25, "end": 37, "codes": ["O--0"]}
    assert (second["text"], second["tox"]) == (TEXTS[1], 1.0)
    assert (third["text"], third["unsup"]) == (TEXTS[2], 1.0)


def test_a_text_that_is_missing_is_named(data: Path) -> None:
    _packed(data / "toxicity" / "civil_identity_hard_nontoxic.csv.gz", "text", ("Other words.",))
    with pytest.raises(ReadError, match=f"{name_of(TEXTS[1])}: expected a text with this hash"):
        annotated_rows(data, LEARNT + JOINING + MEASURING)


def test_the_parts_share_nothing_and_are_all() -> None:
    assert sorted(LEARNT + JOINING + MEASURING) == sorted("0123456789abcdef")


def test_every_label_is_of_the_guide() -> None:
    rows = list(table(forum.ANNOTATED))
    assert len({row["text"] for row in rows}) == len(rows) > 7000
    for row in rows:
        assert re.fullmatch(r"[0-9a-f]{16}", row["text"])
        assert (row["unsup"] in "0123", row["tox"] in "0123", row["shout"] in "012") == (True,) * 3
        assert row["q"] in "12345"
        assert all(CODE.fullmatch(part) for part in row["sentences"].split())


def test_written_sentences_have_one_label_each() -> None:
    lines = (Path(contrast.__file__).with_name(contrast.WRITTEN)).read_text("utf-8").splitlines()
    texts = [line.partition("\t")[2] for line in lines]
    assert all(texts)
    assert len(set(texts)) == len(texts) == len(list(contrast.written()))
    toxic = [labels["toxicity"] for _, labels in contrast.written()]
    assert min(toxic) == 0.0 < max(toxic)
