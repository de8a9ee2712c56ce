"""Whether the comment before tells more of a comment than its own words do.

Fox News comments (Gao and Huang 2017), hateful or not, each with the comment before it and the
article's title. Plain models are fitted on nine tenths of the articles and asked about the rest:
by the own words, and by those beside what stands around them. modscore's score is shown as it is:
it has read these comments in training.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

import modscore

from .common import Asked, MissingError, development
from .measures import Values, auc, booleans, interval
from .quality import rows_of, scored
from .results import Table, table

FOLDS = 10
AROUND = 0.5  # what a word around a comment counts beside one of its own


def run(asked: Asked) -> list[Table]:
    """The table."""
    try:
        from scipy import sparse
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import GroupKFold
    except ImportError:
        raise MissingError("needs the extra train (scikit-learn)") from None
    file = development() / "toxicity" / "fox_news_threads.jsonl.gz"
    rows = asked.few(list(rows_of(file)), 400)
    own = [str(row["text"]) for row in rows]
    before = [str(row.get("prev") or "") for row in rows]
    titles = [str(row.get("title") or "") for row in rows]
    truth = booleans([row["label"] for row in rows])
    fast = modscore.Scorer(preset="fast")
    heat = np.array([[one.toxicity] for one in scored(fast, before)])
    answers = np.array([["@" in text[:40]] for text in own], dtype=np.float64)
    groups = np.unique(titles, return_inverse=True)[1]

    def crossed(around: Callable[[list[int]], Any] | None) -> Values:
        said = np.zeros(len(rows))
        folds = GroupKFold(n_splits=min(FOLDS, len(set(titles))))
        for learnt, asked_ in folds.split(own, truth, groups):
            words = _words([own[k] for k in learnt])
            parts = [
                [words.transform([own[k] for k in some])]
                + ([] if around is None else [sparse.csr_matrix(around(some.tolist()))])
                for some in (learnt, asked_)
            ]
            seen, unseen = (sparse.hstack(part).tocsr() for part in parts)
            model = LogisticRegression(C=4.0, max_iter=500).fit(seen, truth[learnt])
            said[asked_] = model.decision_function(unseen)
        return said

    shown = _words(before + titles)
    plain = crossed(None)
    found = {
        "own words": plain,
        "and the words before": crossed(lambda k: AROUND * shown.transform([before[i] for i in k])),
        "and the toxicity before": crossed(lambda k: np.hstack([heat[k], heat[k] * answers[k]])),
        "and the title's words": crossed(
            lambda k: AROUND * shown.transform([titles[i] for i in k])
        ),
    }
    lines = []
    for name, said in found.items():
        low, high = interval(_gain(truth, said, plain), len(rows))
        gain = "" if said is plain else f"{low:+.3f} to {high:+.3f}"
        lines.append((name, f"{auc(truth, said):.3f}", gain))
    ours = np.array([one.toxicity for one in scored(modscore.Scorer(), own)])
    lines.append(("modscore default, own words", f"{auc(truth, ours):.3f}", ""))
    head = ("seen by the model", "ROC-AUC, hateful", "gained over own words (95 % interval)")
    note = f"{len(rows)} comments below {len(set(titles))} articles, {int(truth.sum())} hateful."
    return [table("Does the comment before help?", head, lines, note)]


def _gain(
    truth: NDArray[np.bool_], said: Values, plain: Values
) -> Callable[[NDArray[np.intp]], float]:
    return lambda some: auc(truth[some], said[some]) - auc(truth[some], plain[some])


def _words(texts: list[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit(texts)
