"""Reading what a client sends: bounded in size and time, then JSON.

Stage: server; a request comes in; its bytes, then plain values go out, or a `Refusal`. Broken
surrogates, which JavaScript sends for cut emoji, are mended instead of refused.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request

from .refusal import Refusal, violation

_LONE = re.compile("[\ud800-\udfff]")
DEEPEST = 100  # nested lists and objects; no request of ours has more than ten


class Held:
    """The bytes of the bodies of all requests that are being read or answered."""

    def __init__(self, most: int) -> None:
        self.now = 0
        self._most = most

    @contextmanager
    def lent(self) -> Iterator[Callable[[int], None]]:
        """For one request: what to call with the size of each part of its body. It raises a 503
        `Refusal` when all together have too many; they are given back at the end."""
        own = 0

        def take(size: int) -> None:
            nonlocal own
            if self.now + size > self._most:
                raise Refusal(503, "Too many large requests at once.", retry_after=1)
            self.now += size
            own += size

        try:
            yield take
        finally:
            self.now -= own


async def read(
    request: Request, most: int, seconds: float, take: Callable[[int], None] = lambda _: None
) -> bytes:
    """The body; ``take`` is told the size of each part of it. Raises a 413 `Refusal` over ``most``
    bytes, 408 after ``seconds``."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and len(told) < 20 and int(told) > most:
        raise too_large(most)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise too_large(most)
                take(len(part))
                parts.append(part)
    except TimeoutError:
        raise Refusal(408, "Request body took too long to arrive.") from None
    except ClientDisconnect:
        raise Refusal(400, "Request body was cut off.") from None
    return b"".join(parts)


def too_large(most: int) -> Refusal:
    """For a body over the limit."""
    return Refusal(413, f"Request payload size exceeds the limit: {most} bytes.")


def parsed(body: bytes) -> Any:
    """The JSON value of a body. Raises a 400 `Refusal`."""
    try:
        try:
            value = msgspec.json.decode(body)
        except msgspec.DecodeError:
            if b"\\u" not in body:
                raise
            value = _mended(json.loads(body, parse_constant=_no_constant))
    except RecursionError:
        raise violation("", "Invalid JSON payload received. Nested too deeply.") from None
    except (ValueError, msgspec.DecodeError):
        raise violation("", "Invalid JSON payload received.") from None
    return value


def message(body: bytes) -> dict[str, Any]:
    """The JSON object of a body. Raises a 400 `Refusal`."""
    value = parsed(body)
    if not isinstance(value, dict):
        raise violation("", "Invalid JSON payload received. Expected an object.")
    return value


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _mended(value: Any, depth: int = 0) -> Any:
    """The value with lone surrogates replaced by the sign for what cannot be read."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {_LONE.sub("\ufffd", k): _mended(v, depth + 1) for k, v in value.items()}
    return value
