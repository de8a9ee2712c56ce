from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read
from modscore.threads.reddit import base36, unescaped


def lines(*rows: object) -> io.StringIO:
    return io.StringIO("".join(json.dumps(row) + "\n" for row in rows))


def said(id: str, parent: str, body: str, link: str = "t3_s1", **more: object) -> dict[str, object]:
    row = {"id": id, "parent_id": parent, "body": body, "link_id": link, "author": "ann"}
    return {**row, "created_utc": 1_700_000_000, "subreddit": "gardens", **more}


PAIR = [[("c1", None, "A."), ("c2", "c1", "B.")]]
POST = {
    "id": "s1",
    "title": "Cats &amp; dogs",
    "selftext": "Which?",
    "subreddit": "gardens",
    "num_comments": 2,
    "author": "bo",
}


def tree(file: object, **options: Any) -> list[list[tuple[str, str | None, str]]]:
    threads = read(file, **options)
    found = [[(c.id, c.parent, c.text) for c in thread.comments] for thread in threads]
    assert threads.format == "reddit"
    return found


def test_a_dump_becomes_threads_by_submission() -> None:
    dump = lines(
        said("c1", "t3_s1", "&gt; Which?\n\nCats."),
        said("d1", "t3_s2", "Else.", "t3_s2"),
        said("c2", "t1_c1", "R&amp;D says dogs."),
    )
    threads = list(read(dump))
    assert [t.id for t in threads] == ["s1", "s2"]
    first, second = threads[0].comments
    assert (first.text, first.parent, first.author) == ("> Which?\n\nCats.", None, "ann")
    assert (second.text, second.parent) == ("R&D says dogs.", "c1")
    assert first.created is not None
    assert first.created.isoformat() == "2023-11-14T22:13:20+00:00"


@pytest.mark.parametrize("time", [1.7e9, 1_700_000_000, "1700000000", "1700000000.0"])
def test_times_of_all_ages_are_read(time: object) -> None:
    (thread,) = read(lines(said("c1", "t3_s1", "Hi.", created_utc=time)))
    assert thread.comments[0].created is not None
    assert thread.comments[0].created.year == 2023


def test_the_submission_is_the_article() -> None:
    (thread,) = read(lines(POST, said("c1", "t3_s1", "Cats.")))
    assert (thread.id, thread.title, thread.article) == ("s1", "Cats & dogs", "Which?")
    (thread,) = read(lines({**POST, "selftext": "[removed]", "removed_by_category": "moderator"}))
    assert (thread.article, thread.comments) == (None, ())


def test_submissions_alone_are_threads_without_comments() -> None:
    rows = ({**POST, "id": f"s{k}", "selftext": text} for k, text in enumerate(("One.", "", None)))
    threads = list(read(lines(*rows)))
    assert [(t.id, t.article, t.comments) for t in threads] == [
        ("s0", "One.", ()),
        ("s1", None, ()),
        ("s2", None, ()),
    ]


def test_stubs_keep_the_tree_without_words() -> None:
    dump = lines(
        said("c1", "t3_s1", "[deleted]", author="[deleted]"),
        said("c2", "t1_c1", "[removed]"),
        said("c3", "t1_c2", "Who said [removed]?"),
    )
    (thread,) = read(dump)
    assert [(c.parent, c.text) for c in thread.comments] == [
        (None, ""),
        ("c1", ""),
        ("c2", "Who said [removed]?"),
    ]
    assert thread.comments[0].author is None


def test_a_parent_of_another_month_is_counted() -> None:
    (thread,) = read(lines(said("c1", "t1_zz", "Late."), said("c2", "t1_zy", "Later.")))
    assert [c.parent for c in thread.comments] == [None, None]
    assert thread.repairs == (
        "stream:1: parent: expected every parent in the file, got 2 that are not (the first 'zz'): "
        "taken as no answer to a comment",
    )


def test_bigquery_rows_in_a_list() -> None:
    rows = [
        said("c1", "top-level", "A.", created_utc="1700000000", score="3", name=None),
        said("c2", "t2_c1", "B."),
    ]
    assert tree(io.StringIO(json.dumps(rows, indent=1))) == [
        [("c1", None, "A."), ("c2", "c1", "B.")]
    ]


def test_numbers_as_parents_are_ids_in_base_36() -> None:
    assert base36(int("c1", 36)) == "c1"
    rows = [said("c1", "t3_s1", "A."), said("c2", "", "B.", parent_id=int("c1", 36))]
    assert tree(lines(*rows)) == PAIR


