"""`modscore batch`: exports of any size, scored into a file for other tools.

Stage: command line; paths and options come in; a file of scores goes out, and a summary on
standard error.
"""

# ruff: noqa: PLC0415 - what only this command needs is imported by it: a quick start
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..batch.task import CHUNK
from . import options
from .guard import FAULTY
from .run import tell_repairs
from .safe import say

if TYPE_CHECKING:
    from ..batch.run import Report
    from ..batch.task import Task

_REDRAWN = 0.1  # seconds between two drawings of the bar


def batch(
    paths: Annotated[
        list[str], typer.Argument(metavar="IN…", help="Files of comments, or - for standard input.")
    ],
    *,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="OUT", help="A .parquet, .jsonl or .csv file.")
    ],
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes; as many as cores.")
    ] = None,
    preset: options.Preset = "default",
    points: options.Points = "balanced",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was interrupted.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first row that cannot be read.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace OUT, and throw away parts of a broken run.")
    ] = False,
    format: options.Format = "auto",
    column: options.Column = None,
    article: options.Article = 0,
    rules: options.Rules = None,
    off: options.Off = None,
    text: options.Text = False,
    chunk: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Comments a part: what an interruption may lose."),
    ] = CHUNK,
) -> None:
    """Score files of any size on all cores, into a table that other tools read.

    \b
    Rows without a thread are threads of one comment. Rows that cannot be read are told in
    OUT.rejects.jsonl (named without OUT's ending) and do not stop the run. An interrupted run, even
    a killed one, goes on with --resume, to the same bytes; its parts wait in OUT.parts.

    \b
      modscore batch dump.zst -o scores.parquet --preset fast
      modscore batch 2025-*.csv -o scores.jsonl --column text=body --workers 8
      modscore batch dump.zst -o scores.parquet --preset fast --resume

    \b
    Exit codes: 0 done, rejects or not; 2 wrong usage, a full disk, or a file that could not be read
    to its end (the rest is scored; --strict stops at the first fault); 130 interrupted.
    """
    from ..batch.run import run
    from ..batch.task import task

    made = task(
        paths,
        output,
        preset=preset,
        points=points,
        rules=rules or (),
        off=off or (),
        format=format,
        columns=options.pairs("column", column),
        article=article,
        text=text,
        strict=strict,
        chunk=chunk,
    )
    with _bar() as watch:
        report = run(made, workers=workers, resume=resume, force=force, watch=watch)
    _summary(made, report)
    if report.cut:
        raise typer.Exit(FAULTY)


def _summary(task: Task, report: Report) -> None:
    if report.complete:
        say(f"{task.output}: complete already, nothing to resume")
        return
    count = report.count
    told = f"{task.output}: {count.comments:,} comments in {count.threads:,} threads"
    say(told + (f", {report.kept:,} of them scored before" if report.kept else ""))
    if report.rejects:
        say(f"rejected: {report.rejects:,} rows, told in {task.rejects}")
    for cut in report.cut:
        say(f"not read to its end: {cut}")
    if report.bare:
        say(f"threads without a comment: {report.bare:,}; an article alone is not scored")
    tell_repairs([*report.repairs, *[""] * (report.mended - len(report.repairs))])
    there = count.comments - count.unscored
    if count.unscored:
        say(f"without a text, not scored: {count.unscored:,}")
    if there:
        shares = [
            f"{flag} {number / there:.2%}"
            for flag, number in sorted(count.flagged.items(), key=lambda one: (-one[1], one[0]))
        ]
        say(f"flagged: {', '.join(shares) or 'none'}")
        say(f"uncertain: {count.uncertain / there:.2%}")
    say(f"{_clock(report.seconds)}, {report.rate:,.0f} comments/s")


@contextmanager
def _bar() -> Iterator[Callable[[Report], None] | None]:
    """What draws a report on a terminal: comments, rate, and the time that is left."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    line: Any = shown.add_task("scoring", total=None, left="")
    drawn = 0.0
    first: float | None = None  # the share that earlier runs had done

    def watch(report: Report) -> None:
        nonlocal drawn, first
        now = time.monotonic()
        if report.share is not None and (first is None or report.count.comments == report.kept):
            first = report.share
        if now - drawn < _REDRAWN:
            return
        drawn = now
        left = ""
        if report.share and first is not None and report.share > first:
            rest = report.seconds * (1 - report.share) / (report.share - first)
            left = f"{_clock(rest)} left"
        shown.update(
            line,
            description=f"{report.count.comments:,} comments  {report.rate:,.0f}/s",
            total=1.0 if report.share is not None else None,
            completed=report.share or 0.0,
            left=left,
        )

    with shown:
        yield watch


def _clock(seconds: float) -> str:
    """A time as people read it.

    >>> _clock(0.31), _clock(75), _clock(3700)
    ('0.3 s', '1:15', '1:01:40')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
