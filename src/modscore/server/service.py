"""What every route needs, and the way a request goes through it.

Stage: server; a request comes in; it passes the gate, its body is read, a handler answers; a
response goes out, or a refusal in the shape that the route's clients know.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..records import Provenance
from . import refusal as refusals
from .body import Held, read
from .engine import Engine
from .gate import Gate, key_of
from .meter import Meter
from .refusal import Refusal
from .settings import Settings
from .store import Store

ROUTE = "modscore.route"  # where the scope of a request names its route, for log and figures
JSON = "application/json; charset=UTF-8"
Handler = Callable[[Request, bytes], Awaitable[Response]]
Shape = Callable[[Refusal], dict[str, Any]]

_log = logging.getLogger("modscore.server")


@dataclass(frozen=True)
class Service:
    """All that one process holds."""

    settings: Settings
    engine: Engine
    store: Store
    meter: Meter
    gate: Gate
    held: Held


def route(
    service: Service,
    path: str,
    handler: Handler,
    *,
    methods: tuple[str, ...] = ("POST",),
    shape: Shape = refusals.google,
    keyed: bool = True,
) -> Route:
    """A route that answers with ``handler``; refusals take ``shape``. ``keyed``: it takes a key
    and counts against the key's rate."""

    async def endpoint(request: Request) -> Response:
        request.scope[ROUTE] = path
        try:
            if request.method == "POST" and _foreign(request, service.settings):
                raise Refusal(403, "Pages of this origin may not call; see MODSCORE_SERVE_CORS.")
            if keyed:
                admit(service, request)
            settings = service.settings
            with service.held.lent() as take:
                most, seconds = settings.max_body_bytes, settings.body_seconds
                return await handler(request, await read(request, most, seconds, take))
        except Refusal as refusal:
            return refused(refusal, shape)
        except Exception as error:
            _log.error("%s: %s", path, told(error))
            return refused(Refusal(500, "Internal error encountered."), shape)

    return Route(path, endpoint, methods=list(methods))


def admit(service: Service, request: Request, query: Mapping[str, str] | None = None) -> None:
    """Let a call in. ``query``: of the call, if it is a part of a batch. Raises a `Refusal`."""
    key = key_of(query or {}, {}) or key_of(request.query_params, request.headers)
    service.gate.admit(key, request.client.host if request.client else "")


def _foreign(request: Request, settings: Settings) -> bool:
    """Whether a browser sends this for a page of somebody else's: such a page could not read the
    answer, but it could fill the queue and the database of a server on its reader's machine."""
    origin = request.headers.get("origin")
    if origin is None or origin in settings.cors or "*" in settings.cors:
        return False
    return origin.partition("://")[2] != request.headers.get("host", "")


def answered(answer: object, *, status: int = 200, made: Provenance | None = None) -> Response:
    """A response in JSON, which names what scored."""
    headers = {"Cache-Control": "private"}
    if made is not None:
        headers |= made_headers(made)
    return Response(msgspec.json.encode(answer), status, headers, JSON)


def made_headers(made: Provenance) -> dict[str, str]:
    """The headers that name the models and the rules of an answer."""
    return {
        "X-Modscore-Models": ", ".join(f"{model.id}@{model.hash[:12]}" for model in made.models),
        "X-Modscore-Rules": made.rules_hash[:12],
    }


def refused(refusal: Refusal, shape: Shape) -> Response:
    """The response that tells a refusal."""
    status = refusal.code
    if refusal.reason == "invalid_api_key" and shape is not refusals.google:
        status = 401
    elif status == 400 and shape is refusals.discourse:
        status = 422
    refusal.code = status
    headers = {"Cache-Control": "private", **refusal.headers}
    if status in {408, 413, 503}:
        headers["Connection"] = "close"  # the rest of the body is not waited for
    return Response(msgspec.json.encode(shape(refusal)), status, headers, JSON)


def told(error: BaseException) -> str:
    """Where an error happened and of what kind it is, without its message: that may hold a
    caller's words."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} in {places}"
