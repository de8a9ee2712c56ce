"""Patterns that are compiled when a text first needs them: all of them at once take long.

Stage: match; the text of a pattern comes in; its `match` and `search` go out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

Look = Callable[[str], re.Match[str] | None]


class Late:
    """A pattern of ``re``.

    >>> bool(Late("so+").match("soon")), bool(Late("so+").search("no"))
    (True, False)
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def match(self) -> Look:
        """As ``re.Pattern.match``."""
        return re.compile(self.pattern).match

    @cached_property
    def search(self) -> Look:
        """As ``re.Pattern.search``."""
        return re.compile(self.pattern).search
