"""The kinds of rules: for each, a function that finds its places in a batch.

Stage: match; a `CompiledPack` and `Prepared` come in; `Found` columns go out, unguarded.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text import casing, loudness
from ..text.prepared import Prepared
from .buffer import Buffer
from .compile import CompiledPack
from .phrases import Places

Ints = NDArray[np.int64]
_TOKEN = re.compile(r"[a-z0-9_]+")
_APOSTROPHE = 0x27


class Found(NamedTuple):
    """Places in ``points`` where rules hit, and how much of the rule's strength counts."""

    rule: Ints
    start: Ints
    end: Ints
    share: NDArray[np.float64]


def found(rule: Ints, start: Ints, end: Ints) -> Found:
    """Places that count in full."""
    return Found(rule, start, end, np.ones(len(rule)))


def terms(compiled: CompiledPack, prepared: Prepared, places: Places) -> Found:
    """The hits of kind ``terms`` among the phrases found."""
    which, rule = compiled.term_rules.of(places.key)
    first, last = places.first[which], places.last[which]
    start = prepared.origin[prepared.word_start[first]]
    end = prepared.origin[prepared.word_end[last] - 1] + 1
    return found(rule, start, end)


def patterns(compiled: CompiledPack, prepared: Prepared, buffer: Buffer, places: Places) -> Found:
    """The hits of kind ``pattern``: each pattern runs on the comments that hold a trigger of it."""
    pairs = [_woken_by_words(compiled, prepared, places)]
    pairs.append(_woken_by_odd_words(compiled, prepared, buffer))
    pairs.append(_woken_by_signs(compiled, prepared))
    pairs.append(_woken_by_roaming(compiled, prepared, buffer))
    count = max(len(prepared), 1)
    code = np.unique(np.concatenate([p * count + c for p, c in pairs]))
    rules: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    if len(code):
        raw, bounds = buffer.raw, buffer.bounds
        for pattern, comment in zip((code // count).tolist(), (code % count).tolist(), strict=True):
            one = compiled.patterns[pattern]
            for hit in one.ready.finditer(raw, bounds[comment], bounds[comment + 1] - 1):
                start, end = hit.span()
                if start < end:
                    rules.append(one.rule)
                    starts.append(start)
                    ends.append(end)
    start, end = buffer.chars_at(np.array(starts, np.int64)), np.array(ends, np.int64)
    end = buffer.chars_at(end)
    origin = prepared.origin
    if not len(start):
        return found(start, start, end)
    return found(np.array(rules, np.int64), origin[start], origin[end - 1] + 1)


def _woken_by_words(
    compiled: CompiledPack, prepared: Prepared, places: Places
) -> tuple[Ints, Ints]:
    which, pattern = compiled.woken.of(places.key)
    return pattern, prepared.word_comment[places.first[which]].astype(np.int64)


def _woken_by_odd_words(
    compiled: CompiledPack, prepared: Prepared, buffer: Buffer
) -> tuple[Ints, Ints]:
    """For words that a pattern sees as several: with an apostrophe, or letters beyond ASCII."""
    odd = np.union1d(np.flatnonzero(prepared.folded == _APOSTROPHE), buffer.rare)
    word = np.searchsorted(prepared.word_start, odd, side="right") - 1
    word = np.unique(word[(word >= 0) & (odd < prepared.word_end[word])]) if len(word) else word
    _, first, back = np.unique(prepared.word_hash[word], return_index=True, return_inverse=True)
    rows: list[set[int]] = []
    for k in word[first].tolist():
        text = buffer.text[int(prepared.word_start[k]) : int(prepared.word_end[k])]
        rows.append({p for t in _TOKEN.findall(text) for p in compiled.trigger_words.get(t, ())})
    which = [w for w, b in zip(word.tolist(), back.tolist(), strict=True) for _ in rows[b]]
    pattern = [p for b in back.tolist() for p in rows[b]]
    comment = prepared.word_comment[np.array(which, np.int64)].astype(np.int64)
    return np.array(pattern, np.int64), comment


def _woken_by_signs(compiled: CompiledPack, prepared: Prepared) -> tuple[Ints, Ints]:
    pattern, comment = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    rare = None
    for sign, woken in compiled.signs.items():
        code = ord(sign)
        if code < 128:
            places = np.flatnonzero(prepared.folded == code)
        else:
            rare = np.flatnonzero(prepared.folded > 0x7F) if rare is None else rare
            places = rare[prepared.folded[rare] == code]
        here = np.unique(np.searchsorted(prepared.folded_starts, places, side="right") - 1)
        for one in woken:
            pattern.append(np.full(len(here), one, np.int64))
            comment.append(here)
    return np.concatenate(pattern), np.concatenate(comment)


def _woken_by_roaming(
    compiled: CompiledPack, prepared: Prepared, buffer: Buffer
) -> tuple[Ints, Ints]:
    """For patterns without triggers: every comment that a run over the whole batch touches.

    A match may reach into the next comment here; it wakes both, and the run on each alone decides.
    """
    pattern, comment = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    bounds = np.array(buffer.bounds) if compiled.roaming else None
    for number in compiled.roaming:
        assert bounds is not None
        ready = compiled.patterns[number].ready
        spans = [hit.span() for hit in ready.finditer(buffer.raw)]
        if spans:
            places = np.array(spans, np.int64)
            first = np.searchsorted(bounds, places[:, 0], side="right") - 1
            last = (
                np.searchsorted(bounds, np.maximum(places[:, 1] - 1, places[:, 0]), side="right")
                - 1
            )
            touched = np.zeros(len(prepared) + 2, np.int64)
            np.add.at(touched, first, 1)
            np.add.at(touched, last + 1, -1)
            here = np.flatnonzero(np.cumsum(touched)[: len(prepared)])
            pattern.append(np.full(len(here), number, np.int64))
            comment.append(here)
    return np.concatenate(pattern), np.concatenate(comment)


def readings(compiled: CompiledPack, prepared: Prepared, buffer: Buffer) -> Found:
    """The hits of obfuscated terms in other ways to read a stretch."""
    rules: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for reading in prepared.readings:
        for word in readable_words(compiled, reading.text):
            for rule in compiled.readable[word]:
                rules.append(rule)
                starts.append(reading.start)
                ends.append(reading.end)
    return found(*(np.array(column, np.int64) for column in (rules, starts, ends)))


def readable_words(compiled: CompiledPack, text: str) -> list[str]:
    """The obfuscated words that a reading may stand for.

    A ``*`` is one letter; where that gives nothing, a row of stars is one to four letters. At
    least two letters must be seen.
    """
    if "*" not in text:
        return [text] if text in compiled.readable else []
    if len(text) > 40 or len(text.replace("*", "")) < 2:
        return []
    exact = re.compile(re.escape(text).replace(r"\*", "[a-z]"))
    words = [word for word in compiled.masks.get(len(text), ()) if exact.fullmatch(word)]
    if words:
        return words
    loose = re.compile(re.sub(r"(?:\\\*)+", "[a-z]{1,4}", re.escape(text)))
    seen = len(text.replace("*", ""))
    lengths = range(seen + 1, seen + 4 * text.count("*") + 1)
    return [w for n in lengths for w in compiled.masks.get(n, ()) if loose.fullmatch(w)]


def capitals(compiled: CompiledPack, prepared: Prepared) -> Found:
    """The hits of the kinds that look at the original letters: casing, stretch, marks."""
    looks = {"casing": casing.runs, "stretch": loudness.stretched, "marks": loudness.marks}
    parts = [found(*(np.zeros(0, np.int64),) * 3)]
    for index, rule in enumerate(compiled.rules):
        if rule.kind not in looks:
            continue
        places = looks[rule.kind](prepared)
        parts.append(
            Found(
                np.full(len(places.start), index, np.int64),
                places.start,
                places.end,
                places.strength,
            )
        )
    return Found(*(np.concatenate(column) for column in zip(*parts, strict=True)))
