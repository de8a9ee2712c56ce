"""The teacher of the linear sentence model: the network, which reads sentences nobody annotated.

Stage: training; comments without labels and a network come in; log-odds for their sentences go out.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modscore.models.neural import Network
from modscore.records import SENTENCE_ESTIMATED, Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared
from modscore.training.apart import plain
from modscore.training.neural_answers import sentence_heads
from modscore.training.read import lines, table

Floats = NDArray[np.float64]
COMMENTS = 14_000


def read_pool(data: Path, known: list[str]) -> Prepared:
    """Comments of Civil Comments and Fox News that are not among the known texts."""
    folder = data / "toxicity"
    texts = [row["comment_text"] for row in table(folder / "civil_spans_comments.csv.gz")]
    texts += [row["text"] for row in table(folder / "civil_identity_hard_nontoxic.csv.gz")]
    texts += [row.get("text", "") for row in lines(folder / "fox_news_threads.jsonl.gz")]
    seen = {plain(text) for text in known}
    fresh = []
    for text in texts:
        if text.strip() and plain(text) not in seen:
            seen.add(plain(text))
            fresh.append(text)
    random.Random(1).shuffle(fresh)
    some = fresh[:COMMENTS]
    return prepare([Thread(str(k), (Comment("1", text),)) for k, text in enumerate(some)])


def taught(network: str | Path, pool: Prepared) -> Floats:
    """Log-odds of the pool's sentences by the network, (S, len(SENTENCE_ESTIMATED))."""
    return sentence_heads(Network.load(network), pool)[:, : len(SENTENCE_ESTIMATED)]
