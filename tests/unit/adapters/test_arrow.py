from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import modscore
from modscore.adapters.needed import PackageMissingError
from modscore.adapters.setting import Setting
from modscore.arrow import Scoring, score_batch, score_batches, scoring
from modscore.records import ATTRIBUTES, ESTIMATED, SIGNALS, CommentScore

from .conftest import TEXTS

pa: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")


def row(score: CommentScore) -> dict[str, Any]:
    """The columns of a score, plainly: the judge."""
    plain = score.to_dict()
    return {
        **{name: plain[name] for name in SIGNALS},
        **{name: plain["attributes"][name] for name in ATTRIBUTES},
        **{f"estimated_{name}": plain["estimates"][name] for name in ESTIMATED},
        "flags": list(plain["flags"]),
        "uncertain": plain["uncertain"],
        "findings": [dict(found) for found in plain["findings"]],
        "claims": [{**claim, "cues": list(claim["cues"])} for claim in plain["claims"]],
        "quality_parts": [
            {"part": part, "log_odds": value} for part, value in plain["quality_parts"].items()
        ],
        "error": None,
    }


def fast() -> modscore.Scorer:
    return Setting("fast").scorer()


def test_a_row_is_what_the_scorer_says() -> None:
    found = score_batch(pa.table({"text": TEXTS}), preset="fast")
    assert isinstance(found, pa.RecordBatch)
    assert found.to_pylist() == [row(fast().score(text).comments[0]) for text in TEXTS]
    assert any(one["findings"] for one in found.to_pylist())
    assert any(claim["cues"] for one in found.to_pylist() for claim in one["claims"])


def test_a_thread_is_what_the_scorer_says(thread: list[dict[str, Any]]) -> None:
    table = pa.Table.from_pylist([{**comment, "thread": 7} for comment in thread])
    names = {name: name for name in ("id", "thread", "parent", "author")}
    found = score_batch(table, **names, preset="fast").to_pylist()
    expected = [row(score) for score in fast().score(thread).comments]
    assert [(one.pop("thread"), one.pop("id")) for one in found] == [("7", i) for i in "123"]
    assert found == expected
    alone = score_batch(table, preset="fast").to_pylist()
    assert alone != expected  # the thread tells something, or this test tells nothing


def test_rows_of_a_thread_may_stand_anywhere_in_one_batch(thread: list[dict[str, Any]]) -> None:
    other = [{**c, "thread": "b", "id": f"b{c['id']}", "parent": None} for c in thread]
    alone = [{"id": "x", "text": "Thanks!", "author": None, "parent": None, "thread": None}]
    first = [{**c, "thread": "a"} for c in thread]
    mixed = [first[0], other[0], *alone, other[1], first[1], first[2], other[2], *alone]
    names = {name: name for name in ("id", "thread", "parent", "author")}
    found = score_batch(pa.Table.from_pylist(mixed), **names, preset="fast").to_pylist()
    assert [(one["thread"], one["id"]) for one in found] == [(c["thread"], c["id"]) for c in mixed]
    apart = score_batch(pa.Table.from_pylist([*first, *other, *alone]), **names, preset="fast")
    expected = {one["id"]: one for one in apart.to_pylist()}
    assert found == [expected[one["id"]] for one in found]


@settings(max_examples=25)
@given(
    keys=st.lists(st.sampled_from(["a", "b", None]), min_size=1, max_size=12),
    cuts=st.lists(st.integers(0, 12), max_size=5),
)
def test_where_batches_are_cut_does_not_matter(keys: list[str | None], cuts: list[int]) -> None:
    words = "it was the seventh time this week that somebody parked on the grass here"
    texts = [f"Number {place}: {words}." for place in range(len(keys))]
    whole = pa.record_batch({"text": texts, "t": pa.array(keys, pa.string())})
    ends = [0, *sorted(min(cut, len(keys)) for cut in cuts), len(keys)]
    pieces = [whole.slice(a, b - a) for a, b in itertools.pairwise(ends)]
    made = scoring(thread="t", keep=["text"], preset="fast")
    found = [one for batch in made(pieces) for one in batch.to_pylist()]
    assert [one["text"] for one in found] == texts
    assert found == [one for batch in made([whole]) for one in batch.to_pylist()]


def test_rows_that_cannot_be_scored_say_so() -> None:
    texts = pa.array(["You are an idiot.", None, "", "Thanks!"])
    found = score_batch(pa.table({"text": texts, "id": [1, 2, 3, 4]}), id="id", preset="fast")
    errors = [None, "text: expected a string, got None", None, None]
    assert found["error"].to_pylist() == errors
    assert [value is None for value in found["toxicity"].to_pylist()] == [False, True, True, False]
    assert (found["flags"][1].as_py(), found["id"].to_pylist()) == ([], ["1", "2", "3", "4"])


def test_a_null_text_keeps_its_place_in_the_tree(thread: list[dict[str, Any]]) -> None:
    thread[1]["text"] = None
    table = pa.Table.from_pylist([{**comment, "thread": "t"} for comment in thread])
    found = score_batch(table, thread="thread", id="id", parent="parent", preset="fast")
    assert found["error"].null_count == 2
    assert found["toxicity"].null_count == 1


@pytest.mark.parametrize(
    "kind", ["string", "large_string", "string_view", "binary", "large_binary", "dictionary"]
)
def test_strings_of_every_kind(kind: str) -> None:
    texts: Any = [*TEXTS, None]
    if kind == "dictionary":
        column = pa.array(texts).dictionary_encode()
    else:
        raw = [text and text.encode() for text in texts] if "binary" in kind else texts
        column = pa.array(raw, getattr(pa, kind)())
    expected = score_batch(pa.table({"text": texts}), preset="fast")
    assert score_batch(pa.table({"text": column}), preset="fast") == expected


