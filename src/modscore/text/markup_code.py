"""Code in comments: fences, inline code, indented blocks.

Stage: text, called by `markup`; a `Page` comes in; CODE is painted on it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modscore.text.markup_page import Page, Span
from modscore.text.prepared import CODE
from modscore.text.signs import BLANK_BYTES, BLANKS, WORDS, chosen, compiled

_TICK, _TILDE = ord("`"), ord("~")
_LEAD = b" \t>"  # what may stand before a fence on its line
_FAINT = chosen(b" \t")
_CODE_LINE = compiled(
    rb"[;{}]\s*$|^\s*(?:def|class|import|return|if|for|while|function|var|let|const|#include)\b"
    rb".*[:;({]|\w\(.*\)|[=!<>+-]=|=>|->|::|</\w|^\s*[$#>] \w|\w\[\w+\]|\w = \S"
)


def fences(
    page: Page, places: NDArray[np.int64], found: NDArray[np.uint8], here: NDArray[np.bool_]
) -> None:
    """Paint fenced and inline code."""
    if not (here[_TICK] or here[_TILDE]):
        return
    runs = _runs(places[(found == _TICK) | (found == _TILDE)], page)
    later = _next_alike(runs, page)
    spans: list[Span] = []
    index = 0
    while index < len(runs):
        start, end = runs[index]
        if end - start >= 3 and _opens_line(page, start) and _no_tick_after(page, runs, index):
            stop, index = _fence_end(page, runs, index)
            spans.append((start, stop))
            continue
        match = later[index]
        if match and page.raw[start] == _TICK and _is_inline(page, (start, end), runs[match]):
            spans.append((start, runs[match][1]))
            index = match
        index += 1
    page.paint(spans, CODE)


def _runs(places: NDArray[np.int64], page: Page) -> list[Span]:
    """Rows of one sign as spans."""
    signs = page.codes[places]
    fresh = np.ones(len(places), np.bool_)
    fresh[1:] = (np.diff(places) != 1) | (signs[1:] != signs[:-1])
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(places)) - 1
    return list(zip(places[first].tolist(), (places[last] + 1).tolist(), strict=True))


def _next_alike(runs: list[Span], page: Page) -> list[int]:
    """For each row the index of the next of the same sign and length in its paragraph, or 0."""
    later = [0] * len(runs)
    last: dict[tuple[int, int], int] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        key = (page.raw[start], end - start)
        ahead = last.get(key, 0)
        if ahead and runs[ahead][0] < page.paragraph_end(start):
            later[index] = ahead
        last[key] = index
    return later


def _line(page: Page, place: int) -> Span:
    line = int(np.searchsorted(page.line_starts, place, side="right")) - 1
    return int(page.line_starts[line]), int(page.line_ends[line])


def _opens_line(page: Page, start: int) -> bool:
    begin = _line(page, start)[0]
    return start - begin <= 8 and not page.raw[begin:start].strip(_LEAD)


def _no_tick_after(page: Page, runs: list[Span], index: int) -> bool:
    """Whether the opening line holds no further row: ```like this``` is inline code."""
    if index + 1 == len(runs):
        return True
    return runs[index + 1][0] >= _line(page, runs[index][0])[1]


def _fence_end(page: Page, runs: list[Span], index: int) -> tuple[int, int]:
    """(end of the fenced block opened by a row, index of the first row after it)."""
    start, end = runs[index]
    limit = page.comment_end(start)
    for ahead in range(index + 1, len(runs)):
        first, last = runs[ahead]
        if first >= limit:
            return limit, ahead
        if last - first < end - start or page.raw[first] != page.raw[start]:
            continue
        if _opens_line(page, first) and not page.raw[last : _line(page, first)[1]].strip(
            BLANK_BYTES
        ):
            return last, ahead + 1
    return limit, len(runs)


def _is_inline(page: Page, opening: Span, closing: Span) -> bool:
    """Whether two rows of ticks enclose code; a tick inside words is an apostrophe."""
    if opening[1] == closing[0]:
        return False
    if opening[1] - opening[0] > 1:
        return True
    before = page.raw[opening[0] - 1] if opening[0] else 0
    return not WORDS[before] and not WORDS[page.raw[closing[1]]]


def indented(page: Page) -> None:
    """Paint blocks of lines set in by four blanks or a tab after a blank line, if most look
    like code: plain text is often set in too."""
    starts, ends = page.line_starts, page.line_ends
    candidates = np.flatnonzero(_FAINT[page.codes[starts]] & (ends - starts > 1))
    spans: list[Span] = []
    block: list[Span] = []
    last = -2
    for line in candidates.tolist():
        start, end = int(starts[line]), int(ends[line])
        if not page.raw.startswith((b"    ", b"\t"), start):
            continue
        if not page.raw[start:end].strip(BLANK_BYTES):
            continue
        if line != last + 1 or page.raw[start - 1] == 0:
            spans += _as_code(page, block)
            block = []
            if line and page.raw[start - 1] and not BLANKS[page.codes[starts[line - 1]]]:
                last = -2
                continue
        block.append((start, end))
        last = line
    spans += _as_code(page, block)
    page.paint(spans, CODE)


def _as_code(page: Page, block: list[Span]) -> list[Span]:
    if not block:
        return []
    alike = sum(bool(_CODE_LINE.search(page.raw[start:end])) for start, end in block)
    return [(block[0][0], block[-1][1])] if 2 * alike >= len(block) else []
