from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.training.evaluate import auc, calibration_error, measured, operating_points


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40))
def test_auc_is_the_share_of_pairs_in_order(rows: list[tuple[bool, int]]) -> None:
    yes = [score for true, score in rows if true]
    no = [score for true, score in rows if not true]
    found = auc(np.array([r[0] for r in rows]), np.array([float(r[1]) for r in rows]))
    if not yes or not no:
        assert np.isnan(found)
        return
    pairs = [(a > b) + 0.5 * (a == b) for a in yes for b in no]
    assert found == pytest.approx(sum(pairs) / len(pairs))


def test_calibration_error_is_the_mean_gap() -> None:
    truth = np.array([True, False, True, True])
    assert calibration_error(truth, np.array([0.7] * 4)) == pytest.approx(0.05)
    assert calibration_error(truth, truth.astype(float)) == 0


def test_operating_points_stand_in_order() -> None:
    random = np.random.default_rng(3)
    truth = random.random(4000) < 0.1
    chances = np.clip(0.3 * truth + random.normal(0.2, 0.12, 4000), 0, 1)
    points = measured(operating_points(truth, chances), truth, chances)
    low, mid, high = (points[n] for n in ("high_recall", "balanced", "high_precision"))
    assert low["threshold"] < mid["threshold"] < high["threshold"]
    assert low["recall"] > mid["recall"] > high["recall"]
    assert high["precision"] > mid["precision"] > low["precision"]
    quality = [
        2 * truth[chances >= mark].sum() / (truth.sum() + (chances >= mark).sum())
        for mark in np.linspace(0.01, 0.99, 99)
    ]
    own = 2 * mid["precision"] * mid["recall"] / (mid["precision"] + mid["recall"])
    assert own >= max(quality) - 1e-3
