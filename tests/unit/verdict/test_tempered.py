"""What a guard held back counts little in the model's estimate, and never raises it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.verdict.combine import tempered

shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("without", "whole", "low", "high"),
    [
        (0.05, 0.99, 0.1, 0.25),
        (0.01, 0.9, 0.01, 0.1),
        (0.9, 0.95, 0.85, 0.95),
        (0.5, 0.4, 0.4, 0.4),
    ],
)
def test_cases(without: float, whole: float, low: float, high: float) -> None:
    (value,) = tempered(np.array([without]), np.array([whole]))
    assert low <= value <= high


@given(shares, shares)
def test_it_lies_between_or_is_the_whole(without: float, whole: float) -> None:
    (value,) = tempered(np.array([without]), np.array([whole]))
    assert value <= whole + 1e-6
    assert np.isfinite(value)
    if without == whole:
        assert value == whole
