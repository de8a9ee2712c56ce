"""Opening the input, making the scorer, and a bar while it runs.

Stage: command line; checked options come in; an iterator of `ThreadScore` goes out. What is not a
result (columns taken, repairs, the bar) goes to standard error.
"""

# ruff: noqa: PLC0415 - what only some commands need is imported by them: a quick start
from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..records import ThreadScore
from ..threads.read import ThreadFile, read
from .options import pairs
from .safe import say

BAR_FROM = 1 << 20  # bytes of input: what is shorter needs no bar
BAR_AFTER = 0.7  # seconds, for input of unknown length
REPAIRS_TOLD = 10


@contextmanager
def opened(
    path: str, format: str, article: int, column: Sequence[str] | None, lenient: bool
) -> Iterator[ThreadFile]:
    """The threads of the input; says which columns were taken, and at the end what was mended."""
    columns = pairs("column", column)
    with read(path, format, article=article, columns=columns or None, lenient=lenient) as threads:
        if threads.columns is not None:
            say(f"{threads.format}: columns {threads.columns}")
        yield threads
        tell_repairs(threads.repairs)


def tell_repairs(repairs: Sequence[str]) -> None:
    """The first repairs, and how many there are."""
    for repair in repairs[:REPAIRS_TOLD]:
        say(f"mended: {repair}")
    if len(repairs) > REPAIRS_TOLD:
        say(f"mended: {len(repairs) - REPAIRS_TOLD} more")


def make_scorer(
    preset: str = "default",
    points: str = "balanced",
    rules: Sequence[Path] | None = None,
    off: Sequence[str] | None = None,
    *,
    lenient: bool = False,
) -> Any:
    """The `Scorer` asked for."""
    from ..api import Scorer

    return Scorer(preset, rules=rules or None, off=tuple(off or ()), points=points, lenient=lenient)


def results(scorer: Any, threads: ThreadFile, *, bar: bool = True) -> Iterator[ThreadScore]:
    """The scores of the threads, in order; on a terminal with a bar if the input is long."""
    scored: Iterable[ThreadScore] = scorer.score_many(threads)
    if bar and sys.stderr.isatty() and (threads.size is None or threads.size >= BAR_FROM):
        scored = _with_bar(scored, threads)
    for result in scored:
        tell_repairs(result.summary.repairs)
        yield result


def _with_bar(scored: Iterable[ThreadScore], threads: ThreadFile) -> Iterator[ThreadScore]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    shown = Progress(
        TextColumn("{task.completed} comments"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    begun = time.monotonic()
    size = threads.size
    task = shown.add_task("scoring", total=None)
    comments = 0
    started = False
    try:
        if size:
            shown.start()
            started = True
        for result in scored:
            comments += len(result.comments)
            share = threads.taken / size if size else 0.0
            shown.update(task, completed=comments, total=comments / share if share else None)
            if not started and time.monotonic() - begun > BAR_AFTER:
                shown.start()
                started = True
            yield result
    finally:
        shown.stop()
