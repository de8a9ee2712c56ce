"""The verdicts on the comments of a thread, seen together.

Stage: rollup; the scores of one thread come in; a `Summary` goes out. Sees only records.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ..records import ATTRIBUTES, SIGNALS, CommentScore, Summary, Worst

STRETCHES = 10
WORST = 5
_UNFLAGGED = dict.fromkeys(("toxicity", "unsupported_claims", "shouting", *ATTRIBUTES), 0)


def rollup(scores: Sequence[CommentScore], repairs: tuple[str, ...] = ()) -> Summary:
    """Counts, the worst comments and the course of a thread.

    >>> rollup([]).comments
    0
    """
    if len(scores) == 1:  # most threads of a batch of lone comments
        return _lone(scores[0], repairs)
    flagged = dict(_UNFLAGGED)
    for score in scores:
        for flag in score.flags:
            flagged[flag] += 1
    return Summary(
        comments=len(scores),
        flagged=flagged,
        worst={signal: _worst(scores, signal) for signal in SIGNALS},
        course={signal: _course([getattr(s, signal) for s in scores]) for signal in SIGNALS},
        uncertain=sum(score.uncertain is not None for score in scores),
        repairs=repairs,
    )


def _lone(score: CommentScore, repairs: tuple[str, ...]) -> Summary:
    id, quality = score.id, score.quality
    toxicity, unsupported, shouting = score.toxicity, score.unsupported_claims, score.shouting
    flagged = _UNFLAGGED.copy()
    for flag in score.flags:
        flagged[flag] = 1
    return Summary(
        1,
        flagged,
        {
            "toxicity": (Worst(id, toxicity),) if toxicity > 0 else (),
            "unsupported_claims": (Worst(id, unsupported),) if unsupported > 0 else (),
            "shouting": (Worst(id, shouting),) if shouting > 0 else (),
            "quality": (Worst(id, quality),),
        },
        {
            "toxicity": (toxicity,),
            "unsupported_claims": (unsupported,),
            "shouting": (shouting,),
            "quality": (quality,),
        },
        int(score.uncertain is not None),
        repairs,
    )


def _worst(scores: Sequence[CommentScore], signal: str) -> tuple[Worst, ...]:
    sign = 1 if signal == "quality" else -1  # low quality is the worst, high everything else
    ranked = sorted(range(len(scores)), key=lambda i: (sign * getattr(scores[i], signal), i))
    kept = [i for i in ranked[:WORST] if signal == "quality" or getattr(scores[i], signal) > 0]
    return tuple(Worst(scores[i].id, getattr(scores[i], signal)) for i in kept)


def _course(values: Sequence[float]) -> tuple[float, ...]:
    if len(values) <= STRETCHES:
        return tuple(values)
    bounds = [len(values) * k // STRETCHES for k in range(STRETCHES + 1)]
    return tuple(round(sum(values[a:b]) / (b - a), 6) for a, b in itertools.pairwise(bounds))