def test_columns_of_other_things() -> None:
    for column in (pa.array([1, None]), pa.nulls(2), pa.array([b"\xff", None])):
        found = score_batch(pa.table({"text": column}), preset="fast")
        assert found["toxicity"].null_count == found.num_rows == 2
        assert all(str(one).startswith("text: expected ") for one in found["error"].to_pylist())
    spoilt = pa.Array.from_buffers(  # a string column that is not UTF-8, as C producers may send
        pa.string(),
        2,
        [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\7\0\0\0"), pa.py_buffer(b"\xffThanks")],
    )
    found = score_batch(pa.table({"text": spoilt}), preset="fast")
    assert found["error"].to_pylist() == ["text: expected UTF-8, got other bytes", None]


def test_the_schema_is_the_one_of_batch() -> None:
    from modscore.batch import table

    reader = score_batches(pa.table({"text": TEXTS}), preset="fast")
    assert isinstance(reader, pa.RecordBatchReader)
    batch_schema = table.schema(text=False, provenance=fast().provenance)
    first = batch_schema.get_field_index("toxicity")
    assert list(reader.schema) == [*list(batch_schema)[first:], pa.field("error", pa.string())]
    assert reader.schema.metadata == batch_schema.metadata
    assert reader.read_all().num_rows == len(TEXTS)


def test_the_rows_are_those_of_batch(tmp_path: Path, thread: list[dict[str, Any]]) -> None:
    from modscore.batch.run import run
    from modscore.batch.task import task

    rows = [{**comment, "thread": "t"} for comment in thread]
    rows += [{"id": f"c{k}", "text": text, "thread": None} for k, text in enumerate([*TEXTS, ""])]
    source, output = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run(task([source], output, preset="fast"), workers=1)
    expected = {row.pop("id"): row for row in parquet.read_table(output).to_pylist()}
    names = {name: name for name in ("id", "thread", "parent", "author")}
    found = score_batch(pa.Table.from_pylist(rows), **names, preset="fast").to_pylist()
    assert len(found) == len(expected) == len(rows)
    for row in found:
        other = expected[row.pop("id")]
        del other["file"], other["line"], other["thread"], row["thread"]
        assert row.pop("error") is None
        assert row == other


def test_nothing_in_nothing_out() -> None:
    empty = pa.table({"text": pa.array([], pa.string())})
    reader = score_batches(empty, preset="fast")
    names = reader.schema.names
    assert reader.read_all().num_rows == 0
    assert (score_batch(empty, preset="fast").num_rows, names[-1]) == (0, "error")


def test_it_is_lazy() -> None:
    batch = pa.record_batch({"text": TEXTS})
    asked = []

    def endless() -> Iterator[Any]:
        while True:
            asked.append(1)
            yield batch

    reader = score_batches(
        pa.RecordBatchReader.from_batches(batch.schema, endless()), preset="fast"
    )
    assert reader.read_next_batch().num_rows == len(TEXTS)
    assert len(asked) < 4


class Capsules:
    """Something of another library, of which only the interface is known."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def test_anything_with_the_interface_is_read() -> None:
    table = pa.table({"text": TEXTS})
    expected = score_batch(table, preset="fast")
    assert score_batch(Capsules(table), preset="fast") == expected
    assert score_batch(table.to_batches()[0], preset="fast") == expected
    assert score_batch(pa.RecordBatchReader.from_stream(table), preset="fast") == expected


def test_columns_kept_go_along() -> None:
    table = pa.table({"text": TEXTS, "when": list(range(5)), "un used": [None] * 5})
    found = score_batch(table, keep=["when", "when"], preset="fast")
    assert found.schema.names[:2] == ["when", "toxicity"]
    assert found["when"].to_pylist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("data", "asked", "said"),
    [
        ([1], {}, "data: expected a table that offers the Arrow C stream interface, got a list"),
        (pa.array([1]), {}, "data: expected a table of columns, got an Int64Array"),
        (pa.table({"body": []}), {}, "text: expected one of 'body', got 'text'"),
        (pa.table([[], []], ["text", "text"]), {}, "text: expected one of .*, got 'text' twice"),
        (pa.table({"text": []}), {"id": "no"}, "id: expected one of 'text', got 'no'"),
        (
            pa.table({"text": [], "error": []}),
            {"keep": "error"},
            "keep: expected a name that no column of scores has, got 'error'",
        ),
    ],
)
def test_wrong_arguments_are_told_before_work(data: Any, asked: Any, said: str) -> None:
    with pytest.raises(modscore.SettingError, match=f"^modscore.arrow: {said}"):
        score_batches(data, preset="fast", **asked)


def test_what_travels_is_small_and_equal() -> None:
    import pickle

    made = scoring(id="id", keep=["x"], preset="fast", off=["profanity.mild"])
    sent = pickle.dumps(made)
    assert len(sent) < 2000
    again = pickle.loads(sent)
    assert again == made
    assert isinstance(again, Scoring)


def test_importing_needs_no_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import modscore.arrow, modscore.adapters.spark, sys; print('pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PackageMissingError, match=r"pip install 'modscore\[arrow\]'") as told:
        score_batches(object(), preset="fast")
    assert isinstance(told.value, ImportError)
    assert str(told.value).startswith("modscore.arrow: pyarrow: expected the package, got none")
