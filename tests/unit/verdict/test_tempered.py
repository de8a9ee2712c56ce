"""What a guard held back counts little in the model's estimate, and never raises it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.records import ESTIMATED
from modscore.verdict.combine import tempered

shares = st.floats(0, 1)


def of(without: float, whole: float, model: str = "linear") -> list[float]:
    low, high = (np.full((1, len(ESTIMATED)), value) for value in (without, whole))
    found: list[float] = tempered(low, high, model)[0].tolist()
    return found


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
    assert low <= of(without, whole)[0] <= high


def test_a_network_is_believed_more() -> None:
    assert of(0.1, 0.9)[0] < of(0.1, 0.9, "network")[0] < 0.9


def test_words_are_obscene_whoever_is_meant() -> None:
    assert of(0.1, 0.9)[ESTIMATED.index("obscene")] == 0.9


@given(shares, shares, st.sampled_from(["linear", "network"]))
def test_it_lies_between_or_is_the_whole(without: float, whole: float, model: str) -> None:
    for value in of(without, whole, model):
        assert value <= whole + 2e-6
        assert np.isfinite(value)
        if without == whole:
            assert value == whole
