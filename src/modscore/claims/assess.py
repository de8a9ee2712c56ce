"""Each comment's claims, and how far the comment rests on unsupported ones.

Stage: claims; the prepared batch, its findings, the sentence model's answer and the threads come
in; a tuple of `Claim` for each comment goes out, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.claims.certainty import PLAIN, certainty, moved
from modscore.claims.evidence import Backing
from modscore.claims.evidence import support as support_of
from modscore.claims.ground import Grounds
from modscore.claims.marks import Mark, Sign, Signs, settled, signs_of
from modscore.claims.talk import Talk
from modscore.claims.wording import HARDLY, numbered, why
from modscore.claims.worthiness import (
    FLOOR,
    UNREAD,
    WORTHY,
    candidates,
    quoted,
    unread,
    worthiness,
)
from modscore.records import Claim, Cue, Thread
from modscore.rounding import rounded
from modscore.text.prepared import Prepared

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SURER = 0.75  # claim_score: how much certainty moves it

NEXT = 0.4  # comment_score: what the second claim adds of the room that is left
THIRD = 0.15
SLIGHT = 0.08  # nobody asks what backs a claim of less worthiness, nor how surely it is said
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
    columns = (np.array([value], np.float64) for value in (worthiness, support, certainty))
    return float(claim_scores(*columns)[0])


def claim_scores(worthiness: Floats, support: Floats, certainty: Floats) -> Floats:
    """`claim_score` of many claims."""
    lean = certainty - PLAIN
    lean = np.where(lean > 0, lean * (1.0 - worthiness), lean)
    return rounded(np.minimum(1.0, worthiness * (1.0 - support) * (1.0 + SURER * lean)))


def comment_score(claims: Sequence[Claim]) -> float:
    """How far a comment rests on unsupported claims: its strongest, and a little of the next two.

    With scores a >= b >= c: ``a + (1 - a) * (NEXT * b + THIRD * c)``, so three weak claims never
    make a strong one; 0.0 when ``a < LEAST``.

    >>> comment_score([Claim(0, 9, 0.5, 0.0, 0.6, 0.5), Claim(9, 20, 0.4, 0.0, 0.6, 0.4)])
    0.58
    >>> comment_score([])
    0.0
    """
    return float(comment_scores([claims])[0])


def comment_scores(claims: Sequence[Sequence[Claim]]) -> Floats:
    """`comment_score` of many comments."""
    strongest = np.zeros((len(claims), 3))
    for k, told in enumerate(claims):
        if len(told) == 1:
            strongest[k, 0] = told[0].score
        elif told:
            best = sorted([claim.score for claim in told], reverse=True)[:3]
            strongest[k, : len(best)] = best
    first, second, third = strongest.T
    scores = rounded(first + (1.0 - first) * (NEXT * second + THIRD * third))
    scores[first < LEAST] = 0.0
    return scores


def assess(
    prepared: Prepared,
    marks: Signs | Sequence[Sequence[Mark]],
    estimates: Floats,
    threads: Sequence[Thread],
) -> list[tuple[Claim, ...]]:
    """The claims of each comment, in order of place.

    ``marks``: for each comment its findings (all signals; only cues are looked at), or the cues
    of the batch. ``estimates``: (S, len(SENTENCE_ESTIMATED)). ``threads``: the ones that were
    prepared; a comment is judged with its article and the comments before it.
    """
    cues = marks if isinstance(marks, Signs) else signs_of(marks)
    foreign = unread(prepared)
    chosen = candidates(prepared, estimates, foreign)
    if not len(chosen):
        return [()] * len(prepared)
    grounds = Grounds(prepared, cues)
    comment = prepared.sentence_comment[chosen]
    unsure = prepared.uncertain or (None,) * len(prepared)
    sure = np.array([reason is None for reason in unsure])
    worth = worthiness(
        estimates[chosen, WORTHY], grounds.kinds[chosen], quoted(prepared)[chosen], sure[comment]
    )
    worth = np.where(foreign[chosen], np.maximum(worth, UNREAD), worth)
    kept = worth >= FLOOR
    chosen, comment, worth = chosen[kept], comment[kept], worth[kept]
    weighty = worth >= SLIGHT
    backings = _backings(grounds, chosen, comment, threads, weighty)
    return _written(grounds, chosen, worth, weighty, backings)


class _Backed(NamedTuple):
    by: Sequence[Backing]
    support: float


_UNBACKED = _Backed((), 0.0)


def _backings(
    grounds: Grounds,
    chosen: Ints,
    comment: NDArray[np.int32],
    threads: Sequence[Thread],
    weighty: NDArray[np.bool_],
) -> dict[int, _Backed]:
    """What backs the weighty claims, by their place in ``chosen``; those that nothing backs left
    out."""
    found: dict[int, _Backed] = {}
    bounds = np.searchsorted(comment, np.arange(len(grounds.prepared) + 1)).tolist()
    sentence = chosen.tolist()
    alone = set(np.flatnonzero(grounds.maybe(chosen) & weighty).tolist())
    last = 0
    talks: list[tuple[int, int, Thread]] = []
    for thread in threads:
        first, last = last, last + len(thread.comments)
        if thread.article or thread.title or len(thread.comments) > 1:
            talks.append((first, last, thread))
    for first, last, thread in talks:
        talk = Talk(thread)
        for index in range(first, last):
            talk.turn(thread.comments[index - first])
            for k in range(bounds[index], bounds[index + 1]):
                if not weighty[k]:
                    continue
                by = grounds.backings(index, sentence[k]) if k in alone else []
                one = grounds.said(sentence[k])
                by += talk.backings(one)
                backed = support_of(by)
                own = [b for b in by if b.kind != "parent"]  # said twice is not backed
                talk.remember(one, backed if len(own) == len(by) else support_of(own))
                if by:
                    found[k] = _Backed(by, backed)
        alone.difference_update(range(bounds[first], bounds[last]))
    for k in sorted(alone):
        if by := grounds.backings(int(comment[k]), sentence[k]):
            found[k] = _Backed(by, support_of(by))
    return found


def _written(
    grounds: Grounds,
    chosen: Ints,
    worth: Floats,
    weighty: NDArray[np.bool_],
    backings: dict[int, _Backed],
) -> list[tuple[Claim, ...]]:
    """The claims written out, by comment."""
    prepared = grounds.prepared
    texts, unsure = prepared.texts, prepared.uncertain or (None,) * len(prepared)
    comment = prepared.sentence_comment[chosen]
    base = prepared.starts[comment]
    start = (prepared.sentence_start[chosen] - base).tolist()
    end = (prepared.sentence_end[chosen] - base).tolist()
    whose, first, last = comment.tolist(), grounds.first[chosen], grounds.last[chosen]
    cued = np.flatnonzero((last > first) & weighty)
    signs: dict[int, list[Sign]] = {
        k: settled(grounds.signs[a:b])
        for k, a, b in zip(*(c.tolist() for c in (cued, first[cued], last[cued])), strict=True)
    }
    sure, backed = np.full(len(chosen), PLAIN), np.zeros(len(chosen))
    for k in np.flatnonzero(moved(grounds.kinds[chosen]) & weighty).tolist():
        sure[k] = certainty(texts[whose[k]], start[k], end[k], signs[k])
    for k, some in backings.items():
        backed[k] = some.support
    scores = claim_scores(worth, backed, sure)
    columns = [sure, backed, scores, worth, numbered(prepared, chosen), weighty]
    rows = zip(whose, start, end, *(column.tolist() for column in columns), strict=True)
    claims = []
    for k, (index, a, b, certain, support, score, worthy, number, weighs) in enumerate(rows):
        if not weighs:
            claims.append(Claim(a, b, worthy, support, certain, score, (), HARDLY))
            continue
        cues: Sequence[Sign] = signs.get(k, ())
        by = backings.get(k, _UNBACKED).by
        if not (cues or by or number):  # most of them
            said = _plainly(unsure[index])
            claims.append(Claim(a, b, worthy, support, certain, score, (), said))
            continue
        said = why(
            texts[index][a:b] if number else "",
            cues=cues,
            backings=by,
            support=support,
            certainty=certain,
            unsure=unsure[index],
            vague=_first_vague(texts[index], cues),
        )
        kept = _kept(cues, by) if cues or by else ()
        claims.append(Claim(a, b, worthy, support, certain, score, kept, said))
    bounds = np.searchsorted(comment, np.arange(len(prepared) + 1)).tolist()
    return [tuple(claims[a:b]) for a, b in pairwise(bounds)]


@lru_cache(maxsize=64)
def _plainly(unsure: str | None) -> str:
    """`why` of a claim in which nothing stands out."""
    return why("", cues=(), backings=(), support=0.0, certainty=PLAIN, unsure=unsure)


def _first_vague(text: str, cues: Iterable[Sign]) -> str:
    """The words of the first vague source."""
    for cue in cues:
        if cue.kind == "vague_authority":
            return text[cue.start : cue.end]
    return ""


def _kept(signs: Sequence[Sign], backings: Sequence[Backing]) -> tuple[Cue, ...]:
    """The cues in the sentence and those that back it, by place; what stands in the article or in
    another comment has no place here."""
    if not backings and len(signs) == 1:
        start, end, kind, _ = signs[0]
        return (Cue(kind, start, end),)
    found = {(sign.start, sign.end, sign.kind) for sign in signs}
    found |= {(b.start, b.end, b.kind) for b in backings if b.end > b.start}
    return tuple([Cue(kind, start, end) for start, end, kind in sorted(found)])
