from __future__ import annotations

import numpy as np
import pytest

from modscore.text import vocabulary
from modscore.text.vocabulary import ACRONYM, BOTH, LOWER, NAME, WORDS_FILE
from modscore.text.words import hash_words


@pytest.mark.parametrize(
    ("word", "casing"),
    [
        ("the", LOWER),
        ("contacts", LOWER),
        ("trainer", LOWER),
        ("idiot", LOWER),
        ("wow", LOWER),
        ("london", NAME),
        ("obama", NAME),
        ("nato", ACRONYM),
        ("cia", ACRONYM),
        ("usa", ACRONYM),
        ("imo", ACRONYM),
        ("us", BOTH),
        ("ice", BOTH),
        ("lol", BOTH),
        ("ok", BOTH),
        ("xqzzy", 0),
        ("nicht", 0),
    ],
)
def test_casing_class(word: str, casing: int) -> None:
    assert vocabulary.casing_class(hash_words([word])).tolist() == [casing]


def test_frequency_falls_with_rarity() -> None:
    words = ["the", "people", "kettle", "xqzzy"]
    classes = vocabulary.frequency_class(hash_words(words)).tolist()
    assert classes == sorted(classes, reverse=True)
    assert classes[0] == 7
    assert classes[-1] == 0


def test_every_word_of_the_file_is_found_and_no_other() -> None:
    words, facts = [], []
    for line in WORDS_FILE.read_text(encoding="ascii").splitlines():
        code, *group = line.split()
        words += group
        facts += [int(code[0]) << 3 | int(code[1])] * len(group)
    assert len(words) == len(set(words)) > 25_000
    hashes = hash_words(words)
    assert vocabulary.facts(hashes).tolist() == facts
    others = np.setdiff1d(hash_words([word + "qx" for word in words]), hashes)
    assert not vocabulary.facts(others).any()


def test_the_file_is_small_and_holds_words_only() -> None:
    text = WORDS_FILE.read_text(encoding="ascii")
    assert len(text) < 400_000
    for line in text.splitlines():
        code, *group = line.split(" ")
        assert len(code) == 2
        assert group == sorted(group)
        assert all(word.replace("'", "").isalpha() and word.islower() for word in group)


def test_no_words_no_answers() -> None:
    assert vocabulary.is_ordinary(np.zeros(0, np.uint64)).tolist() == []
