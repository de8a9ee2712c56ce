"""Which of many keys are alike.

Stage: models; hashes come in; one place of each distinct one, and for every key its number, go
out. In linear time and without sorting.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_NEXT = np.uint64(0xC2B2AE3D27D4EB4F)


def same(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The place of one of each distinct key, and for every key the number of its own there.

    Each round, keys race for a slot; those that find their like there are done. After a few
    rounds (only an attack needs more) the rest is sorted.

    >>> first, number = same(np.array([7, 9, 7], dtype=np.uint64))
    >>> len(first), bool(number[0] == number[2] != number[1])
    (2, True)
    """
    count = len(keys)
    leader = np.empty(count, dtype=np.int64)
    left: NDArray[np.int64] = np.arange(count)
    bits = min(20, max(8, int(count).bit_length()))
    slots = np.zeros(1 << bits, dtype=np.int64)
    factor = _SPREAD
    for _ in range(6):
        if not left.size:
            break
        mine = keys[left]
        slot = ((mine * factor) >> np.uint64(64 - bits)).astype(np.int64)
        slots[slot] = left
        winner = slots[slot]
        alike = keys[winner] == mine
        leader[left[alike]] = winner[alike]
        left = left[~alike]
        with np.errstate(over="ignore"):
            factor = factor * _NEXT
    if left.size:
        _, where, inverse = np.unique(keys[left], return_index=True, return_inverse=True)
        leader[left] = left[where[inverse]]
    first = np.flatnonzero(leader == np.arange(count))
    number = np.empty(count, dtype=np.int64)
    number[first] = np.arange(len(first))
    return first, number[leader]
