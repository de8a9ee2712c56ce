"""From our scores to ones on Perspective's scale: a published table.

Stage: server, Perspective; a calibrated score of ours comes in; one goes out that usual thresholds
(0.7, 0.8, 0.9) treat about as their users are used to. Rising, so no order is ever changed.

A table is a list of (ours, Perspective's) corners, straight lines between them; each preset has
its own. A signal without a table keeps its score. ``tables.json`` is written by
``python -m modscore.training.perspective``, where it is told how they are fitted.
"""

from __future__ import annotations

from bisect import bisect_right
from importlib.resources import files

import msgspec

Table = tuple[tuple[float, float], ...]

IDENTITY: Table = ((0.0, 0.0), (1.0, 1.0))
DIGITS = 6
SAME = {"accurate": "default"}  # a preset that gives the same scores as another where they count


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of a preset by signal, and what they were fitted with: models by id with their
    hashes, and the rules."""

    models: dict[str, str]
    rules_hash: str
    tables: dict[str, Table]


TABLES: dict[str, Tables] = msgspec.json.decode(
    (files(__package__) / "tables.json").read_bytes(), type=dict[str, Tables]
)


def perspective_like(signal: str, value: float, preset: str) -> float:
    """The score on Perspective's scale, for a value that this preset gave.

    >>> perspective_like("shouting", 0.25, "default")
    0.25
    """
    own = TABLES.get(SAME.get(preset, preset))
    table = own.tables.get(signal, IDENTITY) if own else IDENTITY
    return round(through(table, value), DIGITS)


def through(table: Table, value: float) -> float:
    """The height of the table's line at a value.

    >>> through(((0.0, 0.0), (0.5, 0.8), (1.0, 1.0)), 0.75)
    0.9
    """
    place = bisect_right(table, (value, 2.0))
    if place == 0:
        return table[0][1]
    if place == len(table):
        return table[-1][1]
    (x0, y0), (x1, y1) = table[place - 1], table[place]
    return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
