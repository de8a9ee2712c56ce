"""Strangers' text made harmless for a terminal, without losing the places of its characters.

Stage: command line; any string comes in; printable text goes out. Control and bidi characters,
escape sequences and lone surrogates are written out, so that a comment cannot move the cursor.
"""

from __future__ import annotations

import sys

from ..wording import JOINER


def clean(text: str) -> str:
    """The text with everything a terminal could obey written out; new lines stay.

    >>> clean("a\\x1b[31m\\u202eb\\nc")
    'a\\\\x1b[31m\\\\u202eb\\nc'
    """
    if text.isprintable():
        return text
    return "".join(map(shown, text))


def shown(character: str) -> str:
    """One character as it may be printed.

    >>> shown("é"), shown("\\t"), shown("\\ud800")
    ('é', ' ', '\\\\ud800')
    """
    if character.isprintable() or character in (JOINER, "\n"):
        return character
    if character.isspace() and character not in "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return "" if character == "\r" else " "
    return character.encode("unicode_escape").decode("ascii")


def say(message: str) -> None:
    """A line on standard error."""
    print(clean(message), file=sys.stderr, flush=True)
