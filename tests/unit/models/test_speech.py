from __future__ import annotations

from modscore.models.speech import speech
from modscore.records import Comment, Thread
from modscore.text.prepare import prepare


def read(text: str) -> tuple[str, list[str]]:
    """What the network reads, and the characters of the text that each of it came from."""
    (said,) = speech(prepare([Thread("t", (Comment("1", text),))]), [0])
    return said.text, [text[place] for place in said.origin.tolist()]


def test_a_misspelt_word_is_read_as_what_it_means() -> None:
    said, origin = read("I hpoe so.")
    assert said == "i hope so."
    assert origin[0] == "I"
    assert "".join(origin[-4:]) == " so."


def test_own_words_stay_and_others_are_left_out() -> None:
    said, _ = read("> I hpoe\nThe cat sat.")
    assert "hope" not in said
    assert said.split() == ["the", "cat", "sat."]
