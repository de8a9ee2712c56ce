"""Pairs of sentences that share their words and differ in what they do.

Stage: training; nothing comes in; sentences with labels go out: hate beside its denial, its report
and its condemnation, insults of people beside abuse of things, threats without bad words beside
harmless plans. Some are filled from the templates of ``contrast.toml``, some were written one by
one (``written.tsv``).
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from .read import Pair

TEMPLATES = "contrast.toml"
WRITTEN = "written.tsv"
_CALM = {"severe_toxicity": 0.0, "threat": 0.0, "insult": 0.0, "identity_attack": 0.0, "hate": 0.0}
# What the words of ``written.tsv`` say of a comment; several together are joined with "+".
_MEANING: dict[str, dict[str, float]] = {
    "fine": {"toxicity": 0.0, **_CALM},
    "rude": {"toxicity": 0.35, "severe_toxicity": 0.0, "threat": 0.0, "hate": 0.0},
    "insult": {"toxicity": 1.0, "insult": 1.0},
    "threat": {"toxicity": 1.0, "threat": 1.0},
    "hate": {"toxicity": 1.0, "identity_attack": 1.0, "hate": 1.0},
    "toxic": {"toxicity": 1.0},
}
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def pairs(seed: int = 11) -> Iterator[Pair]:
    """(text, labels), always the same for one seed; labels beside ESTIMATED: "hate".

    >>> len({text for text, _ in pairs()}) > 9000
    True
    """
    random_ = random.Random(seed)
    stored = tomllib.loads(files(__package__).joinpath(TEMPLATES).read_text(encoding="utf-8"))
    seen: set[str] = set()  # a sentence has one label
    for own in stored["sets"]:
        templates = own["templates"]
        for turn in range(own["count"]):
            text = filled(templates[turn % len(templates)], stored["words"], random_)
            if text not in seen:
                seen.add(text)
                yield text, own["labels"]


def written() -> Iterator[Pair]:
    """(text, labels) of the sentences written one by one; labels as those of `pairs`.

    >>> 0.0 in {labels["toxicity"] for _, labels in written()}
    True
    """
    seen: set[str] = set()
    stored = files(__package__).joinpath(WRITTEN).read_text(encoding="utf-8")
    for line in stored.splitlines():
        words, _, text = line.partition("\t")
        if text and text not in seen:
            seen.add(text)
            labels = {} if words in ("fine", "rude") else {"threat": 0.0, "hate": 0.0}
            for word in words.split("+"):
                labels |= _MEANING[word]
            yield text, labels


def filled(template: str, words: Mapping[str, Sequence[str]], random_: random.Random) -> str:
    """The template with each ``[a|b]`` chosen and each ``{slot}`` filled.

    >>> filled("[You|You] are a {name}!", {"name": ["poet"]}, random.Random(0)).lower()
    'you are a poet!'
    """
    text = _CHOICE.sub(lambda found: random_.choice(found[1].split("|")), template)
    text = _SLOT.sub(lambda found: random_.choice(words[found[1]]), text)
    text = text[0].upper() + text[1:]
    style = random_.random()
    if style < 0.25:
        return text.lower()
    if style < 0.4:
        return text.rstrip(".")
    return text
