"""Comments a second from file to file, with one worker on one core and with two on two."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path

from .batches import batch, lines
from .common import Asked, MissingError, corpus, interleaved
from .results import Table, table

RUNS = 3
BYTES = {"fast": 40_000_000, "default": 1_000_000}
QUICK = 200_000
FORMS = ("jsonl", "parquet")


def run(asked: Asked) -> list[Table]:
    """The table."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if (len(cores) or os.cpu_count() or 1) < 2:
        raise MissingError("needs two cores, got one")
    texts = corpus(asked.data)
    rows = []
    sizes = {"fast": QUICK} if asked.quick else BYTES
    with tempfile.TemporaryDirectory() as folder:
        for preset, size in sizes.items():
            source = Path(folder, f"{preset}.jsonl")
            source.write_bytes(b"".join(lines(texts, size)))
            count = source.read_bytes().count(b"\n")
            for form in FORMS if preset == "fast" else FORMS[:1]:
                works = [
                    partial(_seconds, source, preset, form, workers, frozenset(cores[-workers:]))
                    for workers in (1, 2)
                ]
                one, two = interleaved(works, asked.runs(RUNS))
                rows.append(
                    (
                        f"modscore {preset}, {form}",
                        f"{count:,}",
                        *(f"{count / timing.best:,.0f}" for timing in (one, two)),
                        f"{one.best / two.best:.2f}",
                        *(f"{timing.spread:.0%}" for timing in (one, two)),
                    )
                )
    note = (
        "`modscore batch` from a file of JSON lines to a file, all of the time, start "
        f"and the joining of parts included; best of {asked.runs(RUNS)} runs taken in turn, on as "
        "many cores as workers."
    )
    head = (
        "what",
        "comments",
        "comments/s",
        "with two workers",
        "ratio",
        "spread",
        "spread of two",
    )
    return [table("From file to file", head, rows, note, bars="comments/s")]


def _seconds(source: Path, preset: str, form: str, workers: int, cores: frozenset[int]) -> float:
    output = source.with_name(f"scores-{workers}.{form}")
    kept = cores or None
    return batch(source, output, preset=preset, workers=workers, cores=kept).seconds
