"""The text of a tree of HTML elements, with quotes, code and links marked.

Stage: intake, called by `html`; a tree of selectolax comes in; the text goes out.
"""

from __future__ import annotations

import re
from typing import Any

from . import marks

_APART = {  # blocks with a blank line around them
    *("blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre"),
    *("table", "ul", "aside"),
}
_BLOCKS = _APART | {
    *("address", "article", "body", "center", "dd", "details", "dialog", "div", "dt", "fieldset"),
    *("figcaption", "footer", "form", "header", "html", "li", "main", "nav", "section"),
    *("summary", "tbody", "tfoot", "thead", "tr"),
}
_SILENT = {
    *("audio", "button", "canvas", "embed", "head", "iframe", "input", "noscript", "object"),
    *("script", "select", "style", "svg", "template", "textarea", "title", "video"),
}
_CODE = {"code", "kbd", "samp", "tt"}
_QUOTES = ("quote", "onebox", "quote-inline")  # classes of an aside that holds words of others
_DEEPEST = 8  # quotes in quotes that are marked as such
_SAFE = ("http://", "https://", "ftp://", "//")
SPACES = re.compile("[ \\t\\n\\r\\f]+")


class _Verbatim(str):
    """Text whose blanks stay as they are."""

    __slots__ = ()


class _Mark(str):
    """What begins an item of a list: no line break comes between it and the item."""

    __slots__ = ()


_Part = str | int  # text, or how many line breaks must part what is before from what comes after


class TreeText:
    """Writes the text of a tree, without recursion: a nesting of any depth is fine.

    With ``breaks`` a line break in the markup is one in the text.

    An element that needs all of its text at once (a quote, code, a link) has a frame of its own.
    """

    def __init__(self, breaks: bool) -> None:
        self._breaks = breaks
        self._parts: list[_Part] = []
        self._outer: list[list[_Part]] = []  # the frames around the one being written
        self._kept = 0  # open elements that keep their blanks
        self._coded = 0  # open elements of code in a line
        self._quotes = 0
        self._items: list[int] = []  # of each open list the number of its last item; 0 for bullets

    def write(self, top: Any) -> str:
        """The text of what stands in the element ``top``."""
        node = top.child
        depth = 0
        while node is not None:
            child = node.child if self._open(node) else None
            if child is not None:
                node, depth = child, depth + 1
                continue
            self._close(node)
            while (after := node.next) is None and depth:
                node, depth = node.parent, depth - 1
                self._close(node)
            node = after
        return _joined(self._parts)

    def _open(self, node: Any) -> bool:
        """Write what stands before the content of a node; whether the content is to be written."""
        tag = node.tag
        if tag == "-text":
            self._text(node.text_content or "")
            return False
        if tag in _SILENT or tag[0] in "-_!":
            return False
        if tag == "br":
            self._text("\n") if self._kept else self._parts.append(1)
        elif tag == "img":
            attributes = node.attributes
            if "emoji" in (attributes.get("class") or "") or "smil" in (
                attributes.get("class") or ""
            ):
                self._text(attributes.get("alt") or "")
        elif tag == "li":
            self._item()
        elif tag == "q":
            self._parts.append("\N{LEFT DOUBLE QUOTATION MARK}")
        elif tag in _BLOCKS:
            self._parts.append(2 if tag in _APART else 1)
            if tag in ("ul", "ol"):
                self._items.append(0 if tag == "ul" else 1)
        if _framed(node, tag):
            self._outer.append(self._parts)
            self._parts = []
            self._kept += tag == "pre"
            self._coded += tag in _CODE
            self._quotes += tag in ("blockquote", "aside")
        return True

    def _close(self, node: Any) -> None:
        """Write what stands after the content of a node."""
        tag = node.tag
        if tag[0] in "-_!" or tag in _SILENT:
            return
        if _framed(node, tag):
            parts = self._parts
            self._parts = self._outer.pop()
            self._framed(node, tag, parts)
        if tag == "q":
            self._parts.append("\N{RIGHT DOUBLE QUOTATION MARK}")
        elif tag in ("td", "th"):
            self._parts.append(" ")
        elif tag in _BLOCKS:
            self._parts.append(2 if tag in _APART else 1)
            if tag in ("ul", "ol") and self._items:
                self._items.pop()

    def _text(self, text: str) -> None:
        if self._kept:
            self._parts.append(_Verbatim(text))
        elif not self._breaks:
            self._parts.append(SPACES.sub(" ", text))
        else:
            for i, line in enumerate(text.replace("\r\n", "\n").split("\n")):
                if i:
                    last = self._parts[-1] if self._parts else 0
                    self._parts.append(2 if last == 1 else 1)
                if line.strip():
                    self._parts.append(SPACES.sub(" ", line))

    def _item(self) -> None:
        self._parts.append(1)
        number = self._items[-1] if self._items else 0
        if number:
            self._items[-1] += 1
        self._parts.append(_Mark(f"{number}. " if number else "- "))

    def _framed(self, node: Any, tag: str, parts: list[_Part]) -> None:
        text = _joined(parts, self._kept > 0)
        if tag == "pre":
            self._kept -= 1
            if text.strip():
                self._parts += [2, _Verbatim(text if self._kept else marks.block(text)), 2]
        elif tag in _CODE:
            self._coded -= 1
            bare = self._kept or self._coded or not text.strip()
            self._parts.append(text if bare else marks.code(text))
        elif tag == "a":
            self._parts.append(_link(node.attributes, text))
        else:
            self._quotes -= 1
            if text:
                deep = self._quotes >= _DEEPEST or self._kept
                self._parts.append(_Verbatim(text if deep else marks.quoted(text)))


