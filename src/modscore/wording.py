"""Scores put into words.

Stage: after all; finished scores come in; sentences and one-line forms go out. Reads the records
by their fields only, so that `records` can offer these as methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .records import Claim, CommentScore, Finding, ThreadScore

JOINER = "\u200d"  # holds emoji together; harmless to a terminal
SHOWN = 60  # characters of a comment or of a found stretch that a line shows

_NAMES = {
    "toxicity": "toxicity",
    "unsupported_claims": "unsupported claims",
    "shouting": "shouting",
    "quality": "quality",
    "severe_toxicity": "severe toxicity",
    "obscene": "obscenity",
    "threat": "threat",
    "insult": "insult",
    "identity_attack": "attack on identity",
}


def safe(text: str) -> str:
    """The text on one line, with everything a terminal could obey written out.

    >>> safe("a\\x1b[31mb\\nc")
    'a\\\\x1b[31mb c'
    """
    flat = " ".join(text.split())
    return "".join(
        c if c.isprintable() or c == JOINER else c.encode("unicode_escape").decode() for c in flat
    )


def quoted(text: str, start: int, end: int) -> str:
    """The stretch between quotation marks, shortened in its middle when long."""
    found = safe(text[start : min(end, start + 4 * SHOWN)])
    if end - start > 4 * SHOWN or len(found) > SHOWN:
        found = found[: SHOWN - 1].rstrip() + "…"
    return f"“{found}”"


def one_line(score: CommentScore) -> str:
    """The `repr` of a comment's score."""
    flags = f", flags={'+'.join(score.flags)}" if score.flags else ""
    unsure = ", uncertain" if score.uncertain else ""
    text = safe(score.text[: 2 * SHOWN])
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return (
        f"CommentScore({score.id!r}, toxicity={score.toxicity:.2f}, "
        f"unsupported_claims={score.unsupported_claims:.2f}, shouting={score.shouting:.2f}, "
        f"quality={score.quality:.2f}{flags}{unsure}, “{text}”)"
    )


def table(result: ThreadScore) -> str:
    """The `repr` of a thread's score: a line a comment, the first twenty."""
    head = (
        f"ThreadScore({result.id!r}, {result.summary.comments} comments, rules "
        f"{result.provenance.rules_hash[:8]}, preset {result.provenance.preset})"
    )
    lines = [head, "  toxic unsup shout quali  comment"]
    for score in result.comments[:20]:
        text = safe(score.text[: 2 * SHOWN])
        text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
        lines.append(
            f"  {score.toxicity:5.2f} {score.unsupported_claims:5.2f} {score.shouting:5.2f} "
            f"{score.quality:5.2f}  {score.id}: {text}"
        )
    if len(result.comments) > 20:
        lines.append(f"  … and {len(result.comments) - 20} more")
    return "\n".join(lines)


def explain(score: CommentScore) -> str:
    """Sentences that say what was found in one comment and how much it weighed."""
    lines = [_head(score)]
    lines += [f"- {line}" for line in _toxic(score)]
    lines += [f"- {_claim(score, claim)}" for claim in _worst_claims(score)]
    lines += [
        f"- {quoted(score.text, f.start, f.end)}: {f.why}"
        for f in _strongest([f for f in score.findings if f.signal == "shouting"])
    ]
    if score.uncertain:
        lines.append(f"- Little to go by: {score.uncertain}.")
    if len(lines) == 1:
        lines.append("- Nothing stands out.")
    return "\n".join(lines)


def explain_thread(result: ThreadScore) -> str:
    """The explanations of all flagged comments, or one sentence if there are none."""
    parts = [f"Comment {score.id}. {explain(score)}" for score in result.comments if score.flags]
    return "\n\n".join(parts) if parts else "No comment of this thread stands out."


def _head(score: CommentScore) -> str:
    flagged = _listed([_NAMES[flag] for flag in score.flags])
    scores = (
        f"toxicity {score.toxicity:.2f}, unsupported claims {score.unsupported_claims:.2f}, "
        f"shouting {score.shouting:.2f}, quality {score.quality:.2f}"
    )
    return f"Marked for {flagged} ({scores})." if flagged else f"Not marked ({scores})."


def _listed(names: list[str]) -> str:
    """The names as one says them.

    >>> _listed(["toxicity", "insult", "threat"])
    'toxicity, insult and threat'
    """
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _strongest(findings: list[Finding], most: int = 5) -> list[Finding]:
    """The strongest findings that do not overlap, in the order of the text."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (-f.amount, f.start)):
        if len(kept) < most and not any(
            finding.start < other.end and finding.end > other.start for other in kept
        ):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.start)


def _toxic(score: CommentScore) -> list[str]:
    rules = [f for f in score.findings if f.signal == "toxicity" and f.source.startswith("rule:")]
    model = [f for f in score.findings if f.signal == "toxicity" and f.source.startswith("model:")]
    lines = [
        f"{quoted(score.text, f.start, f.end)}: {f.why} ({f.amount:.2f})" for f in _strongest(rules)
    ]
    if score.estimates.toxicity >= 0.2:
        words = ", ".join(quoted(score.text, f.start, f.end) for f in _strongest(model, 3))
        from_words = f", most of it from {words}" if words else ""
        lines.append(
            f"The wording as a whole reads as toxic to the model "
            f"({score.estimates.toxicity:.2f}{from_words})."
        )
    if score.toxicity >= 0.5:
        kinds = [
            _NAMES[name]
            for name in ("severe_toxicity", "obscene", "threat", "insult", "identity_attack")
            if getattr(score.attributes, name) >= 0.5
        ]
        if kinds:
            lines.append(f"Its kind: {_listed(kinds)}.")
    return lines


def _worst_claims(score: CommentScore) -> list[Claim]:
    weighty = [claim for claim in score.claims if claim.score >= 0.3]
    return sorted(weighty, key=lambda claim: (-claim.score, claim.start))[:3]


def _claim(score: CommentScore, claim: Claim) -> str:
    return f"{quoted(score.text, claim.start, claim.end)}: {claim.why} ({claim.score:.2f})"
