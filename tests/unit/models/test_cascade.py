from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from modscore.errors import ModelError
from modscore.models.blend import unread
from modscore.models.cascade import Cascade
from modscore.models.neural import Network
from modscore.records import SENTENCE_ESTIMATED, Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

TEXTS = ("You idiot. Go away.", "", "> quoted", "a b c", "idiot idiot")


def batch(*texts: str) -> Prepared:
    return prepare([Thread(str(k), (Comment("1", text),)) for k, text in enumerate(texts)])


def linear(prepared: Prepared, toxic: float, worthy: float) -> tuple[np.ndarray, np.ndarray]:
    sentences = np.full((len(prepared.sentence_start), len(SENTENCE_ESTIMATED)), worthy)
    return np.full((len(prepared), 6), toxic), sentences


@pytest.fixture(scope="module")
def network(networks: Path) -> Network:
    return Network.load(networks / "small.safetensors")


def test_where_nothing_can_change_nothing_is_read(network: Network) -> None:
    prepared = batch(*TEXTS)
    toxicity, sentences = linear(prepared, 0.001, 0.001)
    refined = Cascade(network).refine(prepared, toxicity, sentences)
    assert not refined.readings
    assert np.array_equal(refined.toxicity, unread(toxicity, np.tile([-1.0, 1.0], (6, 1))))
    assert (refined.toxicity < toxicity).all()
    assert np.array_equal(refined.sentences, sentences)


@pytest.mark.parametrize(("toxic", "worthy"), [(0.5, 0.001), (0.001, 0.5)])
def test_doubt_about_either_has_it_read(network: Network, toxic: float, worthy: float) -> None:
    prepared = batch(TEXTS[0])
    refined = Cascade(network).refine(prepared, *linear(prepared, toxic, worthy))
    assert list(refined.readings) == [0]
    assert (refined.toxicity != toxic).any()
    assert (refined.sentences != worthy).all()


def test_pictures_have_it_read(network: Network) -> None:
    prepared = batch("calm", "look 🐒")
    assert Cascade(network).asked(prepared, *linear(prepared, 0.001, 0.001)) == [1]


def test_always_reads_all_that_has_words(network: Network) -> None:
    prepared = batch(*TEXTS)
    refined = Cascade(network, always=True).refine(prepared, *linear(prepared, 0.1, 0.1))
    assert list(refined.readings) == [0, 3, 4]
    assert ((refined.toxicity > 0) & (refined.toxicity < 1)).all()
    assert np.isnan(refined.quality).tolist() == [False, True, True, False, False]


def test_alone_and_in_a_batch_give_the_same_bits(network: Network) -> None:
    cascade, prepared = Cascade(network, always=True), batch(*TEXTS)
    together = cascade.refine(prepared, *linear(prepared, 0.3, 0.3))
    for k, text in enumerate(TEXTS):
        one = batch(text)
        alone = cascade.refine(one, *linear(one, 0.3, 0.3))
        own = prepared.sentence_comment == k
        assert alone.toxicity.tobytes() == together.toxicity[k : k + 1].tobytes()
        assert alone.sentences.tobytes() == together.sentences[own].tobytes()


def test_beyond_what_is_read_the_linear_model_tells(network: Network) -> None:
    short, endless = batch("you idiot"), batch("you " * 8000)
    cascade = Cascade(network, always=True)
    sure = cascade.refine(endless, *linear(endless, 0.999, 0.3))
    assert not sure.readings[0].whole
    assert (sure.toxicity >= 0.999).all()
    refined = cascade.refine(short, *linear(short, 0.999, 0.3))
    assert refined.readings[0].whole
    assert (refined.toxicity < 0.999).any()  # where all is read the network may lower it


def test_hate_can_only_raise_toxicity(network: Network) -> None:
    prepared = batch("you idiot")
    refined = Cascade(network, always=True).refine(prepared, *linear(prepared, 0.3, 0.3))
    others = refined.toxicity[0, 1:]
    assert (refined.toxicity[0, 0] > others).all()  # the blends are alike but for the cause


def test_a_network_without_coefficients_is_one_clear_error(networks: Path) -> None:
    with pytest.raises(ModelError, match=r"^spoilt: comment_blend: expected float64 \(6, 5\)"):
        Cascade(Network.load(networks / "spoilt.safetensors"))
