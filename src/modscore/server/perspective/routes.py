"""The paths that clients of Perspective call.

Stage: server, Perspective; requests come in; the analyzer's answers go out. Query parameters that
every Google API takes are accepted and not looked at, but for the key and ``fields``.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..body import message
from ..refusal import Refusal, google
from ..service import Service, admit, answered, route
from . import discovery, partial, parts
from .answer import Analyzer

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
EMPTY = b"{}"  # what Google takes no body for
ANALYZED = ("attributeScores", "languages", "detectedLanguages", "clientToken", "modscore")
SUGGESTED = ("detectedLanguages", "requestedLanguages", "clientToken")
_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]{1,255}")


def routes(service: Service) -> list[Route]:
    """The routes of the Comment Analyzer."""
    analyzer = Analyzer(service.settings, service.engine, service.store, service.meter)

    async def analyze(request: Request, body: bytes) -> Response:
        answer, headers = await analyzed(body, request.query_params)
        response = answered(answer)
        response.headers.update(headers)
        return response

    async def suggest(request: Request, body: bytes) -> Response:
        return answered(await suggested(body, request.query_params))

    async def analyzed(
        body: bytes, query: QueryParams, *, patient: bool = False
    ) -> tuple[dict[str, Any], dict[str, str]]:
        mask = partial.asked(query, ANALYZED)
        answer = await analyzer.analyze(message(body or EMPTY), patient=patient)
        return partial.of(answer, mask), _headers(answer)

    async def suggested(body: bytes, query: QueryParams) -> dict[str, Any]:
        mask = partial.asked(query, SUGGESTED)
        answer: dict[str, Any] = partial.of(await analyzer.suggest(message(body or EMPTY)), mask)
        return answer

    async def batch(request: Request, body: bytes) -> Response:
        calls = parts.calls(request.headers.get("content-type", ""), body)
        replies = await asyncio.gather(*(reply(request, call) for call in calls))
        content_type, content = parts.written(replies)
        return Response(content, headers={"Content-Type": content_type, "Cache-Control": "private"})

    async def reply(request: Request, call: parts.Call) -> parts.Reply:
        try:
            path, _, given = call.target.partition("?")
            path = "/" + path.removeprefix("/").replace("%3A", ":").replace("%3a", ":")
            query = QueryParams(given)
            admit(service, request, query)
            if call.method != "POST" or path not in (ANALYZE, SUGGEST):
                raise Refusal(404, "Requested entity was not found.")
            if path == ANALYZE:
                answer, headers = await analyzed(call.body, query, patient=True)
            else:
                answer, headers = await suggested(call.body, query), {}
            return parts.json_reply(call.id, 200, answer, headers)
        except Refusal as refusal:
            return parts.json_reply(call.id, refusal.code, google(refusal), refusal.headers)

    async def discover(request: Request, _: bytes) -> Response:
        version = service.engine.provenance.version
        return answered(discovery.document(root_of(service, request), version))

    return [
        route(service, ANALYZE, analyze),
        route(service, SUGGEST, suggest),
        route(service, "/batch", batch, keyed=False),  # each part is let in by itself
        route(service, "/batch/v1alpha1", batch, keyed=False),
        route(service, "/$discovery/rest", discover, methods=("GET",), keyed=False),
    ]


def root_of(service: Service, request: Request) -> str:
    """The address under which the caller reached us, without a slash at its end."""
    if service.settings.root:
        return service.settings.root.rstrip("/")
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        host = f"{service.settings.host}:{service.settings.port}"
    return f"{request.url.scheme}://{host}"


def _headers(answer: dict[str, Any]) -> dict[str, str]:
    made = answer["modscore"]
    return {
        "X-Modscore-Models": ", ".join(f"{m['id']}@{m['hash'][:12]}" for m in made["models"]),
        "X-Modscore-Rules": made["rulesHash"][:12],
    }
