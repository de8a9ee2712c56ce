"""The promises of the toxicity model, over hostile text."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from modscore.models.linear import LinearToxicity
from modscore.records import Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

MODEL = LinearToxicity.load("toxicity-linear-1")

_words = st.sampled_from(
    [
        "you",
        "idiot",
        "sh1t",
        "f*ck",
        "> quoted",
        "`code`",
        "!!!",
        "ＦＯＯＬ",
        "don't",
        "😡",
        "\n",
        "x" * 90,
    ]
)
_texts = st.one_of(
    st.lists(_words, max_size=12).map(" ".join),
    st.text(max_size=60),
    st.text(alphabet=st.characters(categories=["Cs", "So", "Mn", "Cf", "Ll"]), max_size=30),
)


def _prepared(texts: list[str]) -> Prepared:
    return prepare([Thread(str(k), (Comment("c", text),)) for k, text in enumerate(texts)])


@settings(deadline=None, max_examples=60)
@given(st.lists(_texts, min_size=1, max_size=8))
def test_alone_and_in_a_batch_the_same_bit_for_bit(texts: list[str]) -> None:
    together = MODEL.estimate(_prepared(texts))
    alone = np.concatenate([MODEL.estimate(_prepared([text])) for text in texts])
    assert together.tobytes() == alone.tobytes()
    everyone = range(len(texts))
    spans = MODEL.spans(_prepared(texts), everyone)
    assert spans == [MODEL.spans(_prepared([text]), [0])[0] for text in texts]


@settings(deadline=None, max_examples=60)
@given(_texts)
def test_estimates_are_chances_and_spans_lie_in_the_text(text: str) -> None:
    prepared = _prepared([text])
    chances = MODEL.estimate(prepared)
    assert np.isfinite(chances).all()
    assert (chances >= 0).all()
    assert (chances <= 1).all()
    (spans,) = MODEL.spans(prepared, [0])
    last = 0
    for start, end, share in spans:
        assert last <= start < end <= len(text)
        assert 0 < share <= 1
        last = end
    assert sum(share for _, _, share in spans) <= 1 + 1e-9
