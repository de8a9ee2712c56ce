"""Polars: a column of comments in, a frame of scores out.

Stage: adapters; a Series comes in; a DataFrame with the columns of `modscore.arrow`, the rows in
the same order, goes out. Needs polars and pyarrow (extra ``polars``).
"""

from __future__ import annotations

from typing import Any

from .batches import score_batch
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
    """The DataFrame of scores of a Series of texts, a row for each, in order.

    ``id``, ``thread``, ``parent`` and ``author`` are Series too, of the same length; the rest is
    as in `Scorer`. ``frame.hstack(score(frame["text"]))`` joins the two. A frame that is streamed,
    or larger than memory, goes through `modscore.arrow.score_batches`.
    """
    polars = needed("polars", "modscore.adapters.polars", "polars")
    given = {"text": text, "id": id, "thread": thread, "parent": parent, "author": author}
    columns = {name: column for name, column in given.items() if column is not None}
    names = {name: name for name in columns if name != "text"}
    return polars.from_arrow(score_batch(polars.DataFrame(columns), **names, **asked))
