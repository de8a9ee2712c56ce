"""Preparation: the columns of a batch."""

from __future__ import annotations

import numpy as np
import pytest

from modscore.records import Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import CODE, LINK, QUOTE, Prepared
from modscore.text.words import hash_words


def of(*texts: str, article: str | None = None) -> Prepared:
    comments = tuple(Comment(str(k), t, author=f"a{k}") for k, t in enumerate(texts))
    return prepare([Thread("t", comments, article=article)])


def test_columns() -> None:
    prepared = of("Héllo wörld", "", "ﬁne")
    assert len(prepared) == 3
    assert prepared.starts.tolist() == [0, 12, 13, 17]
    assert prepared.folded_starts.tolist() == [0, 12, 13, 18]
    assert "".join(map(chr, prepared.folded)) == "hello world\n\nfine\n"
    assert prepared.word_comment.tolist() == [0, 0, 2]
    assert prepared.word_hash.tolist() == hash_words(["hello", "world", "fine"]).tolist()
    assert prepared.local(15) == (2, 2)
    assert len(prepared.uncertain) == 3


def test_threads_are_joined_in_order() -> None:
    threads = [
        Thread("a", (Comment("1", "x"),)),
        Thread("b", ()),
        Thread("c", (Comment("1", "y"),)),
    ]
    prepared = prepare(threads)
    assert prepared.texts == ("x", "y")
    assert prepared.thread_of.tolist() == [0, 2]


@pytest.mark.parametrize("threads", [[], [Thread("t", ())]], ids=["no thread", "no comment"])
def test_nothing(threads: list[Thread]) -> None:
    prepared = prepare(threads)
    assert len(prepared) == 0
    assert len(prepared.points) == len(prepared.word_hash) == len(prepared.sentence_start) == 0
    assert prepared.readings == ()
    assert prepared.uncertain == ()


def test_regions_of_words() -> None:
    prepared = of("see https://example.org/a and `x`")
    regions = prepared.word_regions
    assert regions[0] == 0
    assert (regions[1:5] & LINK).all()
    assert regions[-1] & CODE


@pytest.mark.parametrize("source", ["comment", "article"])
def test_repeated_words_are_a_quote(source: str) -> None:
    first = "the mayor said on monday that all nine bridges would be closed"
    answer = first + " and I doubt it"
    prepared = of(first, answer) if source == "comment" else of(answer, article=first)
    last = prepared.points[prepared.starts[-2] :]
    quoted = (prepared.regions[prepared.starts[-2] :] & QUOTE) != 0
    assert "".join(chr(c) for c in last[quoted]) == first


SPANS = {
    "plain": ("a fool b", "fool", "fool"),
    "mark at the end": ("a fool\u0301\u0300 b", "fool", "fool\u0301\u0300"),
    "marks inside": ("a fo\u0301ol b", "fool", "fo\u0301ol"),
    "invisible sign after": ("a fool\u200b b", "fool", "fool"),
    "emphasis sign after": ("a fool\ufe0f", "fool", "fool\ufe0f"),
    "stretched": ("a foooool b", "fool", "foooool"),
    "ligature": ("a ﬁne b", "fine", "ﬁne"),
    "half of a ligature": ("a ﬁne b", "f", "ﬁ"),
}


@pytest.mark.parametrize(("text", "sought", "expected"), SPANS.values(), ids=SPANS.keys())
def test_span(text: str, sought: str, expected: str) -> None:
    prepared = of(text)
    place = "".join(map(chr, prepared.folded)).index(sought)
    start, end = prepared.span(place, place + len(sought))
    assert text[start:end] == expected


def test_columns_have_the_declared_types() -> None:
    prepared = of("one two")
    for name, dtype in {
        "thread_of": np.int32,
        "points": np.uint32,
        "starts": np.int64,
        "regions": np.uint8,
        "folded": np.uint32,
        "origin": np.int64,
        "folded_starts": np.int64,
        "word_start": np.int64,
        "word_end": np.int64,
        "word_hash": np.uint64,
        "word_comment": np.int32,
        "word_regions": np.uint8,
        "sentence_start": np.int64,
        "sentence_end": np.int64,
        "sentence_comment": np.int32,
    }.items():
        assert getattr(prepared, name).dtype == dtype, name


COLUMNS = (
    "points starts regions folded origin folded_starts word_start word_end word_hash word_comment "
    "word_regions sentence_start sentence_end sentence_comment"
)


def same(one: Prepared, other: Prepared) -> bool:
    assert one.texts == other.texts
    assert one.readings == other.readings
    assert one.uncertain == other.uncertain
    for name in COLUMNS.split():
        left, right = getattr(one, name), getattr(other, name)
        assert left.dtype == right.dtype, name
        assert left.tolist() == right.tolist(), name
    return True


@pytest.mark.parametrize("wanted", [[], [1], [0, 3], [0, 1, 2, 3]])
def test_some_comments_of_a_batch_are_as_a_batch_of_their_own(wanted: list[int]) -> None:
    texts = ["A f*ol, an ﬁne\u200b one. Yes!", "> said\nf o o l `x`", "", "é 1d1ot 😡 www.a.org"]
    threads = [Thread(str(k), (Comment("1", text),)) for k, text in enumerate(texts)]
    whole, part = prepare(threads), prepare([threads[k] for k in wanted])
    assert same(whole.only(np.array(wanted, dtype=np.int64)), part)


def test_read_as_the_plain_word_the_folded_side_is_that_of_plain_text() -> None:
    hidden, plain = of("É f o o l's hat", "A", "f*ol!"), of("É fool's hat", "A", "fool!")
    said = [
        next(r for r in hidden.readings if r.comment == k)._replace(text="fool") for k in (0, 2)
    ]
    said[0] = said[0]._replace(start=2, end=9)
    read = hidden.reading_as(said)
    for name in ("folded", "folded_starts", "word_start", "word_end", "word_hash", "word_comment"):
        assert getattr(read, name).tolist() == getattr(plain, name).tolist(), name
    assert not read.readings
    assert (np.diff(read.origin) >= 0).all()
    assert [read.span(a, b) for a, b in zip(read.word_start, read.word_end, strict=True)] == [
        (0, 1),
        (2, 11),
        (12, 15),
        (16, 17),
        (18, 22),
    ]
    assert hidden.reading_as([]) is hidden
