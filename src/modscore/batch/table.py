"""Scores as an Arrow table, and parts of it as one Parquet file.

Stage: batch; scored comments with their places come in; Arrow bytes go out for a part, and a
Parquet file at the end. The schema is documented in docs/batch.md; adapters share its scores.
"""

from __future__ import annotations

import importlib
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO

import msgspec

from ..records import ATTRIBUTES, ESTIMATED, SIGNALS, CommentScore, Provenance
from .rows import Placed, has_scores

pa: Any = importlib.import_module("pyarrow")  # has no types
parquet: Any = importlib.import_module("pyarrow.parquet")
_ROWS = 1 << 16  # a row group, about
_HALF = re.compile("[\ud800-\udfff]")
_CUE = pa.struct([("kind", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
_FINDING = pa.struct(
    [
        ("signal", pa.string()),
        ("source", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("amount", pa.float64()),
        ("why", pa.string()),
    ]
)
_CLAIM = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("worthiness", pa.float64()),
        ("support", pa.float64()),
        ("certainty", pa.float64()),
        ("score", pa.float64()),
        ("cues", pa.list_(_CUE)),
        ("why", pa.string()),
    ]
)
_PART = pa.struct([("part", pa.string()), ("log_odds", pa.float64())])


def schema(text: bool, provenance: Provenance | None = None) -> Any:
    """The columns; ``provenance`` goes into the metadata under the key ``modscore``."""
    fields = [
        pa.field("thread", pa.string(), nullable=False),
        pa.field("id", pa.string(), nullable=False),
        pa.field("file", pa.string(), nullable=False),
        pa.field("line", pa.int64()),
        *([pa.field("text", pa.string(), nullable=False)] if text else []),
        *score_fields(),
    ]
    return pa.schema(fields, metadata=metadata(provenance) if provenance else None)


def metadata(provenance: Provenance) -> dict[str, bytes]:
    """What a schema says of how its scores were made."""
    return {"modscore": msgspec.json.encode(provenance)}


def score_fields() -> list[Any]:
    """The columns that hold the score of a comment."""
    return [
        *[pa.field(name, pa.float64()) for name in (*SIGNALS, *ATTRIBUTES)],
        *[pa.field(f"estimated_{name}", pa.float64()) for name in ESTIMATED],
        pa.field("flags", pa.list_(pa.string())),
        pa.field("uncertain", pa.string()),
        pa.field("findings", pa.list_(_FINDING)),
        pa.field("claims", pa.list_(_CLAIM)),
        pa.field("quality_parts", pa.list_(_PART)),
    ]


def arrow(placed: Sequence[Placed], text: bool) -> bytes:
    """The rows as an Arrow stream of one batch."""
    scores = [one.score for one in placed]
    columns = [
        strings([one.thread for one in placed]),
        strings([score.id for score in scores]),
        strings([one.file for one in placed]),
        pa.array([one.line for one in placed], pa.int64()),
        *([strings([score.text for score in scores])] if text else []),
        *score_columns(scores),
    ]
    batch = pa.RecordBatch.from_arrays(columns, schema=schema(text))
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4" if pa.Codec.is_available("lz4") else None)
    with pa.ipc.new_stream(sink, batch.schema, options=options) as stream:
        stream.write_batch(batch)
    raw: bytes = sink.getvalue().to_pybytes()
    return raw


def score_columns(scores: Sequence[CommentScore]) -> list[Any]:
    """The columns of `score_fields`; what has no text has no scores."""
    there = [has_scores(score) for score in scores]
    both = list(zip(scores, there, strict=True))

    def numbers(values: Iterable[float]) -> Any:
        if all(there):
            return pa.array(values, pa.float64())
        shown = [value if ok else None for value, ok in zip(values, there, strict=True)]
        return pa.array(shown, pa.float64())

    return [
        *[numbers([getattr(score, name) for score in scores]) for name in SIGNALS],
        *[numbers([getattr(score.attributes, name) for score in scores]) for name in ATTRIBUTES],
        *[numbers([getattr(score.estimates, name) for score in scores]) for name in ESTIMATED],
        _lists([score.flags if ok else () for score, ok in both], strings),
        strings([score.uncertain for score in scores]),
        _lists([score.findings for score in scores], lambda found: _structs(_FINDING, found)),
        _lists([score.claims for score in scores], _claims),
        _lists([list(s.quality_parts.items()) if ok else () for s, ok in both], _quality),
    ]


def join(parts: Iterable[bytes], out: BinaryIO, text: bool, provenance: Provenance) -> None:
    """One Parquet file of all parts, in row groups that follow from the parts alone."""
    whole = schema(text, provenance)
    with parquet.ParquetWriter(out, whole, compression="zstd") as writer:
        waiting: list[Any] = []
        rows = 0
        for part in parts:
            table = pa.ipc.open_stream(pa.BufferReader(part)).read_all()
            waiting.append(table.replace_schema_metadata(whole.metadata))
            rows += table.num_rows
            if rows >= _ROWS:
                writer.write_table(pa.concat_tables(waiting), row_group_size=rows)
                waiting, rows = [], 0
        if waiting:
            writer.write_table(pa.concat_tables(waiting), row_group_size=rows)


def strings(values: Sequence[str | None]) -> Any:
    """A column of strings; halves of surrogate pairs become U+FFFD."""
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot hold
        whole = [None if one is None else _HALF.sub("\ufffd", one) for one in values]
        return pa.array(whole, pa.string())


def _lists(values: Sequence[Sequence[Any]], build: Callable[[list[Any]], Any]) -> Any:
    """A list column: the inner values of all rows are built as one column."""
    ends = [0, *itertools.accumulate(map(len, values))]
    inner = build(list(itertools.chain.from_iterable(values)))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), inner)


def _structs(kind: Any, records: Sequence[Any], **ready: Any) -> Any:
    columns = []
    for field in kind:
        if field.name in ready:
            columns.append(ready[field.name])
            continue
        values = [getattr(record, field.name) for record in records]
        made = strings(values) if field.type == pa.string() else pa.array(values, field.type)
        columns.append(made)
    return pa.StructArray.from_arrays(columns, fields=list(kind))


def _claims(claims: list[Any]) -> Any:
    cues = _lists([claim.cues for claim in claims], lambda found: _structs(_CUE, found))
    return _structs(_CLAIM, claims, cues=cues)


def _quality(parts: list[tuple[str, float]]) -> Any:
    names = strings([name for name, _ in parts])
    amounts = pa.array([amount for _, amount in parts], pa.float64())
    return pa.StructArray.from_arrays([names, amounts], fields=list(_PART))
