"""Parquet and Arrow: a comment a row, the columns found by their usual names.

Stage: intake; a file, or the bytes of one, comes in; threads go out, a batch of rows being held
at a time. ``Source.mapping`` tells which column became which field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from ..errors import ReadError
from ..records import Thread
from .columns import map_columns
from .extra import needed
from .head import Head
from .rows import Place, gather
from .shown import shown
from .source import Source

PARQUET_SUFFIXES = (".parquet", ".pq")
ARROW_SUFFIXES = (".arrow", ".feather", ".ipc", ".arrows")
_PARQUET = "PAR1"
_ARROW = ("ARROW1", "\xff\xff\xff\xff")  # a file, a stream
_ROWS = 4096


def sniff_parquet(head: Head) -> bool:
    """Whether it begins as Parquet does."""
    return head.text.startswith(_PARQUET)


def sniff_arrow(head: Head) -> bool:
    """Whether it begins as an Arrow file or an Arrow stream does."""
    return head.text.startswith(_ARROW)


def read_parquet(source: Source) -> Iterator[Thread]:
    """The threads of a Parquet file, of which only the columns that are used are read."""
    parquet: Any = needed("pyarrow.parquet", f"{source.name}: Parquet")

    def start() -> tuple[Any, Callable[[list[str]], Iterable[Any]], int]:
        file = parquet.ParquetFile(_openable(source))
        rows = file.metadata.num_rows

        def batches(names: list[str]) -> Iterable[Any]:
            found: Iterable[Any] = file.iter_batches(_ROWS, columns=names)
            return found

        return file.schema_arrow, batches, rows

    return _read(source, start, "a Parquet file")


def read_arrow(source: Source) -> Iterator[Thread]:
    """The threads of an Arrow file (Feather too) or an Arrow stream."""
    ipc: Any = needed("pyarrow.ipc", f"{source.name}: Arrow")
    filed = source.head(ARROW_SUFFIXES).text.startswith(_ARROW[0])

    def start() -> tuple[Any, Callable[[list[str]], Iterable[Any]], int]:
        if filed:
            file = ipc.open_file(_openable(source))
            count = file.num_record_batches
            return file.schema, lambda _: (file.get_batch(i) for i in range(count)), 0
        stream = ipc.open_stream(_openable(source))
        return stream.schema, lambda _: stream, 0

    return _read(source, start, "Arrow data")


def _read(
    source: Source,
    start: Callable[[], tuple[Any, Callable[[list[str]], Iterable[Any]], int]],
    what: str,
) -> Iterator[Thread]:
    arrow: Any = needed("pyarrow", f"{source.name}: {what}")
    try:
        schema, batches, total = start()
    except (arrow.ArrowException, OSError) as error:
        raise ReadError(f"{source.name}: expected {what}, got: {_told(error)}") from None
    header = list(schema.names)
    doubled = next((c for i, c in enumerate(header) if c in header[:i]), None)
    if doubled is not None:
        raise ReadError(f"{source.name}: expected each column once, got {shown(doubled)} twice")
    source.mapping = mapping = map_columns(header, source.columns, source.name)
    names = list(mapping.fields.values())

    def rows() -> Iterator[tuple[Place, object]]:
        row = 0
        size = source.size or 0
        try:
            for batch in batches(names):
                columns = [_plain(arrow, batch.column(name)) for name in names]
                for values in zip(*columns, strict=True):
                    row += 1
                    yield Place(row), dict(zip(mapping.fields, values, strict=True))
                source.stream.taken = size * row // total if total else size
        except (arrow.ArrowException, OSError) as error:
            source.reject(row + 1, f"expected {what}, got: {_told(error)}")

    return gather(source, rows())


def _openable(source: Source) -> Any:
    """What pyarrow opens: a path, or the bytes of what is no plain file."""
    given = source.raw()
    if isinstance(given, str):
        return given
    arrow: Any = needed("pyarrow", source.name)
    return arrow.BufferReader(given)


def _plain(arrow: Any, column: Any) -> Sequence[object]:
    """The values of a column as Python has them."""
    kind = column.type
    if arrow.types.is_dictionary(kind):
        column = column.dictionary_decode()
    elif arrow.types.is_timestamp(kind) and kind.unit == "ns":  # finer than a datetime
        column = column.cast(arrow.timestamp("us", kind.tz), safe=False)
    try:
        values: Sequence[object] = column.to_pylist()
    except (ValueError, OverflowError):  # not UTF-8, or a time beyond the calendar
        if arrow.types.is_string(kind) or arrow.types.is_large_string(kind):
            column = column.cast(arrow.large_binary())
        values = [_alone(one) for one in column]
    return values


def _alone(one: Any) -> object:
    """One value as Python has it; as the text of its bytes, or a word for what it cannot hold."""
    try:
        value: object = one.as_py()
    except (ValueError, OverflowError):
        return f"a value of {one.type} beyond its bounds"
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value
    return value


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
