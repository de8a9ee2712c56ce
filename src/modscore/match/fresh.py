"""The tables of a pack worked out from its rules.

Stage: match (compile); a `Pack` comes in; its `Tables` go out. Loaded only for packs of which no
tables are kept: the shipped one's are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..rulebook.grammar import parse
from ..rulebook.pack import Pack, Triggers
from ..text.fold import fold, text_of
from ..text.prepare import points_of
from ..text.words import words_of
from .costs import ASCII_WORD, Costs, is_sign
from .inflect import forms
from .phrases import arranged
from .shapes import triggers
from .tables import Tables, linked

_DENIAL = re.compile(r"\b(?:not|never|no|nobody|cannot)\b|n't")
Numbers = dict[str, set[int]]


def tables(pack: Pack) -> Tables:
    """The tables of any pack."""
    made, plain = _terms(pack)
    term_rules: Numbers = {}
    readable: Numbers = {}
    for index, words in plain:
        rule = pack.rules[index]
        for form in forms(words, inflect=rule.inflect):
            term_rules.setdefault(form, set()).add(index)
            if rule.obfuscated and form.isalpha():
                readable.setdefault(form, set()).add(index)

    wakes: Numbers = {}
    confirms: Numbers = {}
    doubted = []
    roaming = []
    known = pattern_triggers(pack, made)
    for number, pattern in enumerate(_patterns(pack, made)):
        sets = known[pattern]
        if not sets:
            roaming.append(number)
            continue
        for trigger in sets[0]:
            wakes.setdefault(trigger, set()).add(number)
        if len(sets) > 1 and not any(map(is_sign, sets[1])):
            doubted.append(number)
            for trigger in sets[1]:
                confirms.setdefault(trigger, set()).add(number)
    signs = {word: _row(numbers) for word, numbers in wakes.items() if is_sign(word)}

    given = list(dict.fromkeys((*term_rules, *(w for w in wakes if w not in signs), *confirms)))
    phrases, order = arranged(given, [phrase in term_rules for phrase in given])
    keys = [given[place] for place in order.tolist()]
    return Tables(
        phrases=phrases,
        term_rules=linked([term_rules.get(key, ()) for key in keys]),
        woken=linked([wakes.get(key, ()) for key in keys]),
        confirmed=linked([confirms.get(key, ()) for key in keys]),
        made=tuple(made),
        doubted=tuple(doubted),
        signs=signs,
        roaming=tuple(roaming),
        readable={word: _row(numbers) for word, numbers in readable.items()},
        negative=tuple(
            index
            for index, rule in enumerate(pack.rules)
            if any(map(_DENIAL.search, (*rule.patterns, *rule.terms)))
        ),
    )


def pattern_triggers(
    pack: Pack, made: Sequence[tuple[int, str]] | None = None
) -> Mapping[str, Triggers]:
    """The triggers of every pattern of a pack, those that it brings and those worked out here,
    which takes time. ``made``: the patterns of its terms, if they are at hand."""
    texts = _patterns(pack, _terms(pack)[0] if made is None else made)
    cost = Costs(texts)
    known = pack.triggers
    return {
        text: known[text] if text in known else _sorted(triggers(parse(text), cost))
        for text in texts
    }


def _sorted(sets: Sequence[frozenset[str]]) -> Triggers:
    return tuple(tuple(sorted(found)) for found in sets)


def _row(numbers: set[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


def _patterns(pack: Pack, made: Sequence[tuple[int, str]]) -> list[str]:
    """All patterns, those of terms that hold signs first."""
    return [text for _, text in made] + [text for rule in pack.rules for text in rule.patterns]


def _terms(pack: Pack) -> tuple[list[tuple[int, str]], list[tuple[int, list[str]]]]:
    """For every term that holds signs its rule's index and its pattern; for every other its
    rule's index and its words."""
    owners = [(index, term) for index, rule in enumerate(pack.rules) for term in rule.terms]
    made: list[tuple[int, str]] = []
    plain: list[tuple[int, list[str]]] = []
    for (index, _), term in zip(owners, folded_terms([t for _, t in owners]), strict=True):
        words = ASCII_WORD.findall(term) if term.isascii() else words_of(term)
        if words and term.replace("-", " ").replace("_", " ").split() == words:
            plain.append((index, words))
        else:
            made.append((index, _as_pattern(term)))
    return made, plain


def folded_terms(terms: Sequence[str]) -> list[str]:
    """Each term as it stands in folded text."""
    if not terms:
        return []
    points, starts = points_of([term.replace("\n", " ") for term in terms])
    return text_of(fold(points, starts)[0]).split("\n")[:-1]


def _as_pattern(term: str) -> str:
    """The pattern of a term that holds signs, bounded where it begins or ends with a word."""
    start = r"\b" if term[0].isascii() and term[0].isalnum() else ""
    end = r"\b" if term[-1].isascii() and term[-1].isalnum() else ""
    escaped = "".join(c if c.isalnum() or c.isspace() or c > "\x7f" else "\\" + c for c in term)
    return start + escaped + end
