"""Blocks of a comment that others wrote: tags that enclose, ``>`` lines, mail headers.

Stage: text, called by `markup`; a `Page` comes in; QUOTE, CODE, HEADER and the MARKUP of tags are
painted on it.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from modscore.text.markup_page import Page, Span
from modscore.text.prepared import CODE, HEADER, LINK, MARKUP, QUOTE
from modscore.text.signs import BLANK_BYTES, compiled

_HTML = compiled(
    rb"<!--[^\x00>]*-->|</?(?:a|abbr|article|aside|b|big|blockquote|br|center|cite|code|dd|del"
    rb"|details|div|dl|dt|em|figure|font|footer|h[1-6]|header|hr|i|iframe|img|ins|kbd|li|mark|nowiki"
    rb"|ol|p|pre|q|ref|s|samp|section|small|source|span|strike|strong|style|script|sub|summary|sup"
    rb"|syntaxhighlight|table|tbody|td|th|thead|tr|tt|u|ul|var|video)(?:\s+[a-z][a-z:_-]*\s*=[^<>\x00]*)?\s*/?>"
)
_BBCODE = compiled(
    rb"\[/?(?:b|i|u|s|center|code|color|details|email|font|hr|img|justify|left|list|media|poll"
    rb"|quote|right|size|spoiler|sub|sup|table|td|th|tr|url|user|video|youtube|\*)"
    rb"(?:[=\s:][^\[\]\x00\n]*)?\]"
)
_ENTITY = compiled(rb"&(?:[a-z]{2,8}|#[0-9]{1,7}|#x[0-9a-f]{1,6});")
_NAME = compiled(rb"[a-z*]+[1-6]?")
_QUOTING = {b"blockquote", b"aside", b"quote"}
_CODING = {b"pre", b"code", b"samp", b"kbd", b"tt", b"syntaxhighlight", b"script", b"style"}
_BREAKING = {b"p", b"br", b"div", b"li", b"hr", b"blockquote", b"pre"}
_FACES = b":;_.=<-^!"  # after a > at the start of a line: >:( >_< >.> arrows, >!spoilers!<
_HEADER_LINE = compiled(
    rb"^(?:from|to|cc|bcc|date|sent|subject|reply-to|message-id|newsgroups):[ \t]+\S"
)
_WROTE = compiled(
    rb"^(?:on|am|le|el)\b[^\n\x00]{4,200}\b(?:wrote|said|writes|schrieb|escribi.|a .crit)\s?:\s*$"
    rb"|^[^\n\x00]{1,60}\b(?:wrote|writes|said):\s*$"
)
_ORIGINAL = compiled(rb"^\s*-{2,}\s*(?:original message|forwarded message|forwarded by)\b.*-{2,}")
_SENT_FROM = compiled(rb"^(?:sent|posted) from my [a-z0-9 ]{2,30}\.?\s*$")
_STAMP = compiled(
    rb"[0-9]{1,2}:[0-9]{2}, [0-9]{1,2} [a-z]{3,9} [0-9]{4} \(utc\)|[0-9]{1,2}:[0-9]{2}, [a-z]{3,9}"
    rb" [0-9]{1,2}, [0-9]{4} \(utc\)"
)
_HEADER_SIGNS = compiled(
    rb"(?:wrote|writes|said|schrieb|escribi.|a .crit)\s?:|-{2,}\s*(?:original|forwarded)"
    rb"|\bsubject:|\bnewsgroups:|\n-- ?\n|(?:sent|posted) from my"
)


def tags(page: Page, here: NDArray[np.bool_]) -> None:
    """Paint HTML and BBCode tags, and what quoting and code tags enclose."""
    spans: list[Span] = []
    if here[ord("<")]:
        spans += [match.span() for match in _HTML.finditer(page.raw)]
    if here[ord("[")]:
        spans += [match.span() for match in _BBCODE.finditer(page.raw)]
    spans = [span for span in spans if not page.has(span[0], CODE)]
    if spans:
        spans.sort()
        names = _names([page.raw[start:end] for start, end in spans])
        breaks = [span for span, name in zip(spans, names, strict=True) if name in _BREAKING]
        if breaks:
            page.break_lines(breaks)
        coded = _enclosed(page, spans, names, _CODING)
        page.paint(coded, CODE)
        kept = [not page.has(span[0], CODE) for span in spans]
        quoted = _enclosed(
            page,
            [span for span, keep in zip(spans, kept, strict=True) if keep],
            [name for name, keep in zip(names, kept, strict=True) if keep],
            _QUOTING,
        )
        page.paint(quoted, QUOTE)
        page.paint(spans, MARKUP)
        page.paint([s for s in spans if b"://" in page.raw[s[0] : s[1]]], LINK)
    if here[ord("&")]:
        page.paint((match.span() for match in _ENTITY.finditer(page.raw)), MARKUP)


def _names(tags: list[bytes]) -> list[bytes]:
    """The name of each tag, in small letters."""
    known = {tag: _NAME.match(tag, 1 + (tag[1] == 0x2F)) for tag in set(tags)}
    names = {tag: match.group().lower() if match else b"" for tag, match in known.items()}
    return [names[tag] for tag in tags]


def _enclosed(page: Page, spans: list[Span], names: list[bytes], wanted: set[bytes]) -> list[Span]:
    """From each opening tag of the ``wanted`` names to the tag that closes it; one that nothing
    closes reaches to the end of its paragraph."""
    found: list[Span] = []
    opened: list[tuple[int, bytes]] = []
    waiting: Counter[bytes] = Counter()  # names in opened
    limit = 0
    for (start, end), name in zip(spans, names, strict=True):
        if name not in wanted:
            continue
        if start >= limit:
            found += [(begin, page.paragraph_end(begin)) for begin, _ in opened]
            opened, waiting, limit = [], Counter(), page.comment_end(start)
        if page.raw[start + 1] != 0x2F:
            if name != b"aside" or b"quote" in page.raw[start:end]:
                opened.append((start, name))
                waiting[name] += 1
        elif waiting[name]:
            inner = b""
            while inner != name:
                begin, inner = opened.pop()
                waiting[inner] -= 1
            found.append((begin, end))
    return found + [(begin, page.paragraph_end(begin)) for begin, _ in opened]


def quoted_lines(page: Page, places: NDArray[np.int64], found: NDArray[np.uint8]) -> None:
    """Paint lines that begin with > (or its entity) as QUOTE."""
    signs = places[(found == ord(">")) | (found == ord("&"))]
    if not len(signs):
        return
    lines, first = np.unique(page.line_of(signs), return_index=True)
    spans: list[Span] = []
    heads: list[Span] = []
    for line, sign in zip(lines.tolist(), signs[first].tolist(), strict=True):
        start, end = int(page.line_starts[line]), int(page.line_ends[line])
        if sign - start > 3 or page.raw[start:sign].strip(BLANK_BYTES) or page.has(sign, CODE):
            continue
        after = sign + 1
        if page.raw[sign] == 0x26:
            if page.raw[sign : sign + 4].lower() != b"&gt;":
                continue
            after = sign + 4
        elif page.has(sign, MARKUP):
            continue
        if page.raw[after] in _FACES or not page.raw[after:end].strip(BLANK_BYTES):
            continue
        spans.append((start, end))
        while page.raw[after : after + 1] in (b">", b" "):
            after += 1
        heads.append((sign, after))
    page.paint(spans, QUOTE)
    page.paint(heads, MARKUP)


def headers(page: Page) -> None:
    """Paint mail headers, "… wrote:" lines, signatures; QUOTE what stands below a mail header."""
    bold: list[Span] = []
    if b"(UTC)" in page.raw:
        bold += [match.span() for match in _STAMP.finditer(page.raw)]
    seen = sorted({match.start() for match in _HEADER_SIGNS.finditer(page.raw)})
    lines = page.line_of(np.array(seen, np.int64) + 1).tolist() if seen else []
    quoted: list[Span] = []
    for line in sorted(set(lines)):
        start, end = int(page.line_starts[line]), int(page.line_ends[line])
        text = page.raw[start:end]
        if page.has(start, CODE) or not text:
            continue
        limit = page.comment_end(start)
        if _ORIGINAL.search(text) or _HEADER_LINE.match(text):
            head, below = _header_block(page, line, limit)
            if head:
                bold.append((head, below))
                quoted.append((below, limit))
        elif _SENT_FROM.match(text) or (text.rstrip() == b"--" and limit - end <= 400):
            bold.append((start, limit if text[:2] == b"--" else end))
        elif _WROTE.match(text) and _quote_follows(page, line, limit):
            bold.append((start, end))
    page.paint(bold, HEADER)
    page.paint(quoted, QUOTE)


def _header_block(page: Page, line: int, limit: int) -> Span | tuple[None, int]:
    """The lines of mail headers around ``line``: a "From:" and at least one of another name."""
    top = bottom = line
    names: set[bytes] = set()
    for ahead in range(line, min(line + 12, len(page.line_starts))):
        start, end = int(page.line_starts[ahead]), int(page.line_ends[ahead])
        if start >= limit:
            break
        if _HEADER_LINE.match(page.raw[start:end]):
            names.add(page.raw[start:end].partition(b":")[0].lower())
            bottom = ahead
        elif ahead != line and page.raw[start:end].strip(BLANK_BYTES):
            break
    for behind in range(line - 1, max(-1, line - 12), -1):
        start, end = int(page.line_starts[behind]), int(page.line_ends[behind])
        if page.raw[end] == 0 or not _HEADER_LINE.match(page.raw[start:end]):
            if page.raw[end] != 0 and _ORIGINAL.search(page.raw[start:end]):
                top = behind
            break
        names.add(page.raw[start:end].partition(b":")[0].lower())
        top = behind
    if len(names) < 2 or b"from" not in names:
        return None, 0
    return int(page.line_starts[top]), int(page.line_ends[bottom])


def _quote_follows(page: Page, line: int, limit: int) -> bool:
    """Whether the next line that is not blank is a quotation."""
    for ahead in range(line + 1, min(line + 4, len(page.line_starts))):
        start, end = int(page.line_starts[ahead]), int(page.line_ends[ahead])
        if start >= limit:
            return False
        text = page.raw[start:end].strip(BLANK_BYTES)
        if text:
            return page.has(start, QUOTE)
    return False
