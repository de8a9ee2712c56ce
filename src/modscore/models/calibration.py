"""From a model's margin to a probability.

Stage: models; margins come in; calibrated probabilities go out, never NaN, never falling where
the margin rises. A curve is kept as knots and read off by straight lines between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Calibration:
    """One curve a label: ``margins`` (k, m) rising, ``chances`` (k, m) in [0, 1] rising."""

    margins: NDArray[np.float64]
    chances: NDArray[np.float64]

    def fault(self) -> str | None:
        """What is wrong with the knots, or None."""
        if self.margins.ndim != 2 or self.margins.shape != self.chances.shape:
            return f"expected knots of one shape, got {self.margins.shape}, {self.chances.shape}"
        if not (np.isfinite(self.margins).all() and np.isfinite(self.chances).all()):
            return "expected finite knots, got NaN or infinity"
        if (np.diff(self.margins) <= 0).any() or (np.diff(self.chances) < 0).any():
            return "expected rising knots, got falling ones"
        if (self.chances < 0).any() or (self.chances > 1).any():
            return "expected chances in [0, 1], got others"
        return None

    def apply(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, k) chances for (n, k) margins.

        >>> curve = Calibration(np.array([[-1.0, 1.0]]), np.array([[0.0, 1.0]]))
        >>> curve.apply(np.array([[0.0], [9.0]])).ravel().tolist()
        [0.5, 1.0]
        """
        answer = np.empty(margins.shape, dtype=np.float64)
        for label in range(margins.shape[1]):
            answer[:, label] = np.interp(
                margins[:, label], self.margins[label], self.chances[label]
            )
        return answer


def logistic_knots(
    slope: NDArray[np.float64], offset: NDArray[np.float64], steps: int = 129, reach: float = 12.0
) -> Calibration:
    """The curves 1 / (1 + exp(-(slope * margin + offset))) with equal steps of log-odds.

    >>> float(logistic_knots(np.array([2.0]), np.array([0.0])).apply(np.array([[0.0]]))[0, 0])
    0.5
    """
    odds = np.linspace(-reach, reach, steps)
    margins = (odds[None, :] - offset[:, None]) / slope[:, None]
    chances = np.broadcast_to(1.0 / (1.0 + np.exp(-odds)), margins.shape)
    return Calibration(margins, np.ascontiguousarray(chances))
