"""The guards that read the words around a hit: a table of small cases each way."""

from __future__ import annotations

import pytest

from modscore.match import cues, speech

CASES = {
    "negated": (
        [
            "you are not an [[idiot]]",
            "you aren't an [[idiot]]",
            "she isn't such a total [[idiot]]",
            "i never said you're an [[idiot]]",
            "i'm not calling you an [[idiot]]",
            "he is no [[idiot]]",
            "nobody thinks you are an [[idiot]]",
            "it is not true that they are [[idiots]]",
            "don't [[hit him]]",
            "they must not be [[hit]]",
            "[[you are not an idiot]]",
            "he is neither an [[idiot]]",
            "nobody here is an [[idiot]]",
            "no one in this thread is an [[idiot]]",
        ],
        [
            "you are an [[idiot]]",
            "not only an [[idiot]]",
            "you are not just an [[idiot]]",
            "why don't you [[idiots]] read it",
            "not now, [[idiot]]",
            "i do not know which [[idiot]] wrote it",
            "no, you are an [[idiot]]",
            "i can't find it, you [[idiot]]",
            "never seen a bigger [[idiot]]",
            "he did not answer because he is an [[idiot]]",
        ],
    ),
    "reported": (
        [
            "calling people [[idiots]] is wrong",
            "stop calling him an [[idiot]]",
            "saying that she is an [[idiot]] helps nobody",
            "he called me an [[idiot]]",
            "she was labelled an [[idiot]]",
            "they said i'm an [[idiot]]",
            "he told me that i was an [[idiot]]",
            "words like [[idiot]] hurt",
            "words like fool and [[idiot]] hurt",
            "the word [[idiot]] is old",
            "don't say [[idiot]] to a child",
            "you should not call people [[idiots]]",
            "[[idiot]] is a slur here",
        ],
        [
            "you [[idiot]]",
            "i'm calling you an [[idiot]]",
            "i call him an [[idiot]]",
            "anyone saying this is an [[idiot]]",
            "he told the [[idiot]] to leave",
            "he called, you [[idiot]]",
            "in other words [[idiot]]",
            "reading this [[idiot]] is tiring",
        ],
    ),
    "self": (
        [
            "i'm such an [[idiot]]",
            "i am an [[idiot]]",
            "i felt like a complete [[idiot]]",
            "that makes me look like an [[idiot]]",
            "[[stupid]] me",
            "my own [[stupid]] mistake",
            "this [[stupid mouth]] of mine",
            "we are all [[idiots]]",
            "[[i am an idiot]]",
            "i should [[shut up]]",
        ],
        [
            "you are such an [[idiot]]",
            "i hate this [[idiot]]",
            "i think you are an [[idiot]]",
            "my boss is an [[idiot]]",
            "my [[idiot]] boss",
            "[[my foot up your arse]]",
        ],
    ),
    "reclaimed": (
        [
            "as a proud [[queer]] woman",
            "i'm a [[dyke]]",
            "us old [[queers]]",
            "my [[bitches]]",
            "proud to be a [[dyke]]",
            "the [[queer]] community",
        ],
        ["you are a [[queer]]", "those [[queers]]", "as if a [[queer]] cared"],
    ),
    "object": (
        [
            "this [[stupid]] printer",
            "the [[bloody]] garage door",
            "my phone is a piece of [[crap]]",
            "that code is pure [[garbage]]",
        ],
        ["this [[stupid]] man", "my brother is a piece of [[crap]]", "[[idiot]] at the door"],
    ),
    "title": (
        [
            "[[idiot]] (2012 film)",
            "the novel the [[idiot]]",
            'the album "american [[idiot]]"',
        ],
        ["the [[idiot]] who wrote the novel", "[[idiot]] (again)"],
    ),
    "question": (
        ["are [[all]] swans white?", 'is [[all]] of it so?"'],
        ["[[all]] swans are white."],
    ),
}


def around(marked: str) -> speech.Around:
    before, _, rest = marked.partition("[[")
    found, _, after = rest.partition("]]")
    return speech.around(before, found, after)


@pytest.mark.parametrize(
    ("guard", "marked", "holds"),
    [
        (name, text, side == 0)
        for name, sides in CASES.items()
        for side in (0, 1)
        for text in sides[side]
    ],
)
def test_a_guard_holds_or_not(guard: str, marked: str, holds: bool) -> None:
    assert cues.BY_NAME[guard](around(marked)) is holds


def test_every_guard_has_cases() -> None:
    assert set(CASES) == set(cues.BY_NAME)


def test_a_rule_about_a_denial_is_not_denied_by_its_own_words() -> None:
    assert speech.negated(speech.around("they do ", "not deserve to live", "", negative=False))
    assert not speech.negated(speech.around("they ", "do not deserve to live", "", negative=True))


@pytest.mark.parametrize(
    "text", ["n't " * 30, "calling " * 20, "i am " * 30, "the word " * 20, "a, " * 40]
)
def test_odd_surroundings_take_no_time(text: str) -> None:
    for guard in cues.BY_NAME.values():
        assert guard(speech.around(text, "x", text)) in (True, False)
