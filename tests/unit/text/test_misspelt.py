from __future__ import annotations

import pytest

from modscore.records import Comment, Thread
from modscore.text.misspelt import MOST, likeliest, misspelt
from modscore.text.prepare import prepare


def meant(*texts: str) -> list[str]:
    batch = prepare([Thread("t", tuple(Comment(str(k), text) for k, text in enumerate(texts)))])
    return [reading.text for reading in misspelt(batch, range(len(texts)))]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("hpoe", "hope"),  # two letters changed places
        ("shoud", "should"),  # one is missing
        ("wonderfull", "wonderful"),  # one too many
        ("immirgants", "immigrants"),
        ("mroon", "moron"),
    ],
)
def test_one_slip_is_read_past(text: str, word: str) -> None:
    found = likeliest(text)
    assert found is not None
    assert found.word == word


@pytest.mark.parametrize("text", ["xqzzy", "brd", "kys", "antifa", "snowflakes"])
def test_what_is_no_slip_stays(text: str) -> None:
    assert likeliest(text) is None


def test_names_within_a_sentence_stay() -> None:
    assert meant("We met Jonh Hpoe there.") == ["john"]  # a common name, and no name at all
    assert meant("Hpoe dies last.") == ["hope"]


def test_known_words_and_code_stay() -> None:
    assert meant("colour and color", "`hpoe = 1`", "https://example.org/hpoe", "@hpoe") == []


def test_places_are_those_of_the_comment() -> None:
    batch = prepare([Thread("t", (Comment("1", "I"), Comment("2", "I hpoe so.")))])
    (reading,) = misspelt(batch, [0, 1])
    assert (reading.comment, reading.end - reading.start) == (1, 4)
    assert batch.local(reading.start) == (1, 2)


def test_a_comment_is_read_alone_as_in_a_batch() -> None:
    assert meant("I hpoe so.", "teh end") == meant("I hpoe so.") + meant("teh end")


def test_only_so_many_words_of_a_comment_are_looked_up() -> None:
    assert len(meant("hpoe " * (MOST + 50))) == MOST
