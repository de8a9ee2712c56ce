"""Quotes, code and links as plain text says them, in the marks that the text stage knows.

Stage: intake; a stretch of text that an export marks comes in; the same in Markdown goes out.
"""

from __future__ import annotations

import re

_TICKS = re.compile("`+")
_FENCES = re.compile("^`{3,}", re.MULTILINE)


def quoted(text: str) -> str:
    """Every line behind a quotation mark.

    >>> quoted("So?\\nNo.")
    '> So?\\n> No.'
    """
    return "\n".join(f"> {line}" for line in text.strip("\n").split("\n"))


def code(text: str) -> str:
    """The text as code within a line, or as a block if it has lines.

    >>> code("a `b`"), code("")
    ('``a `b```', '')
    """
    if "\n" in text.strip("\n"):
        return block(text)
    ticks = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    return f"{ticks}{text}{ticks}" if text.strip() else text


def block(text: str, language: str = "") -> str:
    """The text as a block of code.

    >>> block("x = 1", "py")
    '```py\\nx = 1\\n```'
    """
    inner = text.strip("\n")
    fence = "`" * max(3, 1 + max(map(len, _FENCES.findall(inner)), default=0))
    return f"{fence}{language}\n{inner}\n{fence}"


def link(text: str, target: str) -> str:
    """The text with where it leads, once if both are the same.

    >>> link("here", "https://example.org/a"), link("https://example.org/a", "https://example.org/a")
    ('[here](https://example.org/a)', 'https://example.org/a')
    """
    label = text.strip()
    if not target or not label or label == target or "\n" in label:
        return text if label else target
    return f"[{label}]({target})"
