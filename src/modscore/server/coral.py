"""POST /coral/moderate: an external moderation phase of Coral.

Stage: server; a comment that Coral signed comes in; what Coral shall do with it goes out. Coral is
let in by its signature, not by a key.
"""

from __future__ import annotations

import hashlib
import hmac
import html
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..records import Comment, Thread
from .body import message
from .perspective.fields import Fields
from .perspective.mapping import perspective_like
from .refusal import Refusal
from .service import Service, answered, made_headers, route

TOXIC = {"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}


def routes(service: Service) -> list[Route]:
    """The route of Coral."""
    settings = service.settings

    async def moderate(request: Request, body: bytes) -> Response:
        if not settings.coral_secrets:
            raise Refusal(403, "Set MODSCORE_SERVE_CORAL_SECRETS to take comments from Coral.")
        if not signed(body, request.headers.get("x-coral-signature", ""), settings.coral_secrets):
            raise Refusal(403, "The signature does not match the body.")
        text = html.unescape(Fields(message(body)).inner("comment").text("body"))
        scored = await service.engine.score([Thread("1", (Comment("1", text),))])
        found = scored.threads[0].comments[0].toxicity
        toxicity = perspective_like("toxicity", found, scored.provenance.preset)
        if toxicity < settings.coral_threshold:
            return Response(status_code=204, headers=made_headers(scored.provenance))
        answer: dict[str, Any] = {"actions": [TOXIC]}
        if settings.coral_status:
            answer["status"] = settings.coral_status
        return answered(answer, made=scored.provenance)

    return [route(service, "/coral/moderate", moderate, keyed=False)]


def signed(body: bytes, signature: str, secrets: tuple[str, ...]) -> bool:
    """Whether one of the secrets made the signature of the body.

    >>> signed(b"x", "sha256=00", ("secret",))
    False
    """
    given = signature.encode(errors="replace")
    own = [
        b"sha256=" + hmac.digest(s.encode(), body, hashlib.sha256).hex().encode() for s in secrets
    ]
    return any(hmac.compare_digest(one, given) for one in own)
