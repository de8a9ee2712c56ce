"""What the rules found and what the models estimated, joined into the verdict on a comment.

Stage: verdict; findings, estimates and claims of one comment come in; a `CommentScore` goes out.
Sees only records, so its arithmetic can be tested with invented findings.

The formula, for toxicity and each of its attributes s:

    score(s) = 1 - (1 - estimate(s)) * product over rules r of (1 - max amount of r for s)

Each rule is one more independent cause of the verdict (a noisy-or); a rule that hits many times
counts once, by its strongest finding. Its amount is what it adds to the model: less than its
strength where the model has counted the same words already (see `match.amounts`). So a finding
can only raise a score, and the parts kept with the score give it back (`recompute`). Shouting is
the same with an estimate of 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from ..records import ATTRIBUTES, ESTIMATED, Attributes, Claim, CommentScore, Estimates, Finding
from ..rounding import DIGITS, rounded
from .quality import qualities

Floats = NDArray[np.float64]
LOUDEST = 2.0  # see `tempered`
HEARD = {"linear": 0.2, "network": 0.5}  # a network understands much of a denial itself
_JOINED = ("toxicity", *ATTRIBUTES, "shouting")  # the signals made of estimates and findings
_PLACE = {signal: place for place, signal in enumerate(_JOINED)}
_OBSCENE = ESTIMATED.index("obscene")
_FLAGS = ("toxicity", "unsupported_claims", "shouting", *ATTRIBUTES)


def tempered(without: Floats, whole: Floats, model: str = "linear") -> Floats:
    """What a model's estimates, (n, 6), count when a guard held words back ("not an idiot").

    ``without`` are the estimates with those words left out, ``whole`` those of the whole text. The
    guards are right more often than not, not always: the log-odds are ``1 - h`` parts of the
    first and ``h`` parts of the second (those at most LOUDEST), never above the whole text's; h
    is HEARD of the ``model``. Obscene stays as it is: the words are there, whoever is meant.
    """
    least, heard = 1e-6, HEARD[model]
    odds = [np.log(p / (1 - p)) for p in (np.clip(e, least, 1 - least) for e in (without, whole))]
    mixed: Floats = 1 / (
        1 + np.exp(-((1 - heard) * odds[0] + heard * np.minimum(odds[1], LOUDEST)))
    )
    found = np.where(without < whole, mixed, whole)
    found[:, _OBSCENE] = whole[:, _OBSCENE]
    return found


def joined(estimate: float, findings: Sequence[Finding]) -> float:
    """The score that an estimate and the rule findings of one signal make, in [0, 1].

    Findings of models are skipped: their amounts are shares of the estimate itself.

    >>> joined(0.5, [Finding("toxicity", "rule:a.b", 0, 3, 0.5, "Rude.")])
    0.75
    """
    strongest: dict[str, float] = {}
    for finding in findings:
        if finding.source.startswith("rule:"):
            strongest[finding.source] = max(strongest.get(finding.source, 0.0), finding.amount)
    return round(_noisy_or(estimate, strongest), DIGITS)


def _noisy_or(estimate: float, strongest: Mapping[str, float]) -> float:
    left = 1.0 - estimate
    for source in sorted(strongest):  # a fixed order gives the same bits
        left *= 1.0 - strongest[source]
    return min(1.0, max(0.0, 1.0 - left)) if strongest else estimate


def combine(
    *,
    id: str,
    text: str,
    estimates: Estimates,
    findings: Sequence[Finding],
    claims: Sequence[Claim],
    unsupported_claims: float,
    texture: Mapping[str, float],
    points: Mapping[str, float],
    uncertain: str | None = None,
) -> CommentScore:
    """The verdict on one comment; see `verdicts`."""
    row = [estimates.toxicity, *(getattr(estimates, name) for name in ATTRIBUTES)]
    return verdicts(
        comments=[(id, text)],
        estimates=np.array([row], np.float64),
        findings=[findings],
        claims=[tuple(claims)],
        unsupported_claims=np.array([unsupported_claims], np.float64),
        texture={name: np.array([value], np.float64) for name, value in texture.items()},
        points=points,
        uncertain=[uncertain],
    )[0]


def verdicts(
    *,
    comments: Sequence[tuple[str, str]],
    estimates: NDArray[np.float64],
    findings: Sequence[Sequence[Finding]],
    claims: Sequence[tuple[Claim, ...]],
    unsupported_claims: NDArray[np.float64],
    texture: Mapping[str, NDArray[np.float64]],
    points: Mapping[str, float],
    uncertain: Sequence[str | None],
) -> list[CommentScore]:
    """The verdicts on many comments, each as if alone.

    ``comments``: id and text of each. ``estimates``: (n, 6), columns as in ``records.ESTIMATED``.
    ``unsupported_claims`` comes from its own formula (`claims.assess.comment_score`).
    ``texture`` are the named columns that quality is made of, beside the signals (see
    `verdict.quality`). A signal is flagged when its score reaches its operating point in
    ``points``; quality is never flagged.
    """
    raised = [[*row, 0.0] for row in estimates.tolist()]
    for row, found in zip(raised, findings, strict=True):
        if found:
            _raise(row, found)
    scores = rounded(np.array(raised, np.float64).reshape(len(raised), len(_JOINED)))
    unsupported = rounded(unsupported_claims)
    toxicity, shouting = scores[:, 0], scores[:, -1]
    worth, parts = qualities(
        {
            **texture,
            "toxicity": toxicity,
            "shouting": shouting,
            "unsupported_claims": unsupported,
        },
        len(comments),
    )
    flags = _flags(np.column_stack([toxicity, unsupported, shouting, scores[:, 1:-1]]), points)
    return [
        CommentScore(
            id,
            text,
            row[0],
            unbacked,
            row[-1],
            value,
            Attributes(*row[1:-1]),
            Estimates(*estimate),
            told,
            tuple(found),
            flag,
            unsure,
            part,
        )
        for (id, text), row, unbacked, value, estimate, told, found, flag, unsure, part in zip(
            comments,
            scores.tolist(),
            unsupported.tolist(),
            worth,
            estimates.tolist(),
            claims,
            findings,
            flags,
            uncertain,
            parts,
            strict=True,
        )
    ]


def _raise(scores: list[float], findings: Sequence[Finding]) -> None:
    """Join the rule findings of one comment to its row of estimates."""
    strongest: dict[str, dict[str, float]] = {}
    for finding in findings:
        source = finding.source
        if source[:5] == "rule:":
            of_signal = strongest.get(finding.signal)
            if of_signal is None:
                strongest[finding.signal] = {source: finding.amount}
            elif finding.amount > of_signal.get(source, 0.0):
                of_signal[source] = finding.amount
    for signal, of_signal in strongest.items():
        if signal in _PLACE:
            place = _PLACE[signal]
            scores[place] = _noisy_or(scores[place], of_signal)


def _flags(scores: NDArray[np.float64], points: Mapping[str, float]) -> list[tuple[str, ...]]:
    reached = scores >= np.array([points.get(signal, 2.0) for signal in _FLAGS])
    flags: list[tuple[str, ...]] = [()] * len(scores)
    for k in np.flatnonzero(reached.any(axis=1)).tolist():
        flags[k] = tuple(compress(_FLAGS, reached[k].tolist()))
    return flags


def recompute(score: CommentScore) -> dict[str, float]:
    """Toxicity, its attributes and shouting, worked out anew from the parts kept with a score."""
    signals = {"toxicity": score.estimates.toxicity, "shouting": 0.0} | {
        name: getattr(score.estimates, name) for name in ATTRIBUTES
    }
    return {
        signal: joined(estimate, [f for f in score.findings if f.signal == signal])
        for signal, estimate in signals.items()
    }
