"""What of a pack is worked out before it runs: the tables that a `CompiledPack` is made of.

Stage: match (compile); numbers and phrases come in; a `Tables` value goes out, the same whether
worked out (`fresh`) or read from the file that lies beside the shipped rules (`kept`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .phrases import Columns

Ints = NDArray[np.int64]


class Links:
    """For each key a row of numbers, all rows in one array.

    >>> links = Links([2, 0, 1], [7, 8, 9])
    >>> [found.tolist() for found in links.of(np.array([2, 0]))]
    [[0, 1, 1], [9, 7, 8]]
    """

    def __init__(self, counts: ArrayLike, values: ArrayLike) -> None:
        self.starts = np.append(0, np.cumsum(counts)).astype(np.int64)
        self.values = np.array(values, dtype=np.int64)

    def of(self, keys: Ints) -> tuple[Ints, Ints]:
        """For all numbers of these keys: the index of the key given, and the number."""
        counts = self.starts[keys + 1] - self.starts[keys]
        which = np.repeat(np.arange(len(keys)), counts)
        first = np.cumsum(counts) - counts
        places = np.repeat(self.starts[keys] - first, counts) + np.arange(int(counts.sum()))
        return which, self.values[places]


def linked(rows: Sequence[Iterable[int]]) -> Links:
    """The links of rows given one by one, each in order.

    >>> linked([{3, 1}, ()]).values.tolist()
    [1, 3]
    """
    lists = [sorted(row) for row in rows]
    return Links([len(row) for row in lists], [value for row in lists for value in row])


class Tables(NamedTuple):
    """The tables of a pack; a phrase's key is its place in ``phrases``.

    ``phrases`` holds the terms and the trigger words of patterns under one key each; ``term_rules``
    and ``woken`` give for a key the rules it is a term of and the patterns it wakes; ``confirmed``
    those for which it is the second trigger.
    """

    phrases: Columns
    term_rules: Links
    woken: Links
    confirmed: Links
    made: tuple[tuple[int, str], ...]  # rule and pattern of each term that holds signs
    doubted: tuple[int, ...]  # the patterns that need a second trigger too
    signs: dict[str, tuple[int, ...]]  # a sign (one character) and the patterns it wakes
    roaming: tuple[int, ...]  # patterns without triggers
    readable: dict[str, tuple[int, ...]]  # obfuscated words and their rules
    negative: tuple[int, ...]  # rules that are themselves about a denial
