"""Whatever comes in, a Thread or a ThreadError comes out; a lenient build keeps any list."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from modscore.errors import ReadError, ThreadError
from modscore.records import Comment, Thread
from modscore.threads.build import build
from modscore.threads.read import FORMATS, read

texts = st.text(st.characters(codec=None), max_size=8)
ids = st.one_of(st.sampled_from(["1", "2", "a", ""]), st.integers(0, 4), st.none())
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    texts,
    st.binary(max_size=4),
    st.datetimes(),
    st.sampled_from(["2020-01-01", "1600000000", "-1e9", "9" * 30]),
)
keys = st.one_of(
    st.sampled_from(
        [
            "id",
            "text",
            "body",
            "content",
            "author",
            "user",
            "name",
            "parent",
            "parent_id",
            "created",
            "date",
            "comments",
            "title",
            "article",
            "thread",
        ]
    ),
    scalars,
)
junk = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(keys, inner, max_size=5),
        st.tuples(inner, inner),
        st.builds(Comment, inner, inner, inner, inner, inner),
        st.builds(Thread, inner, inner, inner, inner, inner),
    ),
    max_leaves=12,
)
nearly = st.lists(
    st.fixed_dictionaries(
        {"text": texts}, optional={"id": ids, "parent": ids, "created": scalars, "user": scalars}
    ),
    max_size=6,
)


def check(thread: Thread) -> None:
    """The promises of a Thread, the slow and plain way."""
    assert isinstance(thread.id, str)
    by_id = {c.id: c for c in thread.comments}
    assert len(by_id) == len(thread.comments)
    for comment in thread.comments:
        assert isinstance(comment.id, str)
        assert comment.id
        assert isinstance(comment.text, str)
        assert comment.author is None or isinstance(comment.author, str)
        assert comment.created is None or isinstance(comment.created, datetime)
        assert comment.created is None or comment.created.tzinfo is not None
        steps = 0
        at: Comment | None = comment
        while at is not None and at.parent is not None:
            at = by_id[at.parent]
            steps += 1
            assert steps <= len(by_id)


def fault_of(value: object) -> str:
    """The message of a strict build, or ""; any error but ThreadError comes through."""
    try:
        build(value)
    except ThreadError as error:
        return str(error)
    return ""


@settings(deadline=None)
@given(st.one_of(junk, nearly))
def test_junk_gives_a_thread_or_a_thread_error(value: Any) -> None:
    fault = fault_of(value)
    assert fault.isprintable()
    if not fault:
        thread = build(value)
        check(thread)
        assert thread.repairs == () or isinstance(value, Thread)
        assert build(thread) == thread


@settings(deadline=None)
@given(st.one_of(st.lists(junk, max_size=5), nearly))
def test_lenient_takes_any_list(value: list[Any]) -> None:
    thread = build(value, lenient=True)
    check(thread)
    fault = fault_of(value)
    assert bool(fault) == bool(thread.repairs)
    if fault:
        assert any(repair.startswith(f"{fault}: ") for repair in thread.repairs)
    else:
        assert thread == build(value)


@settings(deadline=None)
@given(
    st.one_of(st.binary(max_size=60), texts.map(lambda t: t.encode("utf-8", "surrogatepass"))),
    st.sampled_from(FORMATS),
    st.booleans(),
)
def test_any_bytes_read_as_threads_or_a_read_error(raw: bytes, format: Any, lenient: bool) -> None:
    with contextlib.suppress(ReadError):
        for thread in read(io.BytesIO(raw), format.name, lenient=lenient):
            check(thread)
    with contextlib.suppress(ReadError):
        list(read(io.BytesIO(raw)))


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_csv_gives_back_what_was_written(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([("text", "author"), *rows])
    written.seek(0)
    threads = list(read(written, "csv"))
    assert [(c.text, c.author or "") for t in threads for c in t.comments] == rows
