"""What markup and sentences promise for any text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from modscore.text import markup, segment
from modscore.text.prepare import points_of

PIECES = st.sampled_from([
    "> ", ">> ", "&gt; ", "[quote]", "[/quote]", "[quote=a]", "<blockquote>", "</blockquote>",
    "<p>", "<br>", "[code]", "[/code]", "```", "```\n", "~~~", "`", "``", "\n", "\n\n", "\r\n",
    "\x00", "“", "”", "„", "‘", "’", "'", "«", "»", "*", "**", "_", "[", "]]", "](", ")",
    "](http://a.b/c)", "https://x.y/z", "www.a.b", "a@b.c", "@ann", "u/ann",
    "On Monday Ann wrote:\n", "From: a\n", "Subject: b\n", "-- \n", "    x = f(1);\n", ". ",
    "... ", "? ", "!", ".", "…", "。", "Mr. ", "e.g. ", "U.S. ", "1. ", "3.5", "He ", "she ", "I ",
    "left", "é", "你", "😀", "\u2764\ufe0f", ":)", "[7]", "said ", "\t", "\xa0", "\u3000", "\u200d",
    "\u0301", "\ud800", "-", "(", "{",
    "twelve words make a long quotation if a source is beside it ", '"', "||",
])  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=25).map("".join) | st.text()


@given(st.lists(TEXTS, max_size=5))
def test_a_comment_is_read_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    points, starts = points_of(texts)
    regions = markup.regions(points, starts)
    begin, end, comment = segment.sentences(points, starts, regions)
    assert regions.dtype == np.uint8
    assert len(regions) == len(points)
    for number, text in enumerate(texts):
        alone, ends = points_of([text])
        bits = markup.regions(alone, ends)
        start = int(starts[number])
        assert bits.tolist() == regions[start : start + len(text) + 1].tolist()
        assert bits[-1] == 0
        first, last, _ = segment.sentences(alone, ends, bits)
        mine = comment == number
        assert first.tolist() == (begin[mine] - start).tolist()
        assert last.tolist() == (end[mine] - start).tolist()


@given(TEXTS)
def test_sentences_hold_every_sign_that_shows(text: str) -> None:
    points, starts = points_of([text])
    begin, end, comment = segment.sentences(points, starts, markup.regions(points, starts))
    reached = 0
    for first, last in zip(begin.tolist(), end.tolist(), strict=True):
        assert reached <= first < last <= len(text)
        assert not text[reached:first].strip()
        assert text[first:last] == text[first:last].strip()
        reached = last
    assert not text[reached:].strip()
    assert not comment.any()


@given(st.text(alphabet="ab cd,", max_size=60))
def test_plain_words_are_the_writers_own(text: str) -> None:
    points, starts = points_of([text])
    assert not markup.regions(points, starts).any()


STRAY = st.lists(
    st.sampled_from(["[quote]", "<blockquote>", "> ", "a ", "\n", "[b]", "*", '"', "@ann "])
)


@given(STRAY.map("".join), st.text(alphabet="abc ", min_size=1, max_size=20))
def test_an_unclosed_quote_never_swallows_the_next_paragraph(text: str, own: str) -> None:
    last = f"you {own}"
    points, starts = points_of([f"[quote]{text}\n\n{last}"])
    assert not markup.regions(points, starts)[-len(last) - 1 :].any()
