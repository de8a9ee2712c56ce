from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import modscore
from modscore.errors import ModelError, SettingError
from modscore.models import detoxify_load
from modscore.models.detoxify import Detoxify, spoken, windows
from modscore.records import Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared


def _prepared(*texts: str) -> Prepared:
    return prepare([Thread(str(k), (Comment("c", text),)) for k, text in enumerate(texts)])


class Stub:
    """Takes four words at once and says how many of them are "idiot"."""

    version, hash, longest = "0", "ab" * 32, 4

    def __init__(self) -> None:
        self.runs: list[Sequence[int]] = []

    def tokens(self, text: str) -> list[int]:
        return [int(word.strip(".") == "idiot") for word in text.split()]

    def estimates(self, tokens: Sequence[int]) -> list[float]:
        self.runs.append(tokens)
        return [sum(tokens) / 4, 0.0, 0.0, 0.0, len(tokens) / 4, 0.0]


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    network = Stub()
    monkeypatch.setattr(detoxify_load, "load", lambda *_: network)
    return network


@given(st.integers(0, 5000), st.integers(1, 600))
def test_windows_cover_all_tokens_and_overlap(count: int, longest: int) -> None:
    parts = windows(count, longest)
    assert parts[0][0] == 0
    assert parts[-1][1] == count
    for (start, end), (following, _) in pairwise(parts):
        assert start < following <= end - longest // 4
    if len(parts) > 1:
        assert {end - start for start, end in parts} == {longest}
        fewer = len(parts) - 1
        assert fewer * longest - (fewer - 1) * (longest // 4) < count  # one less would not do


def test_text_is_read_as_written() -> None:
    text = 'ÉCOLE!!! see https://example.org/a @sam "you said" 🙂 sh1t'
    assert spoken(_prepared(text, "", "b")) == [text, "", "b"]
    assert spoken(_prepared()) == []


def test_quotes_code_and_markup_are_not_read() -> None:
    plain, quoted, code = spoken(
        _prepared("Be civil.", "> you idiot\n\nBe civil.", "Run `kill -9 idiot` now")
    )
    assert plain == "Be civil."
    assert "idiot" not in quoted
    assert quoted.split() == ["Be", "civil."]
    assert code.split() == ["Run", "now"]


def test_lone_surrogates_become_marks() -> None:
    (text,) = spoken(_prepared("a\ud800b\udfff"))
    assert text == "a\ufffdb\ufffd"


def test_estimates_stand_in_order_and_blanks_get_none(stub: Stub) -> None:
    got = Detoxify().estimate(_prepared("an idiot", " ", "fine", "", "idiot idiot"))
    assert got[:, 0].tolist() == [0.25, 0.0, 0.0, 0.0, 0.5]
    assert got[:, 4].tolist() == [0.5, 0.0, 0.25, 0.0, 0.5]
    assert len(stub.runs) == 3


def test_no_comments_no_rows(stub: Stub) -> None:
    assert Detoxify().estimate(_prepared()).shape == (0, 6)
    assert not stub.runs


@pytest.mark.parametrize("place", range(11))
def test_a_word_anywhere_in_a_long_comment_counts(stub: Stub, place: int) -> None:
    words = ["fine"] * 11
    words[place] = "idiot"
    (row,) = Detoxify().estimate(_prepared(" ".join(words)))
    assert row.tolist() == [0.25, 0.0, 0.0, 0.0, 1.0, 0.0]
    assert len(stub.runs) == 4


def test_the_same_text_runs_once(stub: Stub) -> None:
    got = Detoxify().estimate(_prepared("fine", "an idiot", "fine", "an idiot"))
    assert got[:, 0].tolist() == [0.0, 0.25, 0.0, 0.25]
    assert len(stub.runs) == 2


def test_it_takes_part_in_the_line(stub: Stub) -> None:
    scorer = modscore.Scorer(model=Detoxify("unbiased"))
    kind, rude = scorer.score(["This is not an idiot.", "You are an idiot."]).comments
    assert (kind.estimates.toxicity, rude.estimates.toxicity) == (0.25, 0.25)
    assert {finding.source[:5] for finding in rude.findings} == {"rule:"}
    assert not kind.findings
    used = scorer.provenance.models[0]
    assert (used.id, used.hash) == ("detoxify-unbiased-0", stub.hash)


def test_it_names_no_stretches(stub: Stub) -> None:
    assert Detoxify().spans(_prepared("an idiot", "fine"), [1, 0]) == [[], []]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(SettingError, match=r"Detoxify: name: expected one of original, .* 'best'"):
        Detoxify("best")


@pytest.mark.parametrize("absent", ["detoxify", "torch"])
def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch, absent: str) -> None:
    without: Any = None
    for name in [*sys.modules, "detoxify"]:
        if name.split(".")[0] == "detoxify":
            monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, absent, without)
    with pytest.raises(ModelError) as caught:
        modscore.Detoxify("original")
    message = str(caught.value)
    assert message.startswith("Detoxify: package: expected detoxify and torch (pip install")
    assert "detoxify" in message.split("got:")[1] or absent in message.split("got:")[1]
    assert "\n" not in message
