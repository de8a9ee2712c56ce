"""Each comment's claims, and how far the comment rests on unsupported ones.

Stage: claims; the prepared batch, its findings, the sentence model's answer and the threads come
in; a tuple of `Claim` for each comment goes out, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.claims.certainty import PLAIN, certainty
from modscore.claims.earlier import Memory, matter
from modscore.claims.evidence import Backing, Ground, support
from modscore.claims.marks import Cues, Mark, Sign
from modscore.claims.wording import why
from modscore.claims.worthiness import FLOOR, WORTHY, candidates, quoted, worthiness
from modscore.records import Claim, Cue, Thread
from modscore.text.prepared import ALIEN, LINK, QUOTE, Prepared

ARTICLE = 0.8  # support by the article or title when it says all of it
CARRIED = 0.8  # the share of an earlier comment's support that goes on to who repeats it
SURER = 0.75  # claim_score: how much certainty moves it

NEXT = 0.4  # comment_score: what the second claim adds of the room that is left
THIRD = 0.15
LEAST = 0.1  # a comment whose strongest claim scores less rests on no claim


def claim_score(worthiness: float, support: float, certainty: float) -> float:
    """How likely a fair moderator says: given as fact, it matters, and nothing backs it.

    ``worthiness * (1 - support) * (1 + SURER * lean)`` with ``lean = certainty - PLAIN``; a lean
    above 0 counts ``1 - worthiness`` of itself, so the score stays within [0, 1]. A plain claim
    (certainty .6) scores its worthiness as far as it is not backed, a hedged one (.3) .78 of that.

    >>> claim_score(0.8, 0.5, 0.6)
    0.4
    >>> claim_score(0.8, 0.0, 0.3) < claim_score(0.8, 0.0, 0.6) < claim_score(0.8, 0.0, 0.9)
    True
    """
    lean = certainty - PLAIN
    if lean > 0:
        lean *= 1.0 - worthiness
    return round(min(1.0, worthiness * (1.0 - support) * (1.0 + SURER * lean)), 6)


def comment_score(claims: Sequence[Claim]) -> float:
    """How far a comment rests on unsupported claims: its strongest, and a little of the next two.

    With scores a >= b >= c: ``a + (1 - a) * (NEXT * b + THIRD * c)``, so three weak claims never
    make a strong one; 0.0 when ``a < LEAST``.

    >>> comment_score([Claim(0, 9, 0.5, 0.0, 0.6, 0.5), Claim(9, 20, 0.4, 0.0, 0.6, 0.4)])
    0.58
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
    pages = _Pages(prepared, marks)
    between = quoted(prepared)
    index = 0
    for thread in threads:
        talk = _Talk(thread)
        for comment in thread.comments:
            some = chosen[bounds[index] : bounds[index + 1]]
            if len(some):
                worth = zip(estimates[some, WORTHY].tolist(), between[some].tolist(), strict=True)
                talk.turn(index, comment.author)
                answer[index] = tuple(_claims(pages.page(index), some.tolist(), worth, talk))
            index += 1
    return answer


class _Talk:
    """What was said in a thread so far, by whom, and how far it was backed."""

    def __init__(self, thread: Thread) -> None:
        self.lasting = bool(thread.article or thread.title or len(thread.comments) > 1)
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


class _Page(NamedTuple):
    """One comment: its text, its sentences from number ``first`` of the batch on, its cues, and
    what it offers in support."""

    prepared: Prepared
    text: str
    first: int
    sentences: list[tuple[int, int]]
    cues: Cues
    ground: Ground
    unsure: str | None

    def matter(self, sentence: int) -> frozenset[int]:
        """The writer's own words of a sentence that say what it is about."""
        prepared = self.prepared
        bounds = (prepared.sentence_start[sentence], prepared.sentence_end[sentence])
        folded = np.searchsorted(prepared.origin, bounds)
        a, b = np.searchsorted(prepared.word_start, folded)
        own = (prepared.word_regions[a:b] & ALIEN) == 0
        return matter(prepared.word_hash[a:b][own])


class _Pages:
    """The comments of a batch, one by one."""

    def __init__(self, prepared: Prepared, marks: Sequence[Sequence[Mark]]) -> None:
        comment = prepared.sentence_comment
        base = prepared.starts[comment]
        self._firsts = np.searchsorted(comment, np.arange(len(prepared) + 1)).tolist()
        self._starts = (prepared.sentence_start - base).tolist()
        self._ends = (prepared.sentence_end - base).tolist()
        self._links = _links(prepared)
        self._prepared = prepared
        self._marks = marks

    def page(self, index: int) -> _Page:
        """Comment ``index``."""
        prepared = self._prepared
        first, last = self._firsts[index], self._firsts[index + 1]
        sentences = list(zip(self._starts[first:last], self._ends[first:last], strict=True))
        text, cues = prepared.texts[index], Cues(self._marks[index])
        ground = Ground(text, sentences, cues, self._links.get(index, ()))
        unsure = prepared.uncertain[index] if prepared.uncertain else None
        return _Page(prepared, text, first, sentences, cues, ground, unsure)


def _claims(
    page: _Page,
    chosen: Sequence[int],
    worth: Iterable[tuple[float, float]],
    talk: _Talk,
) -> Iterator[Claim]:
    for sentence, (estimate, between) in zip(chosen, worth, strict=True):
        start, end = page.sentences[sentence - page.first]
        cues = page.cues.between(start, end)
        worthy = worthiness(estimate, cues, quoted=between, sure=page.unsure is None)
        if worthy < FLOOR:
            continue
        backings = page.ground.backings(sentence - page.first)
        words: frozenset[int] = frozenset()
        if talk.lasting:
            words = page.matter(sentence)
            backings += talk.backings(words)
        backed = support(backings)
        if talk.lasting:
            talk.remember(words, backed)
        sure = certainty(page.text, start, end, cues)
        yield Claim(
            start=start,
            end=end,
            worthiness=worthy,
            support=backed,
            certainty=sure,
            score=claim_score(worthy, backed, sure),
            cues=_kept(cues, backings),
            why=why(
                page.text[start:end],
                cues=cues,
                backings=backings,
                support=backed,
                certainty=sure,
                unsure=page.unsure,
            ),
        )


def _kept(signs: Iterable[Sign], backings: Iterable[Backing]) -> tuple[Cue, ...]:
    """The cues in the sentence and those that back it, by place; what stands in the article or in
    another comment has no place here."""
    found = {(sign.start, sign.end, sign.kind) for sign in signs}
    found |= {(b.start, b.end, b.kind) for b in backings if b.end > b.start}
    return tuple(Cue(kind, start, end) for start, end, kind in sorted(found))


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
