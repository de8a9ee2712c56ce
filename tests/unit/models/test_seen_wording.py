from __future__ import annotations

import numpy as np

from modscore.models.letters import PIECE, groups
from modscore.models.wording import MARKS, Wording, see
from modscore.records import Comment, Thread
from modscore.text.prepare import prepare


def _see(*texts: str) -> Wording:
    return see(prepare([Thread(str(k), (Comment("c", text),)) for k, text in enumerate(texts)]))


def test_a_word_counts_once_a_comment() -> None:
    seen = _see("fool, Fool! fool", "fool")
    assert np.diff(seen.use_starts).tolist() == [1, 1]
    assert len(seen.word_start) == 1


def test_code_links_and_quotes_are_not_seen() -> None:
    bare = _see("plain words")
    seen = _see("> you utter fool\nplain words https://example.org/fool")
    assert np.diff(seen.use_starts).tolist() == np.diff(bare.use_starts).tolist()
    assert seen.pair.tolist() == bare.pair.tolist()


def test_pairs_do_not_join_two_comments() -> None:
    assert np.diff(_see("one two", "three four five").pair_starts).tolist() == [1, 2]
    apart = [*_see("one two").pair.tolist(), *_see("three four five").pair.tolist()]
    assert _see("one two", "three four five").pair.tolist() == apart


def test_signs_are_seen_alone_and_with_their_neighbours() -> None:
    seen = _see("a!", "b!")
    first, second = (set(seen.sign[a:b].tolist()) for a, b in ((0, 2), (2, 4)))
    assert len(first & second) == 1  # the sign alone; with its neighbours they differ
    assert len(first | second) == 3


def test_what_is_said_often_counts_once() -> None:
    once, often = _see("you bad one! you bad one!"), _see(" ".join(["you bad one!"] * 50))
    assert sorted(once.sign.tolist()) == sorted(often.sign.tolist())
    assert sorted(once.pair.tolist()) == sorted(often.pair.tolist())


def test_marks_grade_capitals_and_calls() -> None:
    calm, loud = _see("you are wrong", "YOU ARE WRONG!!!").marks
    assert calm[0] == loud[0]
    assert calm[1] != loud[1]
    assert calm[2] != loud[2]
    assert loud.max() < MARKS


def test_nothing_is_seen_in_blank_text() -> None:
    seen = _see("", " \n ")
    assert np.diff(seen.use_starts).tolist() == [0, 0]
    assert seen.sign.size == seen.pair.size == 0


def _places(word: str, before: str = "") -> list[int]:
    text = np.array([ord(c) for c in before + word], dtype=np.uint32)
    starts = np.array(([0] if before else []) + [len(before)])
    ends = np.array(([len(before)] if before else []) + [len(text)])
    found: list[int] = []
    for block in groups(text, starts, ends):
        owner = np.repeat(block.word, np.diff(np.append(block.starts, len(block.places[0]))))
        for places in block.places:
            kept = places[owner == len(starts) - 1]
            found += kept[kept > 0].tolist()
    return found


def test_letter_groups_of_a_word_do_not_depend_on_its_neighbours() -> None:
    assert _places("fool", before="utter") == _places("fool")
    assert len(_places("fool")) == 5 + 4 + 3 + 2 + 1  # orders 2 to 5 of " fool ", and the whole


def test_a_long_word_is_cut_in_pieces_and_keeps_all_groups() -> None:
    word = "ab" * PIECE
    block = next(
        groups(
            np.array([ord(c) for c in word], dtype=np.uint32), np.array([0]), np.array([len(word)])
        )
    )
    assert block.word.tolist() == [0] * len(block.starts)
    assert len(block.starts) > 1
    assert len(_places(word)) == sum(len(word) + 2 - order + 1 for order in (2, 3, 4, 5)) + 1
