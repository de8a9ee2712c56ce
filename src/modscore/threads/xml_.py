"""XML as a stream of elements, hardened: no entities of its own, no bad character, flat memory.

Stage: intake; a `Source` comes in; the elements asked for go out one by one, and are emptied once
the reader has gone on to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from ..errors import ReadError
from .extra import needed
from .source import Source

_CHUNK = 1 << 16  # characters given to the parser at a time
_LONGEST_PROLOG = 1 << 20  # characters before the first element
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0
_FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_ASIDES = (("<!--", "-->"), ("<?", "?>"))
_NAME = re.compile(r"<([^\W\d][^\s/<>]{0,200})[\s/>]")
_TYPE = re.compile(r"""(?:"[^"]*"|'[^']*'|[^"'\[>])*+(?P<end>[\[>])""")
Element = Any  # an lxml element; lxml has no types of its own


def elements(source: Source, wanted: Mapping[str, str], top: str = "") -> Iterator[Element]:
    """The elements whose local name is a key of ``wanted`` and whose parent's is its value.

    ``top`` is the name that the root must have, if any.

    Elements come when they are complete, and are emptied when the next is asked for; all else
    beside them is forgotten, so that memory stays flat. Characters that XML forbids are left out
    and told in ``source.repairs``, and so is text before the first element.

    Raises ReadError for a document type with declarations (entity bombs) and, unless the source
    is read leniently, for whatever is not well formed; a lenient reading notes that and goes on.
    """
    etree: Any = needed("lxml.etree", f"{source.name}: XML")
    tags = tuple(f"{{*}}{name}" for name in wanted)
    parser = etree.XMLPullParser(
        events=("end",),
        tag=tags,
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # no entities, so the only limit it lifts is the length of a text
    )
    chunks = _chunks(source)
    root, before, chunks = _prolog(source, chunks)
    if not root:
        return
    if top and root.rpartition(":")[2] != top:
        raise ReadError(f"{source.at(1)}: expected <{top}> as the root, got <{root}>")
    faults = 0
    removed = 0
    tail = ""
    for chunk in chunks:
        text, bad = _FORBIDDEN.subn("", chunk)
        if "&#" in text:
            text, more = _FORBIDDEN_REFERENCE.subn("", text)
            bad += more
        removed += bad
        parser.feed(text.encode())
        tail = (tail + text)[-_CHUNK:]
        faults = _faults(source, parser, faults, before)
        yield from _ended(parser, wanted)
    parser.close()
    _end(source, root, tail)
    _faults(source, parser, faults, before)
    if removed:
        source.note(
            f"{source.name}: expected the characters that XML allows, got {removed} others: "
            "left out"
        )
    yield from _ended(parser, wanted)


def local(element: Element) -> str:
    """The name of an element without its namespace, "" for a comment.

    >>> from lxml import etree
    >>> local(etree.fromstring('<a xmlns="urn:x"/>'))
    'a'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element) -> dict[str, Element]:
    """The children of an element by local name, the first of each.

    >>> from lxml import etree
    >>> sorted(children(etree.fromstring('<a><b/><c/><!-- d --><b/></a>')))
    ['b', 'c']
    """
    found: dict[str, Element] = {}
    for child in element:
        found.setdefault(local(child), child)
    found.pop("", None)
    return found


def content(element: Element | None) -> str:
    """The text in an element, stripped; "" for none.

    >>> from lxml import etree
    >>> content(etree.fromstring('<a> b<!-- c -->d</a>')), content(None)
    ('bd', '')
    """
    return "" if element is None else "".join(element.itertext("*")).strip()


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, "" for none.

    >>> from lxml import etree
    >>> attribute(etree.fromstring('<a xmlns:x="urn:x" x:id=" 3"/>'), "id")
    '3'
    """
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value).strip()
    return ""


def _ended(parser: Any, wanted: Mapping[str, str]) -> Iterator[Element]:
    for _, element in parser.read_events():
        parent = element.getparent()
        if parent is None or local(parent) != wanted.get(local(element)):
            continue
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del parent[0]


def _chunks(source: Source) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for line in source.lines(newline=None):
        held.append(line)
        size += len(line)
        if size >= _CHUNK:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


def _prolog(source: Source, chunks: Iterator[str]) -> tuple[str, int, Iterator[str]]:
    """The name of the root element, the lines before what is kept, and the chunks from there."""
    text = ""
    for chunk in chunks:
        text += chunk
        name = _root(source, text)
        if name:
            start = text.index("<")
            junk = text[:start]
            if junk.strip():
                fault = f"{source.at(1)}: expected XML, got {junk.strip()[:20]!r} before it"
                source.note(f"{fault}: left out")
            return name, junk.count("\n"), chain([text[start:]], chunks)
        if len(text) > _LONGEST_PROLOG:
            break
    if text.strip():
        raise ReadError(f"{source.at(1)}: expected an XML element, got none")
    return "", 0, chunks


def _root(source: Source, text: str) -> str:
    """The name of the first element if it has begun; ReadError for a document type's own words."""
    at = text.find("<")
    while at >= 0:
        close = next((end for start, end in _ASIDES if text.startswith(start, at)), "")
        if close:
            end = text.find(close, at + 2)
        elif text.startswith("<!DOCTYPE", at):
            found = _TYPE.match(text, at + len("<!DOCTYPE"))
            if found and found["end"] == "[":
                line = text.count("\n", 0, at) + 1
                raise ReadError(
                    f"{source.at(line)}: expected XML without declarations of its own, "
                    "got a DOCTYPE with some (entities could blow up the text)"
                )
            end = found.end() if found else -1
        elif name := _NAME.match(text, at):
            return name[1]
        else:
            end = at + 1
        if end < 0:
            return ""
        at = text.find("<", end)
    return ""


def _faults(source: Source, parser: Any, told: int, before: int) -> int:
    """Raise the first fault that the parser noted, or note it; how many are known comes back."""
    log = parser.feed_error_log
    if len(log) > told:
        first = log[told]
        message = " ".join(str(first.message).split())[:80]
        fault = f"{source.at(first.line + before)}: expected well-formed XML, got: {message}"
        if not source.lenient:
            raise ReadError(fault)
        source.note(f"{fault}: went on behind it")
    return len(log)


def _end(source: Source, root: str, tail: str) -> None:
    if re.search(rf"</\s*{re.escape(root)}\s*>", tail):
        return
    fault = f"{source.name}: expected </{root}> at the end, got the end of the file"
    if not source.lenient:
        raise ReadError(fault)
    source.note(f"{fault}: the last element may be cut")
