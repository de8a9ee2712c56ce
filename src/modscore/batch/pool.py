"""Chunks spread over processes, with few of them under way.

Stage: batch; numbered chunks come in as bytes; the `Count` of each goes out, as soon as its part
is written. In what order depends on the workers; what is written does not.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from typing import NamedTuple

from ..api import Scorer
from ..errors import ModscoreError
from .parts import Count
from .task import Task
from .worker import Worker, start, work

_AHEAD = 2  # chunks under way for each worker: one at work, one waiting
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Ready(NamedTuple):
    """A chunk that waits for its part."""

    number: int
    digest: str
    raw: bytes


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def scored(task: Task, chunks: Iterable[Ready], workers: int, scorer: Scorer) -> Iterator[Count]:
    """Write the parts of the chunks; what was counted in each comes back.

    With one worker, or no more than one chunk, no process is started.
    """
    rest = iter(chunks)
    first = list(islice(rest, 2))
    if workers == 1 or len(first) < 2:
        worker = Worker(task, scorer)
        for one in chain(first, rest):
            yield worker.work(*one)
        return
    del scorer  # each worker has its own
    yield from _spread(task, chain(first, rest), workers)


def _spread(task: Task, chunks: Iterator[Ready], workers: int) -> Iterator[Count]:
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=start, initargs=(task,))
    under_way: set[Future[Count]] = set()
    try:
        with _single_threaded():
            for one in chunks:
                under_way.add(pool.submit(work, *one))
                if len(under_way) >= _AHEAD * workers:
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    for each in done:
                        yield each.result()
            while under_way:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for each in done:
                    yield each.result()
    except BrokenProcessPool:
        raise ModscoreError(
            f"batch: {task.output}: expected every worker to live, got one that was killed "
            "(out of memory?)"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _single_threaded() -> Iterator[None]:
    """Workers are as many as cores, so each shall compute on one."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
