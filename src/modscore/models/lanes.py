"""Sums of whole-number weights, three labels in one 64-bit number.

Stage: models; weights and places come in; exact sums per stretch go out. Whole numbers add up
to the same in any order, so a comment's sum is the same alone and in any batch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WIDTH = 21  # bits of a lane; a sum must stay within ±2**20
REACH = 1 << (WIDTH - 1)


def pack(weights: NDArray[np.integer]) -> NDArray[np.int64]:
    """(m,) numbers that each hold the three rows of a (3, m) table.

    >>> unpack(pack(np.array([[1], [-2], [3]])) + pack(np.array([[5], [6], [-7]]))).tolist()
    [[6], [4], [-4]]
    """
    packed: NDArray[np.int64] = weights[2].astype(np.int64)
    for row in (1, 0):
        packed <<= WIDTH
        packed += weights[row]
    return packed


def unpack(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """The (3, m) sums that packed sums stand for."""
    lanes = np.empty((3, len(sums)), dtype=np.int64)
    rest = sums
    for lane in range(2):
        low = ((rest & (2 * REACH - 1)) ^ REACH) - REACH
        lanes[lane] = low
        rest = (rest - low) >> WIDTH
    lanes[2] = rest
    return lanes


def sums(values: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of each stretch ``values[starts[i]:starts[i + 1]]``; 0 where it is empty.

    >>> sums(np.array([1, 2, 3]), np.array([0, 2, 2, 3])).tolist()
    [3, 0, 3]
    """
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    answer = np.zeros(len(starts) - 1, dtype=np.int64)
    if filled.size:
        answer[filled] = np.add.reduceat(values, starts[filled])
    return answer


def packed_sums(
    table: NDArray[np.int64], places: NDArray[np.int64], starts: NDArray[np.int64], largest: int
) -> NDArray[np.int64]:
    """(3, m) sums of packed weights over each stretch of places, however long it is.

    ``largest`` is the largest weight in size: long stretches are cut so that no lane runs over.
    """
    most = (REACH - 1) // max(largest, 1)
    values = table.take(places)
    sizes = np.diff(starts)
    if not sizes.size or int(sizes.max()) <= most:
        return unpack(sums(values, starts))
    pieces = np.maximum(-(-sizes // most), 1)
    ends = np.cumsum(pieces)
    owner = np.repeat(np.arange(len(sizes)), pieces)
    nth = np.arange(len(owner)) - np.repeat(ends - pieces, pieces)
    cuts = np.append(starts[:-1][owner] + nth * most, starts[-1])
    lanes = unpack(sums(values, cuts))
    return np.add.reduceat(lanes, ends - pieces, axis=1)
