"""The JSON values of a file, one by one: lines, documents in a row, or the elements of a list.

Stage: intake; a source comes in; each value goes out with the line it begins on. No more is held
than one value and a chunk, however large the file is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from ..errors import ReadError
from .parsed import parse
from .source import LONGEST_LINE, Source

_BLANK = " \t\r\n"
_DECODE = json.JSONDecoder().raw_decode


def values(source: Source, row: type[Any] | None = None) -> Iterator[tuple[int, Any]]:
    """The values, each with its line. What is no JSON is rejected: a line of JSON lines alone, in
    a list or a document the rest of the file.

    ``row`` is a msgspec Struct of the fields that most lines have and the reader needs: a line
    that fits comes as one, which is much faster, any other as plain values.

    Raises ReadError for the first of these unless the source is read leniently.
    """
    lines = source.lines(whole=True)
    number, first = 0, ""
    for line in lines:
        number += 1
        if line.strip():
            first = line
            break
    if first.lstrip()[:1] == "{":
        try:
            value = parse(first, source, number)
        except ReadError:
            pass  # a document of several lines, or a damaged line: the next one tells
        else:
            yield number, value
            yield from _each_line(source, lines, number, row)
            return
        second = next(lines, "")
        if second.lstrip()[:1] == "{" and first.rstrip()[-1:] not in ":,[{":
            _broken(source, number, first)
            yield from _each_line(source, iter((second,)), number)
            yield from _each_line(source, lines, number + 1, row)
            return
        first += second
    yield from _documents(source, lines, first, number)


def _each_line(
    source: Source, lines: Iterator[str], number: int, row: type[Any] | None = None
) -> Iterator[tuple[int, Any]]:
    decode = msgspec.json.Decoder(row).decode if row else None
    for line in lines:
        number += 1
        if decode:
            try:
                yield number, decode(line)
                continue
            except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
                pass  # of other fields, or damaged
        if line.isspace():
            continue
        try:
            value = parse(line.rstrip(), source, number)
        except ReadError:
            _broken(source, number, line)
            continue
        yield number, value


def _broken(source: Source, number: int, line: str) -> None:
    try:
        parse(line.rstrip(), source, number)
    except ReadError as error:
        if not source.lenient:
            raise
        reason = str(error).removeprefix(f"{source.at(number)}:").strip()
        source.reject(number, f"column {reason}" if reason[:1].isdigit() else reason)


def _documents(
    source: Source, lines: Iterator[str], text: str, line: int
) -> Iterator[tuple[int, Any]]:
    """Values parted by blanks, or the elements of one list; ``text`` is what was read already."""
    listed = text.lstrip()[:1] == "["
    at = text.index("[") + 1 if listed else 0
    expects = False  # whether a value has been read, so that only a comma or the end may follow
    ended = False
    while True:
        while at < len(text) and text[at] in _BLANK:
            line += text[at] == "\n"
            at += 1
        if at == len(text):
            text, at = _more(lines, ""), 0
            if not text:
                break
            continue
        if listed and (expects or text[at] == "]"):
            if text[at] == "]":
                listed, ended = False, True
                at += 1
                continue
            if text[at] != ",":
                source.reject(line, f"expected , or ] in a list, got {text[at]!r}")
                return
            at, expects = at + 1, False
            continue
        if ended and not listed:
            if text[at] not in "[{":
                source.reject(line, f"expected the end behind a list, got {text[at]!r}")
                return
            listed = text[at] == "["
            if listed:
                at, expects = at + 1, False
                continue
        try:
            value, end = _DECODE(text, at)
            if end == len(text) and text[at] not in '{["':
                raise json.JSONDecodeError("a number may go on", text, end)
        except RecursionError:
            source.reject(line, "expected JSON of sane depth, got deeper")
            return
        except ValueError as error:
            if _may_be_cut(error, text) and len(text) - at < LONGEST_LINE:
                rest = _more(lines, text[at:])
                if rest:
                    text, at = text[at:] + rest, 0
                    continue
            _fault(source, text, at, line, error)
            return
        yield line, value
        line += text.count("\n", at, end)
        at, expects = end, listed
    if listed:
        source.reject(line, "expected ] at the end of a list, got the end of the file")


def _more(lines: Iterator[str], held: str) -> str:
    """As much again as is held, so that what is read anew stays in bounds."""
    parts: list[str] = []
    size = 0
    for part in lines:
        parts.append(part)
        size += len(part)
        if size >= max(1 << 16, len(held)):
            break
    return "".join(parts)


def _may_be_cut(error: ValueError, text: str) -> bool:
    place, message = getattr(error, "pos", 0), str(error)
    return place > len(text) - 32 or message.startswith("Unterminated string")


def _fault(source: Source, text: str, at: int, line: int, error: ValueError) -> None:
    place = getattr(error, "pos", at)
    message = getattr(error, "msg", str(error))
    where = line + text.count("\n", at, place)
    source.reject(where, f"expected JSON, got: {message}")
