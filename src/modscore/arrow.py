"""Comments in Arrow's form in, scores in Arrow's form out: a public face, as modscore's own is.

Stage: adapters; anything that offers the Arrow C interface comes in; record batches of the
documented columns go out. Needs pyarrow (extra ``arrow``), but only when something is called.
"""

from .adapters.batches import score_batch, score_batches
from .adapters.scoring import Scoring, scoring

__all__ = ["Scoring", "score_batch", "score_batches", "scoring"]
