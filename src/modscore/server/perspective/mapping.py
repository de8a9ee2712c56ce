"""From our scores to ones on Perspective's scale: a published table.

Stage: server, Perspective; a calibrated score of ours comes in; one goes out that usual thresholds
(0.7, 0.8, 0.9) treat about as their users are used to. Rising, so no order is ever changed.

A table is a list of (ours, Perspective's) corners, straight lines between them. An attribute
without a table keeps its score. `TABLES` is all that a new fit has to change.
"""

from __future__ import annotations

from bisect import bisect_right

Table = tuple[tuple[float, float], ...]

IDENTITY: Table = ((0.0, 0.0), (1.0, 1.0))
TABLES: dict[str, Table] = {}  # by signal; none fitted yet
DIGITS = 6


def perspective_like(signal: str, value: float) -> float:
    """The score on Perspective's scale.

    >>> perspective_like("shouting", 0.25)
    0.25
    """
    return round(through(TABLES.get(signal, IDENTITY), value), DIGITS)


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
