# ruff: noqa: E501 - made-up exports read better unbroken
"""Messenger and WhatsApp."""

from __future__ import annotations

import io
import json

import pytest

from modscore.errors import ReadError
from modscore.threads import whatsapp
from modscore.threads.messenger import repaired
from modscore.threads.read import read


def test_messenger_turns_the_order_and_mends_the_letters() -> None:
    broken = "Żółw 😀".encode().decode("latin-1")
    messages: list[dict[str, object]] = [
        {"sender_name": "Ann", "timestamp_ms": 1700000003000, "content": "You removed it.", "is_unsent": True},
        {"sender_name": "Ann", "timestamp_ms": 1700000002000, "photos": [{"uri": "a.jpg"}], "ip": "192.0.2.9"},
        {"sender_name": broken, "timestamp_ms": 1700000001000, "content": broken},
        {"sender_name": "Ann", "timestamp_ms": 1700000000000, "content": "Hi."},
    ]  # fmt: skip
    whole = {"participants": [{"name": "Ann"}], "messages": messages, "title": broken}
    threads = read(io.StringIO("\ufeff" + json.dumps({**whole, "thread_path": "inbox/a_1"})))
    (thread,) = threads
    assert threads.format == "messenger"
    assert (thread.id, thread.title) == ("inbox/a_1", "Żółw 😀")
    assert [(c.id, c.author, c.text) for c in thread.comments] == [
        ("1", "Ann", "Hi."),
        ("2", "Żółw 😀", "Żółw 😀"),
        ("3", "Ann", ""),
        ("4", "Ann", ""),
    ]
    assert "192.0.2" not in repr(thread)


@pytest.mark.parametrize("text", ["Żółw", "café", "\ud800", "plain", "Ã"])
def test_what_was_not_broken_stays(text: str) -> None:
    assert repaired(text) == text


STYLES = {
    "12/31/20, 23:55 - Ann: Hi.\n1/2/21, 08:01 - Bob: Yo.\n": ["2020-12-31 23:55", "2021-01-02 08:01"],
    "31/12/2020, 23:55 - Ann: Hi.\n02/01/2021, 08:01 - Bob: Yo.\n": ["2020-12-31 23:55", "2021-01-02 08:01"],
    "[31.12.20, 11:55:07 PM] Ann: Hi.\n[02.01.21, 8:01:00 AM] Bob: Yo.\n": ["2020-12-31 23:55", "2021-01-02 08:01"],
    "2020-12-31, 23:55 - Ann: Hi.\n2021-01-02, 08:01 - Bob: Yo.\n": ["2020-12-31 23:55", "2021-01-02 08:01"],
    "\u200e[05/02/21 10:00:00\u202fa.m.] Ann: Hi.\n[01/03/21 10:00:00] Bob: Yo.\n": ["2021-02-05 10:00", "2021-03-01 10:00"],
    "2/5/21, 10:00 - Ann: Hi.\n3/1/21, 10:00 - Bob: Yo.\n": ["2021-02-05 10:00", "2021-03-01 10:00"],
}  # fmt: skip


@pytest.mark.parametrize("text", STYLES)
def test_heads_and_the_order_of_the_date(text: str) -> None:
    threads = read(io.StringIO(text))
    (thread,) = threads
    assert threads.format == "whatsapp"
    assert [(c.author, c.text) for c in thread.comments] == [("Ann", "Hi."), ("Bob", "Yo.")]
    assert [str(c.created)[:16] for c in thread.comments] == STYLES[text]


def test_lines_that_carry_on_and_what_is_no_speech() -> None:
    head = "12/09/20, 23:55 - "
    lines = [
        "Messages are end-to-end encrypted.",
        "Ann: One:\ntwo\n\n12/09 three",
        "Ann: <Media omitted>",
        "Bob: This message was deleted",
        "Bob: IMG-1.jpg (file attached)",
        "Bob: So. <This message was edited>",
        "Bob: ",
    ]
    (thread,) = read(io.StringIO("".join(f"{head}{line}\n" for line in lines)))
    assert [(c.id, c.text) for c in thread.comments] == [
        ("1", ""),
        ("2", "One:\ntwo\n\n12/09 three"),
        ("3", ""),
        ("4", ""),
        ("5", ""),
        ("6", "So."),
        ("7", ""),
    ]


def test_ordinary_text_is_no_chat() -> None:
    assert not whatsapp.begins("12/09/20 was a Saturday - Ann: hi")
    with pytest.raises(ReadError, match="stream:1: expected a message such as"):
        list(read(io.StringIO("Hello.\n"), "whatsapp"))
