"""Peak memory of `modscore batch`, and whether it grows with the file.

The input is made on the way and piped in, so that a file of any size needs no disk.
"""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path
from typing import NamedTuple

from .batches import Ran, batch, lines, size
from .common import Asked, MissingError, corpus
from .results import Table, table

MEGABYTE = 1_000_000


class Fed(NamedTuple):
    """What is scored: so many bytes in a preset, and how many threads are mixed (0: none)."""

    preset: str
    bytes: int
    threads: int = 0


SIZES = (
    Fed("fast", 10 * MEGABYTE),
    Fed("fast", 50 * MEGABYTE),
    Fed("fast", 250 * MEGABYTE),
    Fed("fast", 50 * MEGABYTE, threads=200),
    Fed("default", 2 * MEGABYTE),
    Fed("default", 6 * MEGABYTE),
)
QUICK = (Fed("fast", MEGABYTE // 5), Fed("fast", MEGABYTE))
WORKERS = 2
BOUND = {"fast": 250, "default": 500}  # MiB of a worker


def run(asked: Asked) -> list[Table]:
    """The table."""
    return [measured(QUICK if asked.quick else SIZES, corpus(asked.data))]


def measured(sizes: tuple[Fed, ...], texts: list[str]) -> Table:
    """The table of these sizes."""
    if importlib.util.find_spec("psutil") is None:
        raise MissingError("needs the package psutil")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for fed in sizes:
            made = lines(texts, fed.bytes, fed.threads)
            ran = batch(made, Path(folder, "out.jsonl"), preset=fed.preset, workers=WORKERS)
            rows.append(_row(fed, ran))
    note = (
        f"{WORKERS} workers, JSON lines piped in and a file of JSON lines out; resident set at its "
        "highest, shared libraries included (below two parts of rows no worker starts: the reader "
        "scores). Bound for a worker: "
        + ", ".join(f"{bound} MiB {preset}" for preset, bound in BOUND.items())
        + "."
    )
    head = ("what", "input", "worker", "reader and writer", "MB/s")
    return table("Peak memory of a batch", head, rows, note, bars="worker")


def _row(fed: Fed, ran: Ran) -> tuple[str, ...]:
    mixed = f", {fed.threads} threads mixed" if fed.threads else ""
    fed_in = f"{fed.bytes / MEGABYTE:,.1f} MB"
    return (
        f"modscore {fed.preset}, {fed_in}{mixed}",
        fed_in,
        size(ran.worker) if ran.worker else "-",
        size(ran.reader),
        f"{fed.bytes / MEGABYTE / ran.seconds:.2f}",
    )
