"""Each rule's hits and precision on labelled comments: what its strength is checked against."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

import modscore

from .common import Asked, development
from .quality import rows_of, scored
from .results import Table, table

HITS = 5  # fewer hits say nothing


def run(asked: Asked) -> list[Table]:
    """The table."""
    sets = development()
    scorer = modscore.Scorer(preset="fast")
    labelled: dict[str, tuple[list[str], list[bool]]] = {}
    jigsaw = asked.few(list(rows_of(sets / "toxicity" / "jigsaw2018_dev_natural.csv.gz")))
    labelled["jigsaw dev"] = (
        [r["comment_text"] for r in jigsaw],
        [r["toxic"] == "1" for r in jigsaw],
    )
    forum = asked.few(list(rows_of(sets / "forum" / "forum_train.jsonl")))
    labelled["forum train"] = ([r["text"] for r in forum], [r["tox"] >= 2 for r in forum])
    hits: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for name, (texts, truth) in labelled.items():
        for score, toxic in zip(scored(scorer, texts), truth, strict=True):
            for source in {f.source for f in score.findings if f.signal == "toxicity"}:
                if source.startswith("rule:"):
                    hits[source][name].append(toxic)
    rows = []
    for source in sorted(hits):
        cells: list[str] = []
        for name in labelled:
            found = hits[source][name]
            cells += [str(len(found)), f"{np.mean(found):.2f}" if len(found) >= HITS else "-"]
        rule = source.removeprefix("rule:")
        rows.append((rule, f"{scorer.pack.by_id[rule].strength:.2f}", *cells))
    head = ("rule", "strength", *(c for n in labelled for c in (f"hits, {n}", "precision")))
    return [table("Rules on labelled comments", head, rows)]
