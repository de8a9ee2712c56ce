"""Preparation: a batch of threads made columnar.

Stage: prepare; threads come in; one ``Prepared`` goes out, the same for a comment whatever
else is in the batch (but for repeats of earlier comments of its own thread).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from modscore.records import Thread
from modscore.text import markup, repeats, segment
from modscore.text.fold import fold
from modscore.text.ground import uncertain
from modscore.text.prepared import QUOTE, Prepared
from modscore.text.readings import readings
from modscore.text.vocabulary import entries
from modscore.text.words import find_words, hash_places


def prepare(threads: Sequence[Thread]) -> Prepared:
    """All comments of the threads, in order, as columns.

    >>> from modscore.records import Comment, Thread
    >>> prepared = prepare([Thread("t", (Comment("1", "Héllo wörld"),))])
    >>> len(prepared), len(prepared.word_hash)
    (1, 2)
    """
    texts = tuple(comment.text for thread in threads for comment in thread.comments)
    sizes = np.fromiter((len(t.comments) for t in threads), dtype=np.int64, count=len(threads))
    points, starts = points_of(texts)
    folded, origin = fold(points, starts)
    folded_starts = np.searchsorted(origin, starts).astype(np.int64)
    word_start, word_end = find_words(folded)
    word_hash = hash_places(folded, word_start, word_end)
    word_comment = _comment_of(word_start, folded_starts)
    first, last = origin[word_start], origin[word_end - 1]

    regions = markup.regions(points, starts)
    for start, end in repeats.mark(
        word_hash,
        word_comment,
        first,
        last + 1,
        threads=threads,
        articles=_article_words(threads),
    ):
        regions[start:end] |= QUOTE
    sentence_start, sentence_end, sentence_comment = segment.sentences(points, starts, regions)
    prepared = Prepared(
        texts=texts,
        thread_of=np.repeat(np.arange(len(threads), dtype=np.int32), sizes),
        points=points,
        starts=starts,
        regions=regions,
        folded=folded,
        origin=origin,
        folded_starts=folded_starts,
        word_start=word_start,
        word_end=word_end,
        word_hash=word_hash,
        word_entry=entries(word_hash),
        word_comment=word_comment,
        word_regions=regions[first] | regions[last],
        sentence_start=sentence_start,
        sentence_end=sentence_end,
        sentence_comment=sentence_comment,
    )
    return replace(prepared, readings=readings(prepared), uncertain=uncertain(prepared))


def points_of(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The code points of all texts, a newline after each, and the n + 1 places they begin at."""
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1, out=starts[1:])
    joined = "\n".join((*texts, ""))
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), starts


def _comment_of(places: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int32]:
    """The comment each place lies in; places are in order."""
    bounds = np.searchsorted(places, starts)
    return np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(bounds))


def _article_words(threads: Sequence[Thread]) -> list[NDArray[np.uint64] | None]:
    """The word hashes of each thread's article, None where there is none."""
    if not any(thread.article for thread in threads):
        return [None] * len(threads)
    points, starts = points_of([thread.article or "" for thread in threads])
    folded, origin = fold(points, starts)
    word_start, word_end = find_words(folded)
    hashes = hash_places(folded, word_start, word_end)
    bounds = np.searchsorted(origin[word_start], starts).tolist()
    return [
        hashes[bounds[k] : bounds[k + 1]] if thread.article else None
        for k, thread in enumerate(threads)
    ]
