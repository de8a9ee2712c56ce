"""HTML as plain text in which quotes, code and links are marked as the text stage knows them.

Stage: intake; the markup of one comment comes in; its text goes out: paragraphs parted by a blank
line, quotes as "> " lines, code in backticks and fences, links as ``[text](address)``.
"""

from __future__ import annotations

import html
import re
from typing import Any

from .extra import needed
from .html_tree import SPACES, TreeText

_PARSED = 1 << 18  # bytes of HTML that are parsed as a tree; longer ones tag by tag
_TAGS = 4096  # the same for open tags: what comes after costs more than its length
_HIDDEN = re.compile(
    r"<(script|style|template|iframe|svg|textarea|title)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(
    r"</?(?:address|article|aside|blockquote|br|div|dd|dt|h[1-6]|hr|li|p|pre|tr|ul|ol)\b[^<>]*>",
    re.I,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def text_of(markup: str, *, breaks: bool = False) -> str:
    """The text of a piece of HTML.

    With ``breaks`` a line break in the markup is one in the text, as where a site adds the tags
    of paragraphs only when it shows a comment.

    >>> print(text_of("<p>So <b>what</b>?<p><blockquote>A &lt; B</blockquote><code>x</code>"))
    So what?
    <BLANKLINE>
    > A < B
    <BLANKLINE>
    `x`
    >>> text_of('See <a href="https://example.org/a">this</a>', breaks=True)
    'See [this](https://example.org/a)'
    """
    if "<" not in markup and "&" not in markup:
        return _plain(markup, breaks)
    if len(markup) > _PARSED or markup.count("<") > _TAGS:
        return _without_tags(markup, breaks)
    lexbor: Any = needed("selectolax.lexbor", "HTML")
    body = lexbor.LexborHTMLParser(_encodable(markup)).body
    return "" if body is None else TreeText(breaks).write(body)


def _plain(text: str, breaks: bool) -> str:
    if breaks:
        return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()
    return SPACES.sub(" ", text).strip(" ")


def _encodable(markup: str) -> str:
    """The markup without what UTF-8 cannot say: half pairs, which are no characters."""
    if markup.isascii():
        return markup
    return markup.encode("utf-8", "replace").decode("utf-8")


def _without_tags(markup: str, breaks: bool) -> str:
    """The text of what is too large for a tree: the tags taken out, in one pass each."""
    text = _BREAK.sub("\n", _HIDDEN.sub(" ", markup))
    return _plain(html.unescape(_TAG.sub("", text)), True)
