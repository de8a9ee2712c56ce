"""Operating points: the score from which a signal is flagged, by preset (now the same for all).

Stage: verdict; nothing comes in; `POINTS` goes out. The balanced points: near the highest F1 on
labelled comments at their natural share, printed by `python -m benchmarks points` (threat has too
few examples there to say; shouting flags what the annotation guide calls shouting).
"""

from __future__ import annotations

_BALANCED = {
    "toxicity": 0.5,
    "unsupported_claims": 0.5,
    "shouting": 0.5,
    "severe_toxicity": 0.25,
    "obscene": 0.4,
    "threat": 0.5,
    "insult": 0.5,
    "identity_attack": 0.3,
}
POINTS: dict[str, dict[str, float]] = dict.fromkeys(("default", "accurate", "fast"), _BALANCED)
