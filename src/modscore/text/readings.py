"""Readings: what disguised words may say.

Stage: prepare; the columns of a batch come in; ``Reading`` records go out, by comment and place.
Suspicious stretches are found with masks over the whole batch; Python sees only those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from modscore.text import disguises
from modscore.text.prepared import CODE, HEADER, LINK, MENTION, Prepared, Reading
from modscore.text.signs_in_words import signs
from modscore.text.suspects import MOST, OTHER, Suspects
from modscore.text.tables import UPPER, tables
from modscore.text.vocabulary import frequency_class

_SILENT = CODE | HEADER | LINK | MENTION

_CHAIN = 6  # words that weak masks may join
_DASHES = 8
_BLANK, _DASH, _LONG_DASH = 0x20, 0x2012, 0x2014
_BESIDE = frozenset(' \n"(,.!?:;')  # what may stand around words torn apart by blanks
_LONGEST_SPELLED = 12
_SAID_AGAIN = 2  # as often a row of letters that goes on alike is read, and no more
_TORN = ((2, 3), (1, 2), (1, 3), (2, 4), (0, 2))  # first and last of the five words around
_SHORTEST_JOINED, _LONGEST_JOINED = 4, 14

# start and end in folded places, the words it may say, the disguise
Found = tuple[int, int, Sequence[str], str]


def readings(prepared: Prepared) -> tuple[Reading, ...]:
    """All readings of a batch in order of comment, start, end; none within code, links, mentions.

    Of one comment at most the first 4,000 are kept, from the first 4,000 stretches of each kind.
    """
    if not len(prepared.folded):
        return ()
    suspects = Suspects(
        prepared.folded, prepared.folded_starts, prepared.word_start, prepared.word_end
    )
    found = [
        *signs(suspects),
        *_weak_masks(prepared, suspects),
        *_spelled(prepared, suspects),
        *_stray(prepared, suspects),
        *_stretched(prepared, suspects),
        *_respelled(prepared, suspects),
        *_split(prepared, suspects),
    ]
    if not found:
        return ()
    begins = np.array([one[0] for one in found], dtype=np.int64)
    comments = np.searchsorted(prepared.folded_starts, begins, side="right") - 1
    spoken = (prepared.regions[prepared.origin[begins]] & _SILENT) == 0
    places = prepared.spans(begins, np.array([one[1] for one in found], dtype=np.int64))
    result = {
        Reading(comment, start, end, word, how)
        for (_, _, words, how), comment, start, end, speech in zip(
            found,
            comments.tolist(),
            *(ends.tolist() for ends in places),
            spoken.tolist(),
            strict=True,
        )
        if speech
        for word in words
    }
    kept: list[Reading] = []
    for _, of_comment in groupby(sorted(result), key=lambda reading: reading.comment):
        kept.extend(list(of_comment)[:MOST])
    return tuple(kept)


def _weak_masks(prepared: Prepared, suspects: Suspects) -> Iterator[Found]:
    """``f-ck``, ``n----r``, ``m-th-r``, ``fu-ck``; and ``f---``."""
    text, starts, ends = suspects.text, prepared.word_start, prepared.word_end
    for start, end, words, parting in _chains(prepared, suspects):
        word = "".join(words)
        one = max(map(len, parting)) == 1
        if one and len(word) == 2:
            if prepared.points[prepared.origin[start + 1]] >= _LONG_DASH:
                yield start, end, ["**".join(words)], "masked"  # "f—k": one dash, several letters
            continue
        if one:
            yield start, end, [word], "spaced"
        if not one or any(len(part) > 1 for part in words):
            masked = words[0] + "".join(
                "*" * len(gap) + part for gap, part in zip(parting, words[1:], strict=True)
            )
            yield start, end, [masked], "masked"
    for k in suspects.trailing_dashes().tolist():
        start, end = int(starts[k]), int(ends[k])
        count = 0
        while count <= _DASHES and text[end + count : end + count + 1] == "-":
            count += 1
        following = text[end + count : end + count + 1]
        if count <= _DASHES and not following.isalnum() and (count > 2 or end - start == 1):
            yield start, end + count, [text[start:end] + "*" * count], "masked"


def _chains(
    prepared: Prepared, suspects: Suspects
) -> Iterator[tuple[int, int, list[str], list[str]]]:
    """Words that one kind of weak mask parts, with start, end and what parts them."""
    text, starts, ends = suspects.text, prepared.word_start, prepared.word_end
    pairs = suspects.weak_gaps().tolist()
    follows = set(pairs)
    done = -1
    for first in pairs:
        if first < done:
            continue
        last = first + 1
        while last in follows and last - first < _CHAIN:
            last += 1
        done = last
        words = [text[starts[k] : ends[k]] for k in range(first, last + 1)]
        gaps = [text[ends[k] : starts[k + 1]] for k in range(first, last)]
        if len(set("".join(gaps))) > 1 or not all(map(str.isalpha, words)):
            continue
        if gaps[0] == "." and _is_upper(prepared, first if len(words[-1]) == 1 else last):
            continue  # a full stop without a blank: "so.It"; a degree: "Ph.D"
        start, end = int(starts[first]), int(ends[last])
        if start and text[start - 1] in "./":
            continue  # "example.co.uk"
        sign = prepared.points[prepared.origin[ends[first]]]
        if sign >= _DASH and len(words[0]) > 2:
            continue  # a dash between phrases: "the law—a fool"
        yield start, end, words, gaps


def _is_upper(prepared: Prepared, word: int) -> bool:
    first = prepared.origin[prepared.word_start[word]]
    return bool(tables().flags[prepared.points[first]] & UPPER)


def _spelled(prepared: Prepared, suspects: Suspects) -> Iterator[Found]:
    """``f u c k``, ``f.u.c.k``, also within a longer row; not ``U.S.A.``"""
    text = suspects.text
    for start, end, step in suspects.spelled():
        row = text[start:end:step]
        if not any(map(str.isalpha, row)) or row == row[0] * len(row):
            continue
        upper = tables().flags[prepared.points[prepared.origin[start]]] & UPPER
        initials = text[end : end + 1] == "." or upper
        if len(row) == 3 and text[start + 1] == "." and initials:
            continue
        plain = row.isascii() and row.isalpha()
        said: Counter[str] = Counter()
        for first in range(len(row) - 2):
            longest = min(len(row), first + _LONGEST_SPELLED)
            whole = row[first:longest]
            said[whole] += 1
            if said[whole] > _SAID_AGAIN:
                continue
            for last in range(first + 3, longest + 1):
                spelled = row[first:last]
                words = [spelled] if plain else disguises.read_spelled(spelled)
                if words:
                    yield start + first * step, start + (last - 1) * step + 1, words, "spaced"


def _stray(prepared: Prepared, suspects: Suspects) -> Iterator[Found]:
    """``f uck``, ``shi t``, ``f u ck``, ``fu c k``: a single letter and its neighbours."""
    text, count = suspects.text, len(prepared.word_start)
    middle = suspects.stray_letters()
    if not len(middle):
        return
    around = np.clip(middle[:, None] + np.arange(-2, 3), 0, max(0, count - 1))
    begin, end_of = prepared.word_start[around], prepared.word_end[around]
    blank = np.append(prepared.word_start[1:] - prepared.word_end[:-1] == 1, False)
    blank &= prepared.folded[prepared.word_end] == _BLANK  # whether one stands before the next
    blank = blank[around]
    fits = np.zeros((len(middle), len(_TORN)), dtype=np.bool_)
    for which, (first, last) in enumerate(_TORN):
        size = end_of[:, last] - begin[:, first] - (last - first)
        fits[:, which] = (size >= _SHORTEST_JOINED) & (size <= _LONGEST_JOINED)
        fits[:, which] &= blank[:, first:last].all(axis=1)
        fits[:, which] &= (middle + first >= 2) & (middle + last - 2 < count)
    rows, ways = np.nonzero(fits)
    first, last = np.array(_TORN)[ways].T
    for start, end in zip(begin[rows, first].tolist(), end_of[rows, last].tolist(), strict=True):
        word = text[start:end].replace(" ", "")
        if not word.isalpha() or OTHER in word:
            continue
        if _BESIDE.issuperset(text[max(0, start - 1) : start] + text[end : end + 1]):
            yield start, end, [word], "spaced"


def _stretched(prepared: Prepared, suspects: Suspects) -> Iterator[Found]:
    """``fuuuck``, ``shiit``, ``fukk``."""
    starts, ends = prepared.word_start, prepared.word_end
    for k in _unknown(prepared, suspects.doubled(prepared.origin)):
        start, end = int(starts[k]), int(ends[k])
        if end - start <= disguises.LONGEST_STRETCHED:
            words = disguises.read_stretched(suspects.text[start:end])
            if words:
                yield start, end, words, "stretched"


def _respelled(prepared: Prepared, suspects: Suspects) -> Iterator[Found]:
    """``phuck``: an f written as ph; ``f'ck``."""
    starts, ends = prepared.word_start, prepared.word_end
    for k in _unknown(prepared, suspects.respelled()):
        start, end = int(starts[k]), int(ends[k])
        if 3 < end - start <= _LONGEST_JOINED:
            word = suspects.text[start:end]
            if word[1] == "'":
                yield start, end, [word[0] + "*" + word[2:]], "masked"
            else:
                yield start, end, ["f" + word[2:]], "leet"


def _unknown(prepared: Prepared, words: NDArray[np.int64]) -> list[int]:
    """Those of the words that are rare or unknown; "vacuum" and "phone" say what they say."""
    known = frequency_class(prepared.word_hash[words]) > 1
    unknown: list[int] = words[~known].tolist()
    return unknown


def _split(prepared: Prepared, suspects: Suspects) -> Iterator[Found]:
    """``fu<b></b>ck``, ``f[i]u[/i]ck``, ``fu&shy;ck``."""
    text = suspects.text
    done = 0
    for start in prepared.word_start[suspects.marked_up()].tolist():
        if start < done:
            continue
        found = disguises.find_split(text, start)
        if found:
            done, word = found
            yield start, done, [word], "split"
