"""A plain logistic regression on soft labels.

Stage: training; a sparse matrix, labels in [0, 1] and weights come in; coefficients go out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def fit(
    rows: Any,
    labels: NDArray[np.float64],
    weights: NDArray[np.float64],
    penalty: float,
    steps: int = 80,
) -> NDArray[np.float64]:
    """The coefficients, the base last: least cross entropy plus ``penalty / 2`` times their
    squares (the base is free). ``rows`` is a SciPy sparse matrix."""
    from scipy.optimize import minimize

    width = rows.shape[1]
    turned = rows.T.tocsr()

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = rows @ point[:width] + point[width]
        entropy = weights @ (np.logaddexp(0, odds) - labels * odds)
        slack = weights * (1 / (1 + np.exp(-odds)) - labels)
        slope = turned @ slack + penalty * point[:width]
        value = float(entropy) + penalty / 2 * float(point[:width] @ point[:width])
        return value, np.append(slope, slack.sum())

    done = minimize(
        loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps}
    )
    found: NDArray[np.float64] = done.x
    return found


def odds(rows: Any, point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds of each row."""
    answer: NDArray[np.float64] = rows @ point[:-1] + point[-1]
    return answer
