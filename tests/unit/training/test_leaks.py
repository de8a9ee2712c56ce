"""No text of a development set is in any training set, once the rows are chosen."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from modscore.training import contrast
from modscore.training.apart import plain, training_rows
from modscore.training.mixture import _forum
from modscore.training.read import join, read_sets, rows_of
from modscore.training.sets import TRAIN, development
from modscore.training.toxicity import made_rows


def test_no_training_row_is_a_development_text(shared: Path) -> None:
    """Every row that could leak, and each twentieth other; rows are judged one by one."""
    data = shared / "data" / "toxicity"
    held = development(data)
    every = join([read_sets(data, TRAIN), rows_of("contrast", contrast.pairs()), made_rows()])
    keys = {plain(text) for text in held.texts}
    copies = np.array([plain(text) in keys for text in every.texts])
    assert copies.sum() > 1000  # the published sets do overlap: there is something to drop
    assert len(set(every.sources[copies].tolist())) > 10
    chosen = copies | (np.arange(len(every)) % 20 == 0)
    rows = training_rows(every.take(chosen), held)
    assert len(rows) > 5000
    assert not [text for text in rows.texts if plain(text) in keys]


def test_no_annotated_forum_comment_of_the_network_is_a_development_text(shared: Path) -> None:
    keys = {plain(text) for text in development(shared / "data" / "toxicity").texts}
    read = [example.text for example in _forum(shared / "data", random.Random(0))]
    assert len(read) > 500
    assert not [text for text in read if plain(text) in keys]
