"""The arithmetic that joins the network with the linear models."""

from __future__ import annotations

import numpy as np
import pytest

from modscore.models.blend import BEND, blended, chance, joined, log_odds, means, unread

# offset, linear, low, two heads
LABEL = np.tile([0.5, 0.2, 0.0, 0.0, 0.0], (6, 1))
LABEL[0] = [0.5, 0.2, 0.8, 0.6, 0.0]
CAUSE = np.array([[-1.0, 0.0, 0.0, 0.0, 1.5]])


def test_words_calmer_than_the_bend_count_more() -> None:
    linear = np.array([[BEND + 1.0] * 6, [BEND - 1.0] * 6])
    heads = np.array([[2.0, 0.0], [2.0, 0.0]])
    found = blended(linear, heads, LABEL)
    assert found[0, 0] == pytest.approx(0.5 + 0.2 * (BEND + 1) + 0.6 * 2)
    assert found[1, 0] == pytest.approx(0.5 + 0.2 * (BEND - 1) - 0.8 + 0.6 * 2)
    assert found[1, 1] == pytest.approx(0.5 + 0.2 * (BEND - 1))


def test_a_cause_is_toxic_whatever_else_is_said() -> None:
    linear, heads = np.full((1, 6), -6.0), np.array([[-6.0, 4.0]])
    own = chance(blended(linear, heads, LABEL))[0, 0]
    cause = chance(np.array([-1.0 + 1.5 * 4.0]))[0]
    found = joined(linear, heads, LABEL, CAUSE)
    assert found[0, 0] == pytest.approx(1 - (1 - own) * (1 - cause))
    assert found[0, 0] > 0.99 > own


def test_a_row_is_the_same_alone_and_in_a_batch() -> None:
    random_ = np.random.default_rng(4)
    linear, heads = random_.normal(-2, 3, (50, 6)), random_.normal(0, 4, (50, 2))
    together = joined(linear, heads, LABEL, CAUSE)
    alone = [joined(linear[k : k + 1], heads[k : k + 1], LABEL, CAUSE)[0] for k in range(50)]
    assert (together == np.stack(alone)).all()


def test_chances_of_none_and_all_have_bounded_log_odds() -> None:
    assert np.isfinite(log_odds([0.0, 1.0])).all()
    assert chance(log_odds([0.25])).tolist() == pytest.approx([0.25])
    said = unread(np.array([[0.5]]), np.array([[-1.0, 2.0]]))
    assert said.tolist() == [chance(np.array([-1.0])).tolist()]


def test_a_sentence_without_a_piece_is_not_read() -> None:
    pieces = np.array([[1.0], [3.0]], dtype=np.float32)
    middle = np.array([1.0, 2.0])
    found, read = means(pieces, middle, np.array([0, 5]), np.array([3, 9]))
    assert found.tolist() == [[2.0], [0.0]]
    assert read.tolist() == [True, False]
