from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from modscore.models.lanes import REACH, lane_sums, pack, packed_sums, sums, unpack

_small = st.integers(-2047, 2047)


@given(arrays(np.int16, (3, 40), elements=_small), st.lists(st.integers(0, 39), max_size=60))
def test_packed_sums_equal_plain_sums(weights: np.ndarray, chosen: list[int]) -> None:
    places = np.array(chosen, dtype=np.int64)
    cut = len(places) // 3
    starts = np.array([0, cut, cut, len(places)])
    found = packed_sums(pack(weights), places, starts, 2047)
    for k in range(3):
        stretch = places[starts[k] : starts[k + 1]]
        assert found[:, k].tolist() == weights[:, stretch].astype(int).sum(axis=1).tolist()


def test_a_sum_longer_than_a_lane_is_cut_and_still_exact() -> None:
    weights = np.array([[127], [-128], [1]], dtype=np.int8)
    count = 3 * REACH // 100
    places = np.zeros(count, dtype=np.int64)
    found = packed_sums(pack(weights), places, np.array([0, count]), 128)
    assert found[:, 0].tolist() == [127 * count, -128 * count, count]


def test_lanes_hold_their_whole_reach() -> None:
    edge = np.array([[REACH - 1], [-REACH], [REACH - 1]])
    assert unpack(pack(edge)).tolist() == edge.tolist()


def test_sums_of_nothing() -> None:
    assert sums(np.zeros(0, dtype=np.int64), np.array([0, 0])).tolist() == [0]
    assert sums(np.zeros(0, dtype=np.int64), np.array([0])).tolist() == []


def test_two_wide_lanes_hold_what_three_cannot() -> None:
    weights = np.array([[-(2**15)], [2**15 - 1]])
    count = 3 * 2**16
    starts = np.array([0, count, count])
    found = lane_sums(np.repeat(pack(weights, 32), count), starts, 2**15, 2, 32)
    assert found.tolist() == [[-(2**15) * count, 0], [(2**15 - 1) * count, 0]]


@given(arrays(np.int16, (2, 3, 30), elements=_small), st.lists(st.integers(0, 29), max_size=50))
def test_columns_are_summed_as_each_would_be_alone(weights: np.ndarray, chosen: list[int]) -> None:
    columns = [pack(weights[:, k]) for k in range(3)]
    places = np.array(chosen, dtype=np.int64)
    starts = np.array([0, len(places) // 2, len(places)])
    rows = np.stack(columns, axis=1).take(places, axis=0)
    for largest in (2047, 1 << 17):  # with the second, stretches are cut
        found = lane_sums(rows, starts, largest, 2)
        assert found.shape == (2, 2, 3)
        for k, column in enumerate(columns):
            alone = lane_sums(column.take(places), starts, largest, 2)
            assert found[:, :, k].tolist() == alone.tolist()
