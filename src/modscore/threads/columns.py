"""Which column of a table holds which field of a comment.

Stage: intake; the names of columns come in; a `ColumnMap` goes out, or one clear error.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from ..errors import ReadError
from .fields import NAMES
from .rows import FIELDS, check_fields
from .shown import shown
from .source import ColumnMap

_MUST_BE_SURE = ("text", "id", "parent", "thread")  # a wrong guess here would change the scores


def map_columns(header: Sequence[str], asked: Mapping[str, str], place: str) -> ColumnMap:
    """Which column holds which field: as asked, else by its name.

    Raises ReadError if no column looks like the text, or two look equally like one field.

    >>> str(map_columns(["Comment ID", "Body"], {}, "a.csv:1"))
    'id=Comment ID text=Body'
    >>> map_columns(["text", "body"], {}, "a.csv:1")
    Traceback (most recent call last):
    modscore.errors.ReadError: a.csv:1: text: expected one column, got 'text' and 'body' \
(choose with --column text=text)
    """
    taken = _asked(header, asked, place)
    usual = {plain(column): column for column in reversed(header) if column not in taken.values()}
    for field, names in FIELDS.items():
        if field in asked:
            continue
        found = [usual[one] for one in names if one in usual]
        if len(found) > 1 and field in _MUST_BE_SURE:
            both = " and ".join(shown(column) for column in found)
            fault = f"expected one column, got {both} (choose with --column {field}={found[0]})"
            raise ReadError(f"{place}: {field}: {fault}")
        if found:
            taken[field] = found[0]
    if "text" not in taken:
        columns = ", ".join(shown(column) for column in header[:12])
        fault = f"expected a column {', '.join(NAMES['text'][:3])} or the like, got {columns}"
        raise ReadError(f"{place}: text: {fault} (name it with --column text=COLUMN)")
    ordered = {field: taken[field] for field in FIELDS if field in taken}
    used = set(taken.values())
    return ColumnMap(ordered, tuple(column for column in header if column not in used))


def _asked(header: Sequence[str], asked: Mapping[str, str], place: str) -> dict[str, str]:
    taken: dict[str, str] = {}
    for field, column in check_fields(dict(asked)).items():
        if not column:
            continue  # this field is not to be read
        if column not in header:
            near = difflib.get_close_matches(column, header, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            columns = ", ".join(shown(one) for one in header[:12])
            fault = f"expected one of the columns {columns}, got {shown(column)}{hint}"
            raise ReadError(f"{place}: {field}: {fault}")
        taken[field] = column
    return taken


def plain(column: str) -> str:
    """A column's name as the usual names are written.

    >>> plain("Comment ID")
    'comment_id'
    """
    return column.strip().lower().replace(" ", "_").replace("-", "_")
