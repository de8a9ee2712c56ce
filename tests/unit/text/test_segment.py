"""Sentences of forum text: tiny cases, each written as the list of its sentences."""

from __future__ import annotations

import time

import numpy as np
import pytest

from modscore.text import markup, segment
from modscore.text.prepare import points_of


def split(*texts: str) -> list[str]:
    points, starts = points_of(texts)
    regions = markup.regions(points, starts)
    joined = "\n".join((*texts, ""))
    begin, end, _ = segment.sentences(points, starts, regions)
    return [joined[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]


# The sentences of each case, "|" between them; blanks around "|" belong to the text.
CASES = {
    "plain": "I left. |You stayed! |Why?",
    "several signs": "What?! |No!!! |Well... |So be it.",
    "ellipsis that goes on": "I thought... maybe not… who knows. |Fine.",
    "ellipsis sign": "So it goes… |Then he left.",
    "spaced stops": "Well . . . |He left ! ! |Bye",
    "titles": "Mr. Ho met Dr. Li and Mrs. Day. |They left.",
    "ranks": "Sen. Day and Gov. Li left. |St. Ives is near Ft. Worth.",
    "initials": "J. R. Day wrote it. |George H.W. Day did not.",
    "the pronoun is no initial": "So did I. |Then we left.",
    "dotted": "The U.S. Senate met at 5 p.m. sharp. |It left the U.S. |He did too.",
    "before a beginner": "I live on Main St. |The house is old.",
    "latin": "Fruit, e.g. Apples, i.e. Food, vs. Meat etc. |Then more.",
    "small letter after etc": "Apples, pears etc. are fruit. |Yes.",
    "numbers": "No. 5 is alive on p. 7 of Vol. 3 now. |No. |I mean it.",
    "decimals": "It was 3.5 or $1.200.000 in 2014. |Then 5.",
    "numbered list": "1. Go home. \n|2. Stay there.",
    "numbers of a list in a line": "Two ways: 1. Go home. |2. Stay.",
    "quotation closed": 'He said "Go." |Then he left.',
    "quotation that the sentence goes on after": '"Really?" he said. |"Yes!" |She left.',
    "brackets": "He left (at last.) |She stayed (why?) with him.",
    "opening bracket": "He left. |(She stayed.) |[And so on.]",
    "no blank": "He left.|She stayed.|Then",
    "no blank after a question": "Why?|Because I say so!|So there.",
    "node.js is a word": "I like Node.js and ASP.NET and e.g.that. |Yes",
    "links": "See https://a.org/b.C?d=E.F. |Then www.b.org/x.Html here.",
    "link begins": "Read this. |https://example.org",
    "code": "Run `a. B! C? D.` now. |Then go.",
    "mention": "Thanks @ann.Day for it. |@bob.C you too.",
    "newlines": "one\n|two\n\n|three, and\n|four",
    "bullets": "So:\n|- one\n|- two. |Two and a half",
    "emoji closes": "Great! 😀 |Next one 😀 here. 👍🏽 |Bye",
    "emoji with a selector": "Love it! ❤️ |Bye. ☺️",
    "faces close": "Nice. :) |Then not! :-( |Oh. <3 |Bye.",
    "footnote": "It fell.[7] |Then it rose.[8][9] |So.",
    "emphasis": "**He left.** |_She stayed!_ |Bye",
    "small writer": "i left. |then you came! |why",
    "small writer, abbreviation": "i saw dr. ho. |then mr. li etc. and so on.",
    "one small slip": "I left. then you came. |Why? no idea.",
    "chinese": "你好。|我走了！|再见",
    "hindi": "मैं गया। |वह आया। |वह",
    "arabic": "ذهب. |هل عاد؟ |نعم",
    "greek": "Έφυγε. |Ήρθε.",
    "quote tag": "[quote]He left[/quote]|I did not",
    "block tags": "<p>He left|</p>|<p>She stayed|</p>",
    "control characters": "a\u2028|b\u2029|c\x85|d",
}


@pytest.mark.parametrize("name", CASES)
def test_cuts_exactly_there(name: str) -> None:
    wanted = CASES[name].split("|")
    assert split("".join(wanted)) == [sentence.strip() for sentence in wanted]


def test_blank_comments_hold_no_sentence() -> None:
    assert split("", "  \n\t\u3000\n", "a") == ["a"]
    assert split() == []


def test_says_which_comment() -> None:
    points, starts = points_of(["a. B.", "", "c"])
    begin, end, comment = segment.sentences(points, starts, np.zeros(len(points), np.uint8))
    assert begin.tolist() == [0, 3, 7]
    assert end.tolist() == [2, 5, 8]
    assert comment.tolist() == [0, 0, 2]


def test_a_stop_at_the_very_start_and_end() -> None:
    assert split(".", "!a", "...", ".A") == [".", "!a", "...", ".A"]


@pytest.mark.parametrize(
    "sign", [". ", "\n", ".      ", "! 😀 ", "Mr. ", "1. ", '." ', "a", ".:) "]
)
def test_cost_grows_no_faster_than_the_text(sign: str) -> None:
    def seconds(count: int) -> float:
        points, starts = points_of([sign * count])
        regions = np.zeros(len(points), np.uint8)
        begin = time.process_time()
        segment.sentences(points, starts, regions)
        return time.process_time() - begin

    seconds(10)
    small = min(seconds(3_000) for _ in range(3))
    assert min(seconds(30_000) for _ in range(2)) < 40 * small + 0.3  # squared: 100 times
