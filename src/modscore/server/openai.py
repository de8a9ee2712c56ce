"""POST /v1/moderations, in OpenAI's shape.

Stage: server; texts come in; flags and scores of OpenAI's categories go out. Categories that
modscore cannot judge stay false and 0, as the shape wants, and are listed under ``not_scored``.
"""

from __future__ import annotations

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..records import Comment, CommentScore, Thread
from .body import message
from .perspective.answer import made_by
from .refusal import Refusal, openai
from .service import Service, answered, route

SCORED = {  # OpenAI's category: our attribute
    "harassment": "insult",
    "harassment/threatening": "threat",
    "hate": "identity_attack",
}
NOT_SCORED = (
    *("hate/threatening", "illicit", "illicit/violent"),
    *("self-harm", "self-harm/intent", "self-harm/instructions"),
    *("sexual", "sexual/minors", "violence", "violence/graphic"),
)
MOST_INPUTS = 256


def routes(service: Service) -> list[Route]:
    """The route of OpenAI's moderation."""

    async def moderate(_: Request, body: bytes) -> Response:
        texts = _texts(message(body).get("input"))
        threads = [Thread("1", (Comment("1", text),)) for text in texts]
        scored = await service.engine.score(threads, patient=len(threads) > 1)
        made = scored.provenance
        answer = {
            "id": f"modr-{secrets.token_hex(12)}",
            "model": f"modscore-{made.version}",
            "results": [_result(thread.comments[0]) for thread in scored.threads],
            "not_scored": list(NOT_SCORED),
            "modscore": made_by(made, partial=scored.partial),
        }
        return answered(answer, made=made)

    return [route(service, "/v1/moderations", moderate, shape=openai)]


def _result(score: CommentScore) -> dict[str, Any]:
    flagged = {category: signal in score.flags for category, signal in SCORED.items()}
    values = {name: getattr(score.attributes, signal) for name, signal in SCORED.items()}
    return {
        "flagged": any(flagged.values()),
        "categories": flagged | dict.fromkeys(NOT_SCORED, False),
        "category_scores": values | dict.fromkeys(NOT_SCORED, 0.0),
        "category_applied_input_types": {name: ["text"] for name in SCORED}
        | {name: [] for name in NOT_SCORED},
    }


def _texts(given: Any) -> list[str]:
    """The texts to judge; a list of parts is one text."""
    if isinstance(given, str):
        return [given]
    if not isinstance(given, list) or not given:
        raise _wrong("expected a string, a list of strings or of text parts")
    if len(given) > MOST_INPUTS:
        raise _wrong(f"expected at most {MOST_INPUTS} texts")
    if all(isinstance(one, str) for one in given):
        return given
    parts = [_part(one) for one in given]
    return ["\n".join(parts)]


def _part(given: Any) -> str:
    if isinstance(given, dict) and given.get("type") == "image_url":
        raise _wrong("expected text; images are not scored here")
    text = given.get("text") if isinstance(given, dict) and given.get("type") == "text" else None
    if not isinstance(text, str):
        raise _wrong("expected a string, a list of strings or of text parts")
    return text


def _wrong(told: str) -> Refusal:
    return Refusal(400, f"input: {told}", reason="invalid_input", place=("input",))
