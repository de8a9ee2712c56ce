"""CSV and TSV: a comment a row, the columns found by their usual names.

Stage: intake; decoded lines come in; threads go out. ``Source.mapping`` tells which column became
which field.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Thread
from .cells import header_of, opened
from .columns import map_columns, plain
from .head import Head
from .rows import FIELDS, Place, gather
from .source import Source

CSV_SUFFIXES = (".csv",)
TSV_SUFFIXES = (".tsv", ".tab")


def sniff_csv(head: Head) -> bool:
    """Whether it is called .csv, or begins with a header that names a column of text."""
    return head.suffix in CSV_SUFFIXES or (not head.suffix and _is_header(head.text, ",;"))


def sniff_tsv(head: Head) -> bool:
    """The same for tabs."""
    return head.suffix in TSV_SUFFIXES or (not head.suffix and _is_header(head.text, "\t"))


def read_csv(source: Source) -> Iterator[Thread]:
    """The threads of a CSV file; the header tells whether commas or semicolons part the cells."""
    return _read(source, ",;")


def read_tsv(source: Source) -> Iterator[Thread]:
    """The threads of a file parted by tabs."""
    return _read(source, "\t")


def _read(source: Source, delimiters: str) -> Iterator[Thread]:
    header, rows = opened(source, delimiters)
    if not header:
        return iter(())
    source.mapping = mapping = map_columns(header, source.columns, source.at(1))
    places = [(field, header.index(column)) for field, column in mapping.fields.items()]
    found = ((Place(line), {field: row[at] for field, at in places}) for line, row in rows)
    return gather(source, found)


def _is_header(text: str, delimiters: str) -> bool:
    names = [plain(cell) for cell in header_of(text, delimiters)]
    return (
        len(names) > 1
        and all(len(n) <= 40 for n in names)
        and any(name in FIELDS["text"] for name in names)
    )
