"""What many stretches paint: the same as each of them one by one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from modscore.text import markup_page
from modscore.text.markup_page import Page

SIZE = 40
SPANS = st.lists(st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(sorted).map(tuple))


@given(SPANS)
def test_stretches_joined_first_paint_the_same(spans: list[tuple[int, int]]) -> None:
    spans = [(start, end) for start, end in spans if start < end]
    page = Page(np.zeros(SIZE + 1, np.uint8), np.array([0, SIZE + 1]))
    page.paint(spans, 1)
    expected = np.zeros(SIZE + 1, np.uint8)
    for start, end in spans:
        expected[start:end] |= 1
    assert page.regions.tolist() == expected.tolist()
    if spans:
        joined = markup_page._merged(sorted(spans))
        page = Page(np.zeros(SIZE + 1, np.uint8), np.array([0, SIZE + 1]))
        page.paint(joined, 1)
        assert page.regions.tolist() == expected.tolist()
        assert all(a[1] < b[0] for a, b in pairwise(joined))
