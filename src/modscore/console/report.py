"""Where scores go: rows in a file or pipe, whole threads as JSON, or a table on a terminal.

Stage: command line; each of these is a context manager that gives a function to call with every
`ThreadScore`, in order.
"""

# ruff: noqa: PLC0415 - what only some commands need is imported by them: a quick start
from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import SettingError
from ..records import Provenance, Summary, ThreadScore
from .choose import Choice, Scored, reaches
from .rows import form, writer
from .rows import whole as whole_line

if TYPE_CHECKING:
    from rich.console import Console

Take = Callable[[ThreadScore], None]

MANY = (200, 50)  # of more comments than this, a terminal shows so many of the worst
UNSEEN_WIDTH = 100  # columns of a table that no terminal bounds


@contextmanager
def rows(path: str, choice: Choice, text: bool) -> Iterator[Take]:
    """A row a comment, as soon as its thread is scored unless the worst are asked for."""
    form(path)  # refused before the file is made
    with _out(path) as out:
        write = writer(path, out, text)
        place = 0

        def take(result: ThreadScore) -> None:
            nonlocal place
            for score in result.comments:
                one = Scored(place, result.id, score)
                place += 1
                if choice.ordered:
                    choice.add(one)
                elif reaches(score, choice.limits):
                    write(one)

        yield take
        for one in choice.all():
            write(one)


@contextmanager
def whole(text: bool) -> Iterator[Take]:
    """A line of JSON a thread."""
    with _out("-") as out:
        yield lambda result: void(out.write(whole_line(result, text)))


@contextmanager
def table(choice: Choice) -> Iterator[Take]:
    """The table of comments and the summary, once all are scored."""
    choice.crowd = MANY
    summaries: list[Summary] = []
    made: list[Provenance] = []
    place = 0

    def take(result: ThreadScore) -> None:
        nonlocal place
        summaries.append(result.summary)
        made[:] = [result.provenance]
        for score in result.comments:
            choice.add(Scored(place, result.id, score))
            place += 1

    yield take
    from .table import print_comments, print_summary

    console = _console()
    shown = choice.all()
    print_comments(console, shown, several=len(summaries) > 1)
    if choice.left_out:
        console.print(
            f"the {len(shown)} worst of {len(shown) + choice.left_out} (--top N for more, "
            "-o FILE for all)\n",
            style="dim",
            markup=False,
        )
    if summaries:
        print_summary(console, summaries, made[0])


def void(_: object) -> None:
    """Nothing, whatever is given."""


@contextmanager
def _out(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        file = open(path, "wb")  # noqa: SIM115 (closed below, its errors told apart)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingError(f"--output: expected a file to write, got {path!r}: {reason}") from None
    with file:
        yield file


def _console() -> Console:
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False, emoji=False, markup=False)
    out: Any = _Trimmed()
    return Console(file=out, width=UNSEEN_WIDTH, highlight=False, emoji=False, markup=False)


class _Trimmed:
    """Standard output without the blanks that fill a table's lines."""

    def write(self, text: str) -> int:
        return sys.stdout.write(re.sub(r" +$", "", text, flags=re.MULTILINE))

    def flush(self) -> None:
        sys.stdout.flush()
