"""What each stretch of a comment is taken for: tiny cases, the stretch between ⟦ and ⟧."""

from __future__ import annotations

import time

import numpy as np
import pytest

from modscore.text import markup
from modscore.text.prepare import points_of
from modscore.text.prepared import CODE, HEADER, INLINE, LINK, MARKUP, MENTION, QUOTE


def marked(text: str, bit: int) -> str:
    """The text with ⟦ and ⟧ around what holds the bit."""
    points, starts = points_of([text])
    inside = (markup.regions(points, starts) & bit)[:-1] > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8)))
    for number, edge in reversed(list(enumerate(edges.tolist()))):
        text = text[:edge] + "⟦⟧"[number % 2] + text[edge:]
    return text


LONG = "the bridge over the river will be closed for repairs until the end of June"

CASES = {
    # quotations
    "quoted line": (QUOTE, "⟦> you fool⟧\nI would not say so"),
    "quoted twice": (QUOTE, "⟦>> deep⟧\n⟦> less deep⟧\nmine"),
    "escaped quoted line": (QUOTE, "⟦&gt; theirs⟧\nmine"),
    "angry face is no quotation": (QUOTE, ">:( not again"),
    "spoiler is no quotation": (QUOTE, ">!he dies!< sorry"),
    "greater than inside a line": (QUOTE, "5 > 4 they say"),
    "bbcode quote": (QUOTE, "⟦[quote=Ann]you fool[/quote]⟧ mine"),
    "discourse quote": (QUOTE, '⟦[quote="ann, post:3, topic:9"]\n\nyou fool\n[/quote]⟧\nmine'),
    "nested quotes": (QUOTE, "⟦[quote]a [quote]b[/quote] c[/quote]⟧ mine"),
    "unclosed quote ends with its paragraph": (QUOTE, "⟦[quote]a\nb⟧\n\nmine"),
    "an inner quote left open": (QUOTE, "⟦[quote]a [quote]b[/quote] c⟧\n\nmine"),
    "closing tag alone": (QUOTE, "mine [/quote] mine"),
    "blockquote": (QUOTE, "⟦<blockquote><p>you fool</p></blockquote>⟧<p>mine</p>"),
    "aside of a quote": (QUOTE, '⟦<aside class="quote">x</aside>⟧ mine'),
    "aside of another kind": (QUOTE, '<aside class="onebox">x</aside> mine'),
    "long quotation, source before": (QUOTE, f'The paper wrote: ⟦"{LONG}"⟧ So there.'),
    "long quotation, source after": (QUOTE, f"⟦“{LONG}”⟧ according to the town."),
    "long quotation, link below": (QUOTE, f'⟦"{LONG}"⟧\nhttps://example.org/bridge'),
    "long quotation, footnote": (QUOTE, f"⟦“{LONG}.”⟧[7] So there."),
    "long quotation without a source": (QUOTE, f'"{LONG}" Sure.'),
    "short quotation with a source": (QUOTE, 'He said "closed until June" again.'),
    "quotation in fragments": (
        QUOTE,
        "According to the Herald the plan was ⟦“a very bold move by the council.”⟧[7] The bridge is"
        " ⟦“the pride of this whole valley,”⟧ writes the Post.[8]",
    ),
    "quotation that goes on below": (QUOTE, f"⟦“{LONG}.[5]⟧\n\nSo there."),
    "quotation over paragraphs": (
        QUOTE,
        f"News:\n\n⟦“{LONG}.\n\n{LONG}.”⟧\n\nhttps://example.org/bridge",
    ),
    "below a mail header": (QUOTE, "Mine.\n\nFrom: a@example.org\nSubject: x⟦\n\nyou fool⟧"),
    # headers
    "wrote above a quotation": (HEADER, "⟦On Monday, Ann wrote:⟧\n> you fool\nmine"),
    "wrote without a quotation": (HEADER, "On Monday, Ann wrote:\nyou fool"),
    "mail headers": (HEADER, "Mine.\n\n⟦From: Ann\nDate: Monday\nSubject: x⟧\nyou fool"),
    "header lines from nobody": (QUOTE, "Subject: x\nDate: y\n\nyou fool"),
    "one header line is speech": (HEADER, "Subject: why are you like this"),
    "original message": (HEADER, "Mine\n⟦-----Original Message-----\nFrom: A\nTo: B⟧\nx"),
    "signature": (HEADER, "Bye\n⟦-- \nAnn, 12 High St⟧"),
    "sent from a telephone": (HEADER, "Bye\n⟦Sent from my iPhone⟧"),
    "talk page stamp": (HEADER, "Enough. ⟦10:33, 30 Nov 2004 (UTC)⟧"),
    # inline quotations
    "straight": (INLINE, 'a ⟦"so called"⟧ expert'),
    "curly": (INLINE, "a ⟦“so called”⟧ expert"),
    "guillemets": (INLINE, "a ⟦«so called»⟧ expert"),
    "german": (INLINE, "a ⟦„so called“⟧ expert"),
    "single": (INLINE, "a ⟦'so called'⟧ expert"),
    "curly single": (INLINE, "a ⟦‘so called’⟧ expert"),
    "with blanks inside": (INLINE, 'a ⟦" so called "⟧ expert'),
    "doubled": (INLINE, 'a ⟦""so called""⟧ expert'),
    "without blanks outside": (INLINE, 'the word⟦"freedom"⟧ again'),
    "nested": (INLINE, "⟦“he said ‘no’ twice”⟧ today"),
    "not over paragraphs": (INLINE, 'a " b\n\nc " d'),
    "over lines of a paragraph": (INLINE, 'a ⟦"b\nc"⟧ d'),
    "unbalanced": (INLINE, 'he is 6 feet" tall'),
    "inches": (INLINE, 'a 6" pipe and a 4" pipe'),
    "feet and inches": (INLINE, "5'10\" and 6'2\" tall"),
    "feet inside a quotation": (INLINE, 'He said ⟦"I am 5\'10" tall"⟧ today'),
    "apostrophes": (INLINE, "don't say the dogs' bowl isn't theirs"),
    "clipped words": (INLINE, "get 'em in the '90s 'cause it's theirs'"),
    "plural owners inside": (INLINE, "⟦'the dogs' bowl is full'⟧ he said"),
    "a stray sign before": (INLINE, 'so " he called it ⟦"fine"⟧ today'),
    "too long": (INLINE, '"' + "word " * 450 + 'end"'),
    # code
    "fence": (CODE, "a\n⟦```python\nx = '> y'\n```⟧\nb"),
    "tilde fence": (CODE, "⟦~~~\nx\n~~~⟧\nb"),
    "unclosed fence": (CODE, "a\n⟦```\nb\n\nc⟧"),
    "shorter fence does not close": (CODE, "⟦````\na\n```\nb\n````⟧\nc"),
    "inline code": (CODE, "call ⟦`f(x)`⟧ now"),
    "double ticks": (CODE, "call ⟦``a`b``⟧ now"),
    "tick as an apostrophe": (CODE, "don`t and can`t"),
    "tick in another paragraph": (CODE, "a ` b\n\nc ` d"),
    "code tag": (CODE, "⟦<pre><code>rm -rf</code></pre>⟧ now"),
    "bbcode": (CODE, "⟦[code][quote]x[/quote][/code]⟧ now"),
    "indented code": (CODE, "Try\n\n⟦    x = f(1);\n    return x;⟧\n"),
    "indented speech": (CODE, "Well\n\n    you never listen\n    to what I say\n"),
    # links
    "url": (LINK, "see ⟦https://example.org/a?b=1#c⟧, please"),
    "url in brackets": (LINK, "(⟦https://example.org/a_(b)⟧)."),
    "www": (LINK, "at ⟦www.example.org⟧."),
    "domain with a path": (LINK, "at ⟦example.org/news/1⟧ today"),
    "a missing blank is no link": (LINK, "I left.Then he came and/or went"),
    "address": (LINK, "write to ⟦ann.b@example.org⟧!"),
    "markdown link": (LINK, 'read [this fool]⟦(https://example.org "t")⟧ now'),
    "no markdown link": (LINK, "array[0](some call here) and ]()"),
    "anchor": (LINK, 'read ⟦<a href="https://example.org">⟧this</a>'),
    "link in code": (LINK, "`https://example.org`"),
    # mentions
    "mention": (MENTION, "thanks ⟦@ann_b⟧, and ⟦@Öğe⟧!"),
    "fediverse": (MENTION, "thanks ⟦@ann@example.org⟧."),
    "disguised word": (MENTION, "what an @ss you are, @sshole"),
    "at a time": (MENTION, "meet @ 5"),
    "member": (MENTION, "by ⟦u/ann-b⟧ in ⟦/r/news⟧"),
    "not a member": (MENTION, "you/me and r/"),
    "id": (MENTION, "hey ⟦<@!1234>⟧"),
    # signs
    "emphasis": (MARKUP, "so ⟦**⟧very⟦**⟧ ⟦_⟧bad⟦_⟧ ⟦~~⟧no⟦~~⟧ ⟦||⟧x⟦||⟧"),
    "masked letters": (MARKUP, "f*ck this sh*t, s**t, a**hole and f***"),
    "sums": (MARKUP, "2 * 3 * 4 and a_b_c"),
    "heading": (MARKUP, "⟦## ⟧News\ntext"),
    "wiki heading": (MARKUP, "⟦==⟧News⟦==⟧"),
    "list": (MARKUP, "⟦- ⟧one\n⟦* ⟧two\n⟦3. ⟧three\n⟦• ⟧four"),
    "rule": (MARKUP, "a\n⟦---⟧\nb"),
    "tags": (MARKUP, "fu⟦<b></b>⟧ck ⟦[b]⟧so⟦[/b]⟧"),
    "no tag": (MARKUP, "if a <b and c> d"),
    "quote sign": (MARKUP, "⟦> ⟧theirs"),
    "entity": (MARKUP, "you ⟦&amp;⟧ me, R&D;"),
}


