from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.models.speech import speech
from modscore.records import Comment, Thread
from modscore.text.prepare import prepare


def said(text: str) -> str:
    return speech(prepare([Thread("t", (Comment("1", text),))]), [0])[0].text


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("You ARE Wrong", "you are wrong"),
        ("> old words\nNew words", "new words"),
        ("see `rm -rf /` now", "see now"),
        ("ask @anna about https://example.org/a", "ask user about link"),
        ("so 😡", "so pouting face"),
        ("a\ud800b", "a b"),
        ("", ""),
    ],
)
def test_what_the_network_hears(text: str, heard: str) -> None:
    assert " ".join(said(text).split()) == heard


@given(st.lists(st.text(max_size=60), max_size=5))
def test_alone_as_in_a_batch_and_every_place_is_in_the_text(texts: list[str]) -> None:
    batch = prepare([Thread(str(k), (Comment("1", text),)) for k, text in enumerate(texts)])
    for k, found in enumerate(speech(batch, range(len(texts)))):
        alone = speech(prepare([Thread("t", (Comment("1", texts[k]),))]), [0])[0]
        assert alone.text == found.text
        assert np.array_equal(alone.origin, found.origin)
        assert len(found.origin) == len(found.text)
        assert (found.origin < max(len(texts[k]), 1)).all()
        assert (np.diff(found.origin) >= 0).all()
        assert not any(0xD800 <= ord(sign) <= 0xDFFF for sign in found.text)
