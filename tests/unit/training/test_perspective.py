"""The table to Perspective's scale: what it does to scores whose truth is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from modscore import ReadError
from modscore.records import ESTIMATED
from modscore.training.perspective import (
    balanced,
    corners,
    fit,
    flagged,
    put,
    shares,
    through,
)
from modscore.training.read import Rows

pytest.importorskip("scipy", reason="needs the extra train")


def made(count: int = 20_000, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Calibrated scores, few of them high, and labels that are as likely as they say."""
    random = np.random.default_rng(seed)
    scores = 1 / (1 + np.exp(-random.normal(-3.0, 2.0, count)))
    return scores, random.random(count) < scores


def test_scores_become_those_of_a_set_with_as_many_labelled_as_not() -> None:
    scores, labels = made()
    share = labels.mean()
    found = balanced(scores, labels).chance(np.array([0.01, 0.1, 0.5, 0.9]))
    odds = np.array([0.01, 0.1, 0.5, 0.9])
    expected = odds * (1 - share) / (odds * (1 - share) + (1 - odds) * share)
    assert np.allclose(found, expected, atol=0.03)


def test_few_labels_hold_the_line_where_only_the_share_differs() -> None:
    scores = np.full(10_000, 0.0004)
    labels = np.zeros(10_000, dtype=bool)
    labels[:4] = True
    scores[:4] = 0.5
    line = balanced(scores, labels)
    assert line.slope == pytest.approx(1.0, abs=0.3)
    assert line.offset == pytest.approx(np.log(9996 / 4), abs=0.3)


def test_the_table_rises_from_end_to_end_and_says_what_the_line_says() -> None:
    scores, labels = made()
    line = balanced(scores, labels)
    table = corners(line)
    assert (table[0], table[-1]) == ((0.0, 0.0), (1.0, 1.0))
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(table))
    some = np.linspace(0.001, 0.999, 999)
    assert np.abs(through(table, some) - shares(line.chance(some))).max() < 0.02


def test_shares_lower_only_what_is_above_the_first_of_the_published_pairs() -> None:
    some = np.linspace(0, 1, 101)
    found = shares(some)
    assert np.array_equal(found[:71], some[:71])
    assert (found[71:100] < some[71:100]).all()
    assert (np.diff(found) > 0).all()


def test_what_is_told_of_a_row_comes_from_the_other_folds() -> None:
    scores, labels = made(4000)
    matrix = np.tile(scores[:, None], (1, len(ESTIMATED)))
    truth = np.tile(labels[:, None], (1, len(ESTIMATED))).astype(np.float32)
    rows = Rows(["x"] * 4000, truth, np.full(4000, "s"))
    tables, apart = fit(rows, matrix)
    assert set(tables) == set(apart) == set(ESTIMATED)
    whole = through(tables["toxicity"], scores)
    assert not np.array_equal(whole, apart["toxicity"])
    assert np.abs(whole - apart["toxicity"]).max() < 0.05


def test_what_a_threshold_flags() -> None:
    labels = np.array([True, True, False, False])
    cells = flagged(labels, np.array([0.95, 0.1, 0.75, 0.0]))
    assert cells == ["50.0%, 0.50, 0.50", "25.0%, 1.00, 0.50", "25.0%, 1.00, 0.50"]


def test_figures_are_put_between_the_marks_of_a_page() -> None:
    page = "a\n<!-- figures -->\nold\n<!-- end of figures -->\nb\n"
    once = put(page, "new")
    assert once == "a\n<!-- figures -->\nnew\n<!-- end of figures -->\nb\n"
    assert put(once, "new") == once
    with pytest.raises(ReadError, match="expected a page with"):
        put("no marks", "new")
