from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.threads.html import text_of

CASES = [
    ("", ""),
    ("plain  text\n with blanks ", "plain text with blanks"),
    ("<p>a<br>b</p><p>c", "a\nb\n\nc"),
    ("<p>  lead  <b> mid </b> end  </p>", "lead mid end"),
    ("<div><div>a</div><div>b</div></div>", "a\nb"),
    ("a &lt;b&gt; &amp;amp; &#x27;c&#x27;", "a <b> &amp; 'c'"),
    ("Hi<p>&gt; quoted<p>no", "Hi\n\n> quoted\n\nno"),
    ("<blockquote><p>one</p><p>two</p></blockquote>me", "> one\n> \n> two\n\nme"),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n> \n> > b\n\nc"),
    ("<pre><code>  x = 1\n\n  y\n</code></pre>\nz", "```\n  x = 1\n\n  y\n```\n\nz"),
    ("<pre>a\n```\nb</pre>", "````\na\n```\nb\n````"),
    ("<blockquote><pre>x</pre></blockquote>", "> ```\n> x\n> ```"),
    ("a <code>x`y</code> <kbd>b</kbd>", "a ``x`y`` `b`"),
    ("<ul><li>one<li><p>two</p></ul><ol><li>x<li>y</ol>", "- one\n- two\n\n1. x\n2. y"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ('<a href="https://e.org/a">this</a>', "[this](https://e.org/a)"),
    ('<a href="https://e.org/a/b">e.org/a...</a>', "https://e.org/a/b"),
    ('<a href="//e.org/a">this</a>', "[this](https://e.org/a)"),
    ('<a href="https://e.org/x_(y)">a [b]</a>', "a [b] (https://e.org/x_(y))"),
    ('<a href="https://e.org/x_(y">a</a>', "[a](https://e.org/x_%28y)"),
    ('<a href="mailto:a@e.org">mail</a> <a href="javascript:x">j</a> <a>k</a>', "mail j k"),
    ('<a class="mention" href="https://e.org/u/ann">@ann</a>', "@ann"),
    ('<a href="https://e.org"><img src="x"></a>', ""),
    ('x <img class="emoji" alt=":smile:"> <img alt="a cat">', "x :smile:"),
    ("a<script>b</script><style>c</style><!-- d -->e", "ae"),
    ("so <q>what</q>", "so “what”"),
    (
        '<aside class="quote"><div>ann:</div><blockquote>Hi</blockquote></aside>No.',
        "> ann:\n> \n> Hi\n\nNo.",
    ),
    ("<body><p>x</p></body></html>", "x"),
    ("\ud800<b>x</b>", "?x"),
]


@pytest.mark.parametrize(("markup", "text"), CASES)
def test_html_as_text(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_line_breaks_may_count() -> None:
    markup = "one\r\ntwo  <b>bold</b>\n\nthree <blockquote>q\nr</blockquote>"
    assert text_of(markup, breaks=True) == "one\ntwo bold\n\nthree\n\n> q\n> r"
    assert text_of("one\n two", breaks=True) == "one\ntwo"


HOSTILE = [
    "<div>",
    "<blockquote>x",
    "<a href='http://x.y/z'><p>",
    "<ul><li>",
    "<b><p>",
    "<",
    "&amp;",
]
HOSTILE += ["<pre>", "<code>`", "<script", "<!--", "<a ", "</p>", "<table><tr>", '<b a="']


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_is_quick(piece: str) -> None:
    for count in (2_000, 50_000):
        before = time.process_time()
        text_of(piece * count)
        assert time.process_time() - before < 5


def test_what_is_too_large_for_a_tree_loses_only_its_tags() -> None:
    large = "<p>word &amp; <b>word</b></p>" * 5_000 + "<script>no</script>"
    assert text_of(large).split("\n")[:2] == ["word & word", ""]
    assert "no" not in text_of(large)


@given(st.text(alphabet="<>/ab=\"' &;!-prcodeulqt\n\0\ud800", max_size=80))
def test_any_text_is_taken(markup: str) -> None:
    assert isinstance(text_of(markup), str)
    assert isinstance(text_of(markup, breaks=True), str)
