"""phpBB: the posts of an SQL dump, of which INSERT rows alone are read, or of a data set in XML.

Stage: intake; a `Source` comes in; one thread a topic goes out, its first post as the article.
Posts that were deleted or never approved keep the tree but get no score. A post answers the one
that it quotes by its number; texts of phpBB 3.2 and later (s9e XML) become the BBCode they were.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from ..records import Thread
from .head import Head
from .listed import Row, drafted, word
from .posts import Post, Topic
from .source import Source
from .window import assemble
from .xml_ import attribute, content, elements, local

SUFFIXES = (".sql", ".xml")
_TABLE = r"[`\"\[]?(?:\w+[`\"\]]?\.[`\"\[]?)?\w*_posts[`\"\]]?"
_INSERT = re.compile(
    rf"\s*INSERT\s+(?:IGNORE\s+)?INTO\s+{_TABLE}\s*(?:\((?P<columns>[^()]*)\)\s*)?VALUES\b",
    re.IGNORECASE,
)
_CREATE = re.compile(rf"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_TABLE}\s*\(", re.IGNORECASE)
_COLUMN = re.compile(r"\s*[`\"\[]?(\w+)[`\"\]]?\s+\w")
_NO_COLUMN = {"primary", "key", "unique", "index", "constraint", "fulltext", "foreign", "check"}
_VALUE = r"\s*+(?:(?:_\w++\s*+)?'(?:[^'\\]++|\\.|'')*+'|[^\s,()']++)\s*+"
_ROW = re.compile(rf"\s*,?\s*\(({_VALUE}(?:,{_VALUE})*+)\)", re.DOTALL)
_VALUES = re.compile(rf"({_VALUE})(?:,|\Z)", re.DOTALL)
_DONE = re.compile(r"\s*(?:;|ON\s)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)|''", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "Z": "\x1a"}

_S9E = re.compile(r"<(?:[rt](?:\s[^>]*)?>|[rt]/>)")
_BREAK = re.compile(r"<br\s*/?>\n?")
_TAG = re.compile(r"<[^<>]*>")
_SMILEY = re.compile(r"<!-- s(\S{1,30}?) --><img [^>]*><!-- s\S{1,30}? -->")
_LINK = re.compile(r'<!-- [mwl] --><a [^<>]*?href="([^"<>]*)"[^<>]*>[^<]*</a><!-- [mwl] -->')
_MAIL = re.compile(r"<!-- e --><a [^<>]*>([^<]*)</a><!-- e -->")
_QUOTED = re.compile(r"\[quote[^\]\n]{0,200}?\bpost_id=\"?(\d{1,18})")


def sniff(head: Head) -> bool:
    """Whether it is called a dump, or holds rows of a table of posts."""
    if head.suffix == ".sql":
        return True
    if head.root == "dataset":
        return "_posts" in head.text
    return any(_INSERT.match(line) for line in head.text.splitlines())


def read(source: Source) -> Iterator[Thread]:
    """The topics."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    topics: set[str] = set()
    found = set_rows if source.head(SUFFIXES).root == "dataset" else rows
    for line, cells in found(source):
        item = row(cells)
        topic = word(item["thread"])
        made = drafted(source, line, item)
        if made is None:
            continue
        if topic is None or topic in topics:
            yield Post(topic, made)
            continue
        topics.add(topic)
        title = html.unescape(cells.get("post_subject") or "") or None
        yield Post(topic, Topic(line, title, made.text or None))


