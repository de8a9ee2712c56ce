"""Each comment's claims, and how far the comment rests on unsupported ones.

Stage: claims; the prepared batch, its findings, the sentence model's answer and the threads come
in; a tuple of `Claim` for each comment goes out, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from modscore.claims.certainty import certainty
from modscore.claims.earlier import Memory, matter
from modscore.claims.evidence import Backing, Ground, as_cues, support
from modscore.claims.marks import Cues, Mark
from modscore.claims.wording import why
from modscore.claims.worthiness import FLOOR, WORTHY, candidates, worthiness
from modscore.records import Claim, Cue, Thread
from modscore.text.prepared import ALIEN, LINK, QUOTE, Prepared

ARTICLE = 0.8  # support by the article or title when it says all of it
CARRIED = 0.8  # the share of an earlier comment's support that goes on to who repeats it
SURE = 0.4  # claim_score: what certainty is added to; plain (.6) then counts exactly 1

NEXT = 0.25  # comment_score: what the second claim adds of the room that is left
THIRD = 0.10
LEAST = 0.15  # a comment whose strongest claim scores less rests on no claim


def claim_score(worthiness: float, support: float, certainty: float) -> float:
    """How likely a fair moderator says: given as fact, it matters, and nothing backs it.

    ``min(1, worthiness * (1 - support) * (SURE + certainty))``: a plain claim (certainty .6)
    scores its worthiness as far as it is not backed; hedged counts .7 of that, boosted 1.3.

    >>> claim_score(0.8, 0.5, 0.6)
    0.4
    """
    return round(min(1.0, worthiness * (1.0 - support) * (SURE + certainty)), 6)


def comment_score(claims: Sequence[Claim]) -> float:
    """How far a comment rests on unsupported claims: its strongest, and a little of the next two.

    With scores a >= b >= c: ``a + (1 - a) * (NEXT * b + THIRD * c)``, so three weak claims never
    make a strong one; 0.0 when ``a < LEAST``.

    >>> comment_score([Claim(0, 9, 0.5, 0.0, 0.6, 0.5), Claim(9, 20, 0.4, 0.0, 0.6, 0.4)])
    0.55
    >>> comment_score([])
    0.0
    """
    scores = [*sorted((claim.score for claim in claims), reverse=True), 0.0, 0.0, 0.0]
    first, second, third = scores[:3]
    if first < LEAST:
        return 0.0
    return round(first + (1.0 - first) * (NEXT * second + THIRD * third), 6)


def assess(
    prepared: Prepared,
    marks: Sequence[Sequence[Mark]],
    estimates: NDArray[np.float64],
    threads: Sequence[Thread],
) -> list[tuple[Claim, ...]]:
    """The claims of each comment, in order of place.

    ``marks``: for each comment its findings (all signals; only cues are looked at).
    ``estimates``: (S, len(SENTENCE_ESTIMATED)). ``threads``: the ones that were prepared; a comment
    is judged with its article and the comments before it.
    """
    answer: list[tuple[Claim, ...]] = [()] * len(prepared)
    chosen = candidates(prepared, estimates)
    if not len(chosen):
        return answer
    bounds = np.searchsorted(prepared.sentence_comment[chosen], np.arange(len(prepared) + 1))
    links = _links(prepared)
    index = 0
    for thread in threads:
        talk = _Talk(thread)
        for comment in thread.comments:
            some = chosen[bounds[index] : bounds[index + 1]].tolist()
            if some:
                page = _Page(prepared, index, Cues(marks[index]), links.get(index, ()))
                worth = estimates[some, WORTHY].tolist()
                answer[index] = tuple(_claims(page, some, worth, talk, comment.author))
            index += 1
    return answer


class _Talk:
    """What was said in a thread so far, and how far it was backed."""

    def __init__(self, thread: Thread) -> None:
        self.lasting = bool(thread.article or thread.title or len(thread.comments) > 1)
        said = [text for text in (thread.title, thread.article) if text]
        self.memory = Memory(*said) if self.lasting else Memory()
        self.claims: list[tuple[str | None, float]] = []  # author, support

    def backings(self, words: frozenset[int], author: str | None) -> list[Backing]:
        echo = self.memory.echo(words)
        if echo is None:
            return []
        if echo.who is None:
            return [Backing("article", ARTICLE * echo.share, 0, 0, beside=True)]
        whose, backed = self.claims[echo.who]
        if backed <= 0 or (whose is not None and whose == author):
            return []
        return [Backing("earlier_comment", CARRIED * backed * echo.share, 0, 0, beside=True)]

    def remember(self, words: frozenset[int], author: str | None, backed: float) -> None:
        self.memory.add(words, len(self.claims))
        self.claims.append((author, backed))


class _Page:
    """One comment: its text, sentences, cues, and what it offers in support."""

    def __init__(
        self, prepared: Prepared, index: int, cues: Cues, links: Iterable[tuple[int, int]]
    ) -> None:
        base = int(prepared.starts[index])
        first, last = np.searchsorted(prepared.sentence_comment, (index, index + 1))
        start = (prepared.sentence_start[first:last] - base).tolist()
        end = (prepared.sentence_end[first:last] - base).tolist()
        self.prepared = prepared
        self.first = int(first)
        self.sentences = list(zip(start, end, strict=True))
        self.text = prepared.texts[index]
        self.cues = cues
        self.ground = Ground(self.text, self.sentences, cues, links)
        self.unsure = prepared.uncertain[index] if prepared.uncertain else None

    def matter(self, sentence: int) -> frozenset[int]:
        """The writer's own words of a sentence that say what it is about."""
        prepared = self.prepared
        bounds = (prepared.sentence_start[sentence], prepared.sentence_end[sentence])
        folded = np.searchsorted(prepared.origin, bounds)
        a, b = np.searchsorted(prepared.word_start, folded)
        own = (prepared.word_regions[a:b] & ALIEN) == 0
        return matter(prepared.word_hash[a:b][own])


