"""A pack made ready to run: tables of words, triggers and compiled patterns.

Stage: match; a `Pack` comes in; a `CompiledPack` goes out, a value that any thread may share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..records import ATTRIBUTES
from ..rulebook.pack import Pack
from ..rulebook.patterns import compiled, parse
from ..rulebook.schema import SIGNALS, Rule
from ..text.fold import fold, text_of
from ..text.prepare import points_of
from ..text.vocabulary import frequency_class
from ..text.words import hash_words, words_of
from . import speech
from .inflect import forms
from .phrases import PhraseTable
from .shapes import triggers

NAMES = (*SIGNALS, *ATTRIBUTES)  # the signals of hits, by index
Ints = NDArray[np.int64]
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:(?<=[a-z])'(?=[a-z])[a-z0-9]+)*")  # as words.words_of
_DENIAL = re.compile(r"\b(?:not|never|no|nobody|cannot)\b|n't")


class Links:
    """For each key a row of numbers, all rows in one array."""

    def __init__(self, rows: Sequence[Iterable[int]]) -> None:
        lists = [sorted(row) for row in rows]
        self.starts = np.append(0, np.cumsum([len(row) for row in lists])).astype(np.int64)
        self.values = np.array([value for row in lists for value in row], dtype=np.int64)

    def of(self, keys: Ints) -> tuple[Ints, Ints]:
        """For all numbers of these keys: the index of the key given, and the number."""
        counts = self.starts[keys + 1] - self.starts[keys]
        which = np.repeat(np.arange(len(keys)), counts)
        first = np.cumsum(counts) - counts
        places = np.repeat(self.starts[keys] - first, counts) + np.arange(int(counts.sum()))
        return which, self.values[places]


@dataclass(eq=False)
class Pattern:
    """One pattern of a rule; compiled when it is first needed."""

    rule: int
    text: str

    @cached_property
    def ready(self) -> Any:
        """The RE2 object, for bytes."""
        return compiled(self.text)


@dataclass(frozen=True, eq=False)
class CompiledPack:
    """A pack and its tables.

    ``phrases`` holds the terms and the trigger words of patterns under one key each; ``term_rules``
    and ``woken`` give for a key the rules it is a term of and the patterns it wakes.
    """

    pack: Pack
    phrases: PhraseTable
    term_rules: Links
    woken: Links
    patterns: tuple[Pattern, ...]
    signs: dict[str, tuple[int, ...]]  # a sign (one character) and the patterns it wakes
    roaming: tuple[int, ...]  # patterns without triggers
    trigger_words: dict[str, tuple[int, ...]]
    readable: dict[str, tuple[int, ...]]  # obfuscated words and their rules
    amounts: Links  # for a rule, indices into `amount_signal` and `amount_value`
    amount_signal: NDArray[np.int64]
    amount_value: NDArray[np.float64]
    signals: tuple[str, ...] = field(default=NAMES)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in the order of the pack; hits name them by index."""
        return self.pack.rules

    def guarded_by(self, guard: str) -> NDArray[np.bool_]:
        """Which rules have this guard."""
        return np.array([guard in rule.unless for rule in self.rules], dtype=bool)

    @cached_property
    def reading_guards(self) -> tuple[tuple[str, ...], ...]:
        """For each rule the guards that read the words around a hit."""
        return tuple(tuple(g for g in rule.unless if g in speech.BY_NAME) for rule in self.rules)

    @cached_property
    def reading_guards_of(self) -> NDArray[np.bool_]:
        """Which rules have such guards."""
        return np.array([bool(names) for names in self.reading_guards], dtype=bool)

    @cached_property
    def negative(self) -> tuple[bool, ...]:
        """Which rules are themselves about a denial, so that one inside a hit says nothing."""
        return tuple(any(map(_DENIAL.search, (*r.patterns, *r.terms))) for r in self.rules)

    @cached_property
    def masks(self) -> dict[int, list[str]]:
        """The obfuscated words by their length."""
        found: dict[int, list[str]] = {}
        for word in self.readable:
            found.setdefault(len(word), []).append(word)
        return found


