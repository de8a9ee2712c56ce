"""The beginning of a file, and what it tells about the format.

Stage: intake; the first 64 KB, decoded, come in; the keys of a JSON value or the name of an XML
root go out, for the ``sniff`` functions of the formats.
"""

from __future__ import annotations

import re
from functools import cached_property

_DEEPEST = 6  # levels of a JSON value whose keys are told
_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)\\?(?:"|\Z)|[{}\[\]]', re.DOTALL)
_KEY = re.compile(r"\s{0,20}:")
_VALUE = re.compile(r"\s*[{\[]")
_ROOT = re.compile(
    r"(?:(?><\?.*?\?>)|(?><!--.*?-->)|(?><!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)|\s)*+<", re.DOTALL
)
_NAME = re.compile(r"[A-Za-z_][\w.:-]*")
JSON_SUFFIXES = ("", ".json", ".jsonl", ".ndjson", ".jsonlines")


class Head:
    """The beginning of a source.

    ``text`` is what it says, ``suffix`` the file's in small letters, or "" if no format knows it.
    """

    def __init__(self, text: str, suffix: str = "") -> None:
        self.text = text
        self.suffix = suffix

    def has(self, *paths: str) -> bool:
        """Whether a JSON value stands at the beginning that has keys at all these ``paths``."""
        return all(path in self.paths for path in paths)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Where the first JSON value has keys, as far as it stands in the head.

        Empty unless the file is called JSON or lines of it, or by no name that a format knows.

        >>> sorted(Head('{"a": [{"b": 1}], "c": {"d": "e"}} {"f": 2}').paths)
        ['a', 'a[].b', 'c', 'c.d']
        >>> sorted(Head('[{"kind": "Listing", "data": {"chi').paths)
        ['[].data', '[].kind']
        """
        if self.suffix not in JSON_SUFFIXES or not _VALUE.match(self.text):
            return frozenset()
        return frozenset(_paths(self.text))

    @cached_property
    def root(self) -> str:
        """The name of the first XML element, as written; "" if the text does not begin so.

        >>> Head('<?xml version="1.0"?>\\n<!-- x --><wp:rss a="b">', ".xml").root
        'wp:rss'
        """
        start = self.text.lstrip()
        if self.suffix not in ("", ".xml") or not start.startswith("<"):
            return ""
        before = _ROOT.match(start)
        name = _NAME.match(start, before.end()) if before else None
        return name.group() if name else ""


def _paths(text: str) -> set[str]:
    found: set[str] = set()
    levels: list[tuple[str, bool]] = []  # of each that is open: where it stands, whether a list
    deeper = 0  # levels below those, which are only counted
    name = ""
    for token in _TOKEN.finditer(text):
        sign = token.group()[0]
        place, in_list = levels[-1] if levels else ("", True)
        if sign == '"':
            if not (deeper or in_list) and _KEY.match(text, token.end()):
                name = f"{place}.{token[1]}" if place else token[1]
                found.add(name)
        elif sign in "{[":
            if deeper or len(levels) == _DEEPEST:
                deeper += 1
            else:
                listed = sign == "["
                levels.append(((place if in_list else name) + "[]" * listed, listed))
        elif deeper:
            deeper -= 1
        else:
            levels.pop()
            if not levels:
                break
    return found
