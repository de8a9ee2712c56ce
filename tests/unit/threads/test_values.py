from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.errors import ReadError
from modscore.threads import values as module
from modscore.threads.head import Head
from modscore.threads.source import Source
from modscore.threads.values import values


def found(text: str, **options: Any) -> tuple[list[tuple[int, Any]], list[str]]:
    source = Source(io.StringIO(text), **options)
    return list(values(source)), source.repairs


GOOD: list[tuple[str, list[tuple[int, Any]]]] = [
    ("", []),
    ("  \n", []),
    ("[]", []),
    ('{"a": 1}', [(1, {"a": 1})]),
    ('\n{"a": 1}\n\n{"b": 2}\n', [(2, {"a": 1}), (4, {"b": 2})]),
    ('{\n"a": 1\n}\n{\n"b": 2}', [(1, {"a": 1}), (4, {"b": 2})]),
    ('{"a": 1}{"b": 2}', [(1, {"a": 1}), (1, {"b": 2})]),
    ('[1, {"a":\n2},\n"x", null]', [(1, 1), (1, {"a": 2}), (3, "x"), (3, None)]),
    ('[{"a": 1}]\n[{"b": 2}]', [(1, {"a": 1}), (2, {"b": 2})]),
    ('[{"a": "\ud800"}]', [(1, {"a": "\ud800"})]),
    ('{"a": "\ud800"}\n{"b": 1}', [(1, {"a": "\ud800"}), (2, {"b": 1})]),
]


@pytest.mark.parametrize(("text", "expected"), GOOD)
def test_values_with_their_lines(text: str, expected: list[tuple[int, Any]]) -> None:
    assert found(text) == (expected, [])


BAD = [
    ("[1,", 1, "expected ] at the end of a list, got the end of the file", 1),
    ("[1 2]", 1, "expected , or ] in a list, got '2'", 1),
    ("[1] 2", 1, "expected the end behind a list, got '2'", 1),
    ('[{"a": 1},\n{b}]', 2, "expected JSON, got: ", 1),
    ('{"a": 1}\n{"b": \n{"c": 1}', 2, "expected JSON, got: ", 2),
    ('{"a": 1]\n{"b": 2}\n', 1, "expected JSON, got: ", 1),
    ('{"a":\n1]', 2, "expected JSON, got: ", 0),
    ("[" * 100_000, 1, "expected JSON of sane depth, got deeper", 0),
    ('{"a":' * 100_000, 1, "expected JSON of sane depth, got deeper", 0),
    ('{"a": 1}\n' + '{"a":' * 100_000 + "\n{}", 2, "expected JSON of sane depth, got deeper", 2),
    ('{"a": 1}\n{"a": ' + "9" * 5_000 + "}", 2, "expected JSON, got: ", 1),
]


@pytest.mark.parametrize(("text", "line", "reason", "kept"), BAD)
def test_faults_are_told_with_their_line(text: str, line: int, reason: str, kept: int) -> None:
    with pytest.raises(ReadError) as caught:
        found(text)
    assert str(caught.value).startswith(f"stream:{line}:")
    assert reason in str(caught.value)
    good, repairs = found(text, lenient=True)
    assert len(good) == kept
    assert len(repairs) == 1


@given(
    st.lists(
        st.recursive(
            st.none() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        )
    ),
    st.sampled_from([None, 1]),
)
def test_a_list_comes_back_whatever_the_chunks(rows: list[Any], indent: int | None) -> None:
    text = json.dumps(rows, ensure_ascii=False, indent=indent)
    assert [value for _, value in found(text)[0]] == rows


def test_a_list_larger_than_a_chunk() -> None:
    rows = [{"i": i, "t": "x" * (i % 3_000) + 'é"\\'} for i in range(500)]
    for indent in (None, 1):
        assert [v for _, v in found(json.dumps(rows, indent=indent))[0]] == rows
    huge = [{"t": "x" * 3_000_000}]
    assert [v for _, v in found(json.dumps(huge))[0]] == huge


def test_an_absurd_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from modscore.threads import source

    monkeypatch.setattr(source, "LONGEST_LINE", 1_000)
    monkeypatch.setattr(module, "LONGEST_LINE", 1_000)
    with pytest.raises(ReadError):
        found('{"a": 1}\n{"a": "' + "x" * 1_100 + '"}')


def test_keys_in_a_head() -> None:
    head = Head('[{"kind": "Listing", "data": {"chi": [[1, {"x": 3}], {"y": "z:"}]}}, {"q": ["a')
    assert head.has("[].kind", "[].data.chi", "[].data.chi[].y", "[].data.chi[][].x", "[].q")
    assert not head.has("[].a")
    assert Head('{"a": 1}', ".txt").paths == frozenset()
    assert Head('{"a": "' + '\\"' * 30_000).paths == {"a"}
    assert Head("[" * 60_000).paths == frozenset()
    assert Head('<?xml version="1.0"?>\n<!-- <b> -->\n<rss>', ".xml").root == "rss"
    assert Head("plain < text").root == ""
