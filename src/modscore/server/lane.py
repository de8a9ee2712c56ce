"""A lane: one thread that scores what many requests ask, together.

Stage: server; threads of comments come in from the event loop; their `ThreadScore`s go out. Scores
do not depend on what stands beside them, so requests may share a batch.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..api import Scorer
from ..records import Thread, ThreadScore
from .refusal import queue_full

COMMENT_COST = 200  # characters whose scoring takes as long as what a comment costs by itself
FIRST_COST = 64 * COMMENT_COST  # of the first batch, when the pace is not known yet

Future = asyncio.Future[list[ThreadScore]]


class _Job(NamedTuple):
    threads: Sequence[Thread]
    comments: int
    cost: int
    since: float
    future: Future


class Lane:
    """Scores in a thread of its own, in batches of about ``batch_seconds`` of work.

    ``wait_seconds``: how long a batch gathers after its first comment. ``queue_comments``: how
    many may wait. ``seen`` is told the comments of each batch.
    """

    def __init__(
        self,
        scorer: Scorer,
        *,
        queue_comments: int,
        wait_seconds: float = 0.0,
        batch_seconds: float = 0.05,
        seen: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.scorer = scorer
        self.waiting = 0  # comments in the queue
        self._most = queue_comments
        self._wait = wait_seconds
        self._batch_seconds = batch_seconds
        self._seen = seen
        self._pace = 0.0  # seconds a unit of cost takes, lately
        self._cost = 0
        self._queue: deque[_Job] = deque()
        self._change = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="modscore-lane", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the lane still takes work."""
        return self._thread.is_alive() and not self._closing

    def submit(self, threads: Sequence[Thread]) -> Future:
        """A future for the scores of the threads, in order; cancel it to give up the work.

        Raises a 429 `Refusal` when too much waits already. Called on the event loop.
        """
        comments = sum(len(thread.comments) for thread in threads)
        cost = sum(_cost(thread) for thread in threads)
        future: Future = asyncio.get_running_loop().create_future()
        with self._change:
            if self.waiting and self.waiting + comments > self._most:
                raise queue_full(retry_after=self._cost * self._pace)
            self._queue.append(_Job(threads, comments, cost, time.monotonic(), future))
            self.waiting += comments
            self._cost += cost
            self._change.notify()
        return future

    def close(self) -> None:
        """Score what waits, then end."""
        with self._change:
            self._closing = True
            self._change.notify()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while batch := self._gathered():
            jobs = [job for job in batch if not job.future.cancelled()]
            if not jobs:
                continue
            begun = time.perf_counter()
            results = self._scores(jobs)
            spent = time.perf_counter() - begun
            pace = spent / sum(job.cost for job in jobs)
            # A batch has a cost of its own, so the pace of a lone comment says little: learn fast.
            self._pace = (self._pace + pace) / 2 if self._pace else pace
            self._seen(sum(job.comments for job in jobs))
            _deliver(jobs, results)

    def _gathered(self) -> list[_Job]:
        """The jobs of the next batch; none when the lane is to end."""
        with self._change:
            while not self._queue and not self._closing:
                self._change.wait()
            if not self._queue:
                return []
            most = self._batch_seconds / self._pace if self._pace else FIRST_COST
            until = self._queue[0].since + self._wait
            while self._cost < most and not self._closing:
                left = until - time.monotonic()
                if left <= 0 or not self._change.wait(left):
                    break
            batch: list[_Job] = []
            cost = 0
            while self._queue and (not batch or cost + self._queue[0].cost <= most):
                job = self._queue.popleft()
                batch.append(job)
                cost += job.cost
                self.waiting -= job.comments
                self._cost -= job.cost
            return batch

    def _scores(self, jobs: Sequence[_Job]) -> list[list[ThreadScore] | Exception]:
        try:
            scores = iter(list(self.scorer.score_many([t for job in jobs for t in job.threads])))
            return [[next(scores) for _ in job.threads] for job in jobs]
        except Exception as error:
            if len(jobs) == 1:
                return [error]
            return [self._scores([job])[0] for job in jobs]  # one job's trouble is not another's


def _cost(thread: Thread) -> int:
    characters = sum(len(comment.text) for comment in thread.comments) + len(thread.article or "")
    return characters + COMMENT_COST * max(1, len(thread.comments))


def _deliver(jobs: Sequence[_Job], results: Sequence[list[ThreadScore] | Exception]) -> None:
    loops = {id(job.future.get_loop()): job.future.get_loop() for job in jobs}
    for loop in loops.values():
        own = [
            (job.future, result)
            for job, result in zip(jobs, results, strict=True)
            if job.future.get_loop() is loop
        ]
        try:
            loop.call_soon_threadsafe(_settle, own)
        except RuntimeError:  # the loop has ended: nobody waits any more
            continue


def _settle(pairs: Sequence[tuple[Future, list[ThreadScore] | Exception]]) -> None:
    for future, result in pairs:
        if future.done():
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
