from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from modscore.text import prepared


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 4)), max_size=20))
def test_many_stretches_are_exchanged_as_few_are(steps: list[tuple[int, int, int]]) -> None:
    places, sizes, at = [], [], 0
    for gap, length, size in steps:
        places.append((at + gap, at + gap + length))
        sizes.append(size)
        at += gap + length
    low, high = np.array(places, dtype=np.int64).reshape(-1, 2).T
    grown = np.array(sizes, dtype=np.int64)
    column = np.arange(at + 5)
    values = 1000 + np.arange(grown.sum())
    few = prepared._instead(column, low, high, values, grown)
    many = prepared._instead_of_many(column, low, high, values, grown)
    assert few.tolist() == many.tolist()
