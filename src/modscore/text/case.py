"""Upper case, lower case or neither, for any character of any script.

Stage: prepare and casing; code points come in; a small number for each goes out.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

UNCASED, UPPER, LOWERED = 0, 1, 2

# The blocks that hold cased letters: asking str about these alone keeps the first use fast. A test
# asks about every code point there is.
_BLOCKS = (
    (0x0, 0x590),
    (0x10A0, 0x1100),
    (0x13A0, 0x1400),
    (0x1C80, 0x2190),
    (0x2460, 0x2500),
    (0x2C00, 0x2E00),
    (0xA640, 0xA800),
    (0xAB30, 0xABC0),
    (0xFB00, 0xFB20),
    (0xFF00, 0xFF60),
    (0x10400, 0x10600),
    (0x10780, 0x107C0),
    (0x10C80, 0x10D90),
    (0x118A0, 0x118E0),
    (0x16E40, 0x16EE0),
    (0x1D400, 0x1D800),
    (0x1DF00, 0x1E090),
    (0x1E900, 0x1E960),
    (0x1F130, 0x1F18A),
)
_TOP = 0x1F18A


def case_of(points: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """UPPER, LOWERED or UNCASED of each code point; a titlecase digraph is LOWERED.

    >>> case_of(np.array([ord(c) for c in "aБ7Ა"], np.uint32)).tolist()
    [2, 1, 0, 1]
    """
    return _table().take(points, mode="clip")


@cache
def _table() -> NDArray[np.uint8]:
    table = np.zeros(_TOP + 1, np.uint8)
    for start, end in _BLOCKS:
        block = [chr(point) for point in range(start, end)]
        table[start:end] = [
            UPPER if c.isupper() else LOWERED if c.islower() or c.istitle() else UNCASED
            for c in block
        ]
    table[_TOP] = UNCASED
    return table
