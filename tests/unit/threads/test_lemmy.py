from __future__ import annotations

import io
import json

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read

POST = {
    "id": 7,
    "name": "Pool closed",
    "body": "Since **May**.",
    "ap_id": "https://a.example/post/7",
}


def view(path: str, content: object, **more: object) -> dict[str, object]:
    comment = {"id": int(path.rpartition(".")[2]), "post_id": 7, "content": content, "path": path}
    comment |= {"creator_id": 3, "published": "2024-01-02T03:04:05.678901Z"}
    comment |= more
    return {"comment": comment, "creator": {"name": "ann"}, "post": POST, "counts": {"score": 1}}


@pytest.mark.parametrize("key", ["comments", "items"])
@pytest.mark.parametrize("indent", [None, 1])
def test_both_versions_of_the_api(key: str, indent: int | None) -> None:
    views = [view("0.1", "Why?"), view("0.1.4", "> Why?\n\nMoney."), view("0.2", "Ok.")]
    if key == "items":
        for one in views:
            one["comment"]["published_at"] = one["comment"].pop("published")  # type: ignore[index, attr-defined]
    whole = json.dumps({key: views, "next_page": None}, indent=indent)
    threads = read(io.StringIO(whole))
    (thread,) = threads
    assert threads.format == "lemmy"
    assert (thread.id, thread.title, thread.article) == ("7", "Pool closed", "Since **May**.")
    assert [(c.id, c.parent) for c in thread.comments] == [("1", None), ("4", "1"), ("2", None)]
    assert thread.comments[1].text == "> Why?\n\nMoney."
    assert thread.comments[0].author == "ann"
    assert thread.comments[0].created is not None


def test_pages_one_after_another_and_removed_comments() -> None:
    pages = [
        {"comments": [view("0.1", "spam", removed=True), view("0.1.2", "bye", deleted=True)]},
        {"comments": [view("0.1.2.3", "What?")]},
    ]
    (thread,) = read(io.StringIO("\n".join(map(json.dumps, pages))))
    assert [(c.text, c.parent) for c in thread.comments] == [("", None), ("", "1"), ("What?", "2")]


def test_posts_without_comments_are_articles() -> None:
    (thread,) = read(io.StringIO(json.dumps({"posts": [{"post": POST, "creator": {}}]})))
    assert (thread.title, thread.comments) == ("Pool closed", ())


def test_a_malformed_view_is_told_and_left_out() -> None:
    views = [view("0.1", "A"), view("0.2", 3), {"x": 1}, view("0.3", "C")]
    whole = json.dumps({"comments": views})
    with pytest.raises(ReadError) as caught:
        list(read(io.StringIO(whole)))
    fault = "comments[1].comment.content: expected a string, got 3"
    assert str(caught.value) == f"stream:1: {fault}"
    rejects: list[Reject] = []
    assert [len(t.comments) for t in read(io.StringIO(whole), rejects=rejects.append)] == [2]
    assert [r.reason for r in rejects] == [
        fault,
        "comments[2].comment: expected a comment or a post, got a mapping with the key 'x'",
    ]
