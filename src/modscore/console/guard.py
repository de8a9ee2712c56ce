"""How a command ends when something goes wrong.

Stage: command line; our errors come in; lines on standard error and an exit code go out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from ..errors import ModscoreError, RuleError, ThreadError
from .safe import say

FOUND, FAULTY, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141  # exit codes beside 0


@contextmanager
def guarded() -> Iterator[None]:
    """Turns every error of ours into lines on standard error and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except ModscoreError as error:
        faults = error.faults if isinstance(error, RuleError) else (str(error),)
        for fault in faults:
            say(f"modscore: {fault}")
        if isinstance(error.__cause__, ThreadError):
            say("(--lenient keeps the rest and tells what it mended)")
        raise typer.Exit(FAULTY) from None
    except BrokenPipeError:
        # Python would try to flush again on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from None
    except OSError as error:  # a full disk, a drive that has gone
        say(f"modscore: {error}")
        raise typer.Exit(FAULTY) from None
    except KeyboardInterrupt:
        say("modscore: interrupted")
        raise typer.Exit(INTERRUPTED) from None