def compile(pack: Pack) -> CompiledPack:
    """The pack made ready for `run.match`."""
    phrase_rules: dict[str, set[int]] = {}
    readable: dict[str, set[int]] = {}
    patterns: list[Pattern] = []
    owners = [(i, term) for i, rule in enumerate(pack.rules) for term in rule.terms]
    for (index, _), term in zip(owners, folded_terms([t for _, t in owners]), strict=True):
        rule = pack.rules[index]
        words = _ASCII_WORD.findall(term) if term.isascii() else words_of(term)
        if not words or not _plain(term, words):
            patterns.append(Pattern(index, _as_pattern(term)))
            continue
        for form in forms(words, inflect=rule.inflect):
            phrase_rules.setdefault(form, set()).add(index)
            if rule.obfuscated and form.isalpha():
                readable.setdefault(form, set()).add(index)
    for index, rule in enumerate(pack.rules):
        patterns += [Pattern(index, pattern) for pattern in rule.patterns]

    wakes: dict[str, set[int]] = {}
    roaming = []
    trees = [parse(pattern.text) for pattern in patterns]
    cost = _costs()
    for number, tree in enumerate(trees):
        found = triggers(tree, cost)
        if found is None:
            roaming.append(number)
        for word in found or ():
            wakes.setdefault(word, set()).add(number)
    trigger_words = {w: tuple(sorted(p)) for w, p in wakes.items() if w.isalnum() and w.isascii()}
    signs = {w: tuple(sorted(p)) for w, p in wakes.items() if w not in trigger_words}

    keys = list(dict.fromkeys((*phrase_rules, *trigger_words)))
    amounts = [rule.amounts for rule in pack.rules]
    flat = [pair for row in amounts for pair in row]
    counts = np.append(0, np.cumsum([len(row) for row in amounts])).tolist()
    return CompiledPack(
        pack=pack,
        phrases=PhraseTable(keys),
        term_rules=Links([phrase_rules.get(key, ()) for key in keys]),
        woken=Links([trigger_words.get(key, ()) for key in keys]),
        patterns=tuple(patterns),
        signs=signs,
        roaming=tuple(roaming),
        trigger_words=trigger_words,
        readable={word: tuple(sorted(rules)) for word, rules in readable.items()},
        amounts=Links([range(a, b) for a, b in zip(counts[:-1], counts[1:], strict=True)]),
        amount_signal=np.array([NAMES.index(signal) for signal, _ in flat], dtype=np.int64),
        amount_value=np.array([value for _, value in flat], dtype=np.float64),
    )


def folded_terms(terms: Sequence[str]) -> list[str]:
    """Each term as it stands in folded text."""
    if not terms:
        return []
    points, starts = points_of([term.replace("\n", " ") for term in terms])
    return text_of(fold(points, starts)[0]).split("\n")[:-1]


def _plain(term: str, words: list[str]) -> bool:
    """Whether a term is words and nothing else: hyphens and blanks alone between them."""
    return term.replace("-", " ").replace("_", " ").split() == words


def _as_pattern(term: str) -> str:
    """The pattern of a term that holds signs, bounded where it begins or ends with a word."""
    start = r"\b" if term[0].isascii() and term[0].isalnum() else ""
    end = r"\b" if term[-1].isascii() and term[-1].isalnum() else ""
    escaped = "".join(c if c.isalnum() or c.isspace() or c > "\x7f" else "\\" + c for c in term)
    return start + escaped + end


def _costs() -> Callable[[str], int]:
    """How common a word is, from its frequency class; a sign costs as much as a common word."""
    known: dict[str, int] = {}

    def cost(word: str) -> int:
        if word not in known:
            if not (word.isalnum() and word.isascii()):
                known[word] = 1 if word > "\x7f" else 400
            else:
                frequency = int(frequency_class(hash_words([word]))[0])
                known[word] = 4**frequency + (2000 if len(word) < 3 else 0)
        return known[word]

    return cost
