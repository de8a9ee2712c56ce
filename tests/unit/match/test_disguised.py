"""Disguised words: which are recognised, as what, and how rules read the text then."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from modscore.match.compile import CompiledPack, compile
from modscore.match.run import Matches, match
from modscore.records import Comment, Thread
from modscore.rulebook.load import loads
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

RULES = r"""
schema: 1
family: manners
rules:
  - {id: manners.fool, rev: 1, kind: terms, terms: [fool, blockhead], signal: toxicity,
     obfuscated: true, inflect: true, strength: 0.5, why: A name.,
     hits: ["[[fool]]", "[[fool]]"], misses: [no, yes]}
  - {id: manners.you-fool, rev: 1, kind: pattern, pattern: 'you (?:are a|will) (?:fool|kill)',
     signal: toxicity, strength: 0.6, unless: [negated], why: Calls names.,
     hits: ["[[you are a fool]]", "[[you are a fool]]"], misses: [no, "not that you are a fool"]}
"""


@cache
def pack() -> CompiledPack:
    return compile(loads(RULES, "manners.yaml"))


def batch(*texts: str) -> Prepared:
    return prepare([Thread(str(k), (Comment("1", text),)) for k, text in enumerate(texts)])


def hits(text: str) -> Matches:
    return match(pack(), batch(text))


def plain(text: str) -> str:
    return "".join(map(chr, hits(text).plain.folded[:-1]))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("You f0ol, f o o l, f**l!", "you fool, fool, fool!"),
        ("f o o l s", "fools"),  # the longest
        ("a bl*ckh**d's hat", "a blockhead's hat"),  # the rest of a word that was cut
        ("he was sh0t", "he was shot"),  # no term, but a common word behind a digit
        ("m a y b e so", "maybe so"),
        ("```\nf0ol\n```\nf0ol", "```\nf0ol\n```\nfool"),
    ],
)
def test_a_disguise_is_read_as_the_word_it_says(text: str, read: str) -> None:
    assert plain(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Phew, the M.O. was what it s now",
        "sooo looovely, an e-mail to A and B",
        "version 2b4 of mp3, 142,460 and 0xdeadbeef",
        "Price* on request, *so* it is",
        "x y z",
        "the sham's!f*ol",
        "",
    ],
)
def test_innocent_text_stays_the_very_same(text: str) -> None:
    prepared = batch(text)
    assert match(pack(), prepared).plain is prepared


def test_patterns_and_their_guards_read_disguised_words() -> None:
    found = {
        (hit.rule, text[hit.start : hit.end])
        for text in ("Oh, you are a f o o l.", "you w1ll k1ll")
        for hit in hits(text)
    }
    assert found == {(0, "f o o l"), (1, "you are a f o o l"), (1, "you w1ll k1ll")}
    assert not [hit for hit in hits("It is not true that you are a f o o l.") if hit.rule == 1]


def test_a_disguise_in_one_comment_changes_nothing_in_another() -> None:
    texts = ("You are a fool.", "you are a f*ol", "Sure, f o o l", "All is well.")
    together = match(pack(), batch(*texts))
    for k, text in enumerate(texts):
        alone = [hit[1:] for hit in hits(text)]
        assert [hit[1:] for hit in together.of(k)] == alone
        one = together.plain.only(np.array([k]))
        assert one.folded.tolist() == hits(text).plain.folded.tolist()
        assert one.word_hash.tolist() == hits(text).plain.word_hash.tolist()


@pytest.mark.parametrize("text", ["You v e r m i n", "the m.a.g.g.o.t.s here"])
def test_a_rare_word_spelled_out_is_read(text: str) -> None:
    plain = hits(text).plain
    assert re.search("vermin|maggots", "".join(map(chr, plain.folded.tolist())))
