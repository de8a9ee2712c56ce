"""A pack made ready to run: tables of words, triggers and compiled patterns.

Stage: match; a `Pack` comes in; a `CompiledPack` goes out, a value that any thread may share.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..records import ATTRIBUTES
from ..rulebook.grammar import parse
from ..rulebook.pack import Pack, Triggers
from ..rulebook.patterns import compiled
from ..rulebook.schema import SIGNALS, Rule
from ..text.fold import fold, text_of
from ..text.prepare import points_of
from ..text.words import words_of
from . import cues
from .costs import ASCII_WORD, Costs, is_sign
from .inflect import forms
from .phrases import PhraseTable
from .shapes import triggers

NAMES = (*SIGNALS, *ATTRIBUTES)  # the signals of hits, by index
Ints = NDArray[np.int64]
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

    @cached_property
    def marks(self) -> bool:
        """Whether a plain group marks the part that is shown."""
        return bool(self.ready.groups)


@dataclass(frozen=True, eq=False)
class CompiledPack:
    """A pack and its tables.

    ``phrases`` holds the terms and the trigger words of patterns under one key each; ``term_rules``
    and ``woken`` give for a key the rules it is a term of and the patterns it wakes; ``confirmed``
    those for which it is the second trigger.
    """

    pack: Pack
    keys: tuple[str, ...]
    phrases: PhraseTable
    term_rules: Links
    woken: Links
    confirmed: Links
    doubted: NDArray[np.bool_]  # the patterns that need a second trigger too
    patterns: tuple[Pattern, ...]
    signs: dict[str, tuple[int, ...]]  # a sign (one character) and the patterns it wakes
    roaming: tuple[int, ...]  # patterns without triggers
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
    def reading_guard_bits(self) -> NDArray[np.uint8]:
        """For each rule its guards that read the words around a hit, a bit each."""
        bits = {name: 1 << k for k, name in enumerate(cues.BY_NAME)}
        rows = [sum(bits.get(guard, 0) for guard in rule.unless) for rule in self.rules]
        return np.array(rows, dtype=np.uint8)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """What each rule is called as the source of a finding."""
        return tuple(f"rule:{rule.id}" for rule in self.rules)

    @cached_property
    def source_order(self) -> NDArray[np.int64]:
        """The place of each rule among all, ordered by source."""
        return np.argsort(np.argsort(self.sources)) if self.sources else np.zeros(0, np.int64)

    @cached_property
    def negative(self) -> tuple[bool, ...]:
        """Which rules are themselves about a denial, so that one inside a hit says nothing."""
        return tuple(any(map(_DENIAL.search, (*r.patterns, *r.terms))) for r in self.rules)

    @cached_property
    def masks(self) -> dict[tuple[int, int, str], set[str]]:
        """The obfuscated words by length, place of a letter, and letter."""
        found: dict[tuple[int, int, str], set[str]] = {}
        for word in self.readable:
            for place, letter in enumerate(word):
                found.setdefault((len(word), place, letter), set()).add(word)
        return found


def compile(pack: Pack) -> CompiledPack:
    """The pack made ready for `run.match`."""
    phrase_rules: dict[str, set[int]] = {}
    readable: dict[str, set[int]] = {}
    patterns, owners = _patterns(pack)
    for index, words in owners:
        rule = pack.rules[index]
        for form in forms(words, inflect=rule.inflect):
            phrase_rules.setdefault(form, set()).add(index)
            if rule.obfuscated and form.isalpha():
                readable.setdefault(form, set()).add(index)

    wakes: dict[str, set[int]] = {}
    confirms: dict[str, set[int]] = {}
    doubted = []
    roaming = []
    known = pack.triggers
    cost = Costs(one.text for one in patterns)
    for number, pattern in enumerate(patterns):
        sets = known.get(pattern.text)
        if sets is None:
            sets = _sorted(triggers(parse(pattern.text), cost))
        if not sets:
            roaming.append(number)
            continue
        for trigger in sets[0]:
            wakes.setdefault(trigger, set()).add(number)
        if len(sets) > 1 and not any(map(is_sign, sets[1])):
            doubted.append(number)
            for trigger in sets[1]:
                confirms.setdefault(trigger, set()).add(number)
    signs = {w: tuple(sorted(p)) for w, p in wakes.items() if is_sign(w)}

    keys = list(dict.fromkeys((*phrase_rules, *(w for w in wakes if w not in signs), *confirms)))
    amounts = [rule.amounts for rule in pack.rules]
    flat = [pair for row in amounts for pair in row]
    counts = np.append(0, np.cumsum([len(row) for row in amounts])).tolist()
    return CompiledPack(
        pack=pack,
        keys=tuple(keys),
        phrases=PhraseTable(keys, [key in phrase_rules for key in keys]),
        term_rules=Links([phrase_rules.get(key, ()) for key in keys]),
        woken=Links([wakes.get(key, ()) for key in keys]),
        patterns=tuple(patterns),
        confirmed=Links([confirms.get(key, ()) for key in keys]),
        doubted=np.isin(np.arange(len(patterns)), doubted),
        signs=signs,
        roaming=tuple(roaming),
        readable={word: tuple(sorted(rules)) for word, rules in readable.items()},
        amounts=Links([range(a, b) for a, b in itertools.pairwise(counts)]),
        amount_signal=np.array([NAMES.index(signal) for signal, _ in flat], dtype=np.int64),
        amount_value=np.array([value for _, value in flat], dtype=np.float64),
    )


def pattern_triggers(pack: Pack) -> dict[str, Triggers]:
    """The triggers of every pattern of a pack, to be kept with it: working them out takes time."""
    patterns, _ = _patterns(pack)
    cost = Costs(one.text for one in patterns)
    return {one.text: _sorted(triggers(parse(one.text), cost)) for one in patterns}


def _sorted(sets: tuple[frozenset[str], ...]) -> Triggers:
    return tuple(tuple(sorted(found)) for found in sets)


def _patterns(pack: Pack) -> tuple[list[Pattern], list[tuple[int, list[str]]]]:
    """All patterns, those of terms that hold signs first; and for every other term its rule's
    index and its words."""
    owners = [(index, term) for index, rule in enumerate(pack.rules) for term in rule.terms]
    patterns: list[Pattern] = []
    plain: list[tuple[int, list[str]]] = []
    for (index, _), term in zip(owners, folded_terms([t for _, t in owners]), strict=True):
        words = ASCII_WORD.findall(term) if term.isascii() else words_of(term)
        if words and term.replace("-", " ").replace("_", " ").split() == words:
            plain.append((index, words))
        else:
            patterns.append(Pattern(index, _as_pattern(term)))
    for index, rule in enumerate(pack.rules):
        patterns += [Pattern(index, pattern) for pattern in rule.patterns]
    return patterns, plain


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
