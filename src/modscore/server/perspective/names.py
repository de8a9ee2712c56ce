"""The attributes that are answered, and where their scores come from.

Stage: server, Perspective; the name of an attribute comes in; a signal of ours goes out. A name
that is not here has no honest score here, and is refused.
"""

from __future__ import annotations

from ...records import SIGNALS, CommentScore, Provenance

PRODUCTION = {
    "TOXICITY": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "obscene",
    "THREAT": "threat",
}
OURS = {
    "UNSUPPORTED_CLAIMS": "unsupported_claims",
    "SHOUTING": "shouting",
    "COMMENT_QUALITY": "quality",
}
SERVED: dict[str, str] = {
    **PRODUCTION,
    **{f"{name}_EXPERIMENTAL": signal for name, signal in PRODUCTION.items()},
    "TOXICITY_FAST": "toxicity",
    "OBSCENE": "obscene",
    **OURS,
}
LANGUAGES = ("en",)  # what every attribute here can judge


def signal_of(name: str, pins: frozenset[str]) -> str | None:
    """The signal behind the name of an attribute, None without one. After an ``@`` a caller may
    name what must have made the score, as with Perspective's own versions: one of ``pins``.

    >>> signal_of("TOXICITY", frozenset()), signal_of("TOXICITY@6", frozenset({"1.0.0"}))
    ('toxicity', None)
    """
    plain, at, pin = name.partition("@")
    return SERVED.get(plain) if not at or pin in pins else None


def pins_of(made: Provenance) -> frozenset[str]:
    """What may stand after the ``@``: the version of modscore, the id of a model, or the first 12
    signs of a model's or the rules' hash."""
    hashes = (made.rules_hash, *(model.hash for model in made.models))
    return frozenset({made.version, *(m.id for m in made.models), *(h[:12] for h in hashes)})


def supports(language: str) -> bool:
    """Whether texts in this language (BCP-47) can be judged.

    >>> supports("en-GB"), supports("fr")
    (True, False)
    """
    return language.replace("_", "-").split("-")[0].lower() in LANGUAGES


def own(score: CommentScore, signal: str) -> float:
    """The score of a signal or attribute, as modscore gives it."""
    value: float = getattr(score if signal in SIGNALS else score.attributes, signal)
    return value
