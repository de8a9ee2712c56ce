"""Texts that are hostile, endless, foreign or padded: bounded time and sensible answers."""

from __future__ import annotations

import time
from functools import cache

import pytest

import modscore
from modscore.claims.assess import claim_score, comment_score

STOLE = "The mayor stole 40 million dollars from the harbour fund"


@cache
def scorer() -> modscore.Scorer:
    return modscore.Scorer(preset="fast")


def score(text: str) -> modscore.CommentScore:
    return scorer().score([text]).comments[0]


ENDLESS = {
    "one sentence of 100,000 words": "mayor stole " * 50_000,
    "ten thousand one-word sentences": "Liar. " * 10_000,
    "no punctuation at all": f"{STOLE} and everyone knows it ".lower() * 1_000,
    "only links": "https://heron.news/a-1 https://bit.ly/x " * 5_000,
    "hedges": f"{STOLE}, " + "perhaps, maybe, I think, " * 10_000,
    "boosters": f"{STOLE}, " + "obviously, always, no doubt, " * 10_000,
    "fake links": f"{STOLE} " + "https://example.com/study [source](#) " * 5_000,
    "notes": f"{STOLE} [1].\n" * 3_000 + "[1] https://heron.news/a\n" * 3_000,
    "clauses": f"{STOLE}; (perhaps) but - " * 3_000,
    "reported speech": "Lind said that Berg said that " * 5_000,
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=list(ENDLESS))
def test_an_endless_text_takes_bounded_time(text: str) -> None:
    began = time.process_time()
    found = score(text)
    assert time.process_time() - began < 30  # quadratic would take hours
    assert 0.0 <= found.unsupported_claims <= 1.0
    for claim in found.claims:
        assert claim.score == claim_score(claim.worthiness, claim.support, claim.certainty)
    assert found.unsupported_claims == comment_score(found.claims)


def test_a_comment_of_links_alone_claims_nothing() -> None:
    found = score("https://heron.news/mayor-stole-fund https://bit.ly/x\nwww.heron.news")
    assert found.claims == ()
    assert found.unsupported_claims == 0.0
    assert found.uncertain is not None


@pytest.mark.parametrize(
    "text",
    [
        "Мэр украл сорок миллионов рублей из городского фонда.",
        "Der Bürgermeister hat vierzig Millionen Euro aus der Hafenkasse gestohlen.",
        "Belediye başkanı liman fonundan kırk milyon lira çaldı.",
        "市長は港の基金から四千万円を盗んだ。",
        "سرق رئيس البلدية أربعين مليونا من صندوق الميناء.",
    ],
)
def test_another_language_is_uncertain_and_not_zero(text: str) -> None:
    found = score(text)
    assert found.uncertain is not None
    assert 0.0 < found.unsupported_claims < 0.4
    assert "unsupported_claims" not in found.flags
    assert found.claims[0].why.startswith("Cannot be read here")


def test_padding_with_hedges_does_not_hide_an_accusation() -> None:
    bare = score(f"{STOLE}.").unsupported_claims
    padded = score(f"{STOLE}. " + "Perhaps. Maybe so. I think it may rain, possibly. " * 20)
    assert padded.unsupported_claims >= bare
    within = score(f"Perhaps, maybe, possibly, I think, it seems: {STOLE}.").unsupported_claims
    assert within > 0.35 * bare  # hedged five times: lower, not gone


@pytest.mark.parametrize(
    "fake",
    [
        " https://example.com/study",
        " [source]()",
        " [source](#) [study](#top)",
        ' <a href="">proof</a>',
        " https://example.org/a https://example.net/b https://localhost/c" * 5,
        "\n\nhttps://heron.news/recipes/carrot-cake-without-sugar",
    ],
)
def test_fake_and_stray_links_do_not_hide_an_accusation(fake: str) -> None:
    bare = score(f"{STOLE}.").unsupported_claims
    assert score(f"{STOLE}.{fake}").unsupported_claims > 0.55 * bare
    true = score(f"{STOLE}. https://www.harbour.gov/audit/2019").unsupported_claims
    assert true < 0.4 * bare


def test_a_vague_source_is_told_as_such() -> None:
    found = score(f"Everyone knows {STOLE.lower()}.")
    assert "'everyone knows' names nobody" in found.claims[0].why
    assert "no source in the comment" in found.claims[0].why
    assert "does not say which" in score("Studies show that 40% of them lie.").claims[0].why
    said = score(f"It has been reported that {STOLE.lower()}.").claims[0]
    assert said.support < 0.1
    assert "'it has been reported' does not say where" in said.why


def test_what_kind_of_link_it_is_is_told() -> None:
    for link, words in (
        ("https://bit.ly/3ab", "a shortened link"),
        ("https://twitter.com/a/status/1", "a link to a post"),
        ("https://youtu.be/abc", "a link to a video"),
        ("https://www.harbour.gov/audit", "a link to a report or an authority"),
    ):
        assert words in score(f"{STOLE} ({link}).").claims[0].why
