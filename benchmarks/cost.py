"""What a hundred million comments cost: arithmetic from the figures that others kept."""

from __future__ import annotations

import re
from pathlib import Path

from .common import ROOT, Asked, MissingError
from .results import Table, table

COMMENTS = 100_000_000
MACHINE = 32  # cores of one machine
CLUSTER = 10  # such machines under Spark
PRESETS = ("fast", "default", "accurate")
PAGE = ROOT / "docs" / "scale.md"
BREAK = "\n\n"
_BEGIN, _END = "<!-- begin: python -m benchmarks cost -->\n", "<!-- end -->"


def run(asked: Asked) -> list[Table]:
    """The table; it also goes into docs/scale.md when it is made of the figures kept here."""
    speed, scaling, spark = (_read(asked.out, name) for name in ("speed", "scaling", "spark"))
    if not speed:
        raise MissingError("needs the figures of speed (python -m benchmarks speed)")
    made = computed(speed, scaling, spark)
    if asked.out.resolve() == Asked.out.resolve():
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(placed(page, str(made)), encoding="utf-8")
    return [made]


def computed(speed: str, scaling: str, spark: str) -> Table:
    """The table, from the Markdown of the kept figures; what was not measured is told."""
    rates = {name: number(cells["comments/s"]) for name, cells in figures(speed).items()}
    two = _two(scaling)
    added = _overhead(spark)
    head = ["preset", "comments/s on a core", "core hours", "one core", f"{MACHINE} cores"]
    head += [f"Spark, {CLUSTER} × {MACHINE} cores"] if added is not None else []
    rows = []
    for preset in PRESETS:
        rate = rates.get(f"modscore {preset}, batch")
        if not rate:
            continue
        hours = _hours(rate)
        row = [preset, f"{rate:,.0f}", f"{hours:,.1f}", _time(hours)]
        row.append(_time(hours / (MACHINE * (two or 2.0) / 2)))
        row += [_time(_hours(rate, added) / (CLUSTER * MACHINE))] if added is not None else []
        rows.append(row)
    each = (
        f"each of the {MACHINE} gives what each of two gave in figures/scaling.md "
        f"({two:.2f} times one)"
        if two
        else f"the {MACHINE} are taken to give {MACHINE} times one"
    )
    note = (
        f"{COMMENTS:,} comments. Core hours are comments / rate / 3600, the rate that of "
        f"figures/speed.md; {each}. The bill is core hours times the price of one. "
        + (_spark_note(spark, added) if added is not None else "Spark was not measured here.")
        + f" Speed was measured so: {speed.strip().partition(BREAK)[2].partition(BREAK)[2]}"
    )
    return table(f"What {COMMENTS:,} comments cost", head, rows, note)


def figures(markdown: str) -> dict[str, dict[str, str]]:
    """The rows of the first table, by their first cell.

    >>> figures("| what | n |\\n| --- | --- |\\n| a | 1,000 |\\n")
    {'a': {'what': 'a', 'n': '1,000'}}
    """
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    if len(cells) < 3:
        return {}
    return {row[0]: dict(zip(cells[0], row, strict=True)) for row in cells[2:]}


def number(text: str) -> float:
    """The number that a cell shows; 0 for an empty one."""
    return float(text.replace(",", "") or 0)


def placed(page: str, text: str) -> str:
    """The page with the table between its marks."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"docs/scale.md: marks: expected {_BEGIN.strip()} … {_END}, got neither")
    body = text.partition(BREAK)[2]  # the page has a heading of its own
    return f"{before}{begin}\n{body}\n{end}{after}"


def _hours(rate: float, added: float = 0.0) -> float:
    return COMMENTS * (1 / rate + added) / 3600


def _two(scaling: str) -> float | None:
    """How many times the work of one worker two do, at the least."""
    found = [number(cells["ratio"]) for cells in figures(scaling).values() if "ratio" in cells]
    return min(found, default=None)


def _overhead(spark: str) -> float | None:
    """Processor seconds that Spark adds to a comment."""
    column = "comments/processor second"
    rates = [number(cells[column]) for cells in figures(spark).values() if cells.get(column)]
    return 1 / rates[-1] - 1 / rates[0] if len(rates) > 1 else None


def _spark_note(spark: str, overhead: float) -> str:
    said = (
        f"Spark added {overhead * 1000:.2f} processor milliseconds to a comment in "
        "figures/spark.md: its JVMs, their start, and the work of a killed worker are counted, "
        "which weigh more in so short a job than in a long one."
    )
    found = re.search(r"takes ([\d,]+) bytes a comment", spark)
    if not found:
        return said
    size = number(found[1]) * COMMENTS / 1e9
    return f"{said} The Parquet output takes {size:,.0f} GB with findings and claims."


def _time(hours: float) -> str:
    """
    >>> _time(50), _time(5), _time(0.5)
    ('2.1 days', '5.0 hours', '30 minutes')
    """
    if hours >= 48:
        return f"{hours / 24:,.1f} days"
    return f"{hours:,.1f} hours" if hours >= 1 else f"{hours * 60:,.0f} minutes"


def _read(out: Path, name: str) -> str:
    path = out / f"{name}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""
