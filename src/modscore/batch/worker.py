"""One worker: a scorer of its own that turns chunks into parts.

Stage: batch; the bytes of a chunk come in; a part file and its `Count` go out. In a process of
its own, or in the only one there is.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from multiprocessing import connection, parent_process

from ..api import Scorer
from ..records import ThreadScore
from . import rows
from .chunks import Chunk, unpacked
from .parts import Count, put_part
from .rows import Placed
from .task import Task


class Worker:
    """Scores chunks and writes their parts."""

    def __init__(self, task: Task, scorer: Scorer) -> None:
        self._task = task
        self._scorer = scorer

    def work(self, number: int, digest: str, raw: bytes) -> Count:
        """Score a chunk, write its part, and tell what was counted."""
        chunk = unpacked(raw)
        placed: list[Placed] = []
        for place, result in enumerate(self._scorer.score_many(chunk.threads)):
            placed += _placed(chunk, place, result)
        count = _counted(placed, len(chunk.threads))
        put_part(self._task.folder, number, digest, count, self._encoded(placed))
        return count

    def _encoded(self, placed: list[Placed]) -> bytes:
        text = self._task.text
        if self._task.form == "parquet":
            from . import table  # noqa: PLC0415 - pyarrow, only for Parquet

            return table.arrow(placed, text)
        return (rows.sheet if self._task.form == "csv" else rows.jsonl)(placed, text)


def scorer(task: Task) -> Scorer:
    """The scorer that the task asks for."""
    return Scorer(task.preset, rules=task.rules or None, off=task.off, points=task.points)


_here: list[Worker] = []  # the worker of this process


def start(task: Task) -> None:
    """Begin as a process of its own: it ends with its parent, and only then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells when to end
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _here[:] = [Worker(task, scorer(task))]


def work(number: int, digest: str, raw: bytes) -> Count:
    """What `Worker.work` does, by the worker of this process."""
    return _here[0].work(number, digest, raw)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _placed(chunk: Chunk, place: int, result: ThreadScore) -> list[Placed]:
    file = chunk.files[place]
    lines = chunk.lines[place] or (None,) * len(result.comments)
    return [
        Placed(result.id, file, line, score)
        for line, score in zip(lines, result.comments, strict=True)
    ]


def _counted(placed: list[Placed], threads: int) -> Count:
    flagged: Counter[str] = Counter()
    scored = [one.score for one in placed if one.scored]
    for score in scored:
        flagged.update(score.flags)
    return Count(
        comments=len(placed),
        threads=threads,
        unscored=len(placed) - len(scored),
        uncertain=sum([score.uncertain is not None for score in scored]),
        flagged=dict(sorted(flagged.items())),
    )
