"""Sentence bounds against annotated ones, and how fast they are found."""

from __future__ import annotations

import json
import time

from modscore.records import Comment, Thread
from modscore.text.prepare import prepare

from .common import Asked, development, pin
from .results import Table, table


def run(asked: Asked) -> list[Table]:
    """The table."""
    sets = development()
    pin()
    rows = []
    for name in ("forum_train", "forum_dev"):
        lines = (sets / "forum" / f"{name}.jsonl").read_text(encoding="utf-8")
        comments = [json.loads(line) for line in asked.few(lines.splitlines())]
        threads = [Thread(str(k), (Comment("1", c["text"]),)) for k, c in enumerate(comments)]
        prepare(threads)
        begin = time.perf_counter()
        prepared = prepare(threads)
        seconds = time.perf_counter() - begin
        found = set()
        for end in prepared.sentence_end.tolist():
            found.add(prepared.local(end - 1))
        true = {(k, s["end"] - 1) for k, c in enumerate(comments) for s in c["sentences"]}
        both = len(found & true)
        precision, recall = both / len(found), both / len(true)
        f1 = 2 * precision * recall / (precision + recall)
        rows.append((name, len(true), f"{precision:.4f}", f"{recall:.4f}", f"{f1:.4f}",
                     f"{len(comments) / seconds:,.0f}"))  # fmt: skip
    head = ("set", "sentences", "precision", "recall", "F1", "comments/s, whole preparation")
    return [table("Sentence ends", head, rows)]
