"""The lowest part: connections, bounded in number, in time and in the bytes of a head.

Stage: server, below the application; bytes of a connection come in; uvicorn's own protocol reads
them. Uvicorn alone waits for ever for the head of a first request, and takes one of any size. When
there are too many connections, the one that has kept us waiting longest makes room: whoever holds
thousands open and silent shuts nobody out.
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
TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n"
)
MOST_HEAD = 1 << 16  # bytes of a request's first line and headers, or of what follows its body


class Bounded(HttpToolsProtocol):
    """A connection that is refused when all are busy, makes room when it is idle, and is closed
    when the head of a request is too large, or not in after ``body_seconds``."""

    settings: Settings | None = None
    silent: dict[Bounded, None] = {}  # those whose request we wait for, longest waiting first

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if Bounded.settings is None:
            Bounded.settings = from_environment()
        self._bounds = Bounded.settings
        self._timer: asyncio.TimerHandle | None = None
        self._bare = 0  # bytes in a row that were no part of a body

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, in place of a silent one if need be, or refuse it."""
        if len(self.connections) >= self._bounds.max_connections and not self._made_room():
            transport.write(FULL)
            transport.close()
            return
        super().connection_made(transport)
        self._wait()
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._head_is_in()
        self.silent.pop(self, None)
        if self.transport is not None:  # it is None for a connection that was refused
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, until a head has grown too large."""
        if self.transport is None or self.transport.is_closing():
            return
        self._bare += len(data)
        super().data_received(data)
        if self._bare > MOST_HEAD and not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is in."""
        self._head_is_in()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of its body is in."""
        self._bare = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """All of it is in: now the caller waits for us."""
        self._bare = 0
        self.silent.pop(self, None)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It is answered: now we wait for the caller."""
        super().on_response_complete()
        if not self.transport.is_closing() and not self.pipeline:
            self._wait()

    def _wait(self) -> None:
        self.silent.pop(self, None)
        self.silent[self] = None

    def _made_room(self) -> bool:
        """Whether a silent connection could be closed for a new one."""
        longest = next(iter(self.silent), None)
        if longest is None:
            return False
        self.silent.pop(longest)
        self.connections.discard(longest)
        longest.transport.abort()
        return True

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
