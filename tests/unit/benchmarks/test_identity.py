from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def _benchmarks_are_run_from_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3]))


def test_many_terms_in_every_template() -> None:
    from benchmarks.identity import filled

    rows = filled()
    terms = {row.term for row in rows if row.identity}
    templates = {row.template for row in rows}
    words = {row.term for row in rows if not row.identity}
    assert len(terms) >= 50
    assert len({row.text for row in rows}) == len(rows) == len(templates) * (len(terms | words))
    assert not any("{" in row.text for row in rows)


def test_a_template_begins_with_a_capital_and_keeps_the_rest() -> None:
    from benchmarks.identity import fill

    assert fill("{one} met {many}.", "a Jew", "Jews") == "A Jew met Jews."


def test_areas_tell_a_term_that_looks_toxic_from_one_that_is_missed() -> None:
    from benchmarks.identity import areas

    toxic = np.array([False, True] * 3)
    values = np.array([0.7, 0.9, 0.1, 0.6, 0.1, 0.05])  # looks toxic, is right, is missed
    looks, right, missed = (np.arange(6) // 2 == k for k in range(3))
    assert areas(values, toxic, looks) == (1.0, 0.0, 1.0)
    assert areas(values, toxic, right) == (1.0, 0.5, 0.5)
    assert areas(values, toxic, missed) == (0.0, 1.0, 0.0)


def test_the_power_mean_leans_to_the_lowest() -> None:
    from benchmarks.identity import power_mean

    assert power_mean([0.8, 0.8]) == pytest.approx(0.8)
    assert 0.5 < power_mean([1.0, 1.0, 0.5]) < 0.65


def test_a_term_is_blamed_only_where_plain_words_are_not_flagged() -> None:
    from benchmarks.identity import Filled, moved

    rows = [
        Filled("cyclists", "A", "A cyclist", toxic=False, identity=False),
        Filled("cyclists", "B", "B cyclist", toxic=False, identity=False),
        Filled("Jew", "A", "A Jew", toxic=False, identity=True),
        Filled("Jew", "B", "B Jew", toxic=False, identity=True),
        Filled("Jew", "C", "C Jew", toxic=True, identity=True),
    ]
    said = np.array([True, False, True, True, True])
    assert moved(rows, said) == {"Jew": ["B Jew"]}
