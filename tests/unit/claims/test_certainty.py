"""Certainty: hedges, boosters and universals, each in the clause where it stands."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.claims.certainty import (
    _ASIDE,
    _CLAUSE,
    PLAIN,
    _undivided,
    certainty,
    in_words,
)
from modscore.claims.marks import Sign, settled

AMOUNT = {"hedge": 0.6, "booster": 0.52, "universal": 0.42}


def sure(text: str, **cues: str) -> float:
    """The certainty of a sentence; ``cues``: the words that are a cue, by kind."""
    signs = [
        Sign(text.index(words), text.index(words) + len(words), kind, AMOUNT.get(kind, 0.5))
        for kind, words in cues.items()
    ]
    return certainty(text, 0, len(text), settled(signs))


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("hedge", "probably", "hedged"),
        ("booster", "obviously", "boosted"),
        ("universal", "always", "boosted"),
    ],
)
def test_a_cue_in_the_claims_clause_tells(kind: str, words: str, said: str) -> None:
    assert in_words(sure(f"They {words} emptied the fund.", **{kind: words})) == said


def test_a_hedge_on_another_clause_leaves_the_claim_plain() -> None:
    text = "Perhaps it will rain tomorrow at the harbour, but the mayor stole the fund"
    assert in_words(sure(text, hedge="Perhaps", accusation="stole")) == "plain"
    assert (
        in_words(sure(text.replace("but", "and"), hedge="Perhaps", accusation="stole")) == "hedged"
    )


def test_the_clause_with_the_accusation_counts_though_it_is_short() -> None:
    text = "Perhaps the weather in the far north of the isles was bad that year; he stole it"
    assert in_words(sure(text, hedge="Perhaps", accusation="stole")) == "plain"
    assert in_words(sure(text, hedge="Perhaps")) == "hedged"


def test_a_hedge_in_brackets_is_beside_the_claim() -> None:
    text = "The mayor (whom I never met, I think) emptied the whole fund"
    assert in_words(sure(text, hedge="I think")) == "plain"
    assert in_words(sure(text.replace("(", ", ").replace(")", ","), hedge="I think")) == "hedged"


def test_the_text_after_brackets_is_still_the_same_clause() -> None:
    text = "I believe that this man (a fine one) was the mayor who emptied the fund"
    assert in_words(sure(text, hedge="I believe")) == "hedged"


def test_cannot_possibly_is_no_hedge() -> None:
    text = "It cannot possibly be true"
    signs = [Sign(3, 18, "booster", 0.52), Sign(10, 18, "hedge", 0.65)]
    assert [sign.kind for sign in settled(signs)] == ["booster"]
    assert in_words(certainty(text, 0, len(text), settled(signs))) == "boosted"


def test_slight_words_alone_leave_it_plain() -> None:
    for kind in ("hedge", "booster", "universal"):
        assert in_words(certainty("So it is", 0, 8, [Sign(0, 2, kind, 0.2)])) == "plain"


def test_padding_with_hedges_takes_off_only_so_much() -> None:
    one = certainty("x " * 500, 0, 1000, [Sign(0, 1, "hedge", 0.6)])
    many = [Sign(2 * n, 2 * n + 1, "hedge", 0.6) for n in range(500)]
    assert 0 < certainty("x " * 500, 0, 1000, many) <= one < PLAIN


def test_a_sentence_of_many_clauses_takes_linear_time() -> None:
    text = "perhaps; (but) never: " * 20_000
    cues = [Sign(k, k + 7, "hedge", 0.6) for k in range(0, len(text), 22)]
    began = time.process_time()
    certainty(text, 0, len(text), cues)
    assert time.process_time() - began < 5


_PIECES = [*" \n,;:.-()\u2014\u2026", "..", ", ", "  ", " - "]
_WORDS = ["but", "BUT", "though", "while", "wh\u0131le", "\u017fo", "so", "it", "attribute"]


@given(st.lists(st.sampled_from(_PIECES + _WORDS), max_size=20).map("".join))
def test_what_a_glance_shows_is_what_reading_finds(sentence: str) -> None:
    if _undivided(sentence):
        assert not _CLAUSE.search(sentence)
        assert not _ASIDE.search(sentence)


def test_a_blank_parts_only_before_a_dash_or_a_word_that_parts() -> None:
    text = "It rained but they lied  however - and, so it goes"
    assert [match.start() for match in _CLAUSE.finditer(text)] == [9, 23, 32, 38]
    assert _undivided("It rained all day.")
