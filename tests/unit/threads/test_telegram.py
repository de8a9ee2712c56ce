from __future__ import annotations

import io
import json
from typing import Any

import pytest

from modscore.errors import ReadError
from modscore.records import Thread
from modscore.threads.read import Reject, read
from modscore.threads.telegram import text_of


def said(id: int, text: object, **more: object) -> dict[str, object]:
    when = {"date": "2024-01-02T03:04:05", "date_unixtime": "1704164645"}
    return {
        "id": id,
        "type": "message",
        "from": "Ann",
        "from_id": "user1",
        "text": text,
        **when,
        **more,
    }


def chat(*messages: object, id: int = 9) -> dict[str, object]:
    return {"name": "Cats", "type": "private_group", "id": id, "messages": list(messages)}


def only(value: object, **options: Any) -> Thread:
    threads = read(io.StringIO(json.dumps(value)), **options)
    (thread,) = threads
    assert threads.format == "telegram"
    return thread


def test_messages_and_answers() -> None:
    thread = only(
        chat(
            said(1, "", type="service", action="create_group", actor="Ann"),
            said(2, "Hi."),
            said(3, ["See ", {"type": "bold", "text": "this"}], reply_to_message_id=2),
            said(4, "x", reply_to_message_id=2, reply_to_peer_id="channel5"),
            said(5, "", photo="(File not included.)"),
            said(6, "Their words.\nTwo.", forwarded_from=None, **{"from": None}),
        )
    )
    assert (thread.id, thread.title) == ("9", "Cats")
    assert [(c.id, c.parent, c.text) for c in thread.comments] == [
        ("1", None, ""),
        ("2", None, "Hi."),
        ("3", "2", "See this"),
        ("4", None, "x"),
        ("5", None, ""),
        ("6", None, "> Their words.\n> Two."),
    ]
    assert [c.author for c in thread.comments] == ["Ann"] * 5 + ["user1"]
    assert str(thread.comments[1].created) == "2024-01-02 03:04:05+00:00"


MARKED = [
    ([], ""),
    (["a", {"type": "blockquote", "text": "b\nc"}, "d"], "a\n> b\n> c\nd"),
    ([{"type": "pre", "text": "x = 1", "language": "py"}, "d"], "```py\nx = 1\n```\nd"),
    ([{"type": "pre", "text": "a"}, {"type": "pre", "text": "b"}], "```\na\n```\n```\nb\n```"),
    ([{"type": "code", "text": "x`y"}], "``x`y``"),
    ([{"type": "text_link", "text": "so", "href": "https://a.example/b"}], "[so](https://a.example/b)"),
    ([{"type": "link", "text": "https://a.example"}, " ok"], "https://a.example ok"),
    ([{"type": "spoiler", "text": "s"}, {"type": "mention", "text": "@bob"}], "s@bob"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "text"), MARKED)
def test_marks(parts: list[object], text: str) -> None:
    assert text_of(parts) == text


@pytest.mark.parametrize("bad", [7, [7], [{"type": "bold"}], {"a": 1}])
def test_what_is_no_text(bad: object) -> None:
    assert text_of(bad) == bad


def test_all_chats_of_an_account() -> None:
    whole = {"about": "x", "chats": {"list": [chat(said(1, "a")), chat(said(1, "b"), id=8)]}}
    threads = read(io.StringIO(json.dumps(whole, indent=1)))
    assert [(t.id, [c.text for c in t.comments]) for t in threads] == [("9", ["a"]), ("8", ["b"])]
    assert threads.format == "telegram"


def test_wrong_values_circles_and_a_cut_file() -> None:
    value = chat(
        said(1, "a", reply_to_message_id=2), said(2, "b", reply_to_message_id=1), 7, said(3, 5)
    )
    rejects: list[Reject] = []
    thread = only(value, rejects=rejects.append)
    assert [c.parent for c in thread.comments] == [None, "1"]
    assert [one.reason for one in rejects] == [
        "messages[2]: expected a mapping, got 7",
        "messages[3].text: expected a string, got 5",
    ]
    with pytest.raises(ReadError, match=r"messages\[2\]: expected a mapping"):
        only(value)
    with pytest.raises(ReadError, match="expected JSON"):
        list(read(io.StringIO(json.dumps(value, indent=1)[:-50])))
