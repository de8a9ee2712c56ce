"""Who may call, and how often.

Stage: server, before a body is read; a request's key and sender come in; nothing, or a `Refusal`,
comes of it. Keys are compared by their digest, so that time tells nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from .refusal import no_key, over_rate, unknown_key
from .settings import Settings

MOST_CALLERS = 10_000  # whose rate is remembered; the one longest silent is forgotten


def key_of(query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The key a request names, in any of the ways that clients know; "" without one.

    >>> key_of({"key": "a"}, {}), key_of({}, {"authorization": "Bearer b"})
    ('a', 'b')
    """
    if key := query.get("key") or headers.get("x-goog-api-key") or headers.get("x-api-key"):
        return key
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


class Gate:
    """Lets calls in; one for each process."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._known = {_digest(key) for key in settings.keys}
        self._rate = settings.rate
        self._burst = settings.burst
        self._clock = clock
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def admit(self, key: str, sender: str) -> None:
        """Returns if the call may go on. Raises a `Refusal` of 403, 400 or 429."""
        name = _digest(key) if key else sender.encode(errors="replace")
        if self._known:
            if not key:
                raise no_key()
            if name not in self._known:
                raise unknown_key()
        if self._rate:
            self._count(name)

    def _count(self, name: bytes) -> None:
        """One call from a bucket that fills at the rate and holds at most a burst."""
        now = self._clock()
        left, then = self._left.pop(name, (float(self._burst), now))
        left = min(float(self._burst), left + (now - then) * self._rate)
        allowed = left >= 1
        self._left[name] = (left - 1 if allowed else left, now)
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        if not allowed:
            raise over_rate(self._rate, retry_after=(1 - left) / self._rate)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode(errors="replace")).digest()
