"""Rows of general files: the columns taken, ties, rejects and bounded memory."""

from __future__ import annotations

import io
import json

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read


def test_the_mapping_of_json_rows_is_told() -> None:
    for text in (
        '{"body": "a", "cid": 1, "votes": 3}\n{"body": "b"}\n',
        '[{"body": "a", "cid": 1, "votes": 3}]',
    ):
        assert str(read(io.StringIO(text)).columns) == "id=cid text=body; not used: votes"
    told = read(io.StringIO('{"words": "a", "text": "b"}\n'), "jsonl", columns={"text": "words"})
    assert str(told.columns) == "text=words; not used: text"
    (thread,) = told
    assert thread.comments[0].text == "a"


TIES = [
    ('{"text": "a", "thread_id": 1, "post_id": 2}', "thread", "thread_id", "post_id"),
    ('{"text": "a", "id": 1, "comment_id": 2}', "id", "id", "comment_id"),
    ('{"text": "a", "parent": 1, "parent_id": 2}', "parent", "parent", "parent_id"),
]


@pytest.mark.parametrize(("row", "field", "one", "two"), TIES)
@pytest.mark.parametrize("shape", ["%s\n", "[%s]"])
def test_a_tie_is_an_error_until_somebody_chooses(
    shape: str, row: str, field: str, one: str, two: str
) -> None:
    text = shape % row
    with pytest.raises(
        ReadError, match=f"{field}: expected one column, got '{one}' and '{two}' that differ"
    ):
        list(read(io.StringIO(text)))
    choice = {field: one, "parent": ""} if field == "parent" else {field: two}
    (thread,) = read(io.StringIO(text), columns=choice)
    assert len(thread.comments) == 1
    (thread,) = read(io.StringIO(text.replace("2", "1")), lenient=True)
    assert len(thread.comments) == 1


def test_rejects_of_general_formats() -> None:
    rejects: list[Reject] = []
    lines = ['{"text": "a", "id": 1}', "{bad", '{"id": 5}', "7", '{"text": "b", "id": 1}']
    (thread,) = read(io.StringIO("\n".join(lines)), "jsonl", rejects=rejects.append)
    assert [c.id for c in thread.comments] == ["1", "1-2"]
    assert sorted(one.line or 0 for one in rejects) == [2, 3, 4]
    assert all(one.reason.startswith(("expected", "2: expected", "column")) for one in rejects)

    rejects.clear()
    whole = '[{"comments": [{"text": "a"}, 5]}, {"comments": 7}, 8]'
    (thread,) = read(io.StringIO(whole), "json", rejects=rejects.append)
    assert [one.reason for one in rejects] == [
        "threads[0].comments[1]: expected a Comment, a mapping or a string, got 5",
        "threads[1].comments: expected a sequence of comments, got 7",
        "threads[2]: expected a thread or a list of comments, got 8",
    ]

    rejects.clear()
    (thread,) = read(io.StringIO('text,id\na,1\n"b"x,2\nc,3\n"e\n'), "csv", rejects=rejects.append)
    assert [c.text for c in thread.comments] == ["a", "c"]
    assert [one.line for one in rejects] == [3, 5]


def test_threads_scattered_over_a_file_come_in_pieces_when_the_window_is_full() -> None:
    rows = [
        {"text": "x" * 500, "id": i, "thread_id": i % 3, "parent": i - 3 if i > 2 else None}
        for i in range(300)
    ]
    text = "\n".join(map(json.dumps, rows))
    whole = list(read(io.StringIO(text), "jsonl"))
    assert [t.id for t in whole] == ["0", "1", "2"]
    pieces = read(io.StringIO(text), "jsonl", window=30_000)
    found = list(pieces)
    assert len(found) > 10
    assert sorted(int(c.id) for t in found for c in t.comments) == list(range(300))
    assert max(len(t.comments) for t in found) < 60
    assert all("got 1 that are not" in one for one in pieces.repairs)
    assert len(pieces.repairs) == len(found) - 3
