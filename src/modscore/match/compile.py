"""A pack made ready to run: tables of words, triggers and compiled patterns.

Stage: match; a `Pack` comes in; a `CompiledPack` goes out, a value that any thread may share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..records import ATTRIBUTES
from ..rulebook.pack import Pack
from ..rulebook.patterns import compiled as ready
from ..rulebook.patterns import found_in
from ..rulebook.schema import SIGNALS, Rule
from . import cues, kept
from .amounts import known_to_models
from .phrases import PhraseTable
from .tables import Links, Tables

NAMES = (*SIGNALS, *ATTRIBUTES)  # the signals of hits, by index
BACKING = ("evidence", "citation")  # signals whose hits back a claim
ENDORSED = " It stands in a quotation that the writer agrees with."
LOOKING = ("casing", "stretch", "marks")  # kinds that look at the original letters


@dataclass(eq=False)
class Pattern:
    """One pattern of a rule; compiled when it is first needed."""

    rule: int
    text: str

    @cached_property
    def ready(self) -> Any:
        """The RE2 object, for bytes."""
        return ready(self.text)

    @cached_property
    def marks(self) -> bool:
        """Whether a plain group marks the part that is shown."""
        return bool(self.ready.groups)

    def found_in(self, text: bytes, end: int) -> Iterator[list[tuple[int, int]]]:
        """The ends of each match in ``text[:end]``, and of its group."""
        return found_in(self.ready, text, end)


@dataclass(frozen=True, eq=False)
class CompiledPack:
    """A pack and its tables: see `Tables`."""

    pack: Pack
    phrases: PhraseTable
    term_rules: Links
    woken: Links
    confirmed: Links
    doubted: NDArray[np.bool_]  # the patterns that need a second trigger too
    patterns: tuple[Pattern, ...]
    signs: dict[str, tuple[int, ...]]  # a sign (one character) and the patterns it wakes
    roaming: tuple[int, ...]  # patterns without triggers
    readable: dict[str, tuple[int, ...]]  # obfuscated words and their rules
    negative: frozenset[int]  # rules about a denial: one inside their hit says nothing
    amounts: Links  # for a rule, indices into `amount_signal` and `amount_value`
    amount_signal: NDArray[np.int64]
    amount_value: NDArray[np.float64]
    signals: tuple[str, ...] = field(default=NAMES)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in the order of the pack; hits name them by index."""
        return self.pack.rules

    @cached_property
    def toxic(self) -> NDArray[np.bool_]:
        """Which rules speak for toxicity."""
        return np.array([rule.signal == "toxicity" for rule in self.rules], dtype=np.bool_)

    @cached_property
    def unless_quoted(self) -> NDArray[np.bool_]:
        """Which rules have the guard "quoted"."""
        return np.array(["quoted" in rule.unless for rule in self.rules], dtype=np.bool_)

    @cached_property
    def unless_evidence(self) -> NDArray[np.bool_]:
        """Which rules have the guard "evidence"."""
        return np.array(["evidence" in rule.unless for rule in self.rules], dtype=np.bool_)

    @cached_property
    def backing(self) -> NDArray[np.bool_]:
        """Which rules find what backs a claim."""
        return np.array([rule.signal in BACKING for rule in self.rules], dtype=np.bool_)

    @cached_property
    def looking(self) -> tuple[tuple[int, str], ...]:
        """The rules that look at the original letters, each with its kind."""
        return tuple((k, rule.kind) for k, rule in enumerate(self.rules) if rule.kind in LOOKING)

    @cached_property
    def pattern_rule(self) -> NDArray[np.int64]:
        """The rule of each pattern."""
        return np.array([pattern.rule for pattern in self.patterns], dtype=np.int64)

    @cached_property
    def heard(self) -> NDArray[np.bool_]:
        """Which rules find words that models know: see `amounts`."""
        return known_to_models(self.pack)

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
    def whys(self) -> tuple[str, ...]:
        """Why each rule speaks for its signal, and then the same for what a writer only quotes."""
        whys = [rule.why for rule in self.rules]
        return (*whys, *(why + ENDORSED for why in whys))

    @cached_property
    def source_order(self) -> NDArray[np.int64]:
        """The place of each rule among all, ordered by source."""
        return np.argsort(np.argsort(self.sources)) if self.sources else np.zeros(0, np.int64)

    @cached_property
    def masks(self) -> dict[tuple[int, int, str], set[str]]:
        """The obfuscated words by length, place of a letter, and letter."""
        found: dict[tuple[int, int, str], set[str]] = {}
        for word in self.readable:
            for place, letter in enumerate(word):
                found.setdefault((len(word), place, letter), set()).add(word)
        return found


def compile(pack: Pack) -> CompiledPack:
    """The pack made ready for `run.match`: quick where its tables are kept, as the shipped one's.

    >>> compile(Pack(())).patterns
    ()
    """
    tables = kept.tables(pack)
    if tables is None:
        from . import fresh  # noqa: PLC0415 - only when it is needed

        tables = fresh.tables(pack)
    return compiled(pack, tables)


def compiled(pack: Pack, tables: Tables) -> CompiledPack:
    """The pack with its tables."""
    owned = [(k, text) for k, rule in enumerate(pack.rules) for text in rule.patterns]
    patterns = tuple(Pattern(rule, text) for rule, text in (*tables.made, *owned))
    amounts = [rule.amounts for rule in pack.rules]
    flat = [pair for row in amounts for pair in row]
    doubted = np.zeros(len(patterns), np.bool_)
    doubted[list(tables.doubted)] = True
    return CompiledPack(
        pack=pack,
        phrases=PhraseTable(tables.phrases),
        term_rules=tables.term_rules,
        woken=tables.woken,
        confirmed=tables.confirmed,
        doubted=doubted,
        patterns=patterns,
        signs=tables.signs,
        roaming=tables.roaming,
        readable=tables.readable,
        negative=frozenset(tables.negative),
        amounts=Links([len(row) for row in amounts], range(len(flat))),
        amount_signal=np.array([NAMES.index(signal) for signal, _ in flat], dtype=np.int64),
        amount_value=np.array([value for _, value in flat], dtype=np.float64),
    )
