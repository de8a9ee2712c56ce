from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from modscore.training import contrast
from modscore.training.apart import apart, first_of_each
from modscore.training.read import Rows, join, rows_of
from modscore.training.toxicity import made_rows

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _benchmarks_are_run_from_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY))


def _held() -> Rows:
    from benchmarks.functions import sentences
    from benchmarks.identity import filled

    texts = [one.text for one in sentences()] + [one.text for one in filled()]
    return rows_of("benchmarks", ((text, {}) for text in texts))


def test_every_function_is_well_filled_and_every_sentence_new() -> None:
    from benchmarks.functions import sentences

    written = sentences()
    assert min(Counter(one.function for one in written).values()) >= 25
    assert len({one.function for one in written}) >= 19
    assert first_of_each([one.text for one in written]).all()
    words = [len(one.text.split()) for one in written]
    assert max(words) <= 65
    assert sum(count > 30 for count in words) >= 25


def test_spelling_attacks_have_their_harmless_twins() -> None:
    from benchmarks.functions import sentences

    own = [one.toxic for one in sentences() if one.function == "spelling-attacks"]
    assert own == [True] * (len(own) // 2) + [False] * (len(own) // 2)


def test_no_made_training_sentence_stands_in_the_benchmarks() -> None:
    made = join([rows_of("contrast", contrast.pairs()), made_rows()])
    held = _held()
    assert len(made) > 3000
    assert apart(made, held).all()
    assert apart(held, made).all()


def test_accuracy_counts_right_verdicts_among_the_chosen() -> None:
    from benchmarks.functions import Answer, accuracy

    truth = np.array([True, True, False, False])
    answer = Answer(np.zeros(4), np.array([True, False, False, True]))
    assert accuracy(truth, answer, truth) == 0.5
    assert accuracy(truth, answer, np.array([True, False, True, False])) == 1.0


def test_presets_come_in_the_order_of_their_pace() -> None:
    from benchmarks.functions import presets

    assert list(presets())[:2] == ["fast", "default"]
