"""Logistic regression for several labels at once, where some labels are unknown.

Stage: training; sparse blocks, soft labels and weights come in; a weight matrix goes out. Every
source has a bias of its own, so that how toxic a source is on the whole teaches the words nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MEMORY = 8  # steps that L-BFGS remembers


@dataclass(frozen=True, eq=False)
class Block:
    """Columns ``left @ right``, or ``left`` alone; kept apart because the product is large."""

    left: Any
    right: Any = None

    @property
    def width(self) -> int:
        """How many columns."""
        return int((self.left if self.right is None else self.right).shape[1])

    def rows(self, chosen: NDArray[Any]) -> Block:
        """The block of some rows only."""
        return Block(self.left[chosen], self.right)

    def times(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The columns times weights."""
        inner = weights if self.right is None else self.right @ weights
        return np.asarray(self.left @ inner)

    def turned_times(self, slopes: NDArray[np.float32]) -> NDArray[np.float32]:
        """The columns turned round, times a matrix of the rows."""
        inner = self.left.T @ slopes
        return np.asarray(inner if self.right is None else self.right.T @ inner)


@dataclass(frozen=True, eq=False)
class Fitted:
    """``weights`` (columns, labels), ``biases`` (sources, labels), and how the search ended."""

    weights: NDArray[np.float32]
    biases: NDArray[np.float32]
    steps: int
    loss: float

    def margins(self, blocks: Sequence[Block], source: int = 0) -> NDArray[np.float32]:
        """(n, labels) margins of the rows of blocks, with the bias of one source."""
        total, at = self.biases[source], 0
        for block in blocks:
            total = total + block.times(self.weights[at : at + block.width])
            at += block.width
        return np.asarray(total)


def fit(
    blocks: Sequence[Block],
    *,
    labels: NDArray[np.float32],
    weights: NDArray[np.float32],
    sources: NDArray[np.int64],
    trust: NDArray[np.float32],
    penalty: float | NDArray[np.float32],
    steps: int,
) -> Fitted:
    """Least mean log-loss a label plus ``penalty / 2`` (one number, or one a label) times the
    squared weights.

    ``trust`` (columns, k): a weight's square is penalised divided by the square of its trust.
    ``labels`` (n, k) are chances in [0, 1], NaN where unknown; ``weights`` (n, k) or (n, 1).
    """
    from scipy.optimize import minimize

    width, kinds = sum(block.width for block in blocks), labels.shape[1]
    known = np.where(np.isnan(labels), 0, weights).astype(np.float32)
    known /= np.maximum(known.sum(axis=0), 1e-9)
    wanted = np.nan_to_num(labels).astype(np.float32)
    count = int(sources.max()) + 1
    hold = np.full((count, 1), 1e-4, dtype=np.float32)
    hold[0] = 1e-6

    def split(flat: NDArray[Any]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        flat = flat.astype(np.float32)
        cut = width * kinds
        return flat[:cut].reshape(width, kinds), flat[cut:].reshape(count, kinds)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        own, biases = split(flat)
        trusted = own * trust
        margins, at = biases[sources], 0
        for block in blocks:
            margins += block.times(trusted[at : at + block.width])
            at += block.width
        np.clip(margins, -30, 30, out=margins)
        slopes = ((1 / (1 + np.exp(-margins)) - wanted) * known).astype(np.float32)
        cost = float(((np.logaddexp(0, margins) - wanted * margins) * known).sum(dtype=np.float64))
        cost += 0.5 * float((penalty * np.square(own).sum(axis=0)).sum()) + 0.5 * float(
            (hold * biases**2).sum()
        )
        parts = [block.turned_times(slopes) for block in blocks]
        by_source = np.stack(
            [np.bincount(sources, slopes[:, k], minlength=count) for k in range(kinds)], axis=1
        )
        turn = [
            (np.concatenate(parts) * trust + penalty * own).ravel(),
            (by_source + hold * biases).ravel(),
        ]
        return cost, np.concatenate(turn).astype(np.float64)

    found = minimize(
        loss,
        np.zeros((width + count) * kinds),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "maxcor": MEMORY},
    )
    own, biases = split(found.x)
    return Fitted(own * trust, biases, int(found.nit), float(found.fun))


def telling(
    block: Block,
    *,
    labels: NDArray[np.float32],
    weights: NDArray[np.float32],
) -> NDArray[np.float32]:
    """(columns, k) size of the log ratio of a column's share among positive and negative rows:
    how much it tells of each label on its own (after Wang and Manning 2012, NB-SVM)."""
    known = np.where(np.isnan(labels), 0, weights).astype(np.float32)
    wanted = np.nan_to_num(labels).astype(np.float32)
    present = Block(_ones(block.left), None if block.right is None else _ones(block.right))
    yes = present.turned_times(known * wanted) + 1
    no = present.turned_times(known * (1 - wanted)) + 1
    ratio = np.log(yes / yes.sum(axis=0)) - np.log(no / no.sum(axis=0))
    return np.asarray(np.abs(ratio), dtype=np.float32)


def _ones(matrix: Any) -> Any:
    ones = matrix.copy()
    ones.data = np.ones_like(ones.data)
    return ones
