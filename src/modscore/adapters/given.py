"""What other libraries hand over, and the plain values in it.

Stage: adapters; anything with the Arrow C interface, or one column, comes in; record batches and
Python values go out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import SettingError
from ..threads.fields import as_id
from ..threads.shown import shown
from .needed import needed

PLACE = "modscore.arrow"


def arrow() -> Any:
    """pyarrow, or one clear error."""
    return needed("pyarrow", PLACE, "arrow")


def batches(data: object) -> tuple[Any, Iterator[Any]]:
    """The schema and the record batches of anything that offers the Arrow C interface.

    Raises SettingError for what does not, or is no table.
    """
    pa = arrow()
    try:
        if hasattr(data, "__arrow_c_stream__"):
            reader = pa.RecordBatchReader.from_stream(data)
            return reader.schema, iter(reader)
        if hasattr(data, "__arrow_c_array__"):
            batch = pa.record_batch(data)
            return batch.schema, iter([batch])
    except (pa.ArrowException, TypeError, ValueError) as error:
        said = " ".join(str(error).split())[:120]
        raise SettingError(
            f"{PLACE}: data: expected a table of columns, got {shown(data)}: {said}"
        ) from None
    raise SettingError(
        f"{PLACE}: data: expected a table that offers the Arrow C stream interface, "
        f"got {shown(data)}"
    )


def texts(values: Sequence[object]) -> tuple[list[str], list[str | None]]:
    """The texts, and for each what is wrong with it or None; a wrong one is an empty text.

    >>> texts(["Hello.", b"Hi!", None, 5])
    (['Hello.', 'Hi!', '', ''], [None, None, 'text: expected a string, got None', \
'text: expected a string, got 5'])
    """
    found: list[str] = []
    faults: list[str | None] = []
    for value in values:
        text, fault = "", None
        if isinstance(value, str):
            text = str.__str__(value)
        elif isinstance(value, bytes):
            try:
                text = value.decode()
            except UnicodeDecodeError:
                fault = "text: expected UTF-8, got other bytes"
        else:
            fault = f"text: expected a string, got {shown(value)}"
        found.append(text)
        faults.append(fault)
    return found, faults


def ids(values: Sequence[object]) -> list[str | None]:
    """Ids as strings; None for what is missing.

    >>> ids([7, "a", 7.0, "", None, float("nan")])
    ['7', 'a', '7', None, None, None]
    """
    return [_id(value) for value in values]


def _id(value: object) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    found = as_id(value)
    return (str(value) if found is None else found) or None


def movable(batch: Any) -> Any:
    """The batch with large strings for views, which Arrow cannot put in another order."""
    pa = arrow()
    kinds = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
    fields = [field.with_type(kinds.get(field.type, field.type)) for field in batch.schema]
    columns = [column.cast(field.type) for column, field in zip(batch.columns, fields, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))


def plain(column: Any) -> list[Any]:
    """The values of an Arrow column as Python has them; strings that are not UTF-8 as bytes."""
    try:
        values: list[Any] = column.to_pylist()
    except ValueError:
        pa = arrow()
        kind = column.type
        if pa.types.is_dictionary(kind):
            column = column.dictionary_decode()
        values = column.cast(pa.large_binary()).to_pylist()
    return values
