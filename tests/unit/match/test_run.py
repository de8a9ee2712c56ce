"""What a pack finds in a comment: guards by place, readings, overlaps, hostile texts."""

from __future__ import annotations

import time
from functools import cache

import pytest

from modscore.match.compile import CompiledPack, compile
from modscore.match.disguised import readable_words
from modscore.match.run import match
from modscore.records import Comment, Thread
from modscore.rulebook.load import loads
from modscore.rulebook.pack import Pack
from modscore.text.prepare import prepare

RULES = r"""
schema: 1
family: manners
rules:
  - {id: manners.fool, rev: 1, kind: terms, terms: [fool, ninny, "silly goose"], signal: toxicity,
     obfuscated: true, inflect: true, strength: 0.5, attributes: {insult: 0.25}, unless: [quoted],
     why: A name., hits: ["[[fool]]", "[[fool]]"], misses: [no, yes]}
  - {id: manners.goose, rev: 1, kind: terms, terms: [goose, ninny], signal: toxicity, strength: 0.6,
     why: A name., hits: ["[[goose]]", "[[goose]]"], misses: [no, yes]}
  - {id: manners.experts, rev: 1, kind: pattern, pattern: '\b(?:experts|studies) (?:say|show)\b',
     signal: vague_authority, strength: 0.4, unless: [evidence], why: Nobody named.,
     hits: ["[[experts say]]", "[[studies show]]"], misses: [no, yes]}
  - {id: manners.report, rev: 1, kind: terms, terms: [annual report], signal: evidence,
     strength: 0.4, why: A source., hits: ["[[annual report]]", "[[annual report]]"],
     misses: [no, yes]}
  - {id: manners.marked, rev: 1, kind: pattern, pattern: 'the (king)\b', signal: hedge,
     strength: 0.4, why: Part of it., hits: ["the [[king]]", "the [[king]]"], misses: [no, yes]}
"""


@cache
def pack() -> CompiledPack:
    return compile(loads(RULES, "manners.yaml"))


def hits(text: str, signal: str = "toxicity") -> list[tuple[str, float]]:
    found = match(pack(), prepare([Thread("t", (Comment("1", text),))]))
    return [(text[h.start : h.end], h.amount) for h in found if h.signal == signal]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You fool!", ["fool"]),
        ("Fools, fooling, fooled: the fool's errand", ["Fools", "fooling", "fooled", "fool's"]),
        ("footool foolscap foolish", []),
        ("ＦＯＯＬ fo\u200bol fóól", ["ＦＯＯＬ", "fo\u200bol", "fóól"]),
        ("a silly\ngoose, a silly-goose", ["silly\ngoose", "goose", "silly-goose", "goose"]),
        ("silly. goose", ["goose"]),
        ("silly\n\ngoose", ["goose"]),
        ("", []),
        ("\ud800fool\udfff", ["fool"]),
    ],
)
def test_terms_are_whole_words_of_folded_text(text: str, found: list[str]) -> None:
    assert sorted({span for span, _ in hits(text)}) == sorted(set(found))


@pytest.mark.parametrize(
    "text",
    [
        'He said "fool" to me.',
        "> you fool\n\nThat was rude.",
        "Run `fool --help` first.",
        "See https://example.org/fool for it.",
        "Ask @fool about it.",
    ],
)
def test_what_is_quoted_or_no_speech_is_not_found(text: str) -> None:
    assert hits(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "> you fool\n\nExactly!",
        "> you fool\n\nHe is right, and more.",
        "> you fool\n\nCouldn't agree more.",
        "My thoughts exactly:\n> you fool\n",
    ],
)
def test_a_quotation_made_ones_own_counts_half(text: str) -> None:
    assert hits(text) == [("fool", 0.25)]
    assert hits(text, "insult") == [("fool", 0.125)]


@pytest.mark.parametrize("text", ["> you fool\n\nExactly the wrong words.", "> you fool\n\nNo."])
def test_a_quotation_spoken_against_does_not_count(text: str) -> None:
    assert hits(text) == []


def test_of_rules_over_the_same_stretch_the_strongest_counts() -> None:
    assert hits("ninny") == [("ninny", 0.6)]
    assert hits("ninny", "insult") == [("ninny", 0.25)]
    assert hits("silly goose") == [("silly goose", 0.5), ("goose", 0.6)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Experts say it is safe.", True),
        ("Experts say it is safe: https://example.org/trial", False),
        ("Experts say it is safe. See https://example.org/trial", False),
        ("Experts say it is safe. It is so. See https://example.org/trial", True),
        ("Experts say it is safe, in the annual report.", False),
        ("The annual report is out. Experts say it is safe.", True),
    ],
)
def test_evidence_near_by_guards(text: str, found: bool) -> None:
    assert bool(hits(text, "vague_authority")) is found


def test_evidence_of_another_comment_does_not_guard() -> None:
    comments = tuple(
        Comment(str(i), text) for i, text in enumerate(["Experts say so", "annual report"])
    )
    found = match(pack(), prepare([Thread("t", comments)]))
    assert [hit.signal for hit in found] == ["vague_authority", "evidence"]


def test_a_plain_group_marks_what_is_found() -> None:
    assert hits("Ask the king, the kingdom", "hedge") == [("king", 0.4)]


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        ("fool", ["fool"]),
        ("f*ol", ["fool"]),
        ("f**l", ["fool"]),
        ("f*l", ["fool"]),
        ("n***y", ["ninny"]),
        ("f***", []),
        ("**ol", []),
        ("*", []),
        ("f*x", []),
        ("f" + "*" * 100 + "l", []),
    ],
)
def test_a_masked_reading_stands_for_listed_words(reading: str, words: list[str]) -> None:
    assert readable_words(pack(), reading) == words


@pytest.mark.parametrize(
    "text", ["you f00l", "you f*ol", "you f.o.o.l", "you fooool", "you f o o l", "fo<b></b>ol"]
)
def test_a_disguised_word_is_found_once(text: str) -> None:
    assert len(hits(text)) == 1


def test_an_empty_pack_and_an_empty_batch_are_fine() -> None:
    assert list(match(compile(Pack(())), prepare([Thread("t", (Comment("1", "fool"),))]))) == []
    assert list(match(pack(), prepare([]))) == []
    assert list(match(pack(), prepare([Thread("t", ())]))) == []


@pytest.mark.parametrize(
    "piece",
    ["fool ", "fool", "silly ", "silly goose\n", "the king's ", "f*ol ", "experts ", "'a", "🤡",
     "> fool\n", "> fool\n\nExactly. ", "not a fool ", "\ud800", "((", "a" * 50 + " "],
)  # fmt: skip
def test_time_grows_with_length_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        prepared = prepare([Thread("t", (Comment("1", piece * (size // len(piece))),))])
        best = 9.0
        for _ in range(2):
            start = time.process_time()
            match(pack(), prepared)
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(20_000), seconds(200_000)
    assert large < 25 * small + 0.25