def _claims(
    page: _Page, chosen: Sequence[int], worth: Sequence[float], talk: _Talk, author: str | None
) -> Iterator[Claim]:
    for sentence, estimate in zip(chosen, worth, strict=True):
        start, end = page.sentences[sentence - page.first]
        cues = page.cues.between(start, end)
        worthy = worthiness(estimate, cues, sure=page.unsure is None)
        if worthy < FLOOR:
            continue
        backings = page.ground.backings(sentence - page.first)
        words: frozenset[int] = frozenset()
        if talk.lasting:
            words = page.matter(sentence)
            backings += talk.backings(words, author)
        backed = support(backings)
        if talk.lasting:
            talk.remember(words, author, backed)
        sure = certainty(page.text, start, end, cues)
        yield Claim(
            start=start,
            end=end,
            worthiness=worthy,
            support=backed,
            certainty=sure,
            score=claim_score(worthy, backed, sure),
            cues=_together(cues, as_cues(backings)),
            why=why(
                page.text[start:end],
                cues=cues,
                backings=backings,
                support=backed,
                certainty=sure,
                unsure=page.unsure,
            ),
        )


def _together(*groups: Iterable[Cue]) -> tuple[Cue, ...]:
    unique = {(cue.start, cue.end, cue.kind): cue for group in groups for cue in group}
    return tuple(unique[key] for key in sorted(unique))


def _links(prepared: Prepared) -> dict[int, list[tuple[int, int]]]:
    """The local places of all links that stand outside quotes, by comment."""
    linked = ((prepared.regions & LINK) != 0) & ((prepared.regions & QUOTE) == 0)
    if not linked.any():
        return {}
    edges = np.flatnonzero(np.diff(np.concatenate(([0], linked.view(np.int8), [0]))))
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in edges.reshape(-1, 2).tolist():
        comment, local = prepared.local(start)
        found.setdefault(comment, []).append((local, local + end - start))
    return found