def rows(source: Source) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows of the table of posts, each with the line its statement begins on."""
    columns: list[str] = []
    numbered = enumerate(source.lines(newline=None), start=1)
    for number, line in numbered:
        if _CREATE.match(line):
            columns = list(_created(numbered))
        elif found := _INSERT.match(line):
            named = found["columns"]
            names = [one.strip(' \t`"[]') for one in named.split(",")] if named else columns
            rest = line[found.end() :]
            yield from _statement(source, number, names, rest, numbered)


def set_rows(source: Source) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows of the table of posts in a data set of PHPUnit, each with its line."""
    names: list[str] = []
    fresh = True
    for element in elements(source, {"column": "table", "row": "table"}):
        if not attribute(element.getparent(), "name").endswith("_posts"):
            continue
        if local(element) == "column":
            names = [content(element)] if fresh else [*names, content(element)]
            fresh = False
            continue
        fresh = True
        values: list[str | None] = [None if local(v) == "null" else content(v) for v in element]
        if len(values) == len(names):
            yield element.sourceline, dict(zip(names, values, strict=True))
        else:
            fault = f"expected {len(names)} values as there are columns, got {len(values)}"
            source.reject(element.sourceline, fault)


def row(cells: Mapping[str, str | None]) -> Row:
    """One row as a loose comment."""
    text = speech(cells.get("post_text") or "", cells.get("bbcode_uid") or "")
    quoted = _QUOTED.search(text)
    time = cells.get("post_time") or ""
    shown = cells.get("post_visibility") or cells.get("post_approved") or "1"
    return {
        "id": cells.get("post_id"),
        "text": text,
        "author": cells.get("post_username") or cells.get("poster_id"),
        "parent": quoted[1] if quoted else None,
        "created": int(time) if time.isdecimal() and len(time) < 12 else time or None,
        "thread": cells.get("topic_id"),
        "gone": shown != "1",
    }


def speech(stored: str, uid: str = "") -> str:
    """A text of the table as its author typed it.

    >>> speech("<r><B><s>[b]</s>So<e>[/b]</e></B> &amp; so.</r>")
    '[b]So[/b] & so.'
    >>> speech("[b:1a2b3c4d]So[/b:1a2b3c4d] &quot;so&quot;.", "1a2b3c4d")
    '[b]So[/b] "so".'
    """
    if _S9E.match(stored):
        return html.unescape(_TAG.sub("", _BREAK.sub("\n", stored)))
    if uid:
        stored = stored.replace(f":{uid}", "")
    stored = _SMILEY.sub(r"\1", stored)
    stored = _MAIL.sub(r"\1", _LINK.sub(r"\1", stored))
    return html.unescape(_BREAK.sub("\n", stored))


def _created(numbered: Iterator[tuple[int, str]]) -> Iterator[str]:
    for _, line in numbered:
        if line.lstrip().startswith(")"):
            return
        column = _COLUMN.match(line)
        if column and column[1].lower() not in _NO_COLUMN:
            yield column[1]


def _statement(
    source: Source,
    number: int,
    names: list[str],
    text: str,
    numbered: Iterator[tuple[int, str]],
) -> Iterator[tuple[int, dict[str, str | None]]]:
    at = 0
    while True:
        found = _ROW.match(text, at)
        if found:
            at = found.end()
            values = [_value(one[1]) for one in _VALUES.finditer(found[1])]
            if len(values) == len(names):
                yield number, dict(zip(names, values, strict=True))
            else:
                fault = f"expected {len(names)} values as there are columns, got {len(values)}"
                source.reject(number, fault)
        elif _DONE.match(text, at):
            return
        else:  # at twice the size each time, so that a long row is not read over and over
            text, at = text[at:], 0
            more = _more(numbered, len(text))
            if not more:
                break
            text += more
    if text.strip():
        source.reject(number, f"expected a row of values, got {text.strip()[:20]!r}")


def _more(numbered: Iterator[tuple[int, str]], least: int) -> str:
    parts: list[str] = []
    size = 0
    for _, line in numbered:
        parts.append(line)
        size += len(line)
        if size > least:
            break
    return "".join(parts)


def _value(written: str) -> str | None:
    value = written.strip()
    if not value.endswith("'"):
        return None if value.upper() == "NULL" else value
    inner = value[value.index("'") + 1 : -1]
    return _ESCAPE.sub(lambda one: _ESCAPED.get(one[1], one[1]) if one[1] else "'", inner)
