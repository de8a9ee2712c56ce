"""The access log and the figures: around the whole application.

Stage: server, outermost; a request passes through; one line of JSON and the counts go out. Neither
ever holds a path as sent, a query (it may hold a key) or a comment's words.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .meter import Meter
from .service import ROUTE

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_log = logging.getLogger("modscore.access")


class Watched:
    """The application with an eye on it."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self._app = app
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then log and count."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status, sent = 499, 0  # the caller went away before there was an answer

        async def watched(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            spent = time.perf_counter() - begun
            route = scope.get(ROUTE, "other")
            self._meter.request(route, status, spent)
            if _log.isEnabledFor(logging.INFO):
                line = {
                    "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                    "client": (scope.get("client") or ("",))[0],
                    "method": scope["method"] if scope["method"] in METHODS else "other",
                    "route": route,
                    "status": status,
                    "ms": round(spent * 1000, 1),
                    "sent": sent,
                }
                _log.info(json.dumps(line))
