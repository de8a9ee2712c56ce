"""The built-in packs on whole sentences: what must be found, and what must never be."""

from __future__ import annotations

import pytest

from modscore.match.compile import CompiledPack, compile
from modscore.match.run import match
from modscore.records import Comment, Thread
from modscore.rulebook.load import builtin
from modscore.text.prepare import prepare

NEUTRAL = (
    "I am gay and my husband is Black.",
    "The Jewish family next door invited their Muslim friends.",
    "She is a trans woman and an immigrant from Mexico.",
    "White people and black people live here; Asians and Latinos too.",
    "Gays and lesbians can marry here since 2015.",
    "Immigrants are hard workers, and women are people.",
    "Black lives matter protesters talked with the police.",
    "The cock crowed at dawn and the hen laid eggs.",
    "The pussy willow is in bloom; the pussycat sleeps.",
    "Donkeys, or asses, carried the load.",
    "There is a chink in the armour of the plan.",
    "The raccoon and the Maine Coon met a monkey at the zoo.",
    "Pigs are clever animals and rats can learn.",
    "He had cancer, a terrible disease.",
    "Take out the trash and the garbage, please.",
    "The kitchen was spick and span, the portions niggardly.",
    "We should kill the process and then execute the script.",
    "They were killed in the war and should be remembered.",
    "If you want to kill yourself, call this number.",
    "Scunthorpe and Penistone sent a therapist to the class.",
    "Cut b in half: a*b=c, $45 & 10% off.",
)
TOXIC = {
    "You are an idiot.": "insult",
    "Shut your mouth, you pathetic loser.": "insult",
    "What a lying sack of shit.": "obscene",
    "f*ck off, you m0ron": "obscene",
    "Go and k i l l   y o u r s e l f, or just kill yourself.": "insult",
    "I know where you live and I'm going to kill you.": "threat",
    "Somebody should put a bullet in that senator.": "threat",
    "Kill all the immigrants.": "identity_attack",
    "Refugees are vermin.": "identity_attack",
    "All Muslims should be deported.": "identity_attack",
    "Tell me when the n1gger leaves.": "identity_attack",
    "Send nudes, bitch.": "obscene",
}


@pytest.fixture(scope="module")
def pack() -> CompiledPack:
    return compile(builtin())


def signals(pack: CompiledPack, text: str) -> dict[str, float]:
    """The strongest amount of each signal that a rule of toxicity gives."""
    found: dict[str, float] = {}
    thread = Thread("t", (Comment("c", text),))
    for hit in match(pack, prepare([thread])):
        if any(name == "toxicity" for name, _ in pack.rules[hit.rule].amounts):
            found[hit.signal] = max(found.get(hit.signal, 0.0), hit.amount)
    return found


@pytest.mark.parametrize("text", NEUTRAL)
def test_identity_words_and_innocent_words_are_never_flagged(pack: CompiledPack, text: str) -> None:
    assert signals(pack, text) == {}


@pytest.mark.parametrize("text", TOXIC)
def test_toxic_sentences_are_found(pack: CompiledPack, text: str) -> None:
    found = signals(pack, text)
    assert found["toxicity"] >= 0.3
    assert TOXIC[text] in found


def test_breadth(pack: CompiledPack) -> None:
    rules = builtin().rules
    assert len(rules) >= 100
    assert sum(len(rule.terms) for rule in rules) >= 2_000
    assert sum(len(rule.patterns) for rule in rules) >= 200


def test_attributes_do_not_exceed_the_strength_of_their_rule() -> None:
    for rule in builtin().rules:
        for name, amount in rule.attributes:
            assert amount <= rule.strength, (rule.id, name)
