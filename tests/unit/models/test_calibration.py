from __future__ import annotations

import numpy as np
import pytest

from modscore.models.calibration import Calibration, logistic_knots


def test_a_logistic_curve_is_followed_and_never_falls() -> None:
    curve = logistic_knots(np.array([2.0]), np.array([-1.0]))
    margins = np.linspace(-40, 40, 2001)[:, None]
    chances = curve.apply(margins)[:, 0]
    assert (np.diff(chances) >= 0).all()
    middle = np.abs(margins[:, 0]) < 4
    wanted = 1 / (1 + np.exp(-(2 * margins[:, 0] - 1)))
    assert np.abs(chances - wanted)[middle].max() < 0.001
    assert 0 < chances[0] < 1e-4
    assert 1 - 1e-4 < chances[-1] < 1


@pytest.mark.parametrize(
    ("margins", "chances", "word"),
    [
        ([[0.0, 1.0]], [[0.0, np.nan]], "finite"),
        ([[1.0, 0.0]], [[0.0, 1.0]], "rising"),
        ([[0.0, 1.0]], [[0.5, 0.4]], "rising"),
        ([[0.0, 1.0]], [[0.5, 1.4]], r"[0, 1]"),
        ([[0.0, 1.0, 2.0]], [[0.5, 0.6]], "shape"),
    ],
)
def test_bad_knots_are_named(
    margins: list[list[float]], chances: list[list[float]], word: str
) -> None:
    fault = Calibration(np.array(margins), np.array(chances)).fault()
    assert fault is not None
    assert word in fault
