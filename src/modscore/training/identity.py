"""Sentences that name groups and say nothing bad of anybody.

Stage: training; nothing comes in; labelled sentences go out. Comments that name a group are toxic
more often than others in every set, so a model of words learns to punish the names. These teach
it that a name alone is nothing. Written here, by template; no copies of any test suite.
"""

from __future__ import annotations

import itertools
import random

KINDS = (
    "gay", "lesbian", "bisexual", "transgender", "trans", "queer", "straight", "black", "white",
    "Asian", "African", "Arab", "Latino", "Hispanic", "Mexican", "Indian", "Chinese", "Japanese",
    "Korean", "Pakistani", "Turkish", "Russian", "Polish", "American", "European", "Jewish",
    "Muslim", "Christian", "Catholic", "Hindu", "Buddhist", "Sikh", "atheist", "deaf", "blind",
    "disabled", "autistic", "old", "young", "female", "male", "Roma", "Native American",
)  # fmt: skip
MANY = (
    "gays", "lesbians", "gay people", "trans people", "queer people", "black people",
    "white people", "Asians", "Africans", "Arabs", "Latinos", "Mexicans", "Indians", "immigrants",
    "refugees", "migrants", "foreigners", "Jews", "Muslims", "Christians", "Catholics", "Hindus",
    "atheists", "women", "men", "girls", "feminists", "disabled people", "blind people",
    "deaf people", "old people", "teenagers", "homosexuals", "transgender people", "blacks",
    "whites", "gay men", "liberals", "conservatives", "Germans", "Russians", "Armenians",
)  # fmt: skip
OF_ONE = (
    "My brother is {}.", "My best friend is {} and we have known each other for years.",
    "I am a {} teacher from a small town.", "She is {} and works at the library.",
    "Our new neighbours are a {} couple; they brought us a cake.", "He was the first {} mayor.",
    "I grew up in a {} family.", "As a {} woman I found the article helpful.",
    "The film tells the story of a {} doctor.", "Is there a {} student group here?",
    "My wife is {} and my son is proud of it.", "I'm {}, by the way.", "Being {} is fine.",
    "A {} man won the local election yesterday.", "The author, who is {}, lives in Leeds.",
)  # fmt: skip
OF_MANY = (
    "{} deserve the same care as everyone.", "Many {} live in our street.", "I have met many {}.",
    "The museum has a new room about {}.", "How many {} voted last year?",
    "We should listen to {} when the law is about them.", "{} were asked for their opinion.",
    "The survey says that {} read more newspapers.", "I respect {}.", "{} are welcome here.",
    "The law gives {} the right to vote.", "Some {} agree with the plan and some do not.",
    "What do {} think of the new school?", "There is a long history of {} in this city.",
    "Hatred of {} has no place in this forum.", "{} pay taxes like all of us.",
)  # fmt: skip


def sentences(most: int = 1500) -> list[str]:
    """The sentences, at most so many, in an order that is always the same.

    >>> len(sentences(10))
    10
    """
    made = [t.format(kind) for t, kind in itertools.product(OF_ONE, KINDS)]
    for template, group in itertools.product(OF_MANY, MANY):
        text = template.format(group)
        made.append(text[0].upper() + text[1:])
    random.Random(5).shuffle(made)
    return made[:most]
