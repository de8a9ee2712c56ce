"""The sentence model: sums that agree with a plain twin, the same alone and in any batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.errors import ModelError
from modscore.models.sentence_features import BITS, see
from modscore.models.sentence_marks import MARKS, SIZE
from modscore.models.sentences import KINDS, SentenceModel
from modscore.records import Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

RNG = np.random.default_rng(7)
WEIGHTS: dict[str, np.ndarray] = {
    "grams": RNG.integers(-30000, 30000, (1 << BITS, KINDS)).astype(np.int16),
    "marks": RNG.integers(-30000, 30000, (SIZE, KINDS)).astype(np.int16),
    "base": RNG.integers(-30000, 30000, KINDS).astype(np.int32),
    "step": np.full(KINDS, 1e-5),
    "slope": np.linspace(0.8, 1.4, KINDS),
    "offset": np.linspace(-0.5, 0.5, KINDS),
}
MODEL = SentenceModel(WEIGHTS, "sentences-0", "0" * 64)


def prepared(*texts: str) -> Prepared:
    return prepare([Thread(str(k), (Comment("1", text),)) for k, text in enumerate(texts)])


def test_the_sums_agree_with_a_plain_twin() -> None:
    seen = see(prepared("The tide rose. Who said so?", "", "Nine boats sank in 1987, they say!"))
    found = MODEL.log_odds(seen)
    for s in range(len(seen.count)):
        total = np.zeros(KINDS)
        for word in np.flatnonzero(seen.sentence == s):
            kind = seen.kind[word]
            for row in seen.letters[seen.letters_first[kind] : seen.letters_first[kind + 1]]:
                total += WEIGHTS["grams"][row]
        for row in seen.pairs[seen.pair_sentence == s]:
            total += WEIGHTS["grams"][row]
        total /= np.sqrt(max(1, seen.count[s]))
        for row in seen.marks[s]:
            total += WEIGHTS["marks"][row]
        np.testing.assert_allclose(found[s], (total + WEIGHTS["base"]) * 1e-5, rtol=1e-12)


TEXTS = st.lists(
    st.text(alphabet="abTI ?.!\n\"'%$9é漢😀\u200b\ud800", max_size=50), min_size=1, max_size=6
)


@given(TEXTS)
def test_alone_and_in_a_batch_it_is_the_same_to_the_last_bit(texts: list[str]) -> None:
    together = MODEL.estimate(prepared(*texts))
    apart = np.concatenate([MODEL.estimate(prepared(text)) for text in texts])
    assert together.tobytes() == apart.tobytes()
    assert together.shape[1] == KINDS
    assert ((together >= 0) & (together <= 1)).all()


def test_a_sentence_without_words_of_the_writer_is_nothing() -> None:
    assert not MODEL.estimate(prepared("https://example.org/a/b")).any()
    assert MODEL.estimate(prepared("Boats sank.")).all()


def test_the_marks_see_what_they_are_called() -> None:
    def row(text: str, mark: str) -> int:
        return int(see(prepared(text)).marks[0, MARKS.index(mark)])

    assert row("boats sank", "ends") < row("boats sank.", "ends") < row("boats sank?", "ends")
    assert row("He met Ann Lee.", "names") > row("He met them all.", "names")
    assert row("It was in 1987.", "years") > row("It was in 2987.", "years")
    assert row("NATO met.", "capitals") > row("Nato met.", "capitals")
    assert row("They walked and talked.", "-ed") > row("They walk and talk red.", "-ed")
    assert row("I saw it.", "group first") > row("He saw it.", "group first")
    assert row("See https://example.org/a now.", "links") > row("See it now.", "links")


@pytest.mark.parametrize("text", ["word " * 100_000, "No. " * 10_000, "x" * 100_000, "?!" * 50_000])
def test_hostile_texts_are_scored(text: str) -> None:
    assert np.isfinite(MODEL.estimate(prepared(text))).all()


@pytest.mark.parametrize("name", sorted(WEIGHTS))
def test_a_missing_or_misshapen_table_is_named(name: str) -> None:
    with pytest.raises(ModelError, match=f"sentences-0: {name}: expected .* got none"):
        SentenceModel({k: v for k, v in WEIGHTS.items() if k != name}, "sentences-0", "")
    with pytest.raises(ModelError, match=f"sentences-0: {name}: expected"):
        SentenceModel({**WEIGHTS, name: np.zeros(3, np.float32)}, "sentences-0", "")
