# ruff: noqa: E501 - made-up exports read better unbroken
from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read

pa: Any = pytest.importorskip("pyarrow")
pq: Any = pytest.importorskip("pyarrow.parquet")

TABLE = pa.table(
    {
        "Comment ID": [1, 2, 3, 4],
        "parent_id": pa.array([None, 1, None, 3], pa.int64()),
        "body": ["a", "b", "c", "d"],
        "created_utc": pa.array([0, 10**9, 2, 3], pa.timestamp("ns", "UTC")),
        "author": pa.array(["x", "y", None, "x"]).dictionary_encode(),
        "post_id": ["p", "p", "q", "q"],
        "votes": [[1], [2], [3], []],
    }
)


def written(table: Any, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "parquet":
        pq.write_table(table, out, row_group_size=3)
    elif kind == "file":
        with pa.ipc.new_file(out, table.schema) as writer:
            writer.write_table(table)
    else:
        with pa.ipc.new_stream(out, table.schema) as writer:
            writer.write_table(table, max_chunksize=2)
    return out.getvalue()


KINDS = {"parquet": "parquet", "file": "arrow", "stream": "arrow"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("as_path", [True, False])
def test_rows_become_threads(kind: str, as_path: bool, tmp_path: Path) -> None:
    path = tmp_path / "comments"
    path.write_bytes(written(TABLE, kind))
    threads = read(path if as_path else io.BytesIO(path.read_bytes()))
    assert threads.format == KINDS[kind]
    assert str(threads.columns) == (
        "id=Comment ID text=body author=author parent=parent_id created=created_utc thread=post_id; "
        "not used: votes"
    )
    one, two = threads
    assert (one.id, two.id) == ("p", "q")
    assert [(c.id, c.parent, c.text, c.author) for c in (*one.comments, *two.comments)] == [
        ("1", None, "a", "x"),
        ("2", "1", "b", "y"),
        ("3", None, "c", None),
        ("4", "3", "d", "x"),
    ]
    assert one.comments[1].created == datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.UTC)


def test_the_caller_may_choose_columns() -> None:
    table = pa.table({"text": ["a"], "body": ["b"]})
    raw = written(table, "parquet")
    with pytest.raises(ReadError, match="stream: text: expected one column, got 'text' and 'body'"):
        read(io.BytesIO(raw))
    (thread,) = read(io.BytesIO(raw), columns={"text": "body"})
    assert thread.comments[0].text == "b"


def test_rows_that_cannot_be_read() -> None:
    table = pa.table({"text": ["a", None, "c"], "id": ["1", "2", "1"]})
    with pytest.raises(ReadError, match="stream:2: text: expected a string, got None"):
        list(read(io.BytesIO(written(table, "parquet"))))
    rejects: list[Reject] = []
    (thread,) = read(io.BytesIO(written(table, "parquet")), rejects=rejects.append)
    assert [c.id for c in thread.comments] == ["1", "1-2"]
    assert rejects == [Reject("stream", 2, "text: expected a string, got None")]


def test_bytes_that_are_not_utf_8_and_times_beyond_the_calendar() -> None:
    bad = pa.array([b"good", b"\xff"], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 2, bad.buffers())
    far = pa.array([0, 2**62], pa.timestamp("us"))
    rejects: list[Reject] = []
    raw = written(pa.table({"text": text, "time": far}), "file")
    (thread,) = read(io.BytesIO(raw), rejects=rejects.append)
    assert [c.text for c in thread.comments] == ["good", "\N{REPLACEMENT CHARACTER}"]
    assert [c.created is None for c in thread.comments] == [False, True]


@pytest.mark.parametrize("kind", KINDS)
def test_cut_files(kind: str) -> None:
    raw = written(TABLE, kind)
    for size in (9, len(raw) // 2, len(raw) - 9):
        with pytest.raises(ReadError, match=r"expected (a Parquet file|Arrow data), got: "):
            list(read(io.BytesIO(raw[:size])))


def test_a_text_format_refuses_them() -> None:
    with pytest.raises(ReadError, match="stream: expected text, got a Parquet file"):
        list(read(io.BytesIO(written(TABLE, "parquet")), "csv"))
    doubled = pa.table([TABLE["body"], TABLE["body"]], names=["text", "text"])
    with pytest.raises(ReadError, match="expected each column once"):
        read(io.BytesIO(written(doubled, "file")))
