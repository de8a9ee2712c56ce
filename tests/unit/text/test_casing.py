from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modscore.records import Comment, Thread
from modscore.text import casing, loudness
from modscore.text.casing import Stretches
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

FLAG = 0.5


def found(
    *texts: str, by: Callable[[Prepared], Stretches] = casing.runs
) -> list[list[tuple[str, float]]]:
    """For each text, alone in its thread, what was found and its strength."""
    batch = prepare([Thread(str(k), (Comment("c", text),)) for k, text in enumerate(texts)])
    columns = by(batch)
    answer: list[list[tuple[str, float]]] = [[] for _ in texts]
    for comment, start, end, _, strength in zip(*(c.tolist() for c in columns), strict=True):
        first = int(batch.starts[comment])
        answer[comment].append((texts[comment][start - first : end - first], strength))
    return answer


def score(*texts: str) -> list[float]:
    """1 - prod(1 - strength) over all that is found in each text."""
    left = [1.0] * len(texts)
    for by in (casing.runs, loudness.stretched, loudness.marks):
        for k, parts in enumerate(found(*texts, by=by)):
            for _, strength in parts:
                left[k] *= 1 - strength
    return [1 - rest for rest in left]


@pytest.mark.parametrize(
    ("text", "run"),
    [
        (
            "They sacked every trainer and CUT ALL CONTACTS WITH THE FEDERATION.",
            "CUT ALL CONTACTS WITH THE FEDERATION",
        ),
        ("It was said WE LEFT NATO TOO SOON by some.", "WE LEFT NATO TOO SOON"),
        ("You should GET 5 DOLLARS BACK from them.", "GET 5 DOLLARS BACK"),
        ("SHUT UP", "SHUT UP"),
        ("I AM DONE", "I AM DONE"),
        ("Well, STOP ICE NOW, or we all pay.", "STOP ICE NOW"),
        ("So GO BRENDA GO is what they sang.", "GO BRENDA GO"),
        ("Так нельзя, ПРЕКРАТИТЕ ЭТО НЕМЕДЛЕННО, прошу.", "ПРЕКРАТИТЕ ЭТО НЕМЕДЛЕННО"),
        ("Παιδιά, ΣΤΑΜΑΤΗΣΤΕ ΕΠΙΤΕΛΟΥΣ τώρα.", "ΣΤΑΜΑΤΗΣΤΕ ΕΠΙΤΕΛΟΥΣ"),
        ("ΣΤΑΜΑΤΗΣΤΕ ΤΩΡΑ ΟΛΟΙ", "ΣΤΑΜΑΤΗΣΤΕ ΤΩΡΑ ΟΛΟΙ"),
        ("Խնդրում եմ ՎԵՐՋԱՊԵՍ ԴԱԴԱՐԵՑՐԵՔ այսօր", "ՎԵՐՋԱՊԵՍ ԴԱԴԱՐԵՑՐԵՔ"),
        ("ᲒᲐᲩᲔᲠᲓᲘᲗ ᲐᲮᲚᲐᲕᲔ", "ᲒᲐᲩᲔᲠᲓᲘᲗ ᲐᲮᲚᲐᲕᲔ"),
        ("Vous devez ARRÊTER IMMÉDIATEMENT, merci.", "ARRÊTER IMMÉDIATEMENT"),
        ("Now ＣＯＭＥ ＨＥＲＥ, they said.", "ＣＯＭＥ ＨＥＲＥ"),
        ("And NOOOOO YOU CANNOT have it.", "NOOOOO YOU CANNOT"),
    ],
)
def test_a_run_of_words_is_shouted_over_exactly_that_run(text: str, run: str) -> None:
    [parts] = found(text)
    assert [part for part, _ in parts] == [run]
    assert parts[0][1] >= FLAG


