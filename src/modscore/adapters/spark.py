"""Spark: a frame of comments in, a frame of scores out, by ``mapInArrow``.

Stage: adapters; a Spark DataFrame comes in; one with the columns of `modscore.arrow` goes out,
computed where its partitions are. Needs pyspark, and pyarrow on every worker (extra ``spark``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .given import arrow
from .needed import needed
from .scoring import Scoring, scoring

_TYPES = {"string": "STRING", "double": "DOUBLE", "int32": "INT", "int64": "BIGINT"}


def score(frame: Any, *, order: str | Iterable[str] = (), **asked: Any) -> Any:
    """The frame of scores of ``frame``, lazily: nothing runs before Spark is asked for rows.

    Arguments as for `modscore.arrow.score_batches`. With ``thread``, the rows of a thread are
    brought together and sorted by ``order``, by ``id`` if nothing is named: the time at which
    comments were written, if there is one. Each worker process builds its scorer once; the tasks
    of a worker that dies are run again by Spark, with the same scores.
    """
    needed("pyspark", "modscore.adapters.spark", "spark")
    made = scoring(**asked)
    made.check(frame.columns)
    names = [order] if isinstance(order, str) else list(order)
    if made.thread is None:
        rows = frame.select(*map(_quoted, made.columns()))
    else:
        rows = _gathered(frame, made, names or [name for name in (made.id,) if name])
    return rows.mapInArrow(made, ddl(made, frame))


def ddl(made: Scoring, frame: Any) -> str:
    """The schema of the scores as Spark's ``mapInArrow`` takes it, kept columns of ``frame`` first.

    For a call of your own: ``frame.mapInArrow(made, ddl(made, frame))`` with
    ``made = modscore.arrow.scoring(id="id", preset="fast")``.
    """
    kept = {field.name: field.dataType.simpleString() for field in frame.schema.fields}
    pairs = [(name, kept[name]) for name in dict.fromkeys(made.keep)]
    pairs += [(field.name, _type(field.type)) for field in made.own()]
    return ", ".join(f"{_quoted(name)} {kind}" for name, kind in pairs)


def _gathered(frame: Any, made: Scoring, order: list[str]) -> Any:
    """Rows of a thread side by side; those of none are spread by their text."""
    thread, text = _quoted(str(made.thread)), _quoted(made.text)
    columns = list(dict.fromkeys([*made.columns(), *order]))
    spread = f"coalesce(cast({thread} as string), sha2({text}, 256)) as __spread"
    rows = frame.selectExpr(*map(_quoted, columns), spread)
    rows = rows.repartition("__spread").sortWithinPartitions(thread, *map(_quoted, order))
    return rows.select(*map(_quoted, made.columns()))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _type(kind: Any) -> str:
    types = arrow().types
    if types.is_list(kind):
        return f"ARRAY<{_type(kind.value_type)}>"
    if types.is_struct(kind):
        return "STRUCT<" + ", ".join(f"{_quoted(f.name)}: {_type(f.type)}" for f in kind) + ">"
    return _TYPES[str(kind)]
