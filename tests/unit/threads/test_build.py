from __future__ import annotations

import copy
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from modscore.errors import ThreadError
from modscore.records import Comment, Thread
from modscore.threads.build import build

WHAT = "expected a Thread, a mapping with 'comments', comments, or a string"
KNOWN = "expected the id of a comment in this thread"
TIME = "expected a time (a datetime, ISO 8601 or seconds since 1970)"
ID = "expected a string or a whole number"


def deep(levels: int) -> list[Any]:
    nest: list[Any] = []
    for _ in range(levels):
        nest = [nest]
    return nest


MALFORMED: list[tuple[object, str]] = [
    (None, f"thread: {WHAT}, got None"),
    (5, f"thread: {WHAT}, got 5"),
    (10**400, f"thread: {WHAT}, got a whole number of 1329 bits"),
    ({}, f"thread: {WHAT}, got a mapping with no keys"),
    ({"title": "x"}, f"thread: {WHAT}, got a mapping with the key 'title'"),
    (
        {"text": "x"},
        f"thread: {WHAT}, got a mapping with the key 'text' (a comment alone goes in a list)",
    ),
    (Comment("1", "x"), f"thread: {WHAT}, got a Comment (put it in a list)"),
    ({"x", "y"}, f"thread: {WHAT}, got a set (a set has no order)"),
    (io.StringIO("x"), f"thread: {WHAT}, got a StringIO (modscore.read reads files)"),
    (b"\xffabc", "comments[0].text: expected UTF-8, got byte 0xff at offset 0"),
    ({"comments": None}, "comments: expected a sequence of comments, got None"),
    ({"comments": "ab"}, "comments: expected a sequence of comments, got 'ab'"),
    (
        {"comments": {"a": "b"}},
        "comments: expected a sequence of comments, got a mapping with the key 'a'",
    ),
    ({"comments": [], "title": 5}, "title: expected a string, got 5"),
    ({"comments": [], "article": b"ok\xfe"}, "article: expected UTF-8, got byte 0xfe at offset 2"),
    ({"comments": [], "id": [1]}, f"id: {ID}, got a list"),
    ([5], "comments[0]: expected a Comment, a mapping or a string, got 5"),
    (["a", None], "comments[1]: expected a Comment, a mapping or a string, got None"),
    ([deep(100_000)], "comments[0]: expected a Comment, a mapping or a string, got a list"),
    (
        [Thread("1", ())],
        "comments[0]: expected a Comment, a mapping or a string, got a Thread "
        "(score_many takes several threads)",
    ),
    (
        [{"comments": []}],
        "comments[0]: expected a text (text, body or content), got the key 'comments' "
        "(score_many takes several threads)",
    ),
    ([{"id": 1}], "comments[0]: expected a text (text, body or content), got the key 'id'"),
    (["a", {"text": None}], "comments[1].text: expected a string, got None"),
    ([{"body": 7}], "comments[0].body: expected a string, got 7"),
    (
        [{"text": "a", "body": "b"}],
        "comments[0]: expected one text, got 'text' and 'body' that differ",
    ),
    ([{"text": b"a\xc3("}], "comments[0].text: expected UTF-8, got byte 0xc3 at offset 1"),
    ([{"text": "a", "id": True}], f"comments[0].id: {ID}, got True"),
    ([{"text": "a", "id": 1.5}], f"comments[0].id: {ID}, got 1.5"),
    ([{"text": "a", "id": 10**400}], f"comments[0].id: {ID}, got a whole number of 1329 bits"),
    (
        [{"text": "a", "id": 1}, "b", {"text": "c", "id": "1"}],
        "comments[2].id: expected an id of its own, got '1' as in comments[0]",
    ),
    (
        ["a", "b", "c", {"text": "d", "parent": "x9"}],
        f"comments[3].parent: {KNOWN}, got 'x9'",
    ),
    ([{"text": "a", "parent": []}], f"comments[0].parent: {ID}, got a list"),
    (
        [{"text": "a", "parent": "\x1b[31m\u202e"}],
        f"comments[0].parent: {KNOWN}, got '\\x1b[31m\\u202e'",
    ),
    ([{"text": "a", "parent": "x" * 99}], f"comments[0].parent: {KNOWN}, got '{'x' * 40}'…"),
    (
        [{"text": "a", "id": 1, "parent": 1}],
        "comments[0].parent: expected no circle of answers, got '1' → '1'",
    ),
    (
        [
            {"text": "a", "id": "root"},
            {"text": "b", "id": "b", "parent": "c"},
            {"text": "c", "id": "c", "parent": "b"},
            {"text": "d", "id": "d", "parent": "c"},
        ],
        "comments[1].parent: expected no circle of answers, got 'b' → 'c' → 'b'",
    ),
    ([{"text": "a", "created": "3 days ago"}], f"comments[0].created: {TIME}, got '3 days ago'"),
    ([{"text": "a", "date": 1e300}], f"comments[0].created: {TIME}, got 1e+300"),
    ([{"text": "a", "author": ["x"]}], "comments[0].author: expected a name, got a list"),
    ([Comment("1", 5)], "comments[0].text: expected a string, got 5"),  # type: ignore[arg-type]
    (Thread("1", (Comment("1", "a", parent="2"),)), f"comments[0].parent: {KNOWN}, got '2'"),
    (Thread("1", 7), "comments: expected a sequence of comments, got 7"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("thread", "message"), MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_threads_name_the_place(thread: object, message: str) -> None:
    with pytest.raises(ThreadError) as caught:
        build(thread)
    assert str(caught.value) == message


def test_first_place_wins() -> None:
    with pytest.raises(ThreadError, match=r"^comments\[1\]\.text: "):
        build(["a", {"text": None}, {"text": None}])


@pytest.mark.parametrize(
    "field",
    ["text", "body", "content", "comment", "comment_text", "message", "raw"],
)
def test_names_of_the_text(field: str) -> None:
    assert build([{field: "hello"}]).comments[0].text == "hello"


def test_two_equal_texts_are_one() -> None:
    assert build([{"text": "a", "body": "a", "raw": ""}]).comments[0].text == "a"


def test_an_empty_text_is_a_text() -> None:
    assert [c.text for c in build(["", {"text": ""}]).comments] == ["", ""]


@pytest.mark.parametrize(
    ("given", "author"),
    [
        ({"author": "ann"}, "ann"),
        ({"user": {"name": "ann", "id": 3}}, "ann"),
        ({"user": {"username": "ann"}}, "ann"),
        ({"username": "ann", "name": "Ann B."}, "ann"),
        ({"by": 17}, "17"),
        ({"author": None, "name": "ann"}, "ann"),
        ({"author": float("nan")}, None),
        ({"author": ""}, None),
        ({"author": {}}, None),
    ],
)
def test_authors(given: dict[str, object], author: str | None) -> None:
    assert build([{"text": "x", **given}]).comments[0].author == author


MOMENT = datetime(2020, 11, 19, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        MOMENT,
        datetime(2020, 11, 19, 8, 0),
        "2020-11-19T08:00:00Z",
        "2020-11-19 10:00:00+02:00",
        "2020-11-19 08:00:00 UTC",
        1605772800,
        1605772800.0,
        "1605772800",
        "1605772800.000",
        1605772800000,
    ],
)
def test_times_become_utc(value: object) -> None:
    created = build([{"text": "x", "created_at": value}]).comments[0].created
    assert created == MOMENT
    assert created is not None
    assert created.utcoffset() == MOMENT.utcoffset()


def test_a_day_of_eight_digits_is_no_second() -> None:
    created = build([{"text": "x", "date": "20201119"}]).comments[0].created
    assert created == datetime(2020, 11, 19, tzinfo=UTC)


def test_ids_are_strings_and_missing_ones_are_numbered() -> None:
    thread = build(
        ["a", {"text": "b", "id": 3}, {"text": "c", "id": ""}, "d", {"text": "e", "id": 7.0}]
    )
    assert [c.id for c in thread.comments] == ["1", "3", "4", "5", "7"]


def test_a_parent_may_stand_later_and_be_numbered() -> None:
    thread = build([{"text": "a", "parent": 2}, "b"])
    assert [c.parent for c in thread.comments] == ["2", None]


def test_thread_fields() -> None:
    thread = build({"id": 9, "title": "T", "article_text": "A.", "comments": ("x",)})
    assert (thread.id, thread.title, thread.article) == ("9", "T", "A.")
    assert build("x").id == "1"


def test_a_sound_thread_is_itself() -> None:
    thread = build([{"text": "a"}, {"text": "b", "parent": 1}])
    assert build(thread) is thread


def test_iterables_and_own_mappings_are_taken() -> None:
    class Row(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            return {"text": "hi"}[key]

        def __iter__(self):  # type: ignore[no-untyped-def]
            return iter(["text"])

        def __len__(self) -> int:
            return 1

    assert [c.text for c in build(one for one in ["a", Row(), b"c"]).comments] == ["a", "hi", "c"]


def test_the_input_is_not_changed() -> None:
    given = {"comments": [{"text": "a", "id": 1, "parent": 1}, {"id": 2}, {"text": "b", "id": 1}]}
    before = copy.deepcopy(given)
    build(given, lenient=True)
    assert given == before


def test_a_chain_of_200000_answers() -> None:
    n = 200_000
    rows = [{"text": "x", "id": i, "parent": i + 1 if i + 1 < n else None} for i in range(n)]
    assert len(build(rows).comments) == n
    rows[-1]["parent"] = 0
    with pytest.raises(ThreadError) as caught:
        build(rows)
    assert str(caught.value).endswith("'5' → … (200000 comments) → '0'")


def test_lenient_keeps_the_rest_and_tells() -> None:
    thread = build(
        {
            "title": 5,
            "comments": [
                {"text": "a", "id": "x"},
                {"text": None, "id": "gone"},
                {"text": "b", "id": "x"},
                {"text": "c", "id": "x-2", "parent": "gone"},
                {"text": "d", "id": "d", "parent": "e", "created": "soon", "author": [1]},
                {"text": "e", "id": "e", "parent": "d"},
                7,
                {"text": b"f\xff", "id": {}, "body": "g"},
            ],
        },
        lenient=True,
    )
    assert [(c.id, c.text, c.parent) for c in thread.comments] == [
        ("x", "a", None),
        ("x-3", "b", None),
        ("x-2", "c", None),
        ("d", "d", None),
        ("e", "e", "d"),
        ("8", "f\ufffd", None),
    ]
    assert thread.repairs == (
        "comments[1].text: expected a string, got None: dropped",
        "comments[4].author: expected a name, got a list: left out",
        f"comments[4].created: {TIME}, got 'soon': left out",
        "comments[6]: expected a Comment, a mapping or a string, got 7: dropped",
        "comments[7]: expected one text, got 'text' and 'body' that differ: took 'text'",
        "comments[7].text: expected UTF-8, got byte 0xff at offset 1: bytes that are not UTF-8 "
        "replaced",
        f"comments[7].id: {ID}, got a mapping with no keys: given a number",
        "title: expected a string, got 5: left out",
        "comments[2].id: expected an id of its own, got 'x' as in comments[0]: renamed 'x-3'",
        f"comments[3].parent: {KNOWN}, got 'gone': taken as no answer to a comment",
        "comments[4].parent: expected no circle of answers, got 'd' → 'e' → 'd': taken as no "
        "answer to a comment",
    )
    assert build(thread, lenient=True) is thread


def test_lenient_still_refuses_what_is_no_thread() -> None:
    with pytest.raises(ThreadError):
        build(5, lenient=True)