def listed(*children: object) -> dict[str, object]:
    return {"kind": "Listing", "data": {"children": list(children)}}


def test_an_api_answer_is_a_thread() -> None:
    inner = {"kind": "t1", "data": said("c2", "t1_c1", "B.", replies="")}
    outer = {"kind": "t1", "data": said("c1", "t3_s1", "A.", replies=listed(inner))}
    more = {"kind": "more", "data": {"count": 7, "children": ["x"], "parent_id": "t3_s1"}}
    more["data"]["link_id"] = "t3_s1"  # type: ignore[index]
    last = {"kind": "t1", "data": said("c3", "t3_s1", "C.", replies=listed(more))}
    whole = [listed({"kind": "t3", "data": POST}), listed(outer, last)]
    (thread,) = read(io.StringIO(json.dumps(whole, indent=2)))
    assert thread.title == "Cats & dogs"
    assert {c.id: c.parent for c in thread.comments} == {"c1": None, "c2": "c1", "c3": None}
    assert thread.repairs == (
        "expected every comment, got 7 that the listing leaves out: not read",
    )


def test_a_listing_alone_and_cut_short() -> None:
    one = {"kind": "t1", "data": said("c1", "t1_c9", "A.")}
    assert tree(io.StringIO(json.dumps(listed(one)))) == [[("c1", None, "A.")]]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda row: row.update(body=5), "body: expected a string, got 5"),
        (lambda row: row.update(body=None), "body: expected a string, got None"),
        (
            lambda row: row.update(link_id=None),
            "link_id: expected the id of a submission, got None",
        ),
    ],
)
def test_a_malformed_row_is_told_and_left_out(
    spoil: Callable[[dict[str, object]], object], reason: str
) -> None:
    bad = said("c2", "t3_s1", "B.")
    spoil(bad)
    rows = [said("c1", "t3_s1", "A."), bad, said("c3", "t3_s1", "C.")]
    with pytest.raises(ReadError) as caught:
        list(read(lines(*rows)))
    assert str(caught.value) == f"stream:2: {reason}"
    rejects: list[Reject] = []
    threads = read(lines(*rows), rejects=rejects.append)
    assert [[c.id for c in t.comments] for t in threads] == [["c1", "c3"]]
    assert rejects == [Reject("stream", 2, reason)]


def test_a_wrong_id_is_replaced_by_the_line_when_lenient() -> None:
    rows = [said("c1", "t3_s1", "A."), {**said("", "t3_s1", "B."), "id": ["x"]}]
    with pytest.raises(ReadError, match=r"^stream:2: id: expected a string or a whole number"):
        list(read(lines(*rows)))
    threads = read(lines(*rows), lenient=True)
    assert [[c.id for c in t.comments] for t in threads] == [["c1", "2"]]
    assert len(threads.repairs) == 1


def test_a_wrong_time_is_left_out_when_lenient() -> None:
    rows = [said("c1", "t3_s1", "A.", created_utc="noon")]
    with pytest.raises(ReadError, match="stream:1: created: expected a time"):
        list(read(lines(*rows)))
    threads = read(lines(*rows), lenient=True)
    assert [c.created for t in threads for c in t.comments] == [None]
    assert len(threads.repairs) == 1


def test_damaged_lines_are_told_one_by_one() -> None:
    good = json.dumps(said("c1", "t3_s1", "A."))
    dump = f'{good}\n{{"id": "c2", "bo\n[1, 2]\n{good.replace("c1", "c4")}\n'
    with pytest.raises(ReadError, match=r"^stream:2:14: expected JSON, got: Unterminated string"):
        list(read(io.StringIO(dump)))
    rejects: list[Reject] = []
    threads = list(read(io.StringIO(dump), rejects=rejects.append))
    assert [c.id for t in threads for c in t.comments] == ["c1", "c4"]
    assert [(r.line, r.reason.partition(",")[0]) for r in rejects] == [
        (2, "column 14: expected JSON"),
        (3, "expected a comment or a submission"),
    ]


def test_the_three_entities_once() -> None:
    assert unescaped("&amp;gt; &lt;b&gt; &quot;") == "&gt; <b> &quot;"


def test_quick_rows_and_slow_ones_agree() -> None:
    rows = [said("t1_c1", "t3_s1", "&gt; A", author="[deleted]"), said("c2", "t1_c1", "[removed]")]
    quick = list(read(lines(*rows), "reddit"))
    slow = list(read(io.StringIO(json.dumps(rows)), "reddit"))
    assert quick == slow