def _framed(node: Any, tag: str) -> bool:
    if tag in ("a", "pre", "blockquote") or tag in _CODE:
        return tag != "blockquote" or not _quoting(node.parent)
    return tag == "aside" and _quoting(node)


def _quoting(node: Any) -> bool:
    """Whether the node is an aside that holds the words of others, as Discourse makes them."""
    if node is None or node.tag != "aside":
        return False
    return any(name in _QUOTES for name in (node.attributes.get("class") or "").split())


def _link(attributes: dict[str, str | None], text: str) -> str:
    """A link with its address, unless it only names a member or leads nowhere else.

    >>> _link({"href": "https://example.org/a/long/one"}, "example.org/a/lo...")
    'https://example.org/a/long/one'
    >>> _link({"href": "/u/ann", "class": "mention"}, "@ann")
    '@ann'
    """
    label = text.strip()
    target = SPACES.sub("", attributes.get("href") or "")
    kind = attributes.get("class") or ""
    if not label or not target.lower().startswith(_SAFE):
        return text
    if "mention" in kind or "hashtag" in kind or label[0] in "@#":
        return text
    target = f"https:{target}" if target.startswith("//") else target
    if label == target or _bare(target).startswith(_bare(label).rstrip(".\N{HORIZONTAL ELLIPSIS}")):
        return target
    if target.count("(") != target.count(")") or "((" in target:
        target = target.replace("(", "%28").replace(")", "%29")
    if "\n" in label or "[" in label or "]" in label:
        return f"{label} ({target})"
    return marks.link(label, target)


def _bare(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.") if "://" in address else address


def _joined(parts: list[_Part], kept: bool = False) -> str:
    """The parts with the line breaks between them, and no blanks around those."""
    if kept:
        return "".join("\n" if isinstance(part, int) else part for part in parts)
    out: list[str] = []
    pending = 0
    for part in parts:
        if isinstance(part, int):
            if out and not isinstance(out[-1], _Mark):
                pending = max(pending, part)
            continue
        text = part
        fresh = pending or not out or out[-1][-1:] in (" ", "\n")
        if fresh and not isinstance(part, _Verbatim | _Mark):
            text = part.lstrip(" ")
        if not text:
            continue
        if pending:
            if not isinstance(out[-1], _Verbatim):
                out[-1] = out[-1].rstrip(" ")
            out.append("\n" * pending)
            pending = 0
        out.append(text)
    return "".join(out).rstrip()
