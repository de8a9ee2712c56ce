"""Rows of cells: CSV, and text parted by tabs or semicolons.

Stage: intake; decoded lines come in; rows go out, each with the line it begins on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from ..errors import ReadError
from .shown import shown
from .source import Source

_WIDEST = 2**31 - 1  # the most that the csv module takes on every system


def header_of(text: str, delimiters: str) -> list[str]:
    """The cells of the first line that is not blank.

    >>> header_of('\\n"Comment ID";Text\\n', ",;")
    ['Comment ID', 'Text']
    """
    first = text.lstrip("\r\n \ufeff").partition("\n")[0].strip("\r\n")
    try:
        cells = next(csv.reader([first], delimiter=_delimiter(first, delimiters)), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def opened(source: Source, delimiters: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The header, and the rows below it: each as wide as the header, with its line.

    A row of another width is a ReadError, or mended when reading leniently; one that cannot be
    read as cells is rejected.
    """
    found = _rows(source, delimiters)
    first = next(found, None)
    if first is None:
        return [], iter(())
    header = [cell.strip() for cell in first[1]]
    doubled = next((c for i, c in enumerate(header) if c and c in header[:i]), None)
    if doubled:
        raise ReadError(f"{source.name}:1: expected each column once, got {shown(doubled)} twice")
    return header, _squared(source, len(header), found)


def records(source: Source, delimiters: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows as mappings from the header's names, each with its line."""
    header, found = opened(source, delimiters)
    for line, row in found:
        yield line, dict(zip(header, row, strict=True))


def _squared(
    source: Source, width: int, rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    for line, row in rows:
        if len(row) != width:
            while len(row) > width and not row[-1]:
                row.pop()
            if len(row) != width:
                fault = (
                    f"{source.at(line)}: expected {width} cells as in the header, got {len(row)}"
                )
                if not source.lenient:
                    raise ReadError(fault)
                source.note(f"{fault}: missing ones left empty, further ones cut")
            row.extend([""] * (width - len(row)))
            del row[width:]
        yield line, row


def _rows(source: Source, delimiters: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins on."""
    lines = source.lines(newline="")
    before, start = 0, next(lines, "")
    while start and not start.strip():
        before, start = before + 1, next(lines, "")

    def rest() -> Iterator[str]:
        yield start
        yield from lines

    reader = csv.reader(rest(), delimiter=_delimiter(start, delimiters), strict=True)
    skipped = before
    while True:
        limit = csv.field_size_limit(_WIDEST)  # of the whole process, so put back at once
        try:
            row = next(reader, None)
        except csv.Error as error:
            source.reject(before + 1, f"expected a row of cells, got: {error}")
            row = []
        finally:
            csv.field_size_limit(limit)
        if row is None:
            return
        if row:
            yield before + 1, row
        before = skipped + reader.line_num


def _delimiter(first: str, delimiters: str) -> str:
    return max(delimiters, key=first.count)
