"""GET /openapi.json: every route described, with examples.

Stage: server; nothing comes in; an OpenAPI 3.1 document goes out. The records describe themselves;
the analyzer's messages come from its discovery document.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..records import ThreadScore
from .coral import TOXIC
from .openai import NOT_SCORED
from .perspective import discovery
from .perspective.names import SERVED
from .perspective.routes import ANALYZE, SUGGEST

_STRING = {"type": "string"}
_SCHEMAS = "#/components/schemas/"
_COMMENT = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "id": {"type": ["string", "integer", "null"]},
        "text": _STRING,
        "author": {"type": ["string", "null"]},
        "parent": {"type": ["string", "integer", "null"], "description": "An id in the thread."},
        "created": {"type": ["string", "null"], "description": "A time, as in ISO 8601."},
    },
}
_THREAD = {
    "type": "object",
    "required": ["comments"],
    "properties": {
        "id": {"type": ["string", "integer", "null"]},
        "title": {"type": ["string", "null"]},
        "article": {"type": ["string", "null"], "description": "What the thread is about."},
        "comments": {"type": "array", "items": {"$ref": f"{_SCHEMAS}CommentSent"}},
    },
    "examples": [
        {
            "article": "The council closes the old bridge on Monday.",
            "comments": [
                {"id": "1", "text": "Thanks, that helped.", "author": "ann"},
                {"id": "2", "text": "You are an idiot.", "author": "bob", "parent": "1"},
            ],
        }
    ],
}
_REFUSAL = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "status"],
            "properties": {
                "code": {"type": "integer"},
                "message": _STRING,
                "status": _STRING,
                "details": {"type": "array", "items": {"type": "object"}},
            },
        }
    },
}
_ASKED = {
    "comment": {"text": "You are an idiot."},
    "languages": ["en"],
    "requestedAttributes": {"TOXICITY": {}, "UNSUPPORTED_CLAIMS": {"scoreThreshold": 0.5}},
}
_SUGGESTED = {
    "comment": {"text": "You are an idiot."},
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
    "communityId": "our-forum",
    "clientToken": "comment:17",
}
_CORAL = {
    "action": "NEW",
    "comment": {"body": "You are an idiot.", "parentID": None},
    "author": {"id": "a", "role": "COMMENTER"},
    "story": {"id": "s", "url": "https://news.example/s"},
}
_PARTS = [
    {
        "name": "fields",
        "in": "query",
        "description": "Which parts of the answer are wanted.",
        "schema": {"type": "string"},
        "example": "attributeScores/*/summaryScore/value,languages",
    }
]
_MIXED = {"multipart/mixed": {"schema": _STRING}}
_BATCH = {
    "post": {
        "summary": "Up to 100 calls of the analyzer in one, as Google's HTTP batch has them.",
        "requestBody": {"required": True, "content": _MIXED},
        "responses": {
            "200": {"description": "The answers, one a part.", "content": _MIXED},
            "400": {
                "description": "No batch.",
                "content": {"application/json": {"schema": {"$ref": f"{_SCHEMAS}Refusal"}}},
            },
        },
    }
}
_METRICS = {
    "get": {
        "summary": "Figures for Prometheus.",
        "responses": {
            "200": {"description": "The figures.", "content": {"text/plain": {"schema": _STRING}}}
        },
    }
}


def document(version: str) -> dict[str, Any]:
    """The document of this server."""
    (score,), made = msgspec.json.schema_components([ThreadScore], ref_template=_SCHEMAS + "{name}")
    made["CommentScore"]["required"].remove("text")  # only when it is asked for
    made["CommentScore"]["properties"]["explanation"] = _STRING
    made["ThreadScore"]["properties"]["partial"] = {
        "type": "boolean",
        "description": "True: the time was up, these are the fast preset's scores.",
    }
    analyzer = {name: _moved(schema) for name, schema in discovery.schemas().items()}
    flags = [
        _flag("text", "The comments' own words too."),
        _flag("explain", "Sentences that say why."),
    ]
    labels = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "modscore",
            "version": version,
            "description": "Scores comments. Attributes of comments:analyze: " + ", ".join(SERVED),
        },
        "components": {
            "schemas": {
                **made,
                **analyzer,
                "CommentSent": _COMMENT,
                "ThreadSent": _THREAD,
                "Refusal": _REFUSAL,
            },
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "query", "name": "key"},
                "header": {"type": "apiKey", "in": "header", "name": "X-API-KEY"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
        "paths": {
            "/v1/score": _post(
                "A thread, everything told.", _ref("ThreadSent"), score, parameters=flags
            ),
            ANALYZE: _post(
                "A comment, as Perspective scored it.",
                _ref("AnalyzeCommentRequest"),
                _ref("AnalyzeCommentResponse"),
                _ASKED,
                parameters=_PARTS,
            ),
            SUGGEST: _post(
                "What the scores should be.",
                _ref("SuggestCommentScoreRequest"),
                _ref("SuggestCommentScoreResponse"),
                _SUGGESTED,
                parameters=_PARTS,
            ),
            "/v1/moderations": _post(
                "OpenAI's moderation. Not scored: " + ", ".join(NOT_SCORED),
                _object(["input"], input={}, model=_STRING),
                _object(["id", "model", "results"], results={"type": "array"}),
                {"input": ["Thanks, that helped.", "You are an idiot."]},
            ),
            "/api/v1/classify": _post(
                "Detoxify's labels, from 0 to 100, as Discourse AI asked for them.",
                _object(["content"], content=_STRING, model=_STRING),
                _object(labels, **{label: {"type": "integer"} for label in labels}),
                {"model": "unbiased", "content": "You are an idiot."},
                codes=("401", "422"),
            ),
            "/coral/moderate": _post(
                "Coral's external moderation phase; 204 when there is nothing to do.",
                _object(["comment"], comment={"type": "object"}),
                _object([], actions={"type": "array", "items": {"const": TOXIC}}, status=_STRING),
                _CORAL,
                codes=("204", "403"),
            ),
            "/batch": _BATCH,
            "/$discovery/rest": _get("What Google's client libraries make their methods from."),
            "/health": _get("Alive."),
            "/ready": _get("Ready to score, and with what."),
            "/metrics": _METRICS,
        },
    }


def _moved(schema: Any) -> Any:
    """A schema of the discovery document with references as OpenAPI writes them. Enumerations and
    sizes are left out: other values are answered with a refusal, not a crash."""
    if isinstance(schema, list):
        return [_moved(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    left_out = ("id", "enum", "enumDescriptions") if "type" in schema else ()
    return {
        key: f"{_SCHEMAS}{value}" if key == "$ref" else _moved(value)
        for key, value in schema.items()
        if key not in left_out or isinstance(value, dict)
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": _SCHEMAS + name}


def _object(required: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _flag(name: str, told: str) -> dict[str, Any]:
    schema = {"type": "boolean", "default": False}
    return {"name": name, "in": "query", "description": told, "schema": schema}


def _post(
    told: str,
    sent: dict[str, Any],
    answer: dict[str, Any],
    example: Any = None,
    *,
    parameters: list[dict[str, Any]] | None = None,
    codes: tuple[str, ...] = (),
) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": sent}
    if example is not None:
        content["example"] = example
    refusal = {"description": "A refusal.", "content": _json({"type": "object"})}
    refusals = dict.fromkeys(("400", "403", "408", "413", "429", "500", "503", *codes), refusal)
    if "204" in codes:
        refusals["204"] = {"description": "Nothing to do."}
    method = {
        "summary": told,
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {"200": {"description": "The answer.", "content": _json(answer)}, **refusals},
    }
    return {"post": method | ({"parameters": parameters} if parameters else {})}


def _get(told: str) -> dict[str, Any]:
    answer = {"description": told, "content": _json({"type": "object"})}
    return {"get": {"summary": told, "responses": {"200": answer, "503": answer}}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
