"""The plain marks of a sentence: its length, numbers, names, stops, kinds of words, place.

Stage: models; a prepared batch and where its words stand come in; for each mark and sentence a row
of the table of marks goes out: counts laid in a few bins.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modscore.models.known_words import KnownWords
from modscore.models.lanes import lane_sums, pack, sums
from modscore.text.case import UPPER, case_of
from modscore.text.prepared import INLINE, LINK, QUOTE, Prepared
from modscore.text.words import hash_words

_GROUPS = {
    "first": "i me my mine myself i'm i've i'd i'll im ive",
    "second": "you your yours yourself you're you've you'd you'll u ur",
    "plural": "we us our ours we're we've we'd we'll",
    "modal": "should would could might may must ought shouldn't wouldn't couldn't can can't",
    "future": "will won't gonna they'll it'll he'll she'll i'll you'll we'll",
    "past": (
        "was were had did wasn't weren't didn't hadn't been said got made took went came gave "
        "told knew paid lost won kept held left became began brought built bought sold spent"
    ),
    "present": "is are isn't aren't has have does do doesn't don't hasn't haven't it's that's",
    "universal": (
        "all every everyone everybody never always none nobody nothing everything only most any "
        "entire whole"
    ),
    "negation": "not no nor without can't cannot don't isn't doesn't won't didn't aren't wasn't",
    "condition": "if unless suppose assuming whether imagine",
    "third": "he she they him her them his their it its he's she's they're",
    "asking": "what why how who when where which whose",
    "wish": "hope wish please let let's thank thanks glad sorry love hate want need",
    "judging": (
        "good bad great terrible awful best worst stupid ridiculous disgusting beautiful nice "
        "sad funny pathetic wonderful horrible right wrong better worse"
    ),
}
_NAMES = tuple(_GROUPS)
_MARKS = ("?", "!", ",", '"', "(", "%", "$", ":")  # in folded text
_SUFFIXES = ("ed", "ing", "ly", "s", "tion")
_EDGES: dict[str, tuple[int, ...]] = {
    "words": (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27, 35, 50),
    "letters": (10, 20, 30, 40, 55, 70, 90, 110, 140, 180, 230, 300),  # all characters
    "sentences": (2, 3, 4, 6, 9, 15),  # of the comment
    "from_start": (1, 2, 3, 5, 8),
    "from_end": (1, 2, 3),
    "names": (1, 2, 3, 4, 6, 9),  # words with a capital, not the first
    "capitals": (1, 2, 4),  # words of two and more letters, all capitals
    "numbers": (1, 2, 3, 5),
    "years": (1,),
    "long": (1, 2, 3, 4, 6, 9, 14),  # words of seven letters and more
    "mean": (30, 35, 40, 45, 50, 55, 60, 70),  # letters a word, times ten
    "lower_start": (1,),
    "links": (1,),
    "quoted": (1, 3, 8),  # words inside quotation marks
    **{f"-{suffix}": (1, 2, 3, 4) for suffix in _SUFFIXES},
    **{f"mark {mark}": (1, 2, 4) for mark in _MARKS},
    **{f"group {name}": (1, 2, 3) for name in _NAMES},
    "ends": (1, 2, 3, 4, 5),  # nothing, full stop, question mark, exclamation mark, dots, else
}
MARKS = tuple(_EDGES)
_SIZES = [len(edges) + 1 for edges in _EDGES.values()]
_ROWS = dict(zip(MARKS, np.cumsum([0, *_SIZES]).tolist(), strict=False))
SIZE = sum(_SIZES)  # rows of the table of marks
NONE = np.array([_ROWS[name] for name in MARKS])  # the row of each mark that counts nothing
_BINS = {  # by mark the bin of each count; the last holds for all beyond
    name: np.searchsorted(np.array(edges), np.arange(edges[-1] + 1), side="right")
    for name, edges in _EDGES.items()
}
_COUNTED = (
    *("numbers", "years", "long"),
    *(f"-{suffix}" for suffix in _SUFFIXES),
    *(f"group {name}" for name in _NAMES),
)
_LANES, _WIDTH = 8, 7  # counters in one number
_FIRST = _COUNTED.index("group first")
_CLOSING = np.zeros(0x201F, dtype=np.bool_)  # beyond, and at its last place, are none
_CLOSING[[ord(sign) for sign in "\"')”’» *_]"]] = True
_IS_MARK = np.zeros(128, dtype=np.bool_)
_IS_MARK[[ord(mark) for mark in _MARKS]] = True


class Spoken(NamedTuple):
    """The writer's own words, in order: places among all words, the sentence each stands in, how
    many each sentence has, and of each word its hash and its number in the vocabulary."""

    word: NDArray[np.int64]
    sentence: NDArray[np.int64]
    counts: NDArray[np.int64]
    hash: NDArray[np.uint64]
    entry: NDArray[np.int64]


@cache
def _group_table() -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    bits: dict[str, int] = {}
    for number, name in enumerate(_NAMES):
        for word in _GROUPS[name].split():
            bits[word] = bits.get(word, 0) | 1 << number
    hashes = hash_words(list(bits))
    order = np.argsort(hashes)
    return hashes[order], np.array(list(bits.values()), dtype=np.int64)[order]


@cache
def _counted() -> KnownWords:
    """What each word counts as: a lane of one bit for every mark in `_COUNTED`."""
    return KnownWords(-(-len(_COUNTED) // _LANES), _counts)


def _counts(
    text: NDArray[np.uint32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    hashes: NDArray[np.uint64],
) -> NDArray[np.int64]:
    length = end - start
    initial, second = text[start], text[np.minimum(start + 1, end - 1)]
    digit = (initial >= 0x30) & (initial <= 0x39)
    firsts, bits = _group_table()
    near = np.minimum(np.searchsorted(firsts, hashes), len(firsts) - 1)
    group = np.where(firsts[near] == hashes, bits[near], 0)
    century = ((initial == 0x31) & (second >= 0x36)) | ((initial == 0x32) & (second == 0x30))
    rows = [digit, digit & (length == 4) & century, length > 6]
    rows += [_ends_with(text, start, end, suffix) for suffix in _SUFFIXES]
    rows += [(group >> number & 1) != 0 for number in range(len(_NAMES))]
    return np.stack(
        [
            pack(np.stack(rows[first : first + _LANES]).astype(np.int8), _WIDTH)
            for first in range(0, len(rows), _LANES)
        ]
    )


def marks_of(prepared: Prepared, spoken: Spoken) -> NDArray[np.int64]:
    """The row of each mark for each sentence, (S, len(MARKS))."""
    own, sentence, count, hashes, entry = spoken
    sentences = len(count)
    start, end = prepared.word_start[own], prepared.word_end[own]
    place = prepared.origin[start]
    values: dict[str, NDArray[np.int64]] = {}

    def tally(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(sentence[np.flatnonzero(chosen)], minlength=sentences)

    length = end - start
    word_starts = np.append(0, np.cumsum(count))
    counted = _counted().of(entry, prepared.folded, start, end, hashes)
    for nth, column in enumerate(counted):
        names = _COUNTED[nth * _LANES : (nth + 1) * _LANES]
        tallies = lane_sums(column, word_starts, 1, len(names), _WIDTH)
        values.update(zip(names, tallies, strict=True))
    opening = word_starts[:-1][count > 0]
    upper = case_of(prepared.points[place]) == UPPER
    capital = np.flatnonzero(upper)
    # the original's last letter tells "NATO" from "Nato"
    last_place = prepared.origin[end[capital] - 1]
    closed = (case_of(prepared.points[last_place]) == UPPER) & (length[capital] > 1)
    first_person = counted[_FIRST // _LANES] >> (_FIRST % _LANES * _WIDTH) & 1
    name = upper & (first_person == 0)
    name[opening] = False
    small = opening[~upper[opening] & (counted[0][opening] & 1 == 0)]
    values["words"] = count
    values["letters"] = prepared.sentence_end - prepared.sentence_start
    comment = prepared.sentence_comment
    begins = np.searchsorted(comment, np.arange(len(prepared)))
    of_comment = np.bincount(comment, minlength=len(prepared))
    index = np.arange(sentences) - begins[comment]
    values["sentences"] = of_comment[comment]
    values["from_start"] = index
    values["from_end"] = of_comment[comment] - 1 - index
    values["names"] = tally(name)
    values["capitals"] = np.bincount(sentence[capital[closed]], minlength=sentences)
    values["mean"] = sums(length, word_starts) * 10 // np.maximum(count, 1)
    values["lower_start"] = np.bincount(sentence[small], minlength=sentences)
    values["quoted"] = tally((prepared.word_regions[own] & INLINE) != 0)
    link = np.flatnonzero((prepared.regions & LINK) != 0)
    values["links"] = np.minimum(_within(prepared, link), 1)
    signs = np.flatnonzero(_IS_MARK[np.minimum(prepared.folded, 127)])
    signs = signs[prepared.regions[prepared.origin[signs]] & (LINK | QUOTE) == 0]
    which = prepared.folded[signs]
    for mark in _MARKS:
        values[f"mark {mark}"] = _within(prepared, prepared.origin[signs[which == ord(mark)]])
    values["ends"] = _ends(prepared)
    columns = [_ROWS[name] + _BINS[name].take(values[name], mode="clip") for name in MARKS]
    return np.stack(columns, axis=1) if sentences else np.zeros((0, len(MARKS)), dtype=np.int64)


def _within(prepared: Prepared, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of the places, which are in order, lie in each sentence."""
    return np.searchsorted(places, prepared.sentence_end) - np.searchsorted(
        places, prepared.sentence_start
    )


