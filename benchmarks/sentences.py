"""Sentence bounds against annotated ones, and how fast they are found."""

from __future__ import annotations

import json
import time
from pathlib import Path

from modscore.records import Comment, Thread
from modscore.text.prepare import prepare

from .common import keep, machine, pin, shared, table


def run(data: Path | None) -> None:
    """Prints and keeps the table."""
    place = shared()
    if place is None:
        print("sentences: needs the development data (set MODSCORE_SHARED); nothing was measured")
        return
    pin()
    rows = []
    for name in ("forum_train", "forum_dev"):
        lines = (place / "data" / "forum" / f"{name}.jsonl").read_text(encoding="utf-8")
        comments = [json.loads(line) for line in lines.splitlines()]
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
    keep("sentences", table("Sentence ends", head, rows, machine()))
