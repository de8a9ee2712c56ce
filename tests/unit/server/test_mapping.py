"""The published table, and places in texts."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore import Scorer
from modscore.server.perspective.mapping import TABLES, perspective_like, through
from modscore.server.perspective.names import PRODUCTION, SERVED
from modscore.server.perspective.spans import MOST, sentences, utf16

PRESETS = ("default", "accurate", "fast", "of somebody else")


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("signal", sorted(set(SERVED.values())))
@given(st.floats(0, 1), st.floats(0, 1))
def test_no_order_is_changed(signal: str, preset: str, a: float, b: float) -> None:
    low, high = sorted((a, b))
    scores = [perspective_like(signal, one, preset) for one in (low, high)]
    assert 0 <= scores[0] <= scores[1] <= 1


def test_tables_run_from_end_to_end_and_rise() -> None:
    for own in TABLES.values():
        for table in own.tables.values():
            assert (table[0], table[-1]) == ((0, 0), (1, 1))
            assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(table))


def test_every_attribute_of_perspectives_has_a_table_and_ours_have_none() -> None:
    for own in TABLES.values():
        assert set(own.tables) == set(PRODUCTION.values())
    assert set(TABLES) == {"default", "fast"}
    assert perspective_like("shouting", 0.3, "fast") == 0.3
    assert perspective_like("toxicity", 0.3, "of somebody else") == 0.3


@pytest.mark.parametrize("preset", ["default", "fast"])
def test_the_tables_belong_to_the_models_that_ship(preset: str) -> None:
    made = Scorer(preset=preset).provenance.models
    told = "fit them anew: python -m modscore.training.perspective --data FOLDER"
    assert TABLES[preset].models == {model.id: model.hash for model in made}, told


def test_interpolation() -> None:
    assert through(((0.2, 0.3), (0.4, 0.5)), 0.1) == 0.3
    assert through(((0.2, 0.3), (0.4, 0.5)), 0.4) == 0.5


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf16_places_cut_the_same_text(text: str) -> None:
    units = utf16(text) if text else (lambda place: place)
    raw = text.encode("utf-16-le")
    for place in range(len(text) + 1):
        assert raw[: 2 * units(place)].decode("utf-16-le") == text[:place]


@given(st.text("ab .!?\n\"'\U0001f600", max_size=80))
def test_sentences_hold_all_but_blanks_in_order(text: str) -> None:
    found = sentences(text)
    assert all(a < b <= c for (a, b), (c, _) in itertools.pairwise(found))
    kept = "".join(text[a:b] for a, b in found)
    assert "".join(kept.split()) == "".join(text.split())


def test_sentences_are_bounded() -> None:
    found = sentences("A. " * 10_000)
    assert len(found) == MOST
    assert found[-1][1] == 29_999
