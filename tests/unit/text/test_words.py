"""Words and their hashes."""

from __future__ import annotations

import numpy as np
import pytest

from modscore.text.words import (
    find_words,
    hash_phrase,
    hash_phrases,
    hash_places,
    hash_words,
    words_of,
)

WORDS = {
    "blanks": ("one two", ["one", "two"]),
    "apostrophes inside": ("don't y'all'd", ["don't", "y'all'd"]),
    "apostrophes outside": ("'tis the dogs'", ["tis", "the", "dogs"]),
    "two apostrophes": ("rock''n", ["rock", "n"]),
    "apostrophe beside a digit": ("6'2", ["6", "2"]),
    "hyphen and underscore": ("well-known snake_case", ["well", "known", "snake", "case"]),
    "digits": ("sh1t covid19 1st", ["sh1t", "covid19", "1st"]),
    "signs": ("a$$ f*ck", ["a", "f", "ck"]),
    "other scripts": ("это हिन्दी 中文", ["это", "हिन्दी", "中文"]),
    "emoji part words": ("ok🙂ok", ["ok", "ok"]),
    "none": ("?! ...", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS.keys())
def test_words_of(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


def test_a_hash_of_a_word_is_that_of_its_place() -> None:
    text = "you utter fool you"
    points = np.array([ord(c) for c in text], dtype=np.uint32)
    hashes = hash_places(points, *find_words(points))
    assert hashes.tolist() == hash_words(["you", "utter", "fool", "you"]).tolist()
    assert len(set(hashes.tolist())) == 3


def test_words_longer_than_a_block_hash_alike_wherever_they_stand() -> None:
    long = "ab" * 50_000
    text = "x " + long + " tail " + long + "a"
    points = np.array([ord(c) for c in text], dtype=np.uint32)
    hashes = hash_places(points, *find_words(points)).tolist()
    assert hashes == hash_words(["x", long, "tail", long + "a"]).tolist()
    assert hashes[1] != hashes[3]


def test_hashes_of_many_words_are_all_different() -> None:
    words = [
        f"{a}{b}{c}{d}" for a in "abcdefgh" for b in "stuvwxyz" for c in "aeiouy" for d in "ns"
    ]
    assert len(set(hash_words(words).tolist())) == len(words)
    assert hash_words(["ab", "ba"])[0] != hash_words(["ba"])[0]


def test_hashing_nothing() -> None:
    assert hash_words([]).tolist() == []
    assert hash_phrases(hash_words(["one"]), 2).tolist() == []


def test_phrases() -> None:
    words = ["go", "back", "to", "go", "back", "home"]
    hashes = hash_words(words)
    for size in range(1, 7):
        expected = [hash_phrase(words[k : k + size]) for k in range(7 - size)]
        assert hash_phrases(hashes, size).tolist() == expected
    pairs = hash_phrases(hashes, 2)
    assert pairs[0] == pairs[3]
    assert hash_phrase(["go", "back"]) != hash_phrase(["back", "go"])
    assert hash_phrase(["go"]) == int(hashes[0])
