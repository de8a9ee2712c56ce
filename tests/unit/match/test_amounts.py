"""What a hit adds: less where a model has counted the same words, the strength elsewhere."""

from __future__ import annotations

import itertools
from functools import cache

import pytest

from modscore.match.amounts import HEARD, known_to_models
from modscore.match.compile import CompiledPack, compile
from modscore.match.run import match
from modscore.records import Comment, Thread
from modscore.rulebook.load import builtin, loads
from modscore.text.prepare import prepare

OWN = """
schema: 1
family: insults
rules:
  - {id: insults.nincompoopery, rev: 1, kind: terms, terms: [flumperling], signal: toxicity,
     strength: 0.5, attributes: {insult: 0.3}, why: Our own word., hits: ["[[flumperling]]",
     "[[flumperling]]"], misses: [no, yes]}
"""
STRENGTH = builtin().by_id["insults.stupid-noun"].strength


@cache
def pack() -> CompiledPack:
    return compile(builtin().joined(loads(OWN, "insults.yaml")))


def amounts(text: str) -> dict[tuple[str, str], float]:
    compiled = pack()
    return {
        (compiled.rules[hit.rule].id, hit.signal): hit.amount
        for hit in match(compiled, prepare([Thread("t", (Comment("1", text),))]))
    }


@pytest.mark.parametrize("text", ["A moron wrote it.", "A m0ron wrote it."])
def test_what_a_model_read_too_adds_less_than_its_strength(text: str) -> None:
    assert amounts(text)["insults.stupid-noun", "toxicity"] == STRENGTH**HEARD


def test_an_endorsed_quotation_adds_half_the_whole_strength() -> None:
    found = amounts("> A moron wrote this.\n\nExactly! He is right.")
    assert found["insults.stupid-noun", "toxicity"] == STRENGTH / 2


def test_a_rule_of_the_users_own_adds_what_it_states() -> None:
    found = amounts("You flumperling")
    assert found["insults.nincompoopery", "toxicity"] == 0.5
    assert found["insults.nincompoopery", "insult"] == 0.3


def test_threats_add_their_whole_strength() -> None:
    threat = builtin().by_id["threats.first-person"]
    assert amounts("I will kill you")[threat.id, "toxicity"] == threat.strength


def test_a_disguise_that_stays_one_is_doubtful_and_adds_less() -> None:
    compiled = pack()
    hidden = prepare([Thread("t", (Comment("1", "What an a-hole"),))])
    found = match(compiled, hidden)
    assert found.plain is hidden  # no usual word: the models see it as it is written
    amount = {hit.start: hit.amount for hit in found if hit.signal == "toxicity"}[8]
    assert amount in {rule.strength**HEARD for rule in compiled.rules}


def test_a_changed_copy_of_a_shipped_rule_counts_as_the_users_own() -> None:
    rule = builtin().by_id["insults.stupid-noun"]
    text = OWN.replace("insults.nincompoopery", rule.id)
    assert known_to_models(builtin().without(terms={rule.id: ["moron"]})).any()
    assert not known_to_models(loads(text, "insults.yaml")).any()


def test_a_stronger_rule_never_adds_less() -> None:
    strengths = sorted({rule.strength for rule in builtin().rules})
    added = [strength**HEARD for strength in strengths]
    assert all(a < b for a, b in itertools.pairwise(added))
    assert all(a <= s for a, s in zip(added, strengths, strict=True))
