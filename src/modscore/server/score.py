"""POST /v1/score: our own shape, a whole thread in, everything out.

Stage: server; a thread as JSON comes in; its `ThreadScore` as JSON goes out.
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import ThreadError
from ..records import Thread
from ..threads.build import build
from .body import parsed
from .engine import Scored
from .refusal import Refusal, violation
from .service import Service, answered, route

LARGE = 1 << 16  # bytes of a body whose reading would hold up other requests
TRUE, FALSE = ("1", "true", "yes", ""), ("0", "false", "no")


def routes(service: Service) -> list[Route]:
    """The route of our own shape."""

    async def score(request: Request, body: bytes) -> Response:
        text, explain = _flag(request, "text"), _flag(request, "explain")
        large = len(body) > LARGE
        thread = await asyncio.to_thread(_read, body) if large else _read(body)
        if len(thread.comments) > service.settings.max_comments:
            most = service.settings.max_comments
            raise violation("comments", f"comments: expected at most {most} comments")
        scored = await service.engine.score([thread], patient=True)
        if large:
            return await asyncio.to_thread(_answer, scored, text, explain)
        return _answer(scored, text, explain)

    return [route(service, "/v1/score", score)]


def _read(body: bytes) -> Thread:
    try:
        return build(parsed(body))
    except ThreadError as error:
        place = str(error).partition(":")[0]
        raise violation(place, str(error)) from None


def _answer(scored: Scored, text: bool, explain: bool) -> Response:
    result = scored.threads[0]
    plain: dict[str, Any] = result.to_dict(text=text)
    plain["partial"] = scored.partial
    if explain:
        for comment, told in zip(result.comments, plain["comments"], strict=True):
            told["explanation"] = comment.explain()
    return answered(plain, made=scored.provenance)


def _flag(request: Request, name: str) -> bool:
    value = request.query_params.get(name, "false").lower()
    if value not in (*TRUE, *FALSE):
        raise Refusal(400, f"{name}: expected true or false")
    return value in TRUE