def _ends_with(
    text: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64], suffix: str
) -> NDArray[np.bool_]:
    """Which words end so, with at least three letters before it (two before a mere s)."""
    good = end - start >= len(suffix) + (2 if suffix == "s" else 3)
    for back, letter in enumerate(reversed(suffix), 1):
        good &= text[np.maximum(end - back, start)] == ord(letter)
    if suffix == "s":
        good &= text[np.maximum(end - 2, start)] != ord("s")
    return good


def _ends(prepared: Prepared) -> NDArray[np.int64]:
    """How each sentence ends: 0 nothing, 1 full stop, 2 ?, 3 !, 4 dots, 5 something else."""
    start, place = prepared.sentence_start, prepared.sentence_end - 1
    points = prepared.points
    for _ in range(3):
        skip = _CLOSING[np.minimum(points[place], len(_CLOSING) - 1)] & (place > start)
        place = np.where(skip, place - 1, place)
    last, before = points[place], points[np.maximum(place - 1, start)]
    answer = np.zeros(len(start), dtype=np.int64)
    for code, value in ((0x2E, 1), (0x3F, 2), (0x21, 3), (0x2026, 4), (0x3A, 5), (0x2C, 5)):
        answer[last == code] = value
    answer[(last == 0x2E) & (before == 0x2E)] = 4
    answer[(last == 0x21) & (before == 0x3F)] = 2
    return answer
