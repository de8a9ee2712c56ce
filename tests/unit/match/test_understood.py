from __future__ import annotations

import numpy as np
import pytest

from modscore.match.compile import compile as compile_pack
from modscore.match.run import Matches, match
from modscore.match.understood import AGAIN, DOUBTED, LEFT, understood
from modscore.records import Comment, Thread
from modscore.rulebook.load import builtin
from modscore.text.prepare import prepare
from modscore.text.prepared import Words

COMPILED = compile_pack(builtin())
SURELY = np.array([0.9])


def found(text: str) -> Matches:
    return match(COMPILED, prepare([Thread("t", (Comment("1", text),))]))


def words(text: str, **chances: float) -> Words:
    """The words of a text; a word named has its chance, any other none."""
    start, end, chance, at = [], [], [], 0
    for word in text.split():
        at = text.index(word, at)
        start.append(at)
        at += len(word)
        end.append(at)
        chance.append(chances.get(word.strip(".!").lower(), 0.0))
    told = np.array(chance)
    return Words(np.array(start), np.array(end), told, told >= 0.3)


def toxic(matches: Matches) -> dict[str, tuple[int, int, float]]:
    rules = COMPILED.rules
    return {
        rules[hit.rule].id: (hit.start, hit.end, hit.amount)
        for hit in matches
        if hit.signal == "toxicity"
    }


def test_a_hit_is_narrowed_to_the_words_that_are_marked() -> None:
    text = "You are an idiot."
    before = toxic(found(text))
    after = toxic(understood(COMPILED, found(text), {0: words(text, idiot=0.9)}, SURELY))
    assert before.keys() == after.keys()
    for rule, (start, end, amount) in after.items():
        assert text[start:end].startswith("idiot")
        assert amount == before[rule][2] * AGAIN


def test_a_hit_whose_words_are_harmless_there_is_left_out() -> None:
    text = "You are an idiot."
    assert not toxic(understood(COMPILED, found(text), {0: words(text, idiot=0.02)}, SURELY))


def test_amounts_never_rise_and_grow_with_the_chance() -> None:
    text = "You are an idiot."
    low, high = (
        toxic(understood(COMPILED, found(text), {0: words(text, idiot=chance)}, SURELY))
        for chance in (0.29, 0.9)
    )
    assert all(amount <= high[rule][2] for rule, (_, _, amount) in low.items())


@pytest.mark.parametrize(
    ("estimate", "share"), [(0.9, 1.0), (DOUBTED, 1.0), (0.5 * DOUBTED, 0.5), (0.0, LEFT)]
)
def test_a_threat_is_doubted_where_the_network_is_calm(estimate: float, share: float) -> None:
    text = "We will find you and kill you."
    before = toxic(found(text))
    after = toxic(understood(COMPILED, found(text), {0: words(text)}, np.array([estimate])))
    threats = [rule for rule in before if rule.startswith("threats.")]
    assert threats
    for rule in threats:
        assert after[rule][2] == pytest.approx(share * before[rule][2])


def test_a_comment_that_was_not_read_keeps_its_hits() -> None:
    before = found("You are an idiot.")
    assert understood(COMPILED, before, {}, SURELY) is before


def test_words_that_the_network_did_not_read_keep_their_hits() -> None:
    text = "You are an idiot. Good day to you."
    told = words(text)
    later = Words(told.start[4:], told.end[4:], told.chance[4:], told.marked[4:])
    assert toxic(understood(COMPILED, found(text), {0: later}, SURELY)) == toxic(found(text))
