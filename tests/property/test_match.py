"""Matching against a plain, slow twin that runs each rule alone on each comment."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from modscore.match import kinds
from modscore.match.buffer import Buffer
from modscore.match.compile import CompiledPack, compile
from modscore.match.fresh import folded_terms
from modscore.match.inflect import forms
from modscore.match.run import Hit, apart, match
from modscore.records import Comment, Thread
from modscore.rulebook.load import loads
from modscore.rulebook.patterns import compiled as compiled_pattern
from modscore.rulebook.schema import Rule
from modscore.text.fold import text_of
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared
from modscore.text.words import find_words, words_of

RULES = r"""
schema: 1
family: trial
lists:
  fool: [fool, goose, "half-wit", "a$$"]
  more: [very, such a, so]
rules:
  - {id: trial.words, rev: 1, kind: terms, signal: toxicity, strength: 0.5, why: A word.,
     terms: [fool, goose, "silly goose", "half-wit", "don't care", "out of my way", пёс, "🤡",
     "a$$", "me, me", "c3po"], inflect: true, obfuscated: true, attributes: {insult: 0.25},
     unless: [quoted, negated, reported, self],
     hits: ["[[fool]]", "[[goose]]"], misses: [no, yes]}
  - {id: trial.more-words, rev: 1, kind: terms, signal: toxicity, strength: 0.6, why: A word.,
     terms: [goose, "my way"], hits: ["[[goose]]", "[[goose]]"], misses: [no, yes]}
  - {id: trial.you-are, rev: 1, kind: pattern, signal: toxicity, strength: 0.5, why: A pattern.,
     pattern: '\b(?:you are|you''re|ur) (?:such )?(?:an? )?(?:\w+ ){0,2}{fool}s?\b',
     unless: [negated], hits: ["[[you are a fool]]", "[[ur fool]]"], misses: [no, yes]}
  - {id: trial.odd, rev: 1, kind: pattern, signal: hedge, strength: 0.5, why: Patterns.,
     pattern: ['{more} {fool}', '\d+ ?%', '(?:i|we) (?:\w+ )?care\b', 'goose[!?]+', '^so\b', 'way$',
     'the \w+ (fool)', 'x+', 'you\b[^.]*\bway', 'no(?:body)? (?:else )?(?:cares?|''s)',
     'пёс\w*', '🤡+', 'don''t (?:\w+ ){0,3}care', '(?:very|so) *(?:very|so)', '\w+ ?fool'],
     hits: ["[[x]]", "[[x]]"], misses: [no, yes]}
  - {id: trial.greedy, rev: 1, kind: pattern, signal: booster, strength: 0.5, why: All of it.,
     pattern: ['[^!]+!', 'care\s+so', '[a-z]+ (?:such )?a', '(?:not|never) (?:a |the )?goose'],
     hits: ["[[x!]]", "[[x!]]"], misses: [no, yes]}
