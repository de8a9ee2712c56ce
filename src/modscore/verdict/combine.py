"""What the rules found and what the models estimated, joined into the verdict on a comment.

Stage: verdict; findings, estimates and claims of one comment come in; a `CommentScore` goes out.
Sees only records, so its arithmetic can be tested with invented findings.

The formula, for toxicity and each of its attributes s:

    score(s) = 1 - (1 - estimate(s)) * product over rules r of (1 - max amount of r for s)

Each rule is one more independent cause of the verdict (a noisy-or); a rule that hits many times
counts once, by its strongest finding. So a finding can only raise a score, and the parts kept
with the score give it back (`recompute`). Shouting is the same with an estimate of 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..records import ATTRIBUTES, Attributes, Claim, CommentScore, Estimates, Finding
from .quality import quality

DIGITS = 6  # scores are rounded: float sums differ in the last digits from machine to machine


def joined(estimate: float, findings: Sequence[Finding]) -> float:
    """The score that an estimate and the rule findings of one signal make, in [0, 1].

    Findings of models are skipped: their amounts are shares of the estimate itself.

    >>> joined(0.5, [Finding("toxicity", "rule:a.b", 0, 3, 0.5, "Rude.")])
    0.75
    """
    if not findings:
        return round(estimate, DIGITS)
    strongest: dict[str, float] = {}
    for finding in findings:
        if finding.source.startswith("rule:"):
            strongest[finding.source] = max(strongest.get(finding.source, 0.0), finding.amount)
    left = 1.0 - estimate
    for source in sorted(strongest):  # a fixed order gives the same bits
        left *= 1.0 - strongest[source]
    return round(min(1.0, max(0.0, 1.0 - left)), DIGITS)


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
    """The verdict on one comment.

    ``unsupported_claims`` comes from its own formula (`claims.assess.comment_score`).
    ``texture`` are the named numbers that quality is made of, beside the signals (see
    `verdict.quality`). A signal is flagged when its score reaches its operating point in
    ``points``; quality is never flagged.
    """
    by_signal: dict[str, list[Finding]] = {}
    for finding in findings:
        by_signal.setdefault(finding.signal, []).append(finding)
    toxicity = joined(estimates.toxicity, by_signal.get("toxicity", ()))
    kinds = {name: joined(getattr(estimates, name), by_signal.get(name, ())) for name in ATTRIBUTES}
    shouting = joined(0.0, by_signal.get("shouting", ()))
    scores = {
        "toxicity": toxicity,
        "unsupported_claims": round(unsupported_claims, DIGITS),
        "shouting": shouting,
        **kinds,
    }
    worth, worth_parts = quality(
        {**texture, **{s: scores[s] for s in ("toxicity", "shouting", "unsupported_claims")}}
    )
    return CommentScore(
        id=id,
        text=text,
        toxicity=toxicity,
        unsupported_claims=scores["unsupported_claims"],
        shouting=shouting,
        quality=worth,
        attributes=Attributes(**kinds),
        estimates=estimates,
        claims=tuple(claims),
        findings=tuple(findings),
        flags=tuple(s for s, value in scores.items() if value >= points.get(s, 2.0)),
        uncertain=uncertain,
        quality_parts=worth_parts,
    )


def recompute(score: CommentScore) -> dict[str, float]:
    """Toxicity, its attributes and shouting, worked out anew from the parts kept with a score."""
    signals = {"toxicity": score.estimates.toxicity, "shouting": 0.0} | {
        name: getattr(score.estimates, name) for name in ATTRIBUTES
    }
    return {
        signal: joined(estimate, [f for f in score.findings if f.signal == signal])
        for signal, estimate in signals.items()
    }
