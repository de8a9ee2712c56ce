"""Tables of comments become record batches of scores: what users call.

Stage: adapters; anything that offers the Arrow C interface comes in; a reader of record batches,
or one batch, of the documented columns goes out.
"""

from __future__ import annotations

from typing import Any

from .given import arrow, batches, ids, movable, plain
from .scoring import joined, scoring


def score_batches(data: object, **asked: Any) -> Any:
    """A ``pyarrow.RecordBatchReader`` of scores, a row for each row of ``data``, in order, lazily.

    ``data`` is anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``: a pyarrow reader,
    Table or RecordBatch, a frame of Polars or pandas, a relation of DuckDB. Arguments by name:
    ``text`` ("text"), ``id``, ``thread``, ``parent``, ``author``: the columns that hold them;
    ``keep``: columns that go along; ``preset``, ``rules``, ``off``, ``points``: as in `Scorer`,
    which is built once a process for each setting.

    The columns are those of docs/batch.md from ``toxicity`` on; before them what is kept, and
    ``thread`` and ``id`` if they are named; after them ``error``. A row whose text is null or no
    string has null scores and says so in ``error``; one with an empty text has null scores too.
    Without ``thread`` every row is a thread of its own. With it, rows of a thread that stand
    together are read as one, wherever batches are cut; a parent that is not in it is none.

    Raises SettingError for a column that is not there, and what `Scorer` raises.
    """
    made = scoring(**asked)
    schema, found = batches(data)
    out = made.schema(schema)
    return arrow().RecordBatchReader.from_batches(out, made(found))


def score_batch(data: object, **asked: Any) -> Any:
    """One ``pyarrow.RecordBatch`` of scores, as `score_batches` gives them.

    The rows of a thread may stand anywhere in ``data``: all of it is read first. With ``thread``,
    columns of string views that go along become large strings.

    >>> import pyarrow
    >>> rows = pyarrow.record_batch({"text": ["You are an idiot.", None]})
    >>> scores = score_batch(rows, preset="fast")
    >>> scores["flags"][0].as_py()[0], scores["toxicity"][1].as_py(), scores["error"][1].as_py()
    ('toxicity', None, 'text: expected a string, got None')
    """
    pa = arrow()
    made = scoring(**asked)
    schema, found = batches(data)
    out = made.schema(schema)
    rows = [batch.select(made.columns()) for batch in found if batch.num_rows]
    if not rows:
        return pa.RecordBatch.from_pylist([], out)
    whole = joined(rows)
    if made.thread is None:
        return joined(list(made([whole])))
    whole = movable(whole)
    order, back = _together(ids(plain(whole.column(made.thread))))
    return joined(list(made([whole.take(pa.array(order))]))).take(pa.array(back))


def _together(keys: list[str | None]) -> tuple[list[int], list[int]]:
    """The rows with those of each thread together, in their order, and the way back.

    >>> _together(["a", "b", None, "a"])
    ([0, 3, 1, 2], [0, 2, 3, 1])
    """
    first: dict[str | None, int] = {}
    for row, key in enumerate(keys):
        first.setdefault(key, row)
    order = sorted(range(len(keys)), key=lambda row: first[keys[row]])
    back = [0] * len(keys)
    for place, row in enumerate(order):
        back[row] = place
    return order, back
