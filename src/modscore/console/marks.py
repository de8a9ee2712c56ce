"""What of a comment's score is worth showing: which stretches, and which of them first.

Stage: command line; a `CommentScore` comes in; marks go out. What lies below a signal's operating
point is left out where it would only be noise: weak claims, the model's words of a calm comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..records import CommentScore, Finding
from ..wording import safe
from .safe import clean

REASONS = 3  # that are told of a comment
WEIGHTY_CLAIM = 0.3
LEAST = 0.1  # a lighter reason is no reason
COVERED = 0.5  # a stretch of which so much was told already is not told again
WORDS = 40  # characters of a stretch that a reason repeats


class Mark(NamedTuple):
    """A stretch of the comment, what it speaks for, and how much it weighs."""

    signal: str
    start: int
    end: int
    weight: float
    why: str


def marks(score: CommentScore) -> list[Mark]:
    """The stretches to be marked, in order of place."""
    found = [
        Mark(f.signal, f.start, f.end, _weight(f, score), f.why)
        for f in score.findings
        if f.signal == "shouting" or (f.signal == "toxicity" and _tells(f, score))
    ]
    if "unsupported_claims" in score.flags:
        found += [
            Mark("unsupported_claims", c.start, c.end, c.score, c.why)
            for c in score.claims
            if c.score >= WEIGHTY_CLAIM
        ]
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def reasons(score: CommentScore) -> Iterator[tuple[str, str]]:
    """(signal, sentence) of what weighs most in a comment, the strongest first."""
    told: list[Mark] = []
    for mark in sorted(marks(score), key=lambda mark: -mark.weight):
        if mark.weight < LEAST:
            return
        same = [one for one in told if one.signal == mark.signal]
        if any(one.why == mark.why or _covers(one, mark) for one in same):
            continue
        told.append(mark)
        yield mark.signal, f"{excerpt(score.text, mark)} {clean(mark.why)} {mark.weight:.2f}"
        if len(told) == REASONS:
            return


def excerpt(text: str, mark: Mark) -> str:
    """The first words of the stretch, between quotation marks.

    >>> excerpt("You idiot.", Mark("toxicity", 4, 9, 0.5, ""))
    '“idiot”'
    """
    words = safe(text[mark.start : min(mark.end, mark.start + 2 * WORDS)])
    if len(words) > WORDS:
        words = words[: words.rfind(" ", WORDS // 2, WORDS)].rstrip(" ,;:.")[:WORDS] + "…"
    return f"“{words}”"


def _tells(finding: Finding, score: CommentScore) -> bool:
    return finding.source.startswith("rule:") or "toxicity" in score.flags


def _weight(finding: Finding, score: CommentScore) -> float:
    if finding.source.startswith("rule:"):
        return finding.amount
    return finding.amount * score.estimates.toxicity  # a model's amount is a share of its estimate


def _covers(told: Mark, mark: Mark) -> bool:
    shared = min(told.end, mark.end) - max(told.start, mark.start)
    return shared > COVERED * (mark.end - mark.start)
