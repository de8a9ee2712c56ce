"""Scores rounded to six digits, whole columns at once.

Stage: any; float columns come in; the same rounded go out. Float sums differ in their last digits
from machine to machine; rounded scores do not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DIGITS = 6
_SCALE = 10.0**DIGITS
_TIE = 1e-4  # so near the middle between two answers, the product with _SCALE cannot tell


def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each value as ``round(value, 6)`` gives it, to the last bit; for values below 1e6.

    >>> rounded(np.array([0.1234565, 1 / 3])).tolist() == [round(0.1234565, 6), round(1 / 3, 6)]
    True
    """
    scaled = values * _SCALE
    whole = np.rint(scaled)
    answer: NDArray[np.float64] = whole / _SCALE
    doubtful = np.flatnonzero(np.abs(scaled - whole) > 0.5 - _TIE)
    for k in doubtful.tolist():
        answer.flat[k] = round(float(values.flat[k]), DIGITS)
    return answer
