from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore import Comment, ReadError, Thread
from modscore.batch.chunks import Chunk, Reading, digest, packed, unpacked
from modscore.batch.task import Task
from modscore.threads.read import Reject

Export = Callable[..., Path]
Job = Callable[..., Task]

texts = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates too
comments = st.builds(
    Comment,
    texts,
    texts,
    author=st.none() | texts,
    created=st.none() | st.datetimes().map(lambda when: when.replace(tzinfo=UTC)),
)
threads = st.builds(Thread, texts, st.lists(comments, max_size=3).map(tuple), title=texts)


@given(st.lists(threads, max_size=3), texts)
def test_a_chunk_survives_as_bytes(made: list[Thread], name: str) -> None:
    lines: list[tuple[int | None, ...]] = [tuple(range(len(one.comments))) for one in made]
    chunk = Chunk(made, [name] * len(made), lines)
    raw = packed(chunk)
    assert unpacked(raw) == chunk
    assert packed(unpacked(raw)) == raw


def test_other_comments_have_another_digest() -> None:
    one = Chunk([Thread("1", (Comment("1", "a"),))], ["f"], [(1,)])
    other = Chunk([Thread("1", (Comment("1", "a"),))], ["f"], [(2,)])
    assert digest(packed(one)) == digest(packed(unpacked(packed(one))))
    assert digest(packed(one)) != digest(packed(other))


def test_chunks_hold_whole_threads_of_all_files(export: Export, job: Job) -> None:
    made = job(export("a.jsonl", rows=30), export("b.jsonl", rows=25))
    reading = Reading(made, None)
    chunks = list(reading.chunks())
    seen = [(file, one.id) for c in chunks for file, one in zip(c.files, c.threads, strict=True)]
    assert len(seen) == len(set(seen))
    assert sum(len(one.comments) for c in chunks for one in c.threads) == 55
    assert all(sum(len(t.comments) for t in c.threads) >= 8 for c in chunks[:-1])
    assert reading.share == 1.0


def test_long_texts_close_a_chunk(
    export: Export, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modscore.batch.chunks.CHUNK_CHARACTERS", 60)
    assert len(list(Reading(job(export(rows=8), chunk=100), None).chunks())) == 2


def test_times_and_lines_come_along(job: Job, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text('id,text,created\na,"two\nlines",2025-01-02T03:04:05Z\nb,one,\n')
    (chunk,) = Reading(job(source), None).chunks()
    assert [thread.id for thread in chunk.threads] == ["a", "b"]
    assert chunk.threads[0].comments[0].created == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert chunk.lines == [(2,), (4,)]


def test_rejects_are_told_or_raised(export: Export, job: Job) -> None:
    made = job(export(rows=10, bad=(6,)))
    told: list[Reject] = []
    assert sum(len(c.threads) for c in Reading(made, told.append).chunks()) > 0
    assert [one.line for one in told] == [7]
    with pytest.raises(ReadError, match=r":7:"):
        list(Reading(made, None).chunks())


def test_what_was_mended_is_counted(job: Job, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    row = '{"id": "a", "thread": "t", "text": "Hello."}\n'
    source.write_text(row * 30)
    reading = Reading(job(source), lambda _: None)
    list(reading.chunks())
    assert reading.mended == 29
    assert len(reading.repairs) == 10
