"""Text that repeats an earlier comment of the thread, or the article, word for word.

Stage: text, after the words are hashed; word hashes and places come in; the stretches that others
wrote first go out, to be marked QUOTE.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from modscore.records import Thread
from modscore.text.distinct import distinct

WIDTH = 8  # words in a row that make a repetition
_DISTINCT = 5  # different words among them: "no no no no …" repeats nobody
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SALT = np.uint64(0xBF58476D1CE4E5B9)

_Hashes = NDArray[np.uint64]
_Places = NDArray[np.int64]


def mark(
    word_hash: _Hashes,
    word_comment: NDArray[np.int32],
    word_start: _Places,
    word_end: _Places,
    *,
    threads: Sequence[Thread],
    articles: Sequence[_Hashes | None] = (),
) -> list[tuple[int, int]]:
    """The stretches that repeat eight or more words in a row of somebody else's earlier text.

    Takes the words of all comments of ``threads`` in order: hash, comment, start and end in
    ``points``, in which the answer is given too. ``articles`` holds the word hashes of each
    thread's article, or None. Words that the same author (by name) wrote first are his own, and a
    comment without any word beside the repetition repeats nobody: it says the thing itself. In
    time linear in the words, but for sorting the few that stand twice.
    """
    sizes = np.array([len(thread.comments) for thread in threads], np.int64)
    thread_of = np.repeat(np.arange(len(threads)), sizes)
    has_article = np.zeros(len(threads), np.bool_)
    for index, article in enumerate(articles):
        has_article[index] = article is not None and len(article) >= WIDTH
    sought = ((sizes > 1) | has_article)[thread_of]
    if len(word_hash) < WIDTH or not sought.any():
        return []
    rows = np.flatnonzero(
        (word_comment[: 1 - WIDTH] == word_comment[WIDTH - 1 :]) & sought[word_comment[: 1 - WIDTH]]
    )
    keys = _shingles(word_hash)[rows] ^ _thread_salt(thread_of[word_comment[rows]])
    earlier = [
        _shingles(article) ^ _thread_salt(np.array([index]))
        for index, article in enumerate(articles)
        if article is not None and has_article[index]
    ]
    ahead = sum(map(len, earlier))
    later, source = _repeated(np.concatenate([*earlier, keys]))
    source, later = source[later >= ahead] - ahead, rows[later[later >= ahead] - ahead]
    author = _author_numbers(threads)
    theirs = author[word_comment[rows[np.maximum(source, 0)]]]
    later = later[(source < 0) | (theirs != author[word_comment[later]])]
    later = later[_varied(word_hash, later)]
    covered = np.zeros(len(word_hash) + 1, np.int64)
    covered[later] += 1
    covered[later + WIDTH] -= 1  # no row stands twice in `later`
    return _stretches(np.cumsum(covered[:-1]) > 0, word_start, word_end, word_comment)


def _author_numbers(threads: Sequence[Thread]) -> _Places:
    """A number for the author of each comment; comments without one are each by another."""
    numbers: dict[str, int] = {}
    return np.array(
        [
            -1 - index if name is None else numbers.setdefault(name, len(numbers))
            for index, name in enumerate(
                comment.author for thread in threads for comment in thread.comments
            )
        ],
        np.int64,
    )


def _varied(words: _Hashes, rows: _Places) -> NDArray[np.bool_]:
    """Which rows of eight words hold five different ones or more."""
    ordered = np.sort(words[rows[:, None] + np.arange(WIDTH)], axis=1)
    varied: NDArray[np.bool_] = (np.diff(ordered, axis=1) != 0).sum(axis=1) + 1 >= _DISTINCT
    return varied


def _shingles(words: _Hashes) -> _Hashes:
    """One key for each row of eight words."""
    count = len(words) - WIDTH + 1
    key = np.zeros(count, np.uint64)
    for step in range(WIDTH):
        key = key * _FACTOR + words[step : step + count]
    key ^= key >> np.uint64(29)
    return key * _SALT


def _thread_salt(threads: NDArray[np.int64]) -> _Hashes:
    salt: _Hashes = (threads.astype(np.uint64) + np.uint64(1)) * _FACTOR
    return salt


def _repeated(keys: _Hashes) -> tuple[_Places, _Places]:
    """(row, first row with the same key) for every row whose key stood before."""
    bits = max(10, len(keys).bit_length() + 3)
    bucket = (keys >> np.uint64(64 - bits)).astype(np.int64)
    rows = np.flatnonzero(np.bincount(bucket, minlength=1)[bucket] > 1)  # few are left to sort
    order = rows[np.argsort(keys[rows], kind="stable")]
    ordered = keys[order]
    same = np.zeros(len(order), np.bool_)
    same[1:] = ordered[1:] == ordered[:-1]
    first = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))
    return order[same], order[first[same]]


def _stretches(
    covered: NDArray[np.bool_],
    word_start: _Places,
    word_end: _Places,
    word_comment: NDArray[np.int32],
) -> list[tuple[int, int]]:
    """Rows of covered words as (start, end), without comments that hold no other word."""
    where = np.flatnonzero(covered)
    if not len(where):
        return []
    comments = distinct(word_comment[where])
    total = np.searchsorted(word_comment, comments, "right") - np.searchsorted(
        word_comment, comments
    )
    taken = np.bincount(np.searchsorted(comments, word_comment[where]))
    where = where[np.isin(word_comment[where], comments[taken < total])]
    if not len(where):
        return []
    fresh = (np.diff(where, prepend=-2) != 1) | (np.diff(word_comment[where], prepend=-1) != 0)
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(where)) - 1
    starts, ends = word_start[where[first]], word_end[where[last]]
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
