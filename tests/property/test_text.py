"""Promises of preparation that hold for any text whatever."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from modscore.records import Comment, Thread
from modscore.text.fold import fold, plain_text
from modscore.text.prepare import points_of, prepare
from modscore.text.prepared import Prepared
from modscore.text.words import hash_words, words_of

# Any code point, lone surrogates too, and the signs that folding and readings look at.
ANY = st.text(st.characters())
TRICKY = st.text(
    st.sampled_from(
        "aabcfhikstu AFS01345$@!|+(*#_-.,/&;<>[]\\'`\n\r\t\u200b\u0301\u0300"
        "ﬁ½…ßаеорсѕһτο🇫🇺🇸🙂ｆ𝐟नि한\ud800"
    ),
    max_size=60,
)
TEXTS = ANY | TRICKY


def of(texts: list[str]) -> Prepared:
    return prepare([Thread(str(k), (Comment("1", t),)) for k, t in enumerate(texts)])


@given(TEXTS)
def test_origin_never_decreases_and_stays_inside(text: str) -> None:
    points, starts = points_of([text])
    folded, origin = fold(points, starts)
    assert len(folded) == len(origin)
    assert (np.diff(origin) >= 0).all()
    assert not len(origin) or (origin[0] >= 0 and origin[-1] < len(points))
    assert folded[-1] == ord("\n")
    assert origin[-1] == len(points) - 1


@given(TEXTS)
def test_folding_the_folded_changes_no_ascii(text: str) -> None:
    folded = plain_text(text)
    if folded.isascii() and "`" not in folded:  # which may stand between new letters now
        assert plain_text(folded) == folded


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_comment_is_prepared_alike_alone_and_in_a_batch(texts: list[str]) -> None:
    batch = of(texts)
    for k, text in enumerate(texts):
        alone = of([text])
        place, folded_place = batch.starts[k], batch.folded_starts[k]
        here = slice(place, batch.starts[k + 1])
        there = slice(folded_place, batch.folded_starts[k + 1])
        words = batch.word_comment == k
        assert alone.regions.tolist() == batch.regions[here].tolist()
        assert alone.folded.tolist() == batch.folded[there].tolist()
        assert alone.origin.tolist() == (batch.origin[there] - place).tolist()
        assert alone.word_start.tolist() == (batch.word_start[words] - folded_place).tolist()
        assert alone.word_end.tolist() == (batch.word_end[words] - folded_place).tolist()
        assert alone.word_hash.tolist() == batch.word_hash[words].tolist()
        assert alone.word_regions.tolist() == batch.word_regions[words].tolist()
        sentences = batch.sentence_comment == k
        assert alone.sentence_start.tolist() == (batch.sentence_start[sentences] - place).tolist()
        assert alone.sentence_end.tolist() == (batch.sentence_end[sentences] - place).tolist()
        assert alone.uncertain[0] == batch.uncertain[k]
        moved = [
            reading._replace(comment=0, start=reading.start - place, end=reading.end - place)
            for reading in batch.readings
            if reading.comment == k
        ]
        assert list(alone.readings) == moved


@given(TEXTS)
def test_every_word_has_the_hash_of_its_letters(text: str) -> None:
    prepared = of([text])
    assert prepared.word_hash.tolist() == hash_words(words_of(plain_text(text + "\n"))).tolist()


@given(TEXTS)
def test_spans_and_readings_lie_in_their_comment(text: str) -> None:
    prepared = of([text])
    for start, end in zip(prepared.word_start.tolist(), prepared.word_end.tolist(), strict=True):
        first, last = prepared.span(start, end)
        assert 0 <= first < last <= len(text)
    for reading in prepared.readings:
        assert 0 <= reading.start < reading.end <= len(text)
        assert reading.text
        letters = reading.text.replace("*", "")
        assert len(letters) >= 2 or (letters and reading.text[0] == letters)
