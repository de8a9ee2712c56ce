from __future__ import annotations

import numpy as np
import pytest

from modscore.match.compile import compile as compile_pack
from modscore.match.run import Matches, match
from modscore.match.understood import AGAIN, understood
from modscore.records import Comment, Thread
from modscore.rulebook.load import builtin
from modscore.text.prepare import prepare
from modscore.text.prepared import Words

COMPILED = compile_pack(builtin())


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
    after = toxic(understood(COMPILED, found(text), {0: words(text, idiot=0.9)}))
    assert before.keys() == after.keys()
    for rule, (start, end, amount) in after.items():
        assert text[start:end].startswith("idiot")
        assert amount == before[rule][2] * AGAIN


def test_a_hit_whose_words_are_harmless_there_is_left_out() -> None:
    text = "You are an idiot."
    assert not toxic(understood(COMPILED, found(text), {0: words(text, idiot=0.02)}))


def test_amounts_never_rise_and_grow_with_the_chance() -> None:
    text = "You are an idiot."
    low, high = (
        toxic(understood(COMPILED, found(text), {0: words(text, idiot=chance)}))
        for chance in (0.29, 0.9)
    )
    assert all(amount <= high[rule][2] for rule, (_, _, amount) in low.items())


@pytest.mark.parametrize("text", ["We will find you and kill you.", "Calm words."])
def test_what_words_alone_do_not_tell_stays(text: str) -> None:
    before = found(text)
    assert (
        toxic(understood(COMPILED, before, {0: words(text)})).items()
        >= {rule: hit for rule, hit in toxic(before).items() if rule.startswith("threats.")}.items()
    )


def test_a_comment_that_was_not_read_keeps_its_hits() -> None:
    before = found("You are an idiot.")
    assert understood(COMPILED, before, {}) is before


def test_words_that_the_network_did_not_read_keep_their_hits() -> None:
    text = "You are an idiot. Good day to you."
    told = words(text)
    later = Words(told.start[4:], told.end[4:], told.chance[4:], told.marked[4:])
    assert toxic(understood(COMPILED, found(text), {0: later})) == toxic(found(text))
