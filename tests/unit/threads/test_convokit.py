from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from modscore.errors import ReadError
from modscore.threads.read import read

ROWS: list[dict[str, object]] = [
    {"id": "a", "conversation_id": "a", "text": "Pool shut.", "speaker": "ann", "reply-to": None},
    {"id": "b", "conversation_id": "a", "text": "Why?", "speaker": "bo", "reply-to": "a"},
    {"id": "c", "conversation_id": "c", "text": "[deleted]", "speaker": "cy", "reply-to": None},
]


def folder(at: Path, name: str, content: str) -> Path:
    (at / name).write_text(content)
    titles = {"a": {"meta": {"title": "Pools"}, "vectors": []}, "c": {"meta": {}}}
    (at / "conversations.json").write_text(json.dumps(titles))
    return at


def test_a_folder_and_its_file_are_the_same(tmp_path: Path) -> None:
    rows = [{**row, "timestamp": 1_700_000_000, "meta": {}, "vectors": []} for row in ROWS]
    at = folder(tmp_path, "utterances.jsonl", "\n".join(map(json.dumps, rows)))
    threads = list(read(at))
    assert threads == list(read(at / "utterances.jsonl")) == list(read(at, "convokit"))
    first, second = threads
    assert (first.id, first.title, second.title) == ("a", "Pools", None)
    assert [(c.id, c.parent, c.author) for c in first.comments] == [
        ("a", None, "ann"),
        ("b", "a", "bo"),
    ]
    assert second.comments[0].text == ""


def test_the_older_form(tmp_path: Path) -> None:
    new = ("conversation_id", "speaker", "reply-to")
    old = dict(zip(new, ("root", "user", "reply_to"), strict=True))
    rows = [{old.get(key, key): value for key, value in row.items()} for row in ROWS]
    rows[0]["timestamp"], rows[1]["timestamp"] = None, "1700000000"
    at = folder(tmp_path, "utterances.json", json.dumps(rows, indent=1))
    threads = read(at)
    first, _ = threads
    assert threads.format == "convokit"
    assert [(c.parent, c.author) for c in first.comments] == [(None, "ann"), ("a", "bo")]
    assert first.comments[1].created is not None


def test_a_stream_has_no_folder_and_no_titles() -> None:
    threads = list(read(io.StringIO("\n".join(map(json.dumps, ROWS)))))
    assert [t.title for t in threads] == [None, None]


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="expected a readable file, got: Is a directory"):
        read(tmp_path)
