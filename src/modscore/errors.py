"""Every error modscore raises.

Stage: all of them; nothing comes in; exceptions go out.

The tree::

    ModscoreError (Exception)
    ├── ThreadError (ValueError)     a thread or comment has not the expected form
    ├── ReadError (ValueError)       a file could not be read as a thread
    ├── RuleError (ValueError)       a rule file or pack is wrong; holds every fault
    ├── ModelError                   a model file is missing, altered or of another version
    └── SettingError (ValueError)    an argument of Scorer or of a command is wrong

A message reads ``place: subject: expected X, got Y``.
"""

from __future__ import annotations

from collections.abc import Iterable


class ModscoreError(Exception):
    """The parent of all errors here; catch it to catch them all."""


class ThreadError(ModscoreError, ValueError):
    """A thread or comment has not the expected form, as in
    ``comments[3].parent: expected the id of a comment in this thread, got 'x9'``."""


class ReadError(ModscoreError, ValueError):
    """A file could not be read as threads; names the file and line."""


class RuleError(ModscoreError, ValueError):
    """A rule file or pack is wrong.

    ``faults`` is a tuple of all messages found, each with its place; ``str()`` puts one on a line.

    >>> RuleError(["a.yaml:2:1: x.y: kind: expected a kind, got 'trems'"]).faults
    ("a.yaml:2:1: x.y: kind: expected a kind, got 'trems'",)
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class ModelError(ModscoreError):
    """A model file is missing, altered, or made for another version."""


class SettingError(ModscoreError, ValueError):
    """An argument of ``Scorer`` or of a command is wrong."""
