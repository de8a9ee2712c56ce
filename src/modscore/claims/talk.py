"""What was said in a thread so far, by whom, and how far it was backed.

Stage: claims; a thread and the words of its claims, one after the other, come in; what the article
or an earlier comment gives in support of each goes out.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from modscore.claims.earlier import Echo, Memory, Said
from modscore.claims.evidence import Backing
from modscore.records import Comment, Thread

ARTICLE = 0.8  # support by the article or title when it says all of it
CARRIED = 0.8  # the share of an earlier comment's support that goes on to who repeats it
PARENT = 0.3  # at least, when it only says again what the comment that it answers says


class _Uttered(NamedTuple):
    comment: str
    author: str | None
    support: float


class Talk:
    """The claims of one thread so far."""

    def __init__(self, thread: Thread) -> None:
        self._texts = [text for text in (thread.title, thread.article) if text]
        self._uttered: list[_Uttered] = []
        self._turn: Comment | None = None

    @cached_property
    def _memory(self) -> Memory:
        return Memory(*self._texts)

    def turn(self, comment: Comment) -> None:
        """Whose words come next."""
        self._turn = comment

    def backings(self, one: Said) -> list[Backing]:
        """What the article, or another's earlier comment, gives to a sentence that says this: the
        strongest of each."""
        best: dict[str, Backing] = {}
        for echo in self._memory.echoes(one):
            backing = self._given(echo)
            if backing and backing.strength > best.get(backing.kind, _NONE).strength:
                best[backing.kind] = backing
        return list(best.values())

    def _given(self, echo: Echo) -> Backing | None:
        if echo.who is None:
            return Backing("article", ARTICLE * echo.share, 0, 0, beside=True)
        whose, here = self._uttered[echo.who], self._turn
        if here is None or whose.comment == here.id:
            return None
        if whose.author is not None and whose.author == here.author:
            return None  # nobody backs himself by saying it again
        kind, strength = "earlier_comment", CARRIED * whose.support * echo.share
        if whose.comment == here.parent:
            kind, strength = "parent", max(strength, PARENT * echo.share)
        if not strength:
            return None
        return Backing(kind, strength, 0, 0, beside=True, what=whose.author or "")

    def remember(self, one: Said, backed: float) -> None:
        """That this was said now, and how far it was backed."""
        self._memory.add(one, len(self._uttered))
        if self._turn is not None:
            self._uttered.append(_Uttered(self._turn.id, self._turn.author, backed))


_NONE = Backing("", 0.0, 0, 0)
