"""Operating points: the score from which a signal is flagged, by preset and name.

Stage: verdict; nothing comes in; `POINTS` goes out. ``balanced`` lies near the highest F1 on
labelled comments at their natural share, ``high_precision`` and ``high_recall`` near the highest
F0.5 above and F2 below it; `python -m benchmarks points` prints the best ones and what precision
and recall these have. Threat has too few examples there to say; shouting flags what the
annotation guide calls shouting. Now the same for all presets.
"""

from __future__ import annotations

BALANCED = "balanced"
SIGNALS = (
    "toxicity",
    "unsupported_claims",
    "shouting",
    "severe_toxicity",
    "obscene",
    "threat",
    "insult",
    "identity_attack",
)
_NAMED = {
    BALANCED: (0.5, 0.5, 0.5, 0.25, 0.4, 0.5, 0.5, 0.3),
    "high_precision": (0.8, 0.7, 0.7, 0.4, 0.7, 0.8, 0.7, 0.5),
    "high_recall": (0.25, 0.25, 0.2, 0.15, 0.2, 0.25, 0.2, 0.15),
}
_POINTS = {name: dict(zip(SIGNALS, row, strict=True)) for name, row in _NAMED.items()}
POINTS: dict[str, dict[str, dict[str, float]]] = dict.fromkeys(
    ("default", "accurate", "fast"), _POINTS
)
