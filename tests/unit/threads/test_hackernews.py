from __future__ import annotations

import io
import json
from typing import Any

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read

STORY = {
    "id": 1,
    "type": "story",
    "by": "ann",
    "time": 1_700_000_000,
    "title": "Pools",
    "kids": [2],
}


def item(id: int, parent: int, text: str, **more: object) -> dict[str, object]:
    row = {"id": id, "type": "comment", "by": "bo", "time": 1_700_000_060, "parent": parent}
    return {**row, "text": text, **more}


def put(*items: object) -> io.StringIO:
    return io.StringIO("\n".join(map(json.dumps, items)))


def tree(file: object, **options: Any) -> list[tuple[str, list[tuple[str, str | None, str]]]]:
    threads = read(file, **options)
    found = [(t.id, [(c.id, c.parent, c.text) for c in t.comments]) for t in threads]
    assert threads.format == "hackernews"
    return found


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_answers_find_their_story_in_any_order(order: tuple[int, ...]) -> None:
    items = [
        STORY,
        item(2, 1, "Why?"),
        item(3, 2, "Look."),
        {"id": 9, "type": "job", "time": 1, "by": "x", "title": "Hiring", "text": "Us."},
    ]
    threads = {t.id: t for t in read(put(*(items[i] for i in order)), "hackernews")}
    assert set(threads) == {"1", "9"}
    assert threads["1"].title == "Pools"
    parents = {c.id: c.parent for c in threads["1"].comments}
    assert parents == {"2": None, "3": "2"}
    assert threads["1"].repairs == ()
    assert (threads["9"].title, threads["9"].article) == ("Hiring", "Us.")


def test_html_becomes_text() -> None:
    text = (
        "&gt; So what?<p>It&#x27;s <i>fine</i>, see "
        '<a href="https:&#x2F;&#x2F;example.org&#x2F;a&#x2F;long&#x2F;one" rel="nofollow">'
        "https:&#x2F;&#x2F;example.org&#x2F;a&#x2F;lo...</a><p><pre><code>  x = 1\n</code></pre>"
    )
    ((_, [(_, _, found)]),) = tree(put(item(2, 1, text)))
    assert found == (
        "> So what?\n\nIt's fine, see https://example.org/a/long/one\n\n```\n  x = 1\n```"
    )


def test_a_comment_alone_is_a_root_and_counted() -> None:
    (thread,) = read(put(item(2, 1, "Why?", kids=[3])))
    assert (thread.id, thread.comments[0].parent, len(thread.repairs)) == ("1", None, 1)


def test_deleted_items_keep_the_tree() -> None:
    gone = {"id": 2, "type": "comment", "time": 1, "parent": 1, "deleted": True}
    items = [STORY, gone, item(3, 2, "Who?"), item(4, 3, "[flagged]", dead=True), None]
    assert tree(put(*items)) == [("1", [("2", None, ""), ("3", "2", "Who?"), ("4", "3", "")])]


def test_options_of_a_poll_are_its_article() -> None:
    poll = {
        "id": 1,
        "type": "poll",
        "by": "a",
        "time": 1,
        "title": "Tea?",
        "text": "",
        "parts": [2],
    }
    option = {"id": 2, "type": "pollopt", "by": "a", "time": 1, "poll": 1, "text": "Yes."}
    (thread,) = read(put(poll, option))
    assert (thread.id, thread.title, thread.article) == ("1", "Tea?", "Yes.")


def branch(id: int, parent: int | None, text: str | None, *children: object) -> dict[str, object]:
    kind = "comment" if parent else "story"
    row: dict[str, object] = {"id": id, "created_at_i": 1_700_000_000, "author": "cy", "text": text}
    row |= {"parent_id": parent, "story_id": 1, "type": kind, "title": None if parent else "Pools"}
    return {**row, "children": list(children)}


def test_an_algolia_tree() -> None:
    whole = branch(1, None, None, branch(2, 1, "<p>A", branch(3, 2, None)), branch(4, 1, "B"))
    assert tree(io.StringIO(json.dumps(whole, indent=1))) == [
        ("1", [("2", None, "A"), ("3", "2", ""), ("4", None, "B")])
    ]


def test_hits_of_a_search() -> None:
    hits = [
        {"objectID": "3", "created_at_i": 9, "comment_text": "A", "parent_id": 2, "author": "x"},
        {"objectID": "1", "created_at_i": 8, "story_text": "Text.", "title": "Pools"},
    ]
    threads = list(read(io.StringIO(json.dumps({"hits": hits, "nbHits": 2}))))
    assert [(t.id, t.article, len(t.comments)) for t in threads] == [
        ("2", None, 1),
        ("1", "Text.", 0),
    ]


def test_a_malformed_item_is_told_and_left_out() -> None:
    items = [STORY, item(2, 1, "A"), {**item(3, 1, "B"), "text": [1]}, item(4, 1, "C")]
    with pytest.raises(ReadError, match=r"^stream:3: text: expected a string, got a list$"):
        list(read(put(*items)))
    rejects: list[Reject] = []
    assert [len(t.comments) for t in read(put(*items), rejects=rejects.append)] == [2]
    assert rejects == [Reject("stream", 3, "text: expected a string, got a list")]
