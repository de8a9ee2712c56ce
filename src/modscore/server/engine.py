"""Scores for requests: in time, or the quick answer, marked partial.

Stage: server; checked threads come in; `Scored` goes out. Three lanes: lone comments never wait
for a long thread, and a late answer is scored anew by the fast preset beside them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from ..api import Scorer
from ..records import Provenance, Thread, ThreadScore
from .lane import Lane
from .meter import Meter
from .settings import Settings


class Scored(NamedTuple):
    """The scores of a request's threads, in order. ``partial``: they came too late, so these are
    the fast preset's (rules and the small model)."""

    threads: list[ThreadScore]
    partial: bool

    @property
    def provenance(self) -> Provenance:
        """How these scores were made."""
        return self.threads[0].provenance


def make_scorer(settings: Settings) -> Scorer:
    """The scorer that the settings ask for. Raises what `Scorer` raises."""
    return Scorer(preset=settings.preset, rules=settings.rules or None, off=settings.off)


def make_quick(settings: Settings) -> Scorer:
    """The scorer of late answers: the fast preset with the same rules."""
    return Scorer(preset="fast", rules=settings.rules or None, off=settings.off)


class Engine:
    """Scores what requests ask; built once for a process."""

    def __init__(self, settings: Settings, scorer: Scorer, quick: Scorer, meter: Meter) -> None:
        self._settings = settings
        self._meter = meter
        self.provenance = scorer.provenance
        limit = settings.limit_seconds
        self._comments = Lane(
            scorer,
            queue_comments=settings.queue_comments,
            wait_seconds=settings.wait_seconds,
            batch_seconds=limit / 4,
            seen=meter.batch,
        )
        self._threads = Lane(
            scorer,
            queue_comments=max(settings.queue_comments, settings.max_comments),
            batch_seconds=settings.thread_limit_seconds / 4,
            seen=meter.batch,
        )
        self._quick = Lane(quick, queue_comments=settings.queue_comments, seen=meter.batch)
        meter.queues(comments=self._comments, threads=self._threads, quick=self._quick)

    @property
    def ready(self) -> bool:
        """Whether all lanes take work."""
        return self._comments.alive and self._threads.alive and self._quick.alive

    async def score(self, threads: Sequence[Thread], *, patient: bool = False) -> Scored:
        """The scores of some threads: within ``limit_seconds`` if the machine can, or, for whole
        threads and callers in no hurry, within ``thread_limit_seconds``."""
        if patient:
            return await self._within(self._threads, threads, self._settings.thread_limit_seconds)
        return await self._within(self._comments, threads, self._settings.limit_seconds)

    async def _within(self, lane: Lane, threads: Sequence[Thread], limit: float) -> Scored:
        try:
            async with asyncio.timeout(limit):
                scored = Scored(await lane.submit(threads), partial=False)
        except TimeoutError:
            scored = Scored(await self._quick.submit(threads), partial=True)
        self._meter.scored(scored.threads, partial=scored.partial)
        return scored

    def close(self) -> None:
        """End the lanes, after what they hold."""
        for lane in (self._comments, self._threads, self._quick):
            lane.close()
