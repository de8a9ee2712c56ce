"""Why a text gives little ground for a judgement: no words, nobody's own words, not English.

Stage: prepare; the columns of `Prepared` come in; a reason in plain words, or None, for each
comment goes out. A short text is no reason by itself: "OK" and "idiot" can be judged.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

from modscore.text.capitals import spread
from modscore.text.distinct import distinct
from modscore.text.languages import FUNCTION_WORDS
from modscore.text.prepared import ALIEN, Prepared
from modscore.text.tables import LETTER, tables
from modscore.text.words import hash_words

BLANK = "blank"
NO_WORDS = "no words: only digits, signs or emoji"
NO_OWN_WORDS = "no words of the writer's own: only quoted text, code, links or mentions"

# A comment of at least FEW words is foreign if so small a share is known as English; a smaller
# number of unknown words in a row is as likely names and slang.
FEW = 4
FOREIGN_SHARE = 0.34
SUSPECT_SHARE = 0.67  # … or this, with two or more function words of another language
_LATIN_END = 0x250
_SCRIPTS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


def uncertain(prepared: Prepared) -> tuple[str | None, ...]:
    """The reason for each comment, None where there is ground enough."""
    size = len(prepared)
    comment = prepared.word_comment
    alien = prepared.word_regions & ALIEN != 0
    every = np.bincount(comment, minlength=size)
    own = every - np.bincount(comment[alien], minlength=size)

    # Figures and words of other scripts are unknown words, so only those are looked at.
    unknown = np.flatnonzero(prepared.word_entry < 0)
    start, end = prepared.word_start[unknown], prepared.word_end[unknown]
    flags = tables().flags
    ends = flags[prepared.folded[start]] | flags[prepared.folded[end - 1]]
    figure = ends & LETTER == 0
    every -= np.bincount(comment[unknown[figure]], minlength=size)
    mine = ~alien[unknown]
    own -= np.bincount(comment[unknown[figure & mine]], minlength=size)
    mine &= ~figure
    strange = mine & (prepared.folded[start] >= _LATIN_END)
    strange_letters = np.bincount(comment[unknown[strange]], (end - start)[strange], minlength=size)
    letter = mine & (end - start == 1) & ~strange  # "I D I O T": letters, of no language
    foreign = np.bincount(comment[unknown[mine & ~strange & ~letter]], minlength=size)
    neither = np.bincount(comment[unknown[strange | letter]], minlength=size)

    reasons: list[str | None] = [None] * size
    for k in np.flatnonzero(own == 0).tolist():
        if every[k]:
            reasons[k] = NO_OWN_WORDS
        else:
            reasons[k] = NO_WORDS if prepared.texts[k].strip() else BLANK

    # Some scripts leave no blanks between words: letters are compared there, not words.
    for k in np.flatnonzero(strange_letters).tolist():
        bounds = np.searchsorted(comment, [k, k + 1])
        words = np.arange(*bounds)[~alien[bounds[0] : bounds[1]]]
        letters = (prepared.word_end[words] - prepared.word_start[words]).sum()
        if strange_letters[k] * 2 > letters:
            reasons[k] = f"written in {_script(prepared, words)} script; only English is known here"

    latin = own - neither
    suspect = (foreign >= (1 - SUSPECT_SHARE) * latin) & (latin > 1) & (foreign > 0)
    suspects = np.flatnonzero(suspect)
    suspects = suspects[[reasons[k] is None for k in suspects.tolist()]]
    names = _languages(prepared, suspects, alien, latin)
    for k, name in zip(suspects.tolist(), names, strict=True):
        if name:
            reasons[k] = f"likely {name}; only English is known here"
        elif latin[k] >= FEW and latin[k] - foreign[k] < FOREIGN_SHARE * latin[k]:
            reasons[k] = "hardly any word known as English"
    return tuple(reasons)


def _script(prepared: Prepared, words: NDArray[np.int64]) -> str:
    """The commonest script among the first letters of the words, as in "Cyrillic"."""
    letters = prepared.folded[prepared.word_start[words[:1000]]].tolist()
    names = [unicodedata.name(chr(x), "ANOTHER").split()[0] for x in letters if x >= _LATIN_END]
    name = max(Counter(names).items(), key=lambda pair: (pair[1], pair[0]))[0]
    return _SCRIPTS.get(name, name.capitalize())


def _languages(
    prepared: Prepared,
    suspects: NDArray[np.int64],
    alien: NDArray[np.bool_],
    latin: NDArray[np.int64],
) -> list[str | None]:
    """The language of each suspect that has two different function words of it, and in a longer
    text one in eight, else None."""
    bounds = np.searchsorted(prepared.word_comment, np.append(suspects, suspects + 1))
    places, _ = spread(bounds[: len(suspects)], bounds[len(suspects) :])
    places = places[~alien[places]]
    known, _, _ = _function_words()
    hashes = prepared.word_hash[places]
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    hit = known[at] == hashes
    comment = prepared.word_comment[places[hit]]
    pairs = distinct(comment.astype(np.int64) * len(known) + at[hit])
    total = np.bincount(comment, minlength=len(prepared))
    return _named(pairs // len(known), pairs % len(known), suspects, total, latin)


def _named(
    comment: NDArray[np.int64],
    word: NDArray[np.int64],
    suspects: NDArray[np.int64],
    total: NDArray[np.int64],
    latin: NDArray[np.int64],
) -> list[str | None]:
    _, languages, speaks = _function_words()
    names: list[str | None] = []
    bounds = np.searchsorted(comment, np.append(suspects, suspects + 1)).reshape(2, -1)
    for k, start, end in zip(suspects.tolist(), *bounds.tolist(), strict=True):
        votes = speaks[word[start:end]].sum(axis=0)
        best = int(votes.argmax())
        sure = votes[best] >= 2 and total[k] * 8 >= latin[k]
        names.append(languages[best] if sure else None)
    return names


@cache
def _function_words() -> tuple[NDArray[np.uint64], tuple[str, ...], NDArray[np.int64]]:
    """Sorted hashes of all function words, the languages, and which word is whose."""
    languages = tuple(FUNCTION_WORDS)
    words = sorted({word for group in FUNCTION_WORDS.values() for word in group})
    hashes = hash_words(words)
    order = np.argsort(hashes)
    speaks = np.array(
        [[words[k] in FUNCTION_WORDS[name] for name in languages] for k in order.tolist()],
        np.int64,
    )
    return hashes[order], languages, speaks
