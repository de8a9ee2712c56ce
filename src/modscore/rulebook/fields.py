"""The fields of one rule, each checked in its own way.

Stage: rulebook; the node of a field comes in; its value goes out, and every fault on the way.
"""

from __future__ import annotations

import re

from ..records import ATTRIBUTES
from . import schema
from .nodes import Node, Reader, suggestion
from .patterns import refusal
from .schema import Example

MOST_PATTERNS = 500
MOST_EXAMPLES = 1_000
MOST_EXAMPLE = 100_000  # characters
LEAST_EXAMPLES = 2
_ESCAPED = re.compile(r"[!-/:-@\[-`{-~]")  # signs of ASCII
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LIST_USE = re.compile(r"(?<!\\p)(?<!\\P)(?<!\\x)\{([a-z_][a-z0-9_]*)\}")
_LIST_TERM = re.compile(r"\{([^{}]*)\}")
_SIGNS = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."}


class Fields:
    """The fields of the rule called ``name``; ``lists`` are the word lists of its file."""

    def __init__(self, reader: Reader, name: str, lists: dict[str, list[str]]) -> None:
        self.reader = reader
        self.name = name
        self.lists = lists

    def fault(self, node: Node, key: str, rest: str) -> None:
        """Note a fault of one key of this rule."""
        self.reader.fault(node, f"{self.name}: {key}", rest)

    def id(self, node: Node | None, family: str | None) -> str:
        """The id, ``family.kebab-name``."""
        if node is None:
            return ""
        if node.kind != "text" or not schema.ID_FORM.fullmatch(node.value):
            self.fault(node, "id", f"expected `family.kebab-name`, got {node}")
        elif family and not node.value.startswith(family + "."):
            self.fault(node, "id", f"expected an id of the family `{family}.`, got {node}")
        return str(node.value)

    def rev(self, node: Node | None) -> int:
        """The revision, a whole number from 1."""
        if node is None:
            return 0
        if node.kind != "text" or not node.plain or not re.fullmatch(r"[1-9]\d{0,5}", node.value):
            self.fault(node, "rev", f"expected a whole number from 1, got {node}")
            return 0
        return int(node.value)

    def word(self, node: Node | None, key: str, known: tuple[str, ...]) -> str | None:
        """One of the known words."""
        if node is None:
            return None
        if node.kind != "text" or node.value not in known:
            near = suggestion(node.value, known) if node.kind == "text" else ""
            self.fault(node, key, f"expected one of {', '.join(known)}, got {node}{near}")
            return None
        return str(node.value)

    def strength(self, node: Node | None, key: str) -> float:
        """A number in (0, 1]."""
        if node is None:
            return 1.0
        number = node.kind == "text" and node.plain and _NUMBER.fullmatch(node.value)
        value = float(node.value) if number else 0.0
        if not 0 < value <= 1:
            self.fault(node, key, f"expected a number in (0, 1], got {node}")
        return value

    def why(self, node: Node | None) -> str:
        """One sentence for the author of the comment."""
        if node is None:
            return ""
        said = " ".join(node.value.split()) if node.kind == "text" else ""
        if not said or said[-1] not in ".!?" or len(said) > 200:
            rest = f"expected a sentence with its full stop, of at most 200 characters, got {node}"
            self.fault(node, "why", rest)
        return said

    def flag(self, node: Node | None, key: str) -> bool:
        """True or false."""
        if node is None:
            return False
        if node.kind != "text" or node.value not in ("true", "false"):
            self.fault(node, key, f"expected true or false, got {node}")
        return bool(node.value == "true")

    def terms(self, node: Node | None) -> tuple[str, ...]:
        """Words and phrases, lists written out, each once."""
        found: dict[str, None] = {}
        for text, item in self.reader.texts(node, f"{self.name}: terms", schema.MOST_TERMS):
            named = _LIST_TERM.fullmatch(text.strip())
            words = [text] if named is None else self.list_words(named[1], item, "terms")
            for word in words:
                term = " ".join(word.split())
                if len(term) > 200 or len(term.split(" ")) > schema.MOST_TERM_WORDS:
                    rest = f"expected at most {schema.MOST_TERM_WORDS} words, got {item}"
                    self.fault(item, "terms", rest)
                elif term in found:
                    self.fault(item, "terms", f"expected each term once, got `{term}` again")
                found[term] = None
        if node is not None and node.kind == "list" and not node.value:
            self.fault(node, "terms", "expected at least one term, got none")
        return tuple(found)

    def list_words(self, name: str, node: Node, key: str) -> list[str]:
        """The words of a named list of the file."""
        if name not in self.lists:
            got = f"expected a list named under `lists:`, got `{name}`"
            self.fault(node, key, got + suggestion(name, self.lists))
        return self.lists.get(name, [])

    def patterns(self, node: Node | None) -> tuple[str, ...]:
        """RE2 patterns, lists written out, each accepted by `patterns.refusal`."""
        if node is None:
            return ()
        if node.kind == "text":
            nodes = [node]
        else:
            nodes = self.reader.items(node, f"{self.name}: pattern", MOST_PATTERNS)
            if not nodes:
                self.fault(node, "pattern", "expected a pattern, got none")
        return tuple(self.pattern(item) for item in nodes)

    def pattern(self, node: Node) -> str:
        """One pattern, its lists written out."""
        if node.kind != "text" or not node.value:
            self.fault(node, "pattern", f"expected a text, got {node}")
            return ""
        for sign, plain in _SIGNS.items():
            if sign in node.value:
                rest = f"expected `{plain}`, as folded text has it, got `{sign}`"
                self.fault(node, "pattern", rest)
                return ""
        before = len(self.reader.faults)
        written = _LIST_USE.sub(lambda use: self.written_out(use[1], node), node.value)
        if len(self.reader.faults) == before:
            reason = refusal(written)
            if reason is not None:
                self.fault(node, "pattern", reason)
        return written

    def written_out(self, name: str, node: Node) -> str:
        """A list as a group of alternatives, the longest first."""
        words = sorted(self.list_words(name, node, "pattern"), key=lambda w: (-len(w), w))
        return "(?:" + "|".join(_ESCAPED.sub(r"\\\g<0>", word) for word in words) + ")"

    def attributes(self, node: Node | None) -> tuple[tuple[str, float], ...]:
        """Further signals and their strengths."""
        if node is None:
            return ()
        subject = f"{self.name}: attributes"
        keys = self.reader.keys(node, subject, ATTRIBUTES, ())
        return tuple((key, self.strength(v, f"attributes.{key}")) for key, v in keys.items())

    def unless(self, node: Node | None) -> tuple[str, ...]:
        """The guards, each known and named once."""
        found: dict[str, None] = {}
        for text, item in self.reader.texts(node, f"{self.name}: unless", 20):
            if text in schema.ALWAYS:
                rest = f"expected a guard that must be named, got `{text}`, which always holds"
                self.fault(item, "unless", rest)
            elif text in found:
                self.fault(item, "unless", f"expected each guard once, got `{text}` again")
            else:
                self.word(item, "unless", schema.GUARDS)
            found[text] = None
        return tuple(found)

    def examples(self, node: Node | None, key: str) -> tuple[Example, ...]:
        """The marked texts of ``hits`` or the plain ones of ``misses``, at least two."""
        texts = self.reader.texts(node, f"{self.name}: {key}", MOST_EXAMPLES)
        if node is not None and node.kind == "list" and len(node.value) < LEAST_EXAMPLES:
            self.fault(node, key, f"expected at least {LEAST_EXAMPLES}, got {len(node.value)}")
        found = []
        for text, item in texts:
            example = marked(text) if len(text) <= MOST_EXAMPLE else None
            if example is None or bool(example.spans) is not (key == "hits"):
                what = "[[…]] around each find" if key == "hits" else "no [[ or ]]"
                self.fault(item, key, f"expected {what}, got {item}")
            else:
                found.append(example)
        return tuple(found)


def marked(text: str) -> Example | None:
    """The text without its ``[[`` and ``]]``, and the stretches between; None if marks are wrong.

    >>> marked("a [[b]] c")
    Example(text='a b c', spans=((2, 3),))
    >>> marked("a [[b c") is None
    True
    """
    pieces = re.split(r"(\[\[|\]\])", text)
    plain, spans, start = "", [], -1
    for piece in pieces:
        if piece == "[[":
            if start >= 0:
                return None
            start = len(plain)
        elif piece == "]]":
            if start < 0 or not plain[start:].strip():
                return None
            spans.append((start, len(plain)))
            start = -1
        else:
            plain += piece
    return None if start >= 0 else Example(plain, tuple(spans))
