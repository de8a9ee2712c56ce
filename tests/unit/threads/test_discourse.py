# ruff: noqa: E501 - made-up exports read better unbroken
from __future__ import annotations

import io
import json
from typing import Any

import pytest

from modscore.errors import ReadError
from modscore.records import Thread
from modscore.threads.read import Reject, read


def post(
    number: int, cooked: object = "<p>Hi.</p>", to: object = None, **more: Any
) -> dict[str, Any]:
    shape = {"id": 100 + number, "post_number": number, "post_type": 1, "cooked": cooked}
    shape |= {"reply_to_post_number": to, "username": f"user{number}", "topic_id": 9}
    return shape | {"created_at": "2024-03-01T10:00:00.000Z", **more}


def topic(*posts: object, **more: object) -> dict[str, object]:
    return {"post_stream": {"posts": list(posts), "stream": []}, "id": 9, "title": "Bins", **more}


def only(value: object, **options: Any) -> Thread:
    threads = read(io.StringIO(json.dumps(value)), **options)
    (thread,) = threads
    assert threads.format == "discourse"
    return thread


def tree(thread: Thread) -> list[tuple[str, str | None, str]]:
    return [(c.id, c.parent, c.text) for c in thread.comments]


def test_post_one_is_the_article_and_answers_go_by_number() -> None:
    thread = only(
        topic(
            post(1, "<p>Who takes them <b>out</b>?</p>"),
            post(2, "<p>Not me.</p>", 1),
            post(3, "<p>Why <em>not</em>?</p>", 2),
            post(4, raw="Typed *so*."),
        )
    )
    assert (thread.id, thread.title, thread.article) == ("9", "Bins", "Who takes them out?")
    assert tree(thread) == [
        ("102", None, "Not me."),
        ("103", "102", "Why not?"),
        ("104", None, "Typed *so*."),
    ]
    assert thread.comments[0].author == "user2"
    assert str(thread.comments[0].created) == "2024-03-01 10:00:00+00:00"


def test_quotes_are_marked_and_titles_of_quotes_are_not_speech() -> None:
    quote = (
        '<aside class="quote" data-username="user2" data-post="2" data-topic="9">'
        '<div class="title">user2:</div><blockquote><p>Not me.</p></blockquote></aside><p>Yes, you.</p>'
    )
    thread = only(topic(post(1), post(2, "<p>Not me.</p>"), post(3, quote)))
    lines = thread.comments[1].text.splitlines()
    assert "> Not me." in lines
    assert lines[-1] == "Yes, you."


def test_stubs_keep_the_tree() -> None:
    gone: list[dict[str, object]] = [
        {"hidden": True},
        {"deleted_at": "2024-03-02T00:00:00Z"},
        {"user_deleted": True},
        {"post_type": 3},
        {"post_type": 2, "cooked": None},
    ]
    for more in gone:
        thread = only(topic(post(1), post(2, **{"cooked": "<p>x</p>", **more}), post(3, to=2)))
        assert tree(thread) == [("102", None, ""), ("103", "102", "Hi.")]


def test_pages_of_one_topic_join_and_a_missing_parent_is_counted() -> None:
    pages = [
        topic(post(1), post(2)),
        {"post_stream": {"posts": [post(3, to=2), post(5, to=4)]}, "id": 9},
    ]
    (thread,) = read(io.StringIO("\n".join(map(json.dumps, pages))))
    assert [(c.id, c.parent) for c in thread.comments] == [
        ("102", None),
        ("103", "102"),
        ("105", None),
    ]
    assert "got 1 that are not (the first 'post number 4')" in thread.repairs[0]


@pytest.mark.parametrize(
    "value",
    [
        post(2),
        [post(3, to=2), post(2)],
        {"latest_posts": [post(3, to=2), post(2)]},
        {"latest_posts": [post(3, to=2, topic_title="Bins"), post(2, topic_id=8)]},
    ],
)
def test_other_answers_of_the_api(value: object) -> None:
    threads = read(io.StringIO(json.dumps(value)))
    found = {c.id for thread in threads for c in thread.comments}
    assert threads.format == "discourse"
    assert found <= {"102", "103"}
    assert "102" in found


def test_what_is_no_post_is_rejected() -> None:
    value = topic(post(1), 7, post(2, 5), post(3, id=[1]), post(4), post(5, to={"a": 1}))
    rejects: list[Reject] = []
    thread = only(value, rejects=rejects.append)
    assert [c.text for c in thread.comments] == ["Hi."] * 3
    assert [one.reason for one in rejects] == [
        "post_stream.posts[1]: expected a mapping, got 7",
        "post_stream.posts[2].text: expected a string, got 5",
    ]
    with pytest.raises(ReadError, match=r"stream:1: post_stream.posts\[1\]: expected a mapping"):
        only(value)
    with pytest.raises(ReadError, match="expected a topic or a post, got 5"):
        list(read(io.StringIO("[5]"), "discourse"))


def test_a_circle_is_cut() -> None:
    thread = only(topic(post(2, to=3), post(3, to=2)))
    assert [c.parent for c in thread.comments] == [None, "102"]
    assert "circle" in thread.repairs[0]
