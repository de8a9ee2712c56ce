"""Rounding of columns: to the very bits that Python's own rounding gives."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from modscore.rounding import DIGITS, rounded

NEAR_TIES = st.integers(0, 10**6).map(lambda k: (k + 0.5) / 10**6)


@given(st.lists(st.floats(-100, 100) | st.floats(0, 1) | NEAR_TIES))
def test_columns_round_as_single_numbers_do(values: list[float]) -> None:
    for old, new in zip(values, rounded(np.array(values, np.float64)).tolist(), strict=True):
        assert new == round(old, DIGITS)
        assert math.copysign(1, new) == math.copysign(1, round(old, DIGITS))
