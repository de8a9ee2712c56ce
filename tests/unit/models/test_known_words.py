"""Kept numbers of words are those worked out from the letters, whatever was asked before."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from modscore.models.known_words import FEW, KnownWords
from modscore.text.vocabulary import entries, size
from modscore.text.words import hash_places


def _work(text: np.ndarray, start: np.ndarray, end: np.ndarray, hashes: np.ndarray) -> np.ndarray:
    return np.stack([end - start, text[start].astype(np.int64), (hashes >> 1).astype(np.int64)])


def _words(*words: str) -> tuple[np.ndarray, ...]:
    text = np.array([ord(letter) for letter in "".join(words)], dtype=np.uint32)
    end = np.cumsum([len(word) for word in words])
    start = end - [len(word) for word in words]
    hashes = hash_places(text, start, end)
    return entries(hashes), text, start, end, hashes


KEPT = KnownWords(3, _work)
WORDS = st.sampled_from(["the", "kettle", "boat", "xqzzy", "zzqxa", "qqq", "harbour"])


@given(st.lists(WORDS, min_size=1, max_size=3 * FEW))
def test_the_answers_are_those_of_the_work(words: list[str]) -> None:
    entry, *columns = _words(*words)
    assert KEPT.of(entry, *columns).tolist() == _work(*columns).tolist()


def test_a_known_word_is_worked_out_once_and_an_unknown_one_is_not_kept() -> None:
    asked: list[int] = []

    def counting(*columns: np.ndarray) -> np.ndarray:
        asked.append(len(columns[1]))
        return _work(*columns)

    kept = KnownWords(3, counting)
    for _ in range(2):
        kept.of(*_words("kettle", "xqzzy"))
    assert asked == [1, 1, 1]


def test_no_words_at_all() -> None:
    none = np.zeros(0, dtype=np.int64)
    text, hashes = np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint64)
    assert KEPT.of(none, text, none, none, hashes).shape == (3, 0)
    assert size() > 0
