from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from modscore.errors import ModelError
from modscore.models import artifact
from modscore.models.linear import KIND, LinearToxicity
from modscore.records import ESTIMATED, Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared


@pytest.fixture(scope="module")
def model() -> LinearToxicity:
    return LinearToxicity.load("toxicity-linear-1")


def _prepared(*texts: str) -> Prepared:
    return prepare([Thread(str(k), (Comment("c", text),)) for k, text in enumerate(texts)])


def test_insults_stand_above_civil_talk(model: LinearToxicity) -> None:
    texts = (
        "Thank you for the careful summary, I had missed that part of the report.",
        "You are a stupid, pathetic idiot and everyone here hates you.",
    )
    calm, rude = model.estimate(_prepared(*texts))
    toxicity, insult = ESTIMATED.index("toxicity"), ESTIMATED.index("insult")
    assert calm[toxicity] < 0.1
    assert rude[toxicity] > 0.8
    assert rude[insult] > 0.6


def test_a_disguised_word_is_read(model: LinearToxicity) -> None:
    plain, leet = model.estimate(_prepared("what a load of shit", "what a load of sh1t"))[:, 0]
    assert leet > 0.5 * plain


def test_quoted_lines_are_not_the_writers(model: LinearToxicity) -> None:
    said, quoted = model.estimate(
        _prepared("you stupid idiot\n\nPlease be civil.", "> you stupid idiot\n\nPlease be civil.")
    )[:, 0]
    assert quoted < said / 2


def test_spans_mark_the_words_that_carry_it(model: LinearToxicity) -> None:
    text = "I read the whole article twice and the mayor is an idiot about parking."
    (spans,) = model.spans(_prepared(text), [0])
    assert [text[start:end] for start, end, _ in spans] == ["idiot"]


def test_spans_of_comments_asked_for_only(model: LinearToxicity) -> None:
    prepared = _prepared("you idiot", "fine weather", "you moron")
    spans = model.spans(prepared, [2, 0])
    (moron, idiot) = spans
    assert "moron" in prepared.texts[2][moron[-1][0] : moron[-1][1]]
    assert "idiot" in prepared.texts[0][idiot[-1][0] : idiot[-1][1]]
    assert model.spans(prepared, []) == []


def test_an_empty_batch(model: LinearToxicity) -> None:
    assert model.estimate(prepare([])).shape == (0, 6)


def test_weights_of_another_form_are_refused(model: LinearToxicity, tmp_path: Path) -> None:
    stored = artifact.load("toxicity-linear-1", KIND)
    tensors = dict(stored.tensors) | {"bias": np.full(6, np.nan)}
    path = artifact.save(tmp_path, "broken", KIND, tensors, {})
    with pytest.raises(ModelError, match="broken: weights: expected finite weights"):
        LinearToxicity.load(path)
    del tensors["bias"]
    path = artifact.save(tmp_path, "broken", KIND, tensors, {})
    with pytest.raises(ModelError, match="broken: bias: expected float64"):
        LinearToxicity.load(path)
