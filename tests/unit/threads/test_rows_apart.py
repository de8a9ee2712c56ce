"""Rows that name no thread, each as a thread of its own; and the lines of comments."""

from __future__ import annotations

import io
from typing import Any

import pytest

from modscore import ReadError, read
from modscore.threads.read import Reject

ROWS = (
    '{"id": 7, "text": "One.", "parent": 3}\n'
    '{"id": 8, "text": "Two.", "thread": "t"}\n'
    '{"text": "Three."}\n'
    '{"id": 8, "text": "Four."}\n'
    '{"id": 9, "text": "Five.", "thread": "t", "parent": 8}\n'
)


def found(text: str, **settings: Any) -> list[tuple[str, list[str], tuple[int | None, ...]]]:
    threads = read(io.StringIO(text), **settings)
    return [(one.id, [c.id for c in one.comments], threads.lines) for one in threads]


def test_rows_without_a_thread_stand_apart() -> None:
    assert found(ROWS, format="jsonl", apart=True) == [
        ("7", ["7"], (1,)),
        ("3", ["3"], (3,)),
        ("8", ["8"], (4,)),
        ("t", ["8", "9"], (2, 5)),
    ]


def test_without_apart_they_are_one_thread() -> None:
    text = '{"id": 1, "text": "One."}\n{"text": "Two.", "parent": 1}\n'
    assert found(text, format="jsonl") == [("1", ["1", "2"], (1, 2))]


def test_tables_and_strings_too() -> None:
    assert found("text,id\nHello.,\nYes.,b\n", format="csv", apart=True) == [
        ("2", ["2"], (2,)),
        ("b", ["b"], (3,)),
    ]
    assert found('"Hello."\n"Yes."\n', format="jsonl", apart=True)[1] == ("2", ["2"], (2,))
    assert found('[{"text": "Hello."}]', format="json", apart=True) == [("1", ["1"], (None,))]


def test_rows_that_are_dropped_take_no_line_from_others() -> None:
    rows = ROWS.replace('"Two."', "5")
    told: list[Reject] = []
    assert found(rows, format="jsonl", apart=True, rejects=told.append)[-1] == ("t", ["9"], (5,))
    assert [one.line for one in told] == [2]
    with pytest.raises(ReadError, match=r"stream:2: text"):
        found(rows, format="jsonl", apart=True)
    alone = '{"text": 5}\n{"text": "Hello."}\n'
    assert found(alone, format="jsonl", apart=True, rejects=told.append) == [("2", ["2"], (2,))]


def test_plain_text_has_no_lines() -> None:
    assert found("One.\nTwo.\n", apart=True) == [("1", ["1", "2"], ())]
