from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

from modscore.errors import ModelError
from modscore.models.cascade import spans, words
from modscore.models.neural import MOST, STRETCH, Network, Reading, stretches
from modscore.records import Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared


def batch(*texts: str) -> Prepared:
    return prepare([Thread(str(k), (Comment("1", text),)) for k, text in enumerate(texts)])


TEXTS = ("You idiot.", "", "> quoted", "a b c " * 200, "é😀 \ud800 idiot", "12 34")


def test_alone_and_in_a_batch_give_the_same_bits(networks: Path) -> None:
    network = Network.load(networks / "small.safetensors")
    together = list(network.read(batch(*TEXTS), range(len(TEXTS))))
    for text, found in zip(TEXTS, together, strict=True):
        alone = next(iter(network.read(batch(text), [0])))
        if found is None:
            assert alone is None
            continue
        assert alone is not None
        for one, other in zip(found, alone, strict=True):
            assert np.asarray(one).tobytes() == np.asarray(other).tobytes()


def test_a_comment_without_own_words_has_no_reading(networks: Path) -> None:
    network = Network.load(networks / "small.safetensors")
    assert list(network.read(batch("", "> quoted"), [0, 1])) == [None, None]


def test_every_piece_stands_where_it_was_read(networks: Path) -> None:
    network = Network.load(networks / "small.safetensors")
    text = "Well — YOU  idiot."
    reading = next(iter(network.read(batch(text), [0])))
    assert reading is not None
    spoken = [text[a:b] for a, b in zip(reading.start, reading.end, strict=True)]
    assert "YOU" in spoken
    assert "idiot" in spoken


def test_no_part_of_a_long_comment_is_left_out(networks: Path) -> None:
    network = Network.load(networks / "small.safetensors")
    text = "you " * 1000
    reading = next(iter(network.read(batch(text), [0])))
    assert reading is not None
    assert len(reading.start) == 1000
    assert (np.diff(reading.start) == 4).all()


def test_of_an_endless_comment_the_beginning_is_read_and_it_says_so(networks: Path) -> None:
    network = Network.load(networks / "small.safetensors")
    text = "you " * 20_000 + "idiot"
    endless, short = network.read(batch(text, "you idiot"), [0, 1])
    assert endless is not None
    assert short is not None
    assert (endless.whole, short.whole) == (False, True)
    assert endless.start[0] == 0
    assert len(endless.start) <= MOST * STRETCH


@pytest.mark.parametrize("size", [1, 126, 127, 200, 1000])
def test_stretches_overlap_and_cover_all(size: int) -> None:
    bounds = stretches(size)
    assert bounds[0][0] == 0
    assert bounds[-1][1] == size
    assert all(b > c for (_, b), (c, _) in itertools.pairwise(bounds))
    assert all(b - a <= STRETCH - 2 for a, b in bounds)


def test_nan_never_leaves(networks: Path) -> None:
    network = Network.load(networks / "spoilt.safetensors")
    reading = next(iter(network.read(batch("you idiot"), [0])))
    assert reading is not None
    assert np.isfinite(reading.comment).all()


def test_a_torn_graph_is_one_clear_error(networks: Path) -> None:
    with pytest.raises(ModelError, match=r"^torn: graph: expected one that onnxruntime reads, got"):
        Network.load(networks / "torn.safetensors")


def test_pieces_of_another_kind_are_one_clear_error(networks: Path) -> None:
    with pytest.raises(ModelError, match=r"^blank: pieces: expected \[CLS\], \[SEP\] and \[UNK\]"):
        Network.load(networks / "blank.safetensors")


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_package_is_one_clear_error(
    networks: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelError, match=rf"^small: {package}: expected the package, got"):
        Network.load(networks / "small.safetensors")


def test_marked_neighbours_are_one_span_and_shares_stay_within_one() -> None:
    odds = np.array([[3.0], [-4.0], [4.0], [-5.0], [2.0]], dtype=np.float32)
    start, end = np.array([0, 3, 5, 9, 13]), np.array([3, 5, 8, 12, 16])
    inner = np.array([False, True, False, False, False])
    told = words(Reading(np.zeros(1, np.float32), start, end, odds, inner))
    assert told.start.tolist() == [0, 5, 9, 13]
    assert told.marked.tolist() == [True, True, False, True]
    found = spans(told, "filthy ugly one fool")
    assert [(a, b) for a, b, _ in found] == [(0, 8), (13, 16)]
    assert 0.9 < sum(share for *_, share in found) <= 1


def test_a_stretch_that_names_nothing_is_no_span() -> None:
    odds = np.array([[3.0], [-5.0], [3.0]], dtype=np.float32)
    start, end = np.array([0, 3, 9]), np.array([2, 8, 13])
    told = words(Reading(np.zeros(1, np.float32), start, end, odds, np.zeros(3, bool)))
    assert [(a, b) for a, b, _ in spans(told, "In their cage")] == [(9, 13)]


def test_a_word_far_below_the_worst_is_not_marked() -> None:
    odds = np.array([[3.0], [-1.0]], dtype=np.float32)
    places = np.array([0, 4])
    told = words(Reading(np.zeros(1, np.float32), places, places + 3, odds, np.zeros(2, bool)))
    assert told.marked.tolist() == [True, False]
