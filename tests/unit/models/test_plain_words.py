"""A disguised word that the rules recognise is read by the models as the plain word."""

from __future__ import annotations

import numpy as np
import pytest

import modscore
from modscore.match.compile import CompiledPack, compile
from modscore.match.run import match
from modscore.models.linear import LinearToxicity
from modscore.models.speech import speech
from modscore.records import Comment, Thread
from modscore.rulebook.load import builtin
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

MODEL = LinearToxicity.load("toxicity-linear-1")
PACK: CompiledPack = compile(builtin())


def plain(*texts: str) -> Prepared:
    threads = [Thread(str(k), (Comment("1", text),)) for k, text in enumerate(texts)]
    return match(PACK, prepare(threads)).plain


@pytest.mark.parametrize(
    "hidden",
    ["You are an i d i o t", "You are an 1diot", "You are an id*ot", "You are an i.d.i.o.t"],
)
def test_a_disguised_insult_is_estimated_as_the_plain_one(hidden: str) -> None:
    batch = plain("You are an idiot", hidden, "You are an aunt")
    estimates = MODEL.estimate(batch)
    assert estimates[1].tobytes() == estimates[0].tobytes()
    ((start, end, share),) = MODEL.spans(batch, [1])[0]
    ((_, _, wanted),) = MODEL.spans(batch, [0])[0]
    assert (start, end) == (11, len(hidden))
    assert share == wanted
    heard = speech(batch, [1])[0]
    assert heard.text == "you are an idiot"
    assert heard.origin[[11, 15]].tolist() == [11, len(hidden) - 1]


def test_whole_scores_are_those_of_the_plain_words() -> None:
    scores = modscore.score(["You are an idiot", "You are an i d i o t"]).comments
    assert scores[0].toxicity == scores[1].toxicity
    assert scores[0].attributes == scores[1].attributes
    assert {f.source for f in scores[0].findings} == {f.source for f in scores[1].findings}


def test_a_denied_word_beside_a_disguised_one_counts_as_in_plain_text() -> None:
    texts = ["You are not an idiot.", "Fine.", "You are not an i d i o t.", "What a f o o l."]
    together = modscore.score(texts).comments
    assert together[0].estimates == together[2].estimates
    for text, score in zip(texts, together, strict=True):
        assert modscore.score(text).comments[0].estimates == score.estimates


def test_innocent_comments_keep_their_estimates_to_the_bit() -> None:
    texts = ["It rained all day.", "She sent an e-mail, 142,460 words.", "Phew!"]
    threads = [Thread(str(k), (Comment("1", text),)) for k, text in enumerate(texts)]
    alone = MODEL.estimate(prepare(threads))
    mixed = MODEL.estimate(plain(texts[0], "You id1ot", texts[1], "f u c k", texts[2]))
    assert np.array_equal(mixed[[0, 2, 4]], alone)
