"""Sums of whole-number weights, several labels in one 64-bit number.

Stage: models; weights and places come in; exact sums per stretch go out. Whole numbers add up
to the same in any order, so a comment's sum is the same alone and in any batch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
WIDTH = 21  # bits of a lane, three to a number; a sum must stay within ±2**20
REACH = 1 << (WIDTH - 1)


def pack(weights: NDArray[np.integer], width: int = WIDTH) -> Ints:
    """(m,) numbers that each hold the rows of a (3, m) table, or of as many as have room.

    >>> unpack(pack(np.array([[1], [-2], [3]])) + pack(np.array([[5], [6], [-7]]))).tolist()
    [[6], [4], [-4]]
    """
    packed: Ints = weights[-1].astype(np.int64)
    for row in weights[-2::-1]:
        packed <<= width
        packed += row
    return packed


def unpack(sums: Ints, lanes: int = 3, width: int = WIDTH) -> Ints:
    """The (3, m) sums that packed sums stand for; (3, m, k) of k columns of them."""
    reach = 1 << (width - 1)
    found = np.empty((lanes, *sums.shape), dtype=np.int64)
    rest = sums
    for lane in range(lanes - 1):
        low = ((rest & (2 * reach - 1)) ^ reach) - reach
        found[lane] = low
        rest = (rest - low) >> width
    found[lanes - 1] = rest
    return found


def sums(values: Ints, starts: Ints) -> Ints:
    """The sum of each stretch ``values[starts[i]:starts[i + 1]]``, of every column if there are
    more; 0 where it is empty.

    >>> sums(np.array([1, 2, 3]), np.array([0, 2, 2, 3])).tolist()
    [3, 0, 3]
    """
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    answer = np.zeros((len(starts) - 1, *values.shape[1:]), dtype=np.int64)
    if filled.size:
        answer[filled] = np.add.reduceat(values, starts[filled], axis=0)
    return answer


def packed_sums(table: Ints, places: Ints, starts: Ints, largest: int) -> Ints:
    """(3, m) sums of packed weights over each stretch of places, however long it is.

    ``largest`` is the largest weight in size: long stretches are cut so that no lane runs over.
    """
    return lane_sums(table.take(places), starts, largest)


def lane_sums(values: Ints, starts: Ints, largest: int, lanes: int = 3, width: int = WIDTH) -> Ints:
    """(lanes, m) sums of packed numbers over each stretch, or (lanes, m, k) of k columns of them;
    see `packed_sums`."""
    most = ((1 << (width - 1)) - 1) // max(largest, 1)
    sizes = np.diff(starts)
    if not sizes.size or int(sizes.max()) <= most:
        return unpack(sums(values, starts), lanes, width)
    pieces = np.maximum(-(-sizes // most), 1)
    ends = np.cumsum(pieces)
    owner = np.repeat(np.arange(len(sizes)), pieces)
    nth = np.arange(len(owner)) - np.repeat(ends - pieces, pieces)
    cuts = np.append(starts[:-1][owner] + nth * most, starts[-1])
    return np.add.reduceat(unpack(sums(values, cuts), lanes, width), ends - pieces, axis=1)
