from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from modscore.console.bars import bar, block, sparkline
from modscore.console.choose import Choice, Scored, badness
from modscore.console.marks import reasons
from modscore.console.safe import clean
from modscore.console.table import marked, print_comments
from modscore.records import Attributes, Claim, CommentScore, Estimates, Finding


def scored(
    text: str = "x",
    *,
    id: str = "1",
    toxicity: float = 0.0,
    quality: float = 0.5,
    insult: float = 0.0,
    findings: tuple[Finding, ...] = (),
    claims: tuple[Claim, ...] = (),
    flags: tuple[str, ...] = (),
    estimate: float = 0.0,
) -> CommentScore:
    return CommentScore(
        id=id,
        text=text,
        toxicity=toxicity,
        unsupported_claims=0.0,
        shouting=0.0,
        quality=quality,
        attributes=Attributes(0.0, 0.0, 0.0, insult, 0.0),
        estimates=Estimates(estimate, 0.0, 0.0, 0.0, 0.0, 0.0),
        findings=findings,
        claims=claims,
        flags=flags,
    )


def printed(score: CommentScore, width: int = 80, color: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, color_system="standard" if color else None
    )
    print_comments(console, [Scored(0, "t", score)], several=False)
    return out.getvalue()


ORDERS = [
    "\x1b[2J\x1b]0;title\x07",
    "\x9b31m",
    "\u202egnihsup\u202c",
    "\u2066isolated\u2069",
    "\ud800",
    "back\x08space\x7f",
    "\u200b\ufeff",
    "a\rb",
    "\u2028\u2029\x85\x0b\x0c",
]


@pytest.mark.parametrize("text", ORDERS)
def test_nothing_printed_can_be_obeyed(text: str) -> None:
    score = scored(text, id=text, findings=(Finding("toxicity", "rule:a.b", 0, 2, 0.5, text),))
    for out in (printed(score), clean(text)):
        assert all(c.isprintable() or c == "\n" for c in out)


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_is_made_printable(text: str) -> None:
    assert all(c.isprintable() or c in "\n\u200d" for c in clean(text))
    marked(scored(text))


def test_markup_of_the_table_s_own_language_is_text() -> None:
    assert "[bold red]:smile:[/]" in printed(scored("[bold red]:smile:[/] [link=x]"))


def test_the_found_words_are_coloured_in_the_original_text() -> None:
    text = "Well,\x00 you IDIOT. They say so."
    found = Finding("toxicity", "rule:a.b", 11, 16, 0.4, "Names.")
    claim = Claim(18, 30, 0.9, 0.0, 0.5, 0.8, (), "No source.")
    flags = ("unsupported_claims",)
    out = marked(scored(text, findings=(found,), claims=(claim,), flags=flags))
    assert out.plain == "Well,\\x00 you IDIOT. They say so."
    assert [(out.plain[s.start : s.end], s.style) for s in out.spans] == [
        ("IDIOT", "bold red"),
        ("They say so.", "yellow"),
    ]


def test_colour_only_when_asked() -> None:
    score = scored("idiot", findings=(Finding("toxicity", "rule:a.b", 0, 5, 0.4, "Names."),))
    assert "\x1b[1;31m" in printed(score, color=True)
    assert "\x1b" not in printed(score)


TEXT = "aaaa bbbb cccc dddd"


def told(*findings: tuple[str, str, int, int, float, str], **other: Any) -> list[tuple[str, str]]:
    return list(reasons(scored(TEXT, findings=tuple(Finding(*f) for f in findings), **other)))


def test_reasons_are_the_strongest_and_told_once() -> None:
    assert told(
        ("toxicity", "rule:a.weak", 0, 4, 0.1, "Weak."),
        ("toxicity", "rule:a.strong", 5, 9, 0.9, "Strong."),
        ("toxicity", "rule:a.strong", 10, 14, 0.9, "Strong."),
        ("shouting", "rule:a.loud", 0, 4, 0.5, "Loud."),
        ("insult", "rule:a.strong", 15, 19, 0.9, "Not a signal of the table."),
        ("toxicity", "rule:a.least", 15, 19, 0.01, "Least."),
    ) == [
        ("toxicity", "“bbbb” Strong. 0.90"),
        ("shouting", "“aaaa” Loud. 0.50"),
        ("toxicity", "“aaaa” Weak. 0.10"),
    ]


def test_a_stretch_inside_one_already_told_is_not_told_again() -> None:
    found = told(
        ("toxicity", "rule:a.long", 0, 9, 0.9, "Long."),
        ("toxicity", "rule:a.inside", 5, 9, 0.8, "Inside."),
        ("toxicity", "rule:a.beside", 8, 14, 0.7, "Beside."),
    )
    assert [sentence.split()[-2] for _, sentence in found] == ["Long.", "Beside."]


def test_the_model_s_words_are_shown_only_where_they_tip_the_scale() -> None:
    word = ("toxicity", "model:m", 0, 4, 0.5, "Words.")
    assert told(word, estimate=0.4) == []
    assert told(word, estimate=0.8, flags=("toxicity",)) == [("toxicity", "“aaaa” Words. 0.40")]


def test_claims_are_shown_only_in_comments_flagged_for_them() -> None:
    claims = (Claim(0, 9, 0.9, 0.0, 0.5, 0.8, (), "No source."),)
    assert told(claims=claims) == []
    assert told(claims=claims, flags=("unsupported_claims",)) == [
        ("unsupported_claims", "“aaaa bbbb” No source. 0.80")
    ]


def test_a_long_comment_says_how_much_is_not_shown() -> None:
    assert "300 more characters" in marked(scored("x" * 2300)).plain


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_any_width_will_do(width: int) -> None:
    out = printed(scored("Some words of a comment. " * 5, id="a-very-long-id-of-a-comment"), width)
    assert all(len(line) <= width for line in out.splitlines())


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(1, 12))
def test_bars_have_their_width(share: float, width: int) -> None:
    assert len(bar(share, width)) == width
    assert len(block(share)) == 1
    assert len(sparkline([share] * 3)) == 3


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), max_size=40),
    st.sampled_from([None, "toxicity", "quality", "insult"]),
    st.integers(1, 5),
)
def test_the_worst_are_those_of_a_plain_sort(
    given_: list[tuple[float, float, float]], sort: str | None, top: int
) -> None:
    rows = [
        Scored(i, "t", scored(id=str(i), toxicity=t, quality=q, insult=s))
        for i, (t, q, s) in enumerate(given_)
    ]
    choice = Choice({}, sort, top)
    for row in rows:
        choice.add(row)
    plain = sorted(rows, key=lambda row: -badness(row.score, sort))[:top]
    assert choice.all() == plain
    assert choice.left_out == max(0, len(rows) - top)


def test_a_choice_holds_few_of_many() -> None:
    choice = Choice({}, None, 3)
    for i in range(5000):
        choice.add(Scored(i, "t", scored(id=str(i), toxicity=i / 5000)))
        assert len(choice._kept) <= 1010
    assert [one.score.id for one in choice.all()] == ["4999", "4998", "4997"]
    assert choice.left_out == 4997
