"""Plain text: one comment a paragraph, or one a line where no blank line stands between.

Stage: intake; decoded text comes in; one thread goes out. The first ``article`` paragraphs (or
lines) are the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import ReadError
from ..records import Comment, Thread
from .head import Head
from .source import Source

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".log")
_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")


def sniff(head: Head) -> bool:
    """Any text can be read as plain text, so this stands last in the list of formats."""
    return True


def read(source: Source) -> Iterator[Thread]:
    """The one thread of the text; comments have the ids "1", "2", … and no authors."""
    parts = split("".join(source.lines(newline=None)))
    if source.article > len(parts):
        raise ReadError(
            f"{source.name}: article: expected at most {len(parts)}, "
            f"the paragraphs there are, got {source.article}"
        )
    article = "\n\n".join(parts[: source.article]) or None
    texts = parts[source.article :]
    comments = tuple(Comment(str(i), text) for i, text in enumerate(texts, start=1))
    yield Thread("1", comments, article=article)


def split(text: str) -> list[str]:
    """The paragraphs of a text, or its lines if no blank line stands between two of them.

    >>> split("One.\\n\\nTwo,\\nstill two.\\n"), split("One.\\nTwo.\\n")
    (['One.', 'Two,\\nstill two.'], ['One.', 'Two.'])
    """
    body = text.strip("\n")
    parts = _BLANK.split(body) if _BLANK.search(body) else body.split("\n")
    return [part for part in parts if part.strip()]
