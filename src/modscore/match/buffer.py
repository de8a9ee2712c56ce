"""The folded text of a batch as UTF-8, in which patterns run, with a map to its characters.

Stage: match; the columns of `Prepared` come in; bytes and places go out.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Prepared

Ints = NDArray[np.int64]


class Buffer:
    """The folded text of a batch as string and bytes, and its places, each made when asked for."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared

    @cached_property
    def text(self) -> str:
        """One string; a character is at its place in ``folded``."""
        return self.prepared.folded.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    @cached_property
    def raw(self) -> bytes:
        """UTF-8; a lone surrogate becomes three bytes that no pattern matches."""
        if not len(self.rare):
            return self.prepared.folded.astype(np.uint8).tobytes()
        return self.text.encode("utf-8", "surrogatepass")

    @cached_property
    def rare(self) -> Ints:
        """Places in ``folded`` of characters beyond ASCII."""
        return np.flatnonzero(self.prepared.folded > 0x7F)

    @cached_property
    def apostrophes(self) -> Ints:
        """Places in ``folded`` of apostrophes."""
        return np.flatnonzero(self.prepared.folded == 0x27)

    @cached_property
    def word_begins(self) -> Ints:
        """Places in ``points`` where words begin."""
        return self.prepared.origin[self.prepared.word_start]

    @cached_property
    def word_lasts(self) -> Ints:
        """Places in ``points`` of the last characters of words."""
        return self.prepared.origin[self.prepared.word_end - 1]

    @cached_property
    def _extra(self) -> Ints:
        """Bytes beyond one a character, added up before each rare character and at the end."""
        rare = self.prepared.folded[self.rare]
        extra = 1 + (rare > 0x7FF).astype(np.int64) + (rare > 0xFFFF)
        return np.append(0, np.cumsum(extra))

    def bytes_at(self, places: Ints) -> Ints:
        """The places in ``raw`` of places in ``folded``."""
        if not len(self.rare):
            return places
        return places + self._extra[np.searchsorted(self.rare, places)]

    def chars_at(self, places: Ints) -> Ints:
        """The places in ``folded`` of places in ``raw`` (where characters begin)."""
        if not len(self.rare):
            return places
        begins = self.rare + self._extra[:-1]
        return places - self._extra[np.searchsorted(begins, places)]

    @cached_property
    def bounds(self) -> list[int]:
        """Where each comment begins in ``raw``; its end is one before the next."""
        bounds: list[int] = self.bytes_at(self.prepared.folded_starts).tolist()
        return bounds

    @cached_property
    def sizes(self) -> Ints:
        """The bytes of each comment in ``raw``, its closing newline among them."""
        bounds = np.array(self.bounds, np.int64)
        sizes: Ints = bounds[1:] - bounds[:-1]
        return sizes

    @cached_property
    def pieces(self) -> list[bytes]:
        """The comments in ``raw``, each with its closing newline."""
        return [self.raw[start:end] for start, end in pairwise(self.bounds)]
