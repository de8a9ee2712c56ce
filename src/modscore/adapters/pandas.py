"""pandas: a column of comments in, a frame of scores out.

Stage: adapters; a Series, or any sequence of texts, comes in; a DataFrame with the columns of
`modscore.arrow` and the same index goes out. Needs pandas and pyarrow (extra ``pandas``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .batches import score_batch
from .given import arrow, ids, texts
from .needed import needed


def score(
    text: Any,
    *,
    id: Any = None,
    thread: Any = None,
    parent: Any = None,
    author: Any = None,
    **asked: Any,
) -> Any:
    """The DataFrame of scores of a column of texts, a row for each, with its index.

    ``id``, ``thread``, ``parent`` and ``author`` are columns too, of the same length; the rest is
    as in `Scorer`. What is no string (None, NaN, a number) has NaN for scores and says so in
    ``error``. As it has the same index, ``frame.join(score(frame["text"]))`` joins the two.
    """
    pandas = needed("pandas", "modscore.adapters.pandas", "pandas")
    index = text.index if isinstance(text, pandas.Series) else None
    found, faults = texts(list(text))
    given = {"id": id, "thread": thread, "parent": parent, "author": author}
    columns = {
        name: [
            None if gone else value for value, gone in zip(column, pandas.isna(column), strict=True)
        ]
        for name, column in given.items()
        if column is not None
    }
    whole = score_batch(_table(found, columns), **{name: name for name in columns}, **asked)
    frame = whole.to_pandas()
    frame["error"] = pandas.Series(faults, dtype=object)
    if index is not None:
        frame.index = index
    return frame


def _table(found: list[str], columns: dict[str, list[Any]]) -> Any:
    from ..batch import table  # noqa: PLC0415 - pyarrow, only when needed

    named: dict[str, Sequence[str | None]] = {"text": found}
    named |= {name: ids(values) for name, values in columns.items()}
    return arrow().table({name: table.strings(values) for name, values in named.items()})
