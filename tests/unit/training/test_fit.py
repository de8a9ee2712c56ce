from __future__ import annotations

import numpy as np
import pytest

sp = pytest.importorskip("scipy.sparse", reason="needs the train extra")

from modscore.training.fit import Block, fit  # noqa: E402
from modscore.training.toxicity import whole  # noqa: E402


def test_unknown_labels_teach_nothing() -> None:
    left = sp.csr_matrix(np.array([[1, 0], [0, 1], [1, 0], [0, 1]], dtype=np.float32))
    labels = np.array([[1, np.nan], [0, np.nan], [1, 0], [0, 1]], dtype=np.float32)
    sources = np.zeros(4, dtype=np.int64)
    found = fit([Block(left)], labels, np.ones((4, 1), np.float32), sources, 1e-3, 50)
    margins = found.margins([Block(left)])
    assert (margins[[0, 2], 0] > 1).all()
    assert (margins[[1, 3], 0] < -1).all()
    assert margins[0, 1] < -1 < 1 < margins[1, 1]


def test_how_toxic_a_source_is_teaches_the_words_nothing() -> None:
    random = np.random.default_rng(1)
    word = np.repeat([0, 1], 500)  # each source has one habitual word
    labels = (random.random(1000) < np.where(word == 0, 0.9, 0.1)).astype(np.float32)[:, None]
    left = sp.csr_matrix(np.eye(2, dtype=np.float32)[word])
    weights = np.ones((1000, 1), np.float32)
    own = fit([Block(left)], labels, weights, word.astype(np.int64), 1e-2, 60)
    one = fit([Block(left)], labels, weights, np.zeros(1000, np.int64), 1e-2, 60)
    assert abs(own.weights[0, 0]) < 0.5 * abs(one.weights[0, 0])


def test_a_product_block_equals_its_product() -> None:
    random = np.random.default_rng(2)
    a = sp.csr_matrix(random.random((5, 4)).astype(np.float32))
    b = sp.csr_matrix(random.random((4, 3)).astype(np.float32))
    apart, joined = Block(a, b), Block((a @ b).tocsr())
    weights, slopes = random.random((3, 2)), random.random((5, 2))
    np.testing.assert_allclose(apart.times(weights), joined.times(weights), rtol=1e-5)
    np.testing.assert_allclose(apart.turned_times(slopes), joined.turned_times(slopes), rtol=1e-5)


def test_whole_numbers_stay_near_the_weights() -> None:
    weights = np.random.default_rng(4).normal(0, 1, (1000, 2)).astype(np.float32)
    numbers, unit = whole(weights, 2047)
    assert np.abs(numbers).max() == 2047
    assert np.abs(numbers * unit - weights).max() <= unit.max()
