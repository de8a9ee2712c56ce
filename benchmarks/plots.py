"""Small plots of a table, as SVG by matplotlib; the same bytes for the same figures."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Any

from .results import Table, number

_OURS, _OTHERS = "#1f77b4", "#b0b0b0"
_STEPS = 100  # from the least bar to the longest; beyond that, a scale of powers of ten


def drawn(table: Table, path: Path) -> bool:
    """Whether the table's plot was written: it wants one, and matplotlib is installed."""
    if not (table.bars or table.lines) or importlib.util.find_spec("matplotlib") is None:
        return False
    matplotlib: Any = importlib.import_module("matplotlib")
    matplotlib.use("svg")
    pyplot: Any = importlib.import_module("matplotlib.pyplot")
    with matplotlib.rc_context({"svg.hashsalt": "modscore", "svg.fonttype": "none"}):
        figure, axes = pyplot.subplots(figsize=(7, 1 + 0.32 * len(table.rows)))
        (_bars if table.bars else _lines)(table, axes)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
        pyplot.close(figure)
    return True


def _bars(table: Table, axes: Any) -> None:
    """A bar a row, the first column its name."""
    at = table.head.index(table.bars)
    shown = [(row[0].strip(), row[at], number(row[at])) for row in table.rows]
    bars = [(name, cell, value) for name, cell, value in shown if value is not None][::-1]
    values = [value for _, _, value in bars]
    colours = [_OURS if "modscore" in table.title + name else _OTHERS for name, _, _ in bars]
    made = axes.barh([name for name, _, _ in bars], values, color=colours)
    axes.bar_label(made, [cell for _, cell, _ in bars], padding=3, fontsize=8)
    if values and min(values) > 0 and max(values) > _STEPS * min(values):
        axes.set_xscale("log")
    axes.set_xlabel(table.bars)
    axes.tick_params(labelsize=8)


def _lines(table: Table, axes: Any) -> None:
    """A line a row over the columns' heads, both scales powers of ten."""
    for row in table.rows:
        points = [
            (x, y)
            for head, cell in zip(table.head, row, strict=True)
            if (x := number(head)) is not None and (y := number(cell)) is not None
        ]
        axes.plot([x for x, _ in points], [y for _, y in points], label=row[0], marker=".")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(table.head[0])
    axes.legend(fontsize=6, ncols=2)
    axes.figure.set_size_inches(7, 4)
