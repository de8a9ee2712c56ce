"""The pattern language of rules: the part of RE2 that they may use, taken apart.

Stage: rulebook; a pattern comes in; its tree (for match) or the reason why it is refused goes out.
Patterns run on folded text, where `^` and `$` stand at the edges of lines. A match must begin and
end at the edges of words; a plain group `( )`, at most one, marks the part of it that is found.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_COPIES = 200  # how often counted repeats may copy one part, nested counts multiplied
MOST_CHARACTERS = 100_000
MOST_DEPTH = 60


class Part(NamedTuple):
    """A node of a pattern: ``kind`` is text (literal characters), one (any single character
    of a class), edge (a place, ``text`` says which), row, choice or repeat (``most`` None: no
    limit)."""

    kind: str
    text: str = ""
    parts: tuple[Part, ...] = ()
    least: int = 1
    most: int | None = 1


class Refused(ValueError):  # noqa: N818 - never leaves this module
    """The reason why a pattern is not accepted, in the form ``expected X, got Y``."""


_REASONS = {
    "(?=": "a look-ahead `(?=`, which RE2 has not: use a guard, or match the words themselves",
    "(?!": "a look-ahead `(?!`, which RE2 has not: use a guard (`unless:`) and a miss",
    "(?<": "a look-behind or a named group `(?<`, which rules have not: use `(?:`",
    "(?P": "a named group `(?P`: nothing reads it, use `(?:`",
    "(?>": "an atomic group `(?>`, which RE2 has not",
    "(?#": "a comment `(?#`: use a YAML comment",
}
_LITERALS = re.compile(r"[a-z0-9 ',;:%&\"!#=@~-]{2,}(?![*+?{])")
_COUNT = re.compile(r"\{(\d{1,4})(,(\d{0,4}))?\}")


class _Reader:
    """Reads one pattern from left to right; `at` is the next place."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0
        self.marks = 0

    def choice(self) -> Part:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise Refused(f"expected groups at most {MOST_DEPTH} deep, got more")
        rows = [self.row()]
        while self.peek() == "|":
            self.at += 1
            rows.append(self.row())
        self.depth -= 1
        return rows[0] if len(rows) == 1 else Part("choice", parts=tuple(rows))

    def row(self) -> Part:
        parts: list[Part] = []
        while self.peek() not in ("", "|", ")"):
            plain = _LITERALS.match(self.pattern, self.at)
            if plain:
                self.at = plain.end()
                parts.append(Part("text", plain[0]))
            else:
                parts.append(self.repeated(self.single()))
        return parts[0] if len(parts) == 1 else Part("row", parts=tuple(parts))

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def repeated(self, part: Part) -> Part:
        sign = self.peek()
        counted = _COUNT.match(self.pattern, self.at) if sign == "{" else None
        if counted:
            least = int(counted[1])
            most = least if counted[2] is None else int(counted[3]) if counted[3] else None
            if most is not None and most < least:
                raise Refused(f"expected {{least,most}}, got `{counted[0]}`")
            self.at = counted.end()
        elif sign and sign in "*+?":
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
            self.at += 1
        else:
            return part
        if part.kind == "edge":
            raise Refused(f"expected something to repeat before `{sign}`, got an edge")
        if self.peek() == "?":  # a lazy repeat matches the same places
            self.at += 1
        if self.peek() and self.peek() in "*+?":
            raise Refused(
                f"expected one repeat sign, got `{self.pattern[self.at - 1 : self.at + 1]}`"
            )
        if most is None and part.kind == "repeat" and part.most is None:
            raise Refused(
                "expected each part repeated once, got a repeat of nothing but a repeat, as in "
                "`(a+)+`: write `a+`"
            )
        return Part("repeat", parts=(part,), least=least, most=most)

    def single(self) -> Part:
        sign = self.peek()
        if sign == "(":
            return self.group()
        if sign == "[":
            return self.class_()
        if sign == "\\":
            return self.escape()
        if sign and sign in "*+?":
            raise Refused(f"expected something to repeat before `{sign}`, got nothing")
        self.at += 1
        if sign == ".":
            return Part("one", ".")
        if sign in "^$":
            return Part("edge", sign)
        if sign.isupper():
            raise Refused(f"expected lower case, for it runs on folded text, got `{sign}`")
        return Part("text", sign)

    def group(self) -> Part:
        if self.pattern.startswith("(?:", self.at):
            self.at += 3
        elif self.pattern.startswith("(?", self.at):
            opening = self.pattern[self.at : self.at + 3]
            reason = _REASONS.get(opening, f"flags `{opening}`: the text is folded already")
            raise Refused(f"expected a plain group `(?:`, got {reason}")
        else:
            self.at += 1
            self.marks += 1
        inner = self.choice()
        if self.peek() != ")":
            raise Refused("expected `)` after `(`, got the end")
        self.at += 1
        return inner

    def class_(self) -> Part:
        start = self.at
        self.at += 2 if self.pattern.startswith("[^", self.at) else 1
        first = self.at
        while self.peek() != "]" or self.at == first:
            if not self.peek():
                raise Refused("expected `]` after `[`, got the end")
            if self.pattern.startswith("[:", self.at):
                end = self.pattern.find(":]", self.at)
                if end < 0:
                    raise Refused("expected `:]` after `[:`, got the end")
                self.at = end + 2
            elif self.peek() == "\\":
                self.escape()
            else:
                if self.peek().isupper():
                    raise Refused(f"expected lower case in a class, got `{self.peek()}`")
                self.at += 1
        self.at += 1
        return Part("one", self.pattern[start : self.at])

    def escape(self) -> Part:
        sign = self.pattern[self.at + 1 : self.at + 2]
        start = self.at
        self.at += 2
        if not sign:
            raise Refused("expected a character after `\\`, got the end")
        if sign.isdigit():
            raise Refused(f"expected no backreference, which RE2 has not, got `\\{sign}`")
        if sign in "bB":
            return Part("edge", sign)
        if sign in "AzZ":
            raise Refused(f"expected `^` or `$` (the edges of a line), got `\\{sign}`")
        if sign in "dswDSW":
            return Part("one", "\\" + sign)
        if sign in "pP":
            if self.peek() == "{":
                self.at = self.pattern.find("}", self.at)
                if self.at < 0:
                    raise Refused("expected `}` after `\\p{`, got the end")
            self.at += 1
            return Part("one", self.pattern[start : self.at])
        if sign in "nt":
            return Part("text", {"n": "\n", "t": "\t"}[sign])
        if sign == "x":
            code = re.compile(r"\{[0-9a-fA-F]{1,6}\}|[0-9a-fA-F]{2}").match(self.pattern, self.at)
            if not code or int(code[0].strip("{}"), 16) > 0x10FFFF:
                raise Refused("expected a code point after `\\x`, as in `\\x{1f595}`")
            self.at = code.end()
            return Part("text", chr(int(code[0].strip("{}"), 16)))
        if sign.isalnum():
            raise Refused(f"expected an escape of rules (\\b \\d \\w \\s \\p \\x), got `\\{sign}`")
        return Part("text", sign)


def parse(pattern: str) -> Part:
    """The tree of a pattern; raises `Refused` with the reason.

    >>> parse("ab?").parts[1].kind
    'repeat'
    """
    if len(pattern) > MOST_CHARACTERS:
        raise Refused(f"expected at most {MOST_CHARACTERS} characters, got {len(pattern)}")
    reader = _Reader(pattern)
    tree = reader.choice()
    if reader.peek():
        raise Refused("expected `(` before `)`, got none")
    if reader.marks > 1:
        raise Refused(
            f"expected one plain group, which marks what is found, got {reader.marks}: use `(?:`"
        )
    if copies(tree) > MOST_COPIES:
        raise Refused(
            f"expected counted repeats that copy a part at most {MOST_COPIES} times, got "
            f"{copies(tree)}: matching it would be slow"
        )
    return tree


def copies(part: Part) -> int:
    """How often counted repeats copy the most copied part."""
    times = max(part.least, part.most or 0, 1) if part.kind == "repeat" else 1
    return times * max((copies(inner) for inner in part.parts), default=1)
