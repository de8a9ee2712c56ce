"""What a model must offer to take part.

Stage: models; `Prepared` comes in; estimates go out. A toxicity model is one module with these
members; nothing else needs to know of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Prepared

Share = tuple[int, int, float]  # start, end (code points of the comment's text), share in [0, 1]


class ToxicityModel(Protocol):
    """A model of how toxic the wording as a whole is. Must be safe to share between threads, and
    must answer the same for a comment whatever else is in the batch."""

    @property
    def id(self) -> str:
        """Its name and version, as provenance shows it."""
        ...

    @property
    def hash(self) -> str:
        """SHA-256 of its weights, in hex."""
        ...

    def estimate(self, prepared: Prepared) -> NDArray[np.float64]:
        """(n, 6) calibrated probabilities, columns as in ``records.ESTIMATED``; never NaN."""
        ...

    def spans(self, prepared: Prepared, comments: Sequence[int]) -> list[list[Share]]:
        """For each comment asked for, the stretches its toxicity rests on, in order of place,
        and the share of the estimate each carries; shares add up to at most 1."""
        ...


class SentenceEstimator(Protocol):
    """A model of what each sentence does."""

    @property
    def id(self) -> str:
        """Its name and version, as provenance shows it."""
        ...

    @property
    def hash(self) -> str:
        """SHA-256 of its weights, in hex."""
        ...

    def estimate(self, prepared: Prepared) -> NDArray[np.float64]:
        """(S, k) calibrated probabilities, columns as in ``records.SENTENCE_ESTIMATED``."""
        ...
