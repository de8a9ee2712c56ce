"""Refusals: what a caller is told when there is no score.

Stage: server, everywhere; a `Refusal` is raised; the JSON that the caller's client expects goes
out: Google's shape, OpenAI's or Discourse's. No refusal holds a stack trace.
"""

from __future__ import annotations

import math
from typing import Any

STATUS = {  # Google's word for an HTTP status
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
ANALYZER_ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
SERVICE = "commentanalyzer.googleapis.com"
ECHOED = 100  # characters of a caller's own words that a message repeats


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of ours
    """A request that gets no score: the HTTP status, a message, and Google's details."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        details: list[dict[str, Any]] | None = None,
        retry_after: float | None = None,
        reason: str = "",
        place: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details or []
        self.retry_after = retry_after
        self.reason = reason  # OpenAI's `code`
        self.place = place  # the keys that lead to the fault, for Discourse

    @property
    def headers(self) -> dict[str, str]:
        """Retry-After, where there is a time to tell."""
        if self.retry_after is None:
            return {}
        return {"Retry-After": str(max(1, math.ceil(self.retry_after)))}


def google(refusal: Refusal) -> dict[str, Any]:
    """The refusal as Google's services write it."""
    error: dict[str, Any] = {
        "code": refusal.code,
        "message": refusal.message,
        "status": STATUS.get(refusal.code, "UNKNOWN"),
    }
    if refusal.details:
        error["details"] = refusal.details
    return {"error": error}


def openai(refusal: Refusal) -> dict[str, Any]:
    """The refusal as OpenAI's service writes it."""
    kinds = {401: "invalid_request_error", 429: "rate_limit_error", 500: "server_error"}
    return {
        "error": {
            "message": refusal.message,
            "type": kinds.get(refusal.code, "invalid_request_error"),
            "param": refusal.place[-1] if refusal.place else None,
            "code": refusal.reason or None,
        }
    }


def discourse(refusal: Refusal) -> dict[str, Any]:
    """The refusal as the Detoxify service of Discourse AI writes it."""
    if refusal.code == 422:
        place = ["body", *refusal.place]
        return {"detail": [{"loc": place, "msg": refusal.message, "type": "value_error"}]}
    return {"detail": refusal.message}


def analyzer(error_type: str, message: str, **more: Any) -> Refusal:
    """A refusal of the Comment Analyzer itself, with its one detail."""
    detail = {"@type": ANALYZER_ERROR, "errorType": error_type, **more}
    return Refusal(400, message, details=[detail])


def violation(place: str, message: str) -> Refusal:
    """A refusal for a body of the wrong form, as Google's front end gives it."""
    fault = {"field": place, "description": message} if place else {"description": message}
    detail = {"@type": BAD_REQUEST, "fieldViolations": [fault]}
    return Refusal(400, message, details=[detail], place=tuple(place.split(".")) if place else ())


def unknown_key() -> Refusal:
    """For a key that is not in the list."""
    detail = {
        "@type": ERROR_INFO,
        "reason": "API_KEY_INVALID",
        "domain": "googleapis.com",
        "metadata": {"service": SERVICE},
    }
    message = "API key not valid. Please pass a valid API key."
    return Refusal(400, message, details=[detail], reason="invalid_api_key")


def no_key() -> Refusal:
    """For a request without a key where keys are asked for."""
    return Refusal(
        403,
        "Method doesn't allow unregistered callers (callers without established identity). Please "
        "use API Key or other form of API consumer identity to call this API.",
        reason="invalid_api_key",
    )


def over_rate(rate: float, retry_after: float) -> Refusal:
    """For a key that calls more often than it may."""
    metric, limit = "Analysis requests (AnalyzeComment)", "per second"
    detail = {
        "@type": ERROR_INFO,
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "quota_metric": f"{SERVICE}/analysis_requests",
            "quota_limit": "AnalysisRequestsPerSecondPerKey",
            "quota_limit_value": f"{rate:g}",
            "quota_location": "global",
            "service": SERVICE,
        },
    }
    return Refusal(
        429,
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} {limit}' of service "
        f"'{SERVICE}'.",
        details=[detail],
        retry_after=retry_after,
        reason="rate_limit_exceeded",
    )


def queue_full(retry_after: float) -> Refusal:
    """For a server that has more to score than may wait."""
    detail = {"@type": ERROR_INFO, "reason": "QUEUE_FULL", "domain": "modscore"}
    message = "Resource has been exhausted: the queue is full, try again shortly."
    return Refusal(
        429, message, details=[detail], retry_after=retry_after, reason="rate_limit_exceeded"
    )


def shortened(name: str) -> str:
    """A caller's own word, safe to repeat to him."""
    flat = "".join(c if c.isprintable() else "?" for c in name[: ECHOED + 1])
    return flat if len(flat) <= ECHOED else flat[:ECHOED] + "…"
