"""CSV and TSV: a comment a row, the columns found by their usual names.

Stage: intake; decoded lines come in; threads go out. ``Source.mapping`` tells which column became
which field.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator

from ..errors import ReadError
from ..records import Thread
from .fields import NAMES
from .rows import FIELDS, check_fields, gather
from .shown import shown
from .source import ColumnMap, Head, Source

CSV_SUFFIXES = (".csv",)
TSV_SUFFIXES = (".tsv", ".tab")
_MUST_BE_SURE = ("text", "id", "parent", "thread")  # a wrong guess here would change the scores
_WIDEST = 2**31 - 1  # the most that the csv module takes on every system


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


def map_columns(header: list[str], asked: dict[str, str], name: str) -> ColumnMap:
    """Which column holds which field: as asked, else by its name.

    Raises ReadError if no column looks like the text, or two look equally like one field.

    >>> str(map_columns(["Comment ID", "Body"], {}, "a.csv"))
    'id=Comment ID text=Body'
    >>> map_columns(["text", "body"], {}, "a.csv")
    Traceback (most recent call last):
    modscore.errors.ReadError: a.csv:1: text: expected one column, got 'text' and 'body' \
(choose with --column text=text)
    """
    taken = _asked(header, asked, name)
    usual = {_plain(column): column for column in reversed(header) if column not in taken.values()}
    for field, names in FIELDS.items():
        if field in asked:
            continue
        found = [usual[one] for one in names if one in usual]
        if len(found) > 1 and field in _MUST_BE_SURE:
            both = " and ".join(shown(column) for column in found)
            fault = f"expected one column, got {both} (choose with --column {field}={found[0]})"
            raise ReadError(f"{name}:1: {field}: {fault}")
        if found:
            taken[field] = found[0]
    if "text" not in taken:
        columns = ", ".join(shown(column) for column in header[:12])
        fault = f"expected a column {', '.join(NAMES['text'][:3])} or the like, got {columns}"
        raise ReadError(f"{name}:1: text: {fault} (name it with --column text=COLUMN)")
    ordered = {field: taken[field] for field in FIELDS if field in taken}
    used = set(taken.values())
    return ColumnMap(ordered, tuple(column for column in header if column not in used))


def _asked(header: list[str], asked: dict[str, str], name: str) -> dict[str, str]:
    taken: dict[str, str] = {}
    for field, column in check_fields(asked).items():
        if not column:
            continue  # this field is not to be read
        if column not in header:
            near = difflib.get_close_matches(column, header, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            columns = ", ".join(shown(one) for one in header[:12])
            raise ReadError(
                f"{name}:1: {field}: expected one of the columns {columns}, "
                f"got {shown(column)}{hint}"
            )
        taken[field] = column
    return taken


def _read(source: Source, delimiters: str) -> Iterator[Thread]:
    rows = _rows(source, delimiters)
    first = next(rows, None)
    if first is None:
        return iter(())
    header = [cell.strip() for cell in first[1]]
    doubled = next((c for i, c in enumerate(header) if c and c in header[:i]), None)
    if doubled:
        raise ReadError(f"{source.name}:1: expected each column once, got {shown(doubled)} twice")
    source.mapping = map_columns(header, source.columns, source.name)
    return gather(source, _comments(source, header, rows))


def _comments(
    source: Source, header: list[str], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[str, object]]:
    assert source.mapping is not None
    places = [(field, header.index(c)) for field, c in source.mapping.fields.items()]
    width = len(header)
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
                source.repairs.append(f"{fault}: missing ones left empty, further ones cut")
            row.extend([""] * (width - len(row)))
        yield source.at(line), {field: row[at] for field, at in places}


def _rows(source: Source, delimiters: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins on."""
    lines = source.lines(newline="")
    skipped, start = 0, ""
    for skipped, start in enumerate(lines):  # noqa: B007
        if start.strip():
            break
    delimiter = max(delimiters, key=start.count)

    def rest() -> Iterator[str]:
        yield start
        yield from lines

    reader = csv.reader(rest(), delimiter=delimiter, strict=True)
    before = skipped
    while True:
        limit = csv.field_size_limit(_WIDEST)  # of the whole process, so put back at once
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise ReadError(
                f"{source.at(before + 1)}: expected a row of cells, got: {error}"
            ) from None
        finally:
            csv.field_size_limit(limit)
        if row is None:
            return
        if row:
            yield before + 1, row
        before = skipped + reader.line_num


def _plain(column: str) -> str:
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def _is_header(text: str, delimiters: str) -> bool:
    first = text.lstrip().partition("\n")[0].strip()
    cells = first.split(max(delimiters, key=first.count))
    names = [_plain(cell.strip('"')) for cell in cells]
    return (
        len(names) > 1
        and all(len(n) <= 40 for n in names)
        and any(name in FIELDS["text"] for name in names)
    )
