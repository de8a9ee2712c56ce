"""What was said in a thread so far, by whom, and how far it was backed.

Stage: claims; a thread and the words of its claims, one after the other, come in; what the article
or an earlier comment gives in support of each goes out.
"""

from __future__ import annotations

from functools import cached_property

from modscore.claims.earlier import Memory
from modscore.claims.evidence import Backing
from modscore.records import Thread

ARTICLE = 0.8  # support by the article or title when it says all of it
CARRIED = 0.8  # the share of an earlier comment's support that goes on to who repeats it


class Talk:
    """The claims of one thread so far."""

    def __init__(self, thread: Thread) -> None:
        self._texts = [text for text in (thread.title, thread.article) if text]
        self._claims: list[tuple[int, str | None, float]] = []  # comment, author, support
        self._turn: tuple[int, str | None] = (-1, None)

    @cached_property
    def _memory(self) -> Memory:
        return Memory(*self._texts)

    def turn(self, comment: int, author: str | None) -> None:
        """Whose words come next."""
        self._turn = (comment, author)

    def backings(self, words: frozenset[int]) -> list[Backing]:
        """What the article or another's earlier comment gives to a sentence of these words."""
        echo = self._memory.echo(words)
        if echo is None:
            return []
        if echo.who is None:
            return [Backing("article", ARTICLE * echo.share, 0, 0, beside=True)]
        comment, whose, backed = self._claims[echo.who]
        here, author = self._turn
        if not backed or comment == here or (whose is not None and whose == author):
            return []
        return [Backing("earlier_comment", CARRIED * backed * echo.share, 0, 0, beside=True)]

    def remember(self, words: frozenset[int], backed: float) -> None:
        """That these words were said now, and how far they were backed."""
        self._memory.add(words, len(self._claims))
        self._claims.append((*self._turn, backed))
