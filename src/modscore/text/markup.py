"""What each stretch of a comment is: quotation, code, link, mention, header, sign of markup.

Stage: text, after the batch is laid out as code points; those come in; the bits of
`prepared.QUOTE` … `prepared.MARKUP` for every code point go out.

What counts, and how far a mark runs that nobody closed, so that nobody hides behind one:

- Code: ``` and ~~~ fences (unclosed: to the end of the text, as CommonMark), `inline` within a
  paragraph, [code], <pre>, <code> (unclosed: to the end of the paragraph), indented blocks with the
  signs of code in them.
- Quotations: ``>`` lines (faces such as ``>:(`` are not), [quote], <blockquote>, <aside> (unclosed:
  to the end of the paragraph), the message below mail headers. What a writer types as a quotation
  counts as one even if nobody said it; the whole comment can still be read for what it adds.
- Inline quotations are balanced within a paragraph and hold at most 400 words. One of 12 words or
  more with its source beside it is a QUOTE too (`markup_quotes`).
- Links: URLs, addresses, bare domains with a path, targets of [text](target); the text of a link is
  speech. Mentions: @name, u/name, r/name, <@id>.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text import markup_blocks, markup_code, markup_links, markup_quotes, markup_signs
from modscore.text.markup_page import Page
from modscore.text.signs import chosen, codes

_SIGNS = chosen(b"`~<[>&@/*_|#\"'\x91\x92\x93\x94\x84\xab\xbb")


def regions(points: NDArray[np.uint32], starts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The bits of `prepared` for every code point of a batch, the closing newlines 0.

    Linear in the length of the batch whatever it holds; a comment's bits never depend on its
    neighbours.

    >>> text = "> so\\nno `x`\\n"
    >>> points = np.array([ord(sign) for sign in text], np.uint32)
    >>> "".join(".Q..C"[bit & 5] for bit in regions(points, np.array([0, len(text)])).tolist())
    'QQQQ....CCC.'
    """
    page = Page(codes(points, starts), starts)
    places = np.flatnonzero(_SIGNS[page.codes])
    found = page.codes[places]
    here = np.bincount(found, minlength=256) > 0
    markup_code.fences(page, places, found, here)
    markup_blocks.tags(page, here)
    markup_code.indented(page)
    markup_links.links(page)
    markup_links.mentions(page, places, found)
    markup_blocks.quoted_lines(page, places, found)
    markup_blocks.headers(page)
    markup_signs.signs(page, places, found, here)
    markup_quotes.quotations(page, places, found)
    return page.regions
