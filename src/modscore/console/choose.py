"""Which comments are shown, and in which order.

Stage: command line; scored comments come in, one by one; those asked for go out.
"""

from __future__ import annotations

from typing import NamedTuple

from ..records import ATTRIBUTES, CommentScore


class Scored(NamedTuple):
    """A comment's score and the thread it stands in; ``place`` counts them over the whole file."""

    place: int
    thread: str
    score: CommentScore


def value(score: CommentScore, signal: str) -> float:
    """A signal or attribute of the score."""
    found: float = getattr(score.attributes if signal in ATTRIBUTES else score, signal)
    return found


def badness(score: CommentScore, signal: str | None) -> float:
    """How far up the list of the worst a comment belongs: for quality the lowest is the worst.

    Without a signal it is the highest of toxicity, unsupported claims and shouting.
    """
    if signal is None:
        return max(score.toxicity, score.unsupported_claims, score.shouting)
    return 1 - score.quality if signal == "quality" else value(score, signal)


def reaches(score: CommentScore, limits: dict[str, float]) -> bool:
    """Whether the comment reaches at least one of the limits; without limits, always."""
    return not limits or any(value(score, s) >= limit for s, limit in limits.items())


class Choice:
    """Collects the comments to show, holding no more of them than ``top`` needs.

    With ``sort`` or ``top`` the worst come first, else they keep their order. ``crowd``, for a
    terminal: of more comments than the first number, keep the second number of the worst.
    """

    def __init__(self, limits: dict[str, float], sort: str | None, top: int | None) -> None:
        self.limits = limits
        self.sort = sort
        self.top = top
        self.crowd: tuple[int, int] | None = None
        self.left_out = 0
        self._kept: list[Scored] = []

    @property
    def ordered(self) -> bool:
        """Whether the whole input must be seen before the first comment can be shown."""
        return self.sort is not None or self.top is not None

    def add(self, scored: Scored) -> None:
        """Consider one more comment."""
        if reaches(scored.score, self.limits):
            self._kept.append(scored)
            if self.crowd and self.top is None and len(self._kept) > self.crowd[0]:
                self.top = self.crowd[1]
            if self.top is not None and len(self._kept) > 2 * self.top + 1000:
                self._cut()

    def all(self) -> list[Scored]:
        """The comments to show, in order."""
        if self.ordered:
            self._cut()
        return self._kept

    def _cut(self) -> None:
        self._kept.sort(key=lambda one: (-badness(one.score, self.sort), one.place))
        if self.top is not None and len(self._kept) > self.top:
            self.left_out += len(self._kept) - self.top
            del self._kept[self.top :]
