"""Disguised words replaced: columns stay in order, and a comment is as alone, whatever it says."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from modscore.match.compile import compile
from modscore.match.run import match
from modscore.records import Comment, Thread
from modscore.rulebook.load import builtin
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

PACK = compile(builtin())
PIECES = [
    "f*ck",
    "sh1t",
    "b!tch's",
    "i d i o t",
    "i.d.i.o.t.s",
    "id<b></b>iot",
    "k1ll",
    "@$$",
    "fuuuuck",
    "ﬁ",
    "é",
    "\u200b",
    "😡",
    "> ",
    "`",
    "'",
    "\n",
    " ",
    "not",
    "\ud800",
]
texts = st.lists(st.sampled_from(PIECES), max_size=10).map("".join) | st.lists(
    st.sampled_from(PIECES), max_size=10
).map(" ".join)


def plain(batch: list[str]) -> Prepared:
    threads = [Thread(str(k), (Comment("1", text),)) for k, text in enumerate(batch)]
    return match(PACK, prepare(threads)).plain


@settings(deadline=None, max_examples=150)
@given(st.lists(texts, min_size=1, max_size=4))
def test_columns_stay_in_order_and_comments_apart(batch: list[str]) -> None:
    read = plain(batch)
    assert len(read.folded) == len(read.origin) == read.folded_starts[-1]
    assert (np.diff(read.origin) >= 0).all()
    assert (read.word_start < read.word_end).all()
    assert (read.word_end[:-1] <= read.word_start[1:]).all()
    assert np.array_equal(
        read.origin[read.folded_starts[:-1]] >= read.starts[:-1], [True] * len(read)
    )
    assert (read.folded[read.folded_starts[1:] - 1] == ord("\n")).all()
    bounds = np.searchsorted(read.word_start, read.folded_starts)
    owner = np.repeat(np.arange(len(read)), np.diff(bounds))
    assert np.array_equal(read.word_comment, owner)
    for k, text in enumerate(batch):
        alone, one = plain([text]), read.only(np.array([k]))
        assert one.readings == alone.readings
        for name in ("folded", "origin", "word_start", "word_end", "word_hash", "word_regions"):
            assert np.array_equal(getattr(one, name), getattr(alone, name)), name
