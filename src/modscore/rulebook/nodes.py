"""The nodes of a rule file and the ways to read them that gather faults.

Stage: rulebook; nodes with their places come in; keys, items and texts go out, and every fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Node:
    """A YAML node and its place: ``value`` is a list of nodes (a map: keys and values in turn) or
    a text; ``plain`` tells a text without quotation marks."""

    kind: str
    value: Any
    line: int
    column: int
    plain: bool = False

    def __str__(self) -> str:
        if self.kind != "text":
            return f"a {self.kind}"
        short = self.value if len(self.value) <= 40 else self.value[:39] + "…"
        return short if self.plain and short else repr(short)


def suggestion(given: str, known: Iterable[str]) -> str:
    """``; did you mean `x`?`` for the nearest known word, or nothing.

    >>> suggestion("trems", ["terms", "pattern"])
    '; did you mean `terms`?'
    """
    import difflib  # noqa: PLC0415 - only when something is wrong

    near = difflib.get_close_matches(given[:100], list(known), 1, 0.6)
    return f"; did you mean `{near[0]}`?" if near else ""


class Reader:
    """Reads the nodes of one file; what is wrong goes to ``faults``."""

    def __init__(self, place: str, faults: list[str]) -> None:
        self.place = place
        self.faults = faults

    def fault(self, node: Node, subject: str, rest: str) -> None:
        """Note a fault at a node: ``place:line:column: subject: rest``."""
        self.faults.append(f"{self.place}:{node.line}:{node.column}: {subject}: {rest}")

    def pairs(self, node: Node, subject: str) -> list[tuple[Node, Node]]:
        """The keys of a map, each a text and there once, with their values."""
        if node.kind != "map":
            self.fault(node, subject, f"expected a map of keys, got {node}")
            return []
        found: dict[str, tuple[Node, Node]] = {}
        for key, value in zip(node.value[::2], node.value[1::2], strict=True):
            if key.kind != "text":
                self.fault(key, subject, f"expected a key, got {key}")
            elif key.value in found:
                line = found[key.value][0].line
                rest = f"expected each key once, got `{key.value}` of line {line} again"
                self.fault(key, subject, rest)
            else:
                found[key.value] = (key, value)
        return list(found.values())

    def keys(
        self, node: Node, subject: str, known: tuple[str, ...], needed: Iterable[str]
    ) -> dict[str, Node]:
        """The values of a map by key; unknown and missing keys are faults."""
        pairs = self.pairs(node, subject)
        for key, _ in pairs:
            if key.value not in known:
                rest = f"expected one of {', '.join(known)}, got `{key.value}`"
                self.fault(key, f"{subject}: key", rest + suggestion(key.value, known))
        found = {key.value: value for key, value in pairs}
        if node.kind == "map":
            for name in needed:
                if name not in found:
                    self.fault(node, f"{subject}: {name}", "expected it, got none")
        return found

    def items(self, node: Node | None, subject: str, most: int) -> list[Node]:
        """The items of a list, at most so many; nothing where there is none."""
        if node is None:
            return []
        if node.kind != "list":
            self.fault(node, subject, f"expected a list, got {node}")
            return []
        if len(node.value) > most:
            self.fault(node, subject, f"expected at most {most} items, got {len(node.value)}")
            return []
        return list(node.value)

    def texts(self, node: Node | None, subject: str, most: int) -> list[tuple[str, Node]]:
        """The texts of a list, and their nodes; a number or a bare `no` is text too."""
        found = []
        for item in self.items(node, subject, most):
            if item.kind != "text" or not item.value.strip():
                self.fault(item, subject, f"expected a text, got {item}")
            else:
                found.append((item.value, item))
        return found
