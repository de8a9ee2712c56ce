"""Parts of an answer: the query parameter ``fields`` of every Google API.

Stage: server, Perspective; ``a,b/c,d(e,f)`` comes in, and an answer; what it names of the answer
goes out. ``*`` stands for every name at its place; lists are gone through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..refusal import Refusal, shortened, violation
from .fields import snake

Mask = dict[str, "Mask"]  # an empty one: all that is there

MOST = 2000  # characters
DEEPEST = 16
_TOKEN = re.compile(r"\s*([A-Za-z0-9_@.$-]+|[*/,()])\s*")


def asked(query: Mapping[str, str], names: tuple[str, ...]) -> Mask:
    """The mask of a query, empty without one. ``names``: what an answer may hold. Raises a 400
    `Refusal` for what is no mask, or names nothing of an answer."""
    text = query.get("fields") or query.get("$fields") or ""
    if not text.strip():
        return {}
    mask = _Reader(text).mask()
    known = {"*", *map(snake, names)}
    for name in mask:
        if snake(name) not in known:
            raise wrong(name)
    return mask


def of(value: Any, mask: Mask) -> Any:
    """The parts of the value that the mask names.

    >>> of({"a": {"b": 1, "c": 2}, "d": [{"e": 3, "f": 4}]}, {"a": {"b": {}}, "d": {"e": {}}})
    {'a': {'b': 1}, 'd': [{'e': 3}]}
    """
    if not mask:
        return value
    if isinstance(value, list):
        return [of(one, mask) for one in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, inner in value.items():
        own = [sub for name, sub in mask.items() if name == "*" or snake(name) == snake(key)]
        if own:
            found[key] = of(inner, {} if {} in own else _joined(own))
    return found


def wrong(path: str) -> Refusal:
    """For a mask that selects nothing."""
    told = shortened(path)
    refusal = violation(
        told, f"Error expanding 'fields' parameter. Cannot find matching fields for path '{told}'."
    )
    refusal.message = "Request contains an invalid argument."
    return refusal


def _joined(masks: list[Mask]) -> Mask:
    if len(masks) == 1:
        return masks[0]
    found: Mask = {}
    for mask in masks:
        for name, inner in mask.items():
            _add(found, name, inner)
    return found


def _add(mask: Mask, name: str, inner: Mask) -> None:
    there = mask.get(name)
    mask[name] = inner if there is None else (_joined([there, inner]) if there and inner else {})


class _Reader:
    """Reads a mask, sign by sign."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[str] = []
        place = 0
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None or len(text) > MOST:
                raise wrong(text)
            self._tokens.append(found[1])
            place = found.end()
        self._tokens.reverse()

    def mask(self) -> Mask:
        """All of the text. Raises a `Refusal`."""
        found = self._listed(0)
        if self._tokens:
            raise wrong(self._text)
        return found

    def _listed(self, depth: int) -> Mask:
        found: Mask = {}
        while True:
            name, inner = self._path(depth)
            _add(found, name, inner)
            if not self._taken(","):
                return found

    def _path(self, depth: int) -> tuple[str, Mask]:
        if depth > DEEPEST or not self._tokens or self._tokens[-1] in ("/", ",", "(", ")"):
            raise wrong(self._text)
        name = self._tokens.pop()
        if self._taken("/"):
            return name, dict([self._path(depth + 1)])
        if self._taken("("):
            inner = self._listed(depth + 1)
            if not self._taken(")"):
                raise wrong(self._text)
            return name, inner
        return name, {}

    def _taken(self, token: str) -> bool:
        if self._tokens and self._tokens[-1] == token:
            self._tokens.pop()
            return True
        return False
