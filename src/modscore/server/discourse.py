"""POST /api/v1/classify: the Detoxify service that Discourse AI called.

Stage: server; a post comes in; whole numbers from 0 to 100 go out, one for each label.
``sexual_explicit`` is not scored here: it is 0 for clients that compare every label with a
threshold, and named in the header X-Modscore-Not-Scored.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..records import ATTRIBUTES, Comment, Thread
from .body import message
from .refusal import Refusal, discourse
from .service import Service, answered, route

MODELS = ("original", "unbiased", "multilingual")
MOST_CHARACTERS = 85_000
UNSCORED = "sexual_explicit"


def routes(service: Service) -> list[Route]:
    """The route of Discourse AI."""

    async def classify(_: Request, body: bytes) -> Response:
        given = message(body)
        model, content = given.get("model", "unbiased"), given.get("content")
        if model not in MODELS:
            raise Refusal(422, f"expected one of {', '.join(MODELS)}", place=("model",))
        if not isinstance(content, str):
            raise Refusal(422, "expected a string", place=("content",))
        if len(content) > MOST_CHARACTERS:
            raise Refusal(422, f"expected at most {MOST_CHARACTERS} characters", place=("content",))
        scored = await service.engine.score([Thread("1", (Comment("1", content),))])
        score = scored.threads[0].comments[0]
        labels = {"toxicity": round(100 * score.toxicity)}
        labels |= {name: round(100 * getattr(score.attributes, name)) for name in ATTRIBUTES}
        response = answered(labels | {UNSCORED: 0}, made=scored.provenance)
        response.headers["X-Modscore-Not-Scored"] = UNSCORED
        if scored.partial:
            response.headers["X-Modscore-Partial"] = "true"
        return response

    return [route(service, "/api/v1/classify", classify, shape=discourse)]
