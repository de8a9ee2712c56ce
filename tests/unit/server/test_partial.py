"""The parameter ``fields``: parts of an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from modscore.server.perspective import partial
from modscore.server.refusal import Refusal

Make = Callable[..., TestClient]

NAMES = ("a", "attributeScores", "list")
ANSWER: dict[str, Any] = {
    "a": 1,
    "attributeScores": {"X": {"value": 1, "type": "P"}, "Y": {"value": 2, "type": "P"}},
    "list": [{"b": 1, "c": 2}, {"b": 3, "c": 4}],
}


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ("", ANSWER),
        ("*", ANSWER),
        ("a", {"a": 1}),
        (" a , list/b ", {"a": 1, "list": [{"b": 1}, {"b": 3}]}),
        ("attributeScores/X", {"attributeScores": {"X": ANSWER["attributeScores"]["X"]}}),
        ("attribute_scores/*/value", {"attributeScores": {"X": {"value": 1}, "Y": {"value": 2}}}),
        (
            "attributeScores(X/value,Y(type))",
            {"attributeScores": {"X": {"value": 1}, "Y": {"type": "P"}}},
        ),
        ("list/b,list/c", {"list": ANSWER["list"]}),
        ("list/b,list", {"list": ANSWER["list"]}),
        ("attributeScores(*/value,X)", {"attributeScores": {
            "X": ANSWER["attributeScores"]["X"], "Y": {"value": 2}}}),
        ("attributeScores/Z", {"attributeScores": {}}),
    ],
)  # fmt: skip
def test_what_is_named_goes_out(fields: str, wanted: Any) -> None:
    assert partial.of(ANSWER, partial.asked({"fields": fields}, NAMES)) == wanted
    assert partial.of(ANSWER, partial.asked({"$fields": fields}, NAMES)) == wanted


@pytest.mark.parametrize(
    "fields",
    [
        *("a,", ",", "a/", "/a", "a(b", "a)b", "a b", "(a)", "none", "a%", "é"),
        *("a/" * 20 + "a", "a(" * 999, "a," * 1500),
    ],
)
def test_what_names_nothing_is_refused(fields: str) -> None:
    with pytest.raises(Refusal) as caught:
        partial.asked({"fields": fields}, NAMES)
    assert caught.value.code == 400
    assert caught.value.message == "Request contains an invalid argument."
    assert "Error expanding 'fields'" in str(caught.value.details)


@given(st.text("ab/(),* ", max_size=40))
def test_any_text_is_a_mask_or_refused(fields: str) -> None:
    try:
        mask = partial.asked({"fields": fields}, ("a", "b"))
    except Refusal:
        return
    partial.of(ANSWER, mask)


def test_over_http(make: Make) -> None:
    client = make()
    body = {"comment": {"text": "You idiot."}, "requestedAttributes": {"TOXICITY": {}}}
    path = "/v1alpha1/comments:analyze"
    whole = client.post(path, json=body)
    part = client.post(f"{path}?fields=languages,attributeScores/TOXICITY/summaryScore", json=body)
    summary = whole.json()["attributeScores"]["TOXICITY"]["summaryScore"]
    assert part.json() == {
        "languages": ["en"],
        "attributeScores": {"TOXICITY": {"summaryScore": summary}},
    }
    assert part.headers["x-modscore-models"] == whole.headers["x-modscore-models"]
    refused = client.post(f"{path}?fields=nothing", json=body).json()["error"]
    assert (refused["code"], refused["status"]) == (400, "INVALID_ARGUMENT")
