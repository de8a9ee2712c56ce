"""Scores in words: what a moderator reads, and what never reaches a terminal."""

from __future__ import annotations

from modscore import wording
from modscore.records import Attributes, Claim, CommentScore, Estimates, Finding

NONE = Estimates(0, 0, 0, 0, 0, 0)


def scored(
    text: str,
    *,
    findings: tuple[Finding, ...] = (),
    claims: tuple[Claim, ...] = (),
    flags: tuple[str, ...] = (),
    estimates: Estimates = NONE,
    uncertain: str | None = None,
) -> CommentScore:
    return CommentScore(
        id="7",
        text=text,
        toxicity=0.8,
        unsupported_claims=0.4,
        shouting=0.0,
        quality=0.3,
        attributes=Attributes(0, 0, 0, 0.7, 0),
        estimates=estimates,
        claims=claims,
        findings=findings,
        flags=flags,
        uncertain=uncertain,
    )


def test_an_explanation_names_the_words_the_reason_and_the_kind() -> None:
    found = Finding("toxicity", "rule:insults.noun", 8, 13, 0.6, "Calls somebody a name.")
    said = scored("You are idiot", findings=(found,), flags=("toxicity",)).explain()
    assert said.splitlines() == [
        "Marked for toxicity "
        "(toxicity 0.80, unsupported claims 0.40, shouting 0.00, quality 0.30).",
        "- “idiot”: Calls somebody a name. (0.60)",
        "- Its kind: insult.",
    ]


def test_many_flags_are_listed_as_one_says_them() -> None:
    said = scored("You are idiot", flags=("toxicity", "insult", "threat")).explain()
    assert said.startswith("Marked for toxicity, insult and threat (")


def test_overlapping_reasons_are_told_once_by_the_strongest() -> None:
    weak = Finding("toxicity", "rule:a.b", 0, 5, 0.3, "Weak.")
    strong = Finding("toxicity", "rule:a.c", 2, 9, 0.9, "Strong.")
    said = scored("abcdefghi", findings=(weak, strong)).explain()
    assert "Strong." in said
    assert "Weak." not in said


def test_weighty_claims_are_told_and_small_ones_not() -> None:
    big = Claim(0, 4, 0.8, 0.0, 0.6, 0.8, why="No source.")
    small = Claim(5, 9, 0.2, 0.0, 0.6, 0.2, why="Trifle.")
    said = scored("abcd efgh", claims=(big, small)).explain()
    assert "“abcd”: No source. (0.80)" in said
    assert "Trifle" not in said


def test_the_models_part_names_its_words() -> None:
    found = Finding("toxicity", "model:m", 0, 4, 0.5, "Words.")
    e = Estimates(0.6, 0, 0, 0, 0, 0)
    assert (
        "(0.60, most of it from “vile”)"
        in scored("vile x", findings=(found,), estimates=e).explain()
    )


def test_little_ground_is_told() -> None:
    assert "- Little to go by: no words." in scored("?", uncertain="no words").explain()


def test_nothing_reaches_a_terminal_that_it_could_obey() -> None:
    text = "a\x1b[31mred\x1b[0m\u202eevil\x07\ud800\r\nend"
    for shown in (wording.safe(text), repr(scored(text)), wording.quoted(text, 0, len(text))):
        assert all(c.isprintable() for c in shown)


def test_long_stretches_are_shortened() -> None:
    assert len(wording.quoted("x" * 10_000, 0, 10_000)) <= wording.SHOWN + 2
    assert wording.quoted("short", 0, 5) == "“short”"


def test_emoji_sequences_stay_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert wording.safe(family) == family
