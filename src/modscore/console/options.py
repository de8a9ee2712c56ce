"""What may be said on the command line, and what it means.

Stage: command line; words from the shell come in; checked values go out, or a SettingError.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ..errors import SettingError
from ..records import ATTRIBUTES, SIGNALS
from ..threads.read import FORMAT_NAMES

ORDERED = (*SIGNALS, *ATTRIBUTES)  # what --sort, --min and --fail-on take

SourcePath = Annotated[
    str, typer.Argument(metavar="PATH", help="A file of comments, or - for standard input.")
]
Format = Annotated[str, typer.Option(help=f"How the file is written: {', '.join(FORMAT_NAMES)}.")]
Preset = Annotated[str, typer.Option(help="default, or fast (less exact, many times faster).")]
Points = Annotated[
    str, typer.Option(help="What is flagged: balanced, high_precision or high_recall.")
]
Article = Annotated[
    int, typer.Option(metavar="N", help="Plain text: the first N paragraphs are the article.")
]
Column = Annotated[
    list[str] | None,
    typer.Option(metavar="FIELD=NAME", help="The column or key of a field, as text=body."),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option(metavar="PATH", help="A rule file, or a folder of them, beside the built-in."),
]
Off = Annotated[
    list[str] | None, typer.Option(metavar="RULE_ID", help="A rule not to be used; repeatable.")
]
Lenient = Annotated[
    bool, typer.Option("--lenient", help="Keep what can be read of a faulty file; tell the rest.")
]
Text = Annotated[bool, typer.Option("--text", help="Write the comments' own words too.")]


def pairs(name: str, given: Iterable[str] | None) -> dict[str, str]:
    """The values of a repeatable option ``KEY=VALUE``.

    >>> pairs("column", ["text=body", "id="])
    {'text': 'body', 'id': ''}
    """
    found: dict[str, str] = {}
    for one in given or ():
        key, equals, value = one.partition("=")
        if not equals or not key:
            raise SettingError(f"--{name}: expected KEY=VALUE, got {one!r}")
        if key in found:
            raise SettingError(f"--{name}: expected {key} once, got it twice")
        found[key] = value
    return found


def limits(name: str, given: Iterable[str] | None) -> dict[str, float]:
    """The values of ``--min`` and ``--fail-on``: a share for each signal named.

    >>> limits("min", ["toxicity=0.5"])
    {'toxicity': 0.5}
    """
    found = {}
    for key, value in pairs(name, given).items():
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0 <= number <= 1:
            raise SettingError(f"--{name}: {key}: expected a number from 0 to 1, got {value!r}")
        found[signal(name, key)] = number
    return found


def signal(name: str, given: str) -> str:
    """The signal or attribute named; hyphens will do.

    >>> signal("sort", "unsupported-claims")
    'unsupported_claims'
    """
    plain = given.strip().lower().replace("-", "_")
    if plain in ORDERED:
        return plain
    near = difflib.get_close_matches(plain, ORDERED, 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    raise SettingError(f"--{name}: expected one of {', '.join(ORDERED)}, got {given!r}{hint}")
