"""How common the triggers of patterns are.

Stage: match (compile); phrases and signs come in; about how many of a million words go out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..text.vocabulary import frequency_class
from ..text.words import hash_words

ASCII_WORD = re.compile(r"[a-z0-9]+(?:(?<=[a-z])'(?=[a-z])[a-z0-9]+)*")  # as words.words_of
_PER_MILLION = (0.5, 1.0, 3.0, 10.0, 30.0, 80.0, 250.0, 500.0)  # by frequency class
# Too common to be told apart by their class; the first thirty are commoner still.
_MOST_COMMON = (  # noqa: SIM905 - words read better in a row
    "the of and to a in is i that it for you was with on as have but be they not are this he his "
    "at or from by we an had so all what their if there will would can do about who them your my "
    "more when no up out one people just like get has me which were she her him its than been into "
    "some only over also then now because how other know think very even our could should most "
    "many us make much did good time want see go say really way right going too being those does "
    "where why back these any need must don't it's i'm you're"
).split()


def is_sign(trigger: str) -> bool:
    """Whether a trigger is a sign, not words."""
    return len(trigger) == 1 and not (trigger.isascii() and trigger.isalnum())


class Costs:
    """About how many of a million words a trigger is, from the frequency class of its words."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = list(patterns)
        self.known: dict[str, float] = {}

    def __call__(self, trigger: str) -> float:
        """The cost of a phrase, or of a sign."""
        if not self.known:  # all words at once: one by one is slow
            words = {word for one in self.patterns for word in ASCII_WORD.findall(one)}
            self._learn(sorted(words))
        cost = self.known.get(trigger)
        if cost is None:
            if is_sign(trigger):
                cost = 5.0 if trigger > "\x7f" else 20_000.0 if trigger in ".,'\"-!?" else 3_000.0
            else:
                each = trigger.split(" ")
                if new := [word for word in each if word not in self.known]:
                    self._learn(new)
                cost = 1e6
                for word in each:  # words that like to stand together: ten times by chance
                    cost *= min(1.0, self.known[word] * 1e-5)
                cost = max(cost, 0.01) if len(each) > 1 else self.known[trigger]
            self.known[trigger] = cost
        return cost

    def _learn(self, words: list[str]) -> None:
        classes = frequency_class(hash_words(words)).tolist()
        for word, frequency in zip(words, classes, strict=True):
            self.known[word] = _PER_MILLION[frequency]
            if word in _MOST_COMMON:
                self.known[word] = 8_000.0 if word in _MOST_COMMON[:30] else 1_500.0