@pytest.mark.parametrize("name", CASES)
def test_marks_exactly_the_stretch(name: str) -> None:
    bit, wanted = CASES[name]
    text = wanted.replace("⟦", "").replace("⟧", "")
    assert marked(text, bit) == wanted


def test_nothing_of_plain_speech_is_marked() -> None:
    text = "I said no. It's 5 o'clock; why ask?! (Really: 3-4 times...) #fail $5 50% a/b"
    points, starts = points_of([text])
    assert not markup.regions(points, starts).any()


def test_the_comment_before_plays_no_part() -> None:
    for before in ("It fell.[7]", "he said", "a", "https://example.org", "    x();", "5'", "a[b"):
        for text in (
            f"“{LONG}.[5]",
            '"a b c d e f g h i j k l"',
            '"' + "a " * 12 + '"',
            "    y();",
        ):
            points, starts = points_of([before, text])
            alone, ends = points_of([text])
            bits = markup.regions(points, starts)[starts[1] :]
            assert bits.tolist() == markup.regions(alone, ends).tolist()


def test_no_comments_at_all() -> None:
    points, starts = points_of([])
    assert len(markup.regions(points, starts)) == 0


SIGNS = [
    "[quote]", "<blockquote>", "[code]", "`", "](", "[a](b", "http://(", "a.a/", "@a[",
    "<a", "[quote]x[/quote]", "[[", "--", "*a_", "“a",
]  # fmt: skip


@pytest.mark.parametrize(
    "sign", [*SIGNS, "```\n", '" a ', " 'a", "*a ", "> a\n", "    (;\n", "To: a\n"]
)
def test_cost_grows_no_faster_than_the_text(sign: str) -> None:
    def seconds(count: int) -> float:
        points, starts = points_of([sign * count])
        begin = time.process_time()
        markup.regions(points, starts)
        return time.process_time() - begin

    seconds(10)
    small = min(seconds(3_000) for _ in range(3))
    assert min(seconds(30_000) for _ in range(2)) < 40 * small + 0.3  # squared: 100 times
