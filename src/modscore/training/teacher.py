"""The teacher of the sentence model: a small encoder that reads sentences nobody annotated.

Stage: training; the annotated sentences, a pool of other comments and a folder with
all-MiniLM-L6-v2 (Apache-2.0) come in; log-odds for the sentences of the pool go out.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modscore.records import Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared
from modscore.training.apart import plain
from modscore.training.forum import with_sentences
from modscore.training.read import lines, table

Floats = NDArray[np.float64]
LAYERS = (6, 5, 4, 3, 2)  # the middle ones know more of form than the last
LONGEST = 96  # word pieces
POOL = 48_000  # sentences
PENALTY = 1400.0

_END = re.compile(r"(?<=[.!?…])[\"')]*\s+(?=[\"“'(]?[A-Z0-9])|\n+")


@dataclass(frozen=True, eq=False)
class Pool:
    """Sentences without labels: as a prepared batch and as texts."""

    prepared: Prepared
    texts: list[str]


def read_pool(data: Path, known: list[str]) -> Pool:
    """Sentences of Civil Comments and Fox News comments that are not among the known texts."""
    folder = data / "toxicity"
    texts = [row["comment_text"] for row in table(folder / "civil_spans_comments.csv.gz")]
    texts += [row["text"] for row in table(folder / "civil_identity_hard_nontoxic.csv.gz")]
    texts += [row["comment_text"] for row in table(folder / "civil_comments_sample.csv.gz")]
    texts += [row.get("text", "") for row in lines(folder / "fox_news_threads.jsonl.gz")]
    seen = {plain(text) for text in known}
    fresh = []
    for text in texts:
        if text.strip() and plain(text) not in seen:
            seen.add(plain(text))
            fresh.append(text)
    random.Random(1).shuffle(fresh)
    spans = [_sentences(text) for text in fresh]
    last = int(np.searchsorted(np.cumsum([len(some) for some in spans]), POOL))
    fresh, spans = fresh[:last], spans[:last]
    threads = [Thread(str(k), (Comment("1", text),)) for k, text in enumerate(fresh)]
    prepared, _ = with_sentences(prepare(threads), spans)
    pieces = [t[a:b] for t, some in zip(fresh, spans, strict=True) for a, b in some]
    return Pool(prepared, pieces)


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = list(_END.finditer(text))
    starts = [0, *(match.end() for match in ends)]
    stops = [*(match.start() for match in ends), len(text)]
    return [(a, b) for a, b in zip(starts, stops, strict=True) if text[a:b].strip()]


def encode(folder: Path, texts: list[str], batch: int = 64) -> NDArray[np.float32]:
    """Mean of the word vectors in each of ``LAYERS``, side by side; needs transformers."""
    import torch  # type: ignore[import-not-found,unused-ignore]
    from transformers import (  # type: ignore[import-not-found,unused-ignore]
        AutoModel,
        AutoTokenizer,
    )

    tokens = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()
    order = np.argsort([len(text) for text in texts], kind="stable")
    answer: list[Any] = [None] * len(texts)
    with torch.inference_mode():
        for first in range(0, len(texts), batch):
            some = order[first : first + batch].tolist()
            read = tokens(
                [texts[k] for k in some],
                padding=True,
                truncation=True,
                max_length=LONGEST,
                return_tensors="pt",
            )
            layers = model(**read, output_hidden_states=True).hidden_states
            mask = read["attention_mask"][..., None].float()
            means = [(layers[k] * mask).sum(1) / mask.sum(1) for k in LAYERS]
            for k, vector in zip(some, torch.cat(means, 1).numpy(), strict=True):
                answer[k] = vector
    return np.stack(answer)


def kept(place: Path, folder: Path, texts: list[str]) -> NDArray[np.float32]:
    """``encode``, written down at a place to be read again."""
    if not place.exists():
        np.save(place, encode(folder, texts))
    found: NDArray[np.float32] = np.load(place)
    return found


class Teacher:
    """Knows vectors of the annotated sentences and of the pool, and what else is told of them."""

    def __init__(self, known: NDArray[Any], pool: NDArray[Any]) -> None:
        mean, spread = known.mean(axis=0), known.std(axis=0) + 1e-6
        self._known = (known - mean) / spread
        self._pool = (pool - mean) / spread

    def odds(self, targets: Floats, chosen: NDArray[np.int64]) -> Floats:
        """Log-odds of the pool's sentences, learned from the chosen sentences alone."""
        from sklearn.linear_model import LogisticRegression

        columns = []
        for column in targets.T:
            model = LogisticRegression(C=1 / PENALTY, max_iter=200)
            model.fit(self._known[chosen], column[chosen] >= 0.5)
            columns.append(model.decision_function(self._pool))
        return np.stack(columns, axis=1)
