"""Fitting the sentence model: the whole-number model says what the fitted one said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from modscore.models.presets import sentence_model
from modscore.models.sentence_features import BITS, see
from modscore.models.sentence_marks import SIZE
from modscore.models.sentences import KINDS, SentenceModel
from modscore.records import SENTENCE_ESTIMATED
from modscore.training.forum import read_forum
from modscore.training.measure import at_share, auc, average_precision, spearman

WORTHY = SENTENCE_ESTIMATED.index("worthy")
ROWS = [
    {
        "id": "a",
        "context": "",
        "text": "The dam cost 40 million. I like dams.",
        "unsup": 2.0,
        "tox": 0.0,
        "shout": 0.0,
        "q": 2.0,
        "sentences": [
            {"start": 0, "end": 24, "codes": ["C0P1", "C2P1"]},
            {"start": 25, "end": 37, "codes": ["O--0", "X--0"]},
        ],
    },
    {
        "id": "b",
        "context": "A title",
        "text": "Who knows?",
        "unsup": 0.0,
        "tox": 0.0,
        "shout": 0.0,
        "q": 3.0,
        "sentences": [{"start": 0, "end": 10, "codes": ["Q--0", "R1P1"]}],
    },
]


@pytest.fixture
def forum_file(tmp_path: Path) -> Path:
    place = tmp_path / "forum.jsonl"
    place.write_text("\n".join(json.dumps(row) for row in ROWS), "utf-8")
    return place


def test_codes_become_shares_of_annotators(forum_file: Path) -> None:
    forum = read_forum(forum_file)
    assert forum.unsupported().tolist() == [0.5, 0.0, 0.5]
    columns = dict(zip(SENTENCE_ESTIMATED, forum.targets().T.tolist(), strict=True))
    assert columns["claim"] == [1.0, 0.0, 0.5]
    assert columns["worthy"] == [1.0, 0.0, 0.5]
    assert columns["opinion"] == [0.0, 0.5, 0.0]
    assert columns["question"] == [0.0, 0.0, 0.5]
    assert forum.owner.tolist() == [0, 0, 1]
    assert forum.threads[1].title == "A title"


def test_whole_numbers_lose_next_to_nothing(forum_file: Path) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    from modscore.training.claims import design, weights
    from modscore.training.logistic import odds

    prepared = read_forum(forum_file).prepared
    rng = np.random.default_rng(3)
    points = rng.normal(size=(KINDS, SIZE + (1 << BITS) + 1))
    scale = rng.uniform(0.2, 2, SIZE + (1 << BITS))
    scale[:SIZE] = 1.0
    rows = (design(prepared) @ sparse.diags(scale)).tocsr()
    wanted = np.stack([odds(rows, point) for point in points], axis=1)
    model = SentenceModel(weights(points, scale, np.ones(KINDS), np.zeros(KINDS)), "m", "")
    np.testing.assert_allclose(model.log_odds(see(prepared)), wanted, atol=0.02)


def test_figures_know_chance_from_skill() -> None:
    labels = np.array([False, False, True, True])
    scores = np.array([0.1, 0.2, 0.3, 0.4])
    assert auc(labels, scores) == 1.0
    assert auc(labels, -scores) == 0.0
    assert auc(labels, np.zeros(4)) == 0.5
    assert average_precision(labels, np.zeros(4)) == 0.5
    assert at_share(labels, scores, 0.5) == 1.0
    assert spearman(scores, scores**3) == 1.0


def test_the_shipped_model_beats_length_on_the_dev_set(shared: Path) -> None:
    forum = read_forum(shared / "data" / "forum" / "forum_dev.jsonl")
    labels = forum.unsupported() >= 0.5
    scores = sentence_model().estimate(forum.prepared)[:, WORTHY]
    length = (forum.prepared.sentence_end - forum.prepared.sentence_start).astype(np.float64)
    assert auc(labels, scores) > 0.8 > auc(labels, length) + 0.1
    assert average_precision(labels, scores) > 0.45
