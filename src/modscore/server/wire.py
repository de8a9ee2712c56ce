"""The lowest part: connections, bounded in number and in how long they may say nothing.

Stage: server, below the application; bytes of a connection come in; uvicorn's own protocol reads
them. Uvicorn alone waits for ever for the head of a first request.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .settings import Settings, from_environment

FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
    b"Content-Length: 0\r\n\r\n"
)


class Bounded(HttpToolsProtocol):
    """A connection that is refused when there are too many, and closed when the head of a
    request is not in after ``body_seconds``."""

    settings: Settings | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if Bounded.settings is None:
            Bounded.settings = from_environment()
        self._bounds = Bounded.settings
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or refuse it."""
        if len(self.connections) >= self._bounds.max_connections:
            transport.write(FULL)
            transport.close()
            return
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._head_is_in()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is in."""
        self._head_is_in()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_is_in()
        self._timer = self.loop.call_later(self._bounds.body_seconds, self._late)

    def _head_is_in(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        transport = cast("asyncio.Transport | None", self.transport)
        if transport is not None and not transport.is_closing():
            transport.close()