"""

WORDS = (  # noqa: SIM905 - words read better in a row
    "fool goose fools fool's goose's you're you are ur such a an very so the no don't care cares "
    "i we way my out of nobody silly half wit half-wit a$$ me, пёс 🤡 c3po not never said calling "
    "idiot xx f00l f*ol fooooool f.o.o.l y'all's l'fool fool'x'y naïve éfool foolé ſo ＦＯＯＬ "
    "\u200b \ud800"
).split(" ")
SIGNS = [
    " ",
    " ",
    " ",
    " ",
    "",
    "\n",
    "  ",
    ", ",
    ". ",
    "-",
    "'",
    "_",
    "! ",
    "?",
    "% ",
    '"',
    "\n> ",
    "`",
]
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SIGNS)), max_size=14).map(
    lambda pairs: "".join(word + sign for word, sign in pairs)
)


@cache
def pack() -> CompiledPack:
    return compile(loads(RULES, "trial.yaml"))


def prepared_of(comments: list[str]) -> Prepared:
    return prepare([Thread(str(i), (Comment("1", text),)) for i, text in enumerate(comments)])


def twin_terms(rule: Rule, prepared: Prepared) -> set[tuple[int, int]]:
    """Every place of every term, looked for word by word."""
    folded = text_of(prepared.folded)
    starts, ends = (column.tolist() for column in find_words(prepared.folded))
    spans = set()
    for term in folded_terms(rule.terms):
        words = words_of(term)
        if term.replace("-", " ").split() != words:
            spans |= twin_pattern(kinds_pattern(term), prepared)
            continue
        for form in forms(words, inflect=rule.inflect):
            wanted = words_of(form)
            for i in range(len(starts) - len(wanted) + 1):
                here = range(i, i + len(wanted))
                gaps = [folded[ends[k] : starts[k + 1]] for k in here[:-1]]
                if [folded[starts[k] : ends[k]] for k in here] == wanted and all(
                    re.fullmatch(r"[ \n_*~/-]{1,8}", gap) and gap.count("\n") < 2 for gap in gaps
                ):
                    spans.add((starts[i], ends[here[-1]]))
    return spans


def kinds_pattern(term: str) -> str:
    edge = r"\b" if term[-1].isascii() and term[-1].isalnum() else ""
    start = r"\b" if term[0].isascii() and term[0].isalnum() else ""
    return (
        start
        + "".join(c if c.isalnum() or c > "\x7f" or c == " " else "\\" + c for c in term)
        + edge
    )


def twin_pattern(pattern: str, prepared: Prepared) -> set[tuple[int, int]]:
    """Every match of a pattern in the only comment, those that cut a word left out."""
    folded = text_of(prepared.folded)[:-1]
    raw = folded.encode("utf-8", "surrogatepass")
    starts, ends = (column.tolist() for column in find_words(prepared.folded))
    spans = set()
    for hit in compiled_pattern(pattern).finditer(raw):
        low, high = (len(raw[:k].decode("utf-8", "surrogatepass")) for k in hit.span())
        if low == high:
            continue
        cut = any(a < low < b for a, b in zip(starts, ends, strict=True))
        for a, b in zip(starts, ends, strict=True):
            if a < high < b and not (folded[high] == "'" and "'" not in folded[high + 1 : b]):
                cut = True
        if not cut:
            group = 1 if hit.re.groups and hit.span(1)[0] >= 0 else 0
            low, high = (len(raw[:k].decode("utf-8", "surrogatepass")) for k in hit.span(group))
            spans.add((low, high))
    return spans


def twin(prepared: Prepared) -> set[tuple[int, int, int]]:
    """(rule, start, end) in the original of every unguarded place, overlaps and all."""
    found = set()
    for index, rule in enumerate(pack().rules):
        spans = twin_terms(rule, prepared)
        for pattern in rule.patterns:
            spans |= twin_pattern(pattern, prepared)
        found |= {(index, *prepared.span(low, high)) for low, high in spans}
    return found


def fast(prepared: Prepared) -> set[tuple[int, int, int]]:
    places = pack().phrases.find(prepared)
    parts = (
        kinds.terms(pack(), prepared, places),
        kinds.patterns(pack(), prepared, Buffer(prepared), places),
    )
    return {
        (int(r), int(s), int(e))
        for part in parts
        for r, s, e in zip(part.rule, part.start, part.end, strict=True)
    }


@settings(max_examples=300, deadline=None)
@given(texts)
@example("ur fool's errand")
@example("you are a fool'x'y, the xx fool's")
@example("so naïve, very éfool, the xx foolé")
@example("y'all's goose's!")
def test_finds_what_the_slow_twin_finds(text: str) -> None:
    prepared = prepared_of([text])
    assert fast(prepared) == twin(prepared)


@settings(max_examples=120, deadline=None)
@given(st.lists(texts, min_size=2, max_size=6))
def test_a_comment_is_the_same_alone_and_in_a_batch(comments: list[str]) -> None:
    together = match(pack(), prepared_of(comments))
    for index, text in enumerate(comments):
        alone = [hit._replace(comment=index) for hit in match(pack(), prepared_of([text]))]
        assert together.of(index) == alone


@settings(max_examples=120, deadline=None)
@given(st.lists(texts, min_size=1, max_size=4))
def test_hits_are_in_order_inside_their_comment_and_apart(comments: list[str]) -> None:
    hits = list(match(pack(), prepared_of(comments)))
    assert hits == sorted(hits, key=lambda hit: hit[:4])
    last: dict[tuple[int, int, str], Hit] = {}
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(comments[hit.comment])
        assert 0 < hit.amount <= 1
        before = last.get((hit.comment, hit.rule, hit.signal))
        assert before is None or before.end <= hit.start
        last[hit.comment, hit.rule, hit.signal] = hit
    kept = [(hit.comment, hit.start, hit.end, hit.signal) for hit in hits]
    assert len(kept) == len(set(kept))


places = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 9)), min_size=1, max_size=25
)


@given(places)
def test_apart_keeps_the_first_then_the_longest(rows: list[tuple[int, int, int]]) -> None:
    rule, start, size = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    got = apart(kinds.found(rule, start, start + size))
    expected = []
    for number in range(3):
        reach = 0
        mine = sorted((s, -(s + n)) for r, s, n in rows if r == number)
        for low, high in mine:
            if low >= reach:
                expected.append((number, low, -high))
                reach = -high
    assert list(zip(*(column.tolist() for column in got[:3]), strict=True)) == expected