@pytest.mark.parametrize(
    "text",
    [
        "NATO met the CIA and MI5.",
        "NATO, CIA, FBI, BBC, NASA",
        "USA USA USA",
        "OK",
        "RIP",
        "LOL OMG WTF",
        "IMO the US and the EU, AIDS and ICE.",
        "COVID-19 and the F-16 and an RTX4090 and H2O and HCL",
        "Louis XIV, Henry VIII, chapter III",
        "AAPL MSFT TSLA NVDA",
        ":PARTY: :WAVE: KEKW POGGERS POGGERS POGGERS",
        "Set MAX_RETRY_COUNT, #WINNING, $CASH, {{CURRENT}}",
        "See WP:NOTHING and WP:BITE for that.",
        'The sign said "KEEP OFF THE GRASS" in red.',
        "> WHY DO YOU SHOUT\nI do not.",
        "Run `DROP TABLE USERS` first.",
        "SUMMARY\nThe council met on Monday and put the vote off again.",
        "# OPEN QUESTIONS\n\nWhat will the bridge cost, and who will pay for it?",
        "# HEADING OF THE POST\nNormal text below that.",
        "NOTE: the office closes at noon today.",
        "I A I",
        "这是一个测试 हिन्दी עברית",
        "",
        "\ud800 \x00 \u200b",
    ],
)
def test_not_shouted(text: str) -> None:
    assert found(text) == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "I do NOT agree with a word of this, and I told them so.",
        "He NEVER said that in the debate last week, not once.",
        "THANK YOU",
        "YES",
        "You wrote it all down and saved me a whole day of work, so THANK YOU again.",
        "Great!!!",
        "Whaaaaat?",
        "It was NOT me, it was HIM, and you all know that this is so, do you not?",
    ],
)
def test_emphasis_stays_far_below_the_flag(text: str) -> None:
    assert 0 < score(text)[0] < 0.35


def test_a_compound_is_one_word() -> None:
    [parts] = found("The PRO-LIFE side and the AND/OR of it all, at some length here.")
    assert [part for part, _ in parts] == ["PRO-LIFE", "AND/OR"]
    assert all(strength < 0.1 for _, strength in parts)


def test_order_of_loudness() -> None:
    rising = score(
        "Fine by me, do as you like and leave the rest of us alone.",
        "Fine by me, DO as you like and leave the rest of us alone.",
        "Fine by me, do as you LIKE and leave the REST of us alone.",
        "Fine by me, DO AS you like and leave the rest of us alone.",
        "Fine by me, DO AS YOU LIKE and leave the rest of us alone.",
        "Fine by me, DO AS YOU LIKE AND LEAVE the rest of us alone.",
        "FINE BY ME, DO AS YOU LIKE AND LEAVE THE REST OF US ALONE.",
    )
    assert rising == sorted(set(rising))
    assert rising[0] == 0
    assert rising[2] < 0.2
    assert FLAG <= rising[3] <= 0.65
    assert rising[-1] > 0.95


def test_short_texts_are_judged_by_their_words() -> None:
    rip, thanks, shut = score("RIP", "THANK YOU", "SHUT UP")
    assert rip == 0 < thanks < FLAG < shut


def test_stretched_words_and_rows_of_marks() -> None:
    text = "That is sooooo wrong!!!! Hmmm, www.example.org, 1000000, WTF?!"
    assert found(text, by=loudness.stretched) == [[("sooooo", 0.05)]]
    assert found(text, by=loudness.marks) == [[("!!!!", 0.04)]]


def test_marks_alone_are_shouting_only_in_the_extreme() -> None:
    usual, extreme = score("no" + "!" * 12, "no" + "!" * 200)
    assert usual < 0.2 < FLAG < extreme


PIECES = ["STOP", "it", "NOW", "the", "NATO", "-", ":", "_", "#", "\n", "I", "A", "5", "САМИ"]
PIECES += ["ЛЮДИ", "soooo", "NOOO", "!!!", ">", '"', "`", "é"]
CAPITALS = st.lists(st.sampled_from(PIECES)).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(CAPITALS, min_size=1, max_size=5))
def test_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    for by in (casing.runs, loudness.stretched, loudness.marks):
        assert found(*texts, by=by) == [found(text, by=by)[0] for text in texts]


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_has_ordered_stretches_inside_it(text: str) -> None:
    batch = prepare([Thread("t", (Comment("c", text),))])
    for by in (casing.runs, loudness.stretched, loudness.marks):
        got = by(batch)
        last = 0
        for start, end, strength in zip(
            got.start.tolist(), got.end.tolist(), got.strength.tolist(), strict=True
        ):
            assert last <= start < end <= len(text)
            assert 0 < strength < 1
            last = end


def test_more_capitals_never_lower_the_score() -> None:
    words = ["leave", "this", "poor", "old", "town", "alone", "before", "the", "winter", "comes"]
    for first in range(len(words) - 2):
        scores = score(
            *(
                " ".join(w.upper() if first <= k < last else w for k, w in enumerate(words))
                for last in range(first + 1, len(words) + 1)
            )
        )
        assert scores == sorted(scores)
