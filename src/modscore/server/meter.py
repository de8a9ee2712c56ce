"""Figures for Prometheus: what was asked, how fast it went, what was found.

Stage: server; finished requests and scores come in; the text of /metrics goes out. No label ever
holds a caller's words: routes, statuses, rule ids and model ids only.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from ..records import Provenance, ThreadScore

if TYPE_CHECKING:
    from .lane import Lane

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # set by `modscore serve` when there are several workers
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3, 10, 30)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)


class Meter:
    """The figures of one process; with several workers they are added up when read."""

    def __init__(self, provenance: Provenance) -> None:
        own = self._own = CollectorRegistry()
        self._requests = Counter(
            "modscore_requests", "Requests answered.", ["route", "status"], registry=own
        )
        self._seconds = Histogram(
            "modscore_request_seconds",
            "Seconds from a request's head to its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=own,
        )
        self._comments = Counter(
            "modscore_comments", "Comments scored; partial: late.", ["outcome"], registry=own
        )
        self._batches = Histogram(
            "modscore_batch_comments", "Comments scored together.", buckets=_SIZES, registry=own
        )
        self._flags = Counter("modscore_flags", "Flags, by signal.", ["signal"], registry=own)
        self._findings = Counter(
            "modscore_findings", "Findings, by rule or model.", ["source"], registry=own
        )
        self._suggestions = Counter("modscore_suggestions", "Suggestions kept.", registry=own)
        self._unknown = Counter(
            "modscore_unknown_fields", "Fields of requests that mean nothing here.", registry=own
        )
        self._waiting = Gauge(
            "modscore_waiting_comments",
            "Comments in the queue.",
            ["lane"],
            registry=own,
            multiprocess_mode="livesum",
        )
        made = Gauge(
            "modscore_made_by",
            "Always 1; says what scores.",
            ["version", "preset", "rules", "models"],
            registry=own,
            multiprocess_mode="livemax",
        )
        models = ",".join(f"{model.id}@{model.hash[:12]}" for model in provenance.models)
        made.labels(provenance.version, provenance.preset, provenance.rules_hash[:12], models).set(
            1
        )
        self._lanes: dict[str, Lane] = {}

    def queues(self, **lanes: Lane) -> None:
        """The lanes whose queues are to be told."""
        self._lanes = lanes

    def request(self, route: str, status: int, seconds: float) -> None:
        """One request has been answered."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def batch(self, comments: int) -> None:
        """One batch has been scored."""
        self._batches.observe(comments)
        self._tell_queues()

    def scored(self, threads: Sequence[ThreadScore], *, partial: bool) -> None:
        """These scores go out."""
        comments = [comment for thread in threads for comment in thread.comments]
        self._comments.labels("partial" if partial else "full").inc(len(comments))
        for comment in comments:
            for flag in comment.flags:
                self._flags.labels(flag).inc()
            for source in {finding.source for finding in comment.findings}:
                self._findings.labels(source).inc()

    def suggested(self) -> None:
        """One suggestion has been kept."""
        self._suggestions.inc()

    def unknown_fields(self, count: int) -> None:
        """A request had fields that nobody knows."""
        if count:
            self._unknown.inc(count)

    def text(self) -> bytes:
        """What /metrics answers."""
        self._tell_queues()
        if os.environ.get(SHARED):
            every = CollectorRegistry()
            MultiProcessCollector(every)  # type: ignore[no-untyped-call]
            return generate_latest(every)
        return generate_latest(self._own)

    def _tell_queues(self) -> None:
        for name, lane in self._lanes.items():
            self._waiting.labels(name).set(lane.waiting)
