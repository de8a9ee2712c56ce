"""A pack of rules: an ordered value with a hash, from which others are made.

Stage: rulebook; checked rules come in; packs go to match. A pack never changes: `without` and
`joined` give new ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

import msgspec

from ..errors import RuleError
from .nodes import suggestion
from .schema import Rule

Triggers = tuple[tuple[str, ...], ...]  # what `match` works out of a pattern


class Pack:
    """Rules in order, their ids unique; equal packs have equal hashes.

    >>> Pack(()).hash[:8]
    '4f53cda1'
    """

    def __init__(
        self,
        rules: tuple[Rule, ...],
        triggers: Mapping[str, Triggers] = MappingProxyType({}),
        hash: str | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self.triggers = triggers  # of patterns, where they are known already
        self._hash = hash

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    @property
    def hash(self) -> str:
        """SHA-256, in hex, of what decides the scores: places and examples stay out."""
        if self._hash is None:
            contents = [[rule.id, rule.rev, content_hash(rule)] for rule in self.rules]
            self._hash = hashlib.sha256(_plain(contents)).hexdigest()
        return self._hash

    def __len__(self) -> int:
        return len(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"Pack({len(self.rules)} rules, {self.hash[:8]})"

    def joined(self, other: Pack) -> Pack:
        """This pack and then the other; `RuleError` if an id is in both."""
        faults = [
            f"{rule.place}: {rule.id}: id: expected an id of its own, got the id of "
            f"{self.by_id[rule.id].place}"
            for rule in other.rules
            if rule.id in self.by_id
        ]
        if faults:
            raise RuleError(faults)
        return Pack(self.rules + other.rules, {**self.triggers, **other.triggers})

    def without(
        self, ids: Iterable[str] = (), terms: Mapping[str, Iterable[str]] | None = None
    ) -> Pack:
        """This pack without some rules, and without some terms of rules that stay.

        Raises `RuleError` for an id, or a term, that is not there; a rule that loses all its
        terms goes.
        """
        off = set(ids)
        removed = {id: set(words) for id, words in (terms or {}).items()}
        faults = [
            f"rules: {id}: expected the id of a rule, got none of this name"
            + suggestion(id, self.by_id)
            for id in sorted(off | set(removed))
            if id not in self.by_id
        ]
        for id, words in removed.items():
            known = self.by_id[id].terms if id in self.by_id else tuple(words)
            faults += [
                f"rules: {id}: terms: expected one of its {len(known)} terms, got `{word}`"
                + suggestion(word, known)
                for word in sorted(words - set(known))
            ]
        if faults:
            raise RuleError(faults)
        if not off and not removed:
            return self
        rules = []
        for rule in self.rules:
            left = tuple(term for term in rule.terms if term not in removed.get(rule.id, ()))
            if rule.id in off or (rule.terms and not left):
                continue
            same = len(left) == len(rule.terms)
            rules.append(rule if same else msgspec.structs.replace(rule, terms=left))
        return Pack(tuple(rules), self.triggers)


def content_hash(rule: Rule) -> str:
    """SHA-256, in hex, of all that decides what a rule finds and adds; not of its examples,
    its sentence or its revision."""
    plain = msgspec.to_builtins(rule)
    for key in ("id", "rev", "why", "hits", "misses", "place"):
        del plain[key]
    return hashlib.sha256(_plain(plain)).hexdigest()


def _plain(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
