"""What a rule is: its fields, and the words that the fields may hold.

Stage: rulebook; nothing comes in; the frozen `Rule` and `Example` go out to load, pack and match.
A rule file is a YAML map of `schema`, `family`, `lists` (optional) and `rules`.
"""

from __future__ import annotations

import re

import msgspec

SCHEMA = 1

CUES = (
    "hedge",
    "booster",
    "universal",
    "vague_authority",
    "evidence",
    "named_source",
    "citation",
    "quotation",
    "number",
    "cause",
    "accusation",
    "conspiracy",
    "experience",
    "opinion",
    "prediction",
)
SIGNALS = ("toxicity", "shouting", *CUES)

KINDS = ("terms", "pattern", "casing", "stretch", "marks")
GUARDS = (
    "quoted",
    "negated",
    "reported",
    "self",
    "reclaimed",
    "evidence",
    "title",
    "object",
    "question",
)
ALWAYS = ("code", "link", "mention", "markup", "header")  # never matched, so no guard names them

FILE_KEYS = ("schema", "family", "lists", "rules")
COMMON_KEYS = ("id", "rev", "kind", "signal", "strength", "unless", "why", "hits", "misses")
KIND_KEYS: dict[str, tuple[str, ...]] = {
    "terms": ("terms", "inflect", "obfuscated", "attributes"),
    "pattern": ("pattern", "attributes"),
    "casing": (),
    "stretch": (),
    "marks": (),
}

ALL_KIND_KEYS = tuple(dict.fromkeys(key for keys in KIND_KEYS.values() for key in keys))

MOST_TERMS = 50_000  # of a rule, and words of a list
MOST_TERM_WORDS = 6

ID_FORM = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")
FAMILY_FORM = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
LIST_FORM = re.compile(r"[a-z][a-z0-9_]*")


class Example(msgspec.Struct, frozen=True):
    """A text and the stretches in it that a rule must find (none in a miss)."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


class Rule(msgspec.Struct, frozen=True):
    """One rule, checked, its lists written out.

    ``patterns`` (kind ``pattern``) are RE2 for folded text, ``terms`` (kind ``terms``) words or
    phrases. ``attributes`` are further signals with a strength of their own. ``place`` is
    ``file:line:column`` and is no part of the content.
    """

    id: str
    rev: int
    kind: str
    signal: str
    strength: float
    why: str
    terms: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    inflect: bool = False
    obfuscated: bool = False
    attributes: tuple[tuple[str, float], ...] = ()
    unless: tuple[str, ...] = ()
    hits: tuple[Example, ...] = ()
    misses: tuple[Example, ...] = ()
    place: str = ""

    @property
    def family(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def amounts(self) -> tuple[tuple[str, float], ...]:
        """Every signal that a hit speaks for, with its amount; the rule's own signal first."""
        return ((self.signal, self.strength), *self.attributes)
