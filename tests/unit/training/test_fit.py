from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

sp = pytest.importorskip("scipy.sparse", reason="needs the train extra")

from modscore.training.design import whole  # noqa: E402
from modscore.training.fit import Block, Fitted, fit  # noqa: E402


def _block(rows: NDArray[Any]) -> Block:
    return Block(sp.csr_matrix(rows.astype(np.float32)))


def _fit(
    block: Block, labels: NDArray[np.float32], sources: NDArray[np.int64], penalty: float
) -> Fitted:
    weights = np.ones((len(labels), 1), np.float32)
    return fit(
        [block],
        labels=labels,
        weights=weights,
        sources=sources,
        trust=np.ones((block.width, labels.shape[1]), np.float32),
        penalty=penalty,
        steps=60,
    )


def test_unknown_labels_teach_nothing() -> None:
    left = _block(np.array([[1, 0], [0, 1], [1, 0], [0, 1]]))
    labels = np.array([[1, np.nan], [0, np.nan], [1, 0], [0, 1]], dtype=np.float32)
    margins = _fit(left, labels, np.zeros(4, np.int64), 1e-3).margins([left])
    assert (margins[[0, 2], 0] > 1).all()
    assert (margins[[1, 3], 0] < -1).all()
    assert margins[0, 1] < -1 < 1 < margins[1, 1]


def test_how_toxic_a_source_is_teaches_the_words_nothing() -> None:
    random = np.random.default_rng(1)
    word = np.repeat([0, 1], 500)  # each source has one habitual word
    labels = (random.random(1000) < np.where(word == 0, 0.9, 0.1)).astype(np.float32)[:, None]
    left = _block(np.eye(2)[word])
    own = _fit(left, labels, word.astype(np.int64), 1e-2)
    one = _fit(left, labels, np.zeros(1000, np.int64), 1e-2)
    assert abs(own.weights[0, 0]) < 0.5 * abs(one.weights[0, 0])


def test_a_product_block_equals_its_product() -> None:
    random = np.random.default_rng(2)
    a = sp.csr_matrix(random.random((5, 4)).astype(np.float32))
    b = sp.csr_matrix(random.random((4, 3)).astype(np.float32))
    apart, joined = Block(a, b), Block((a @ b).tocsr())
    weights = random.random((3, 2)).astype(np.float32)
    slopes = random.random((5, 2)).astype(np.float32)
    assert np.abs(apart.times(weights) - joined.times(weights)).max() < 1e-5
    assert np.abs(apart.turned_times(slopes) - joined.turned_times(slopes)).max() < 1e-5


def test_whole_numbers_stay_near_the_weights() -> None:
    weights = np.random.default_rng(4).normal(0, 1, (1000, 2)).astype(np.float32)
    numbers, unit = whole(weights, 2047)
    assert np.abs(numbers).max() == 2047
    assert np.abs(numbers * unit - weights).max() <= unit.max()
