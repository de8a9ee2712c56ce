"""The discovery document of the Comment Analyzer, with the caller's own host in it.

Stage: server, Perspective; the root address comes in; the JSON that Google's client libraries
build their methods from goes out. It lists no scopes, so clients ask for no key.
"""

from __future__ import annotations

from typing import Any

_STRING = {"type": "string"}
_FLAG = {"type": "boolean"}
_FLOAT = {"type": "number", "format": "float"}
_INT = {"type": "integer", "format": "int32"}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": name}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _map(to: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _ref(to)}


_KINDS = ["SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW"]
_KIND = {**_STRING, "enum": _KINDS, "enumDescriptions": ["", "Served.", "", "", ""]}
_TEXTS = ["TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"]
_COMMON: dict[str, Any] = {
    "comment": _ref("TextEntry"),
    "context": _ref("Context"),
    "languages": {**_list(_STRING), "description": "BCP-47; none: found out."},
    "clientToken": {**_STRING, "description": "Given back with the answer."},
    "sessionId": _STRING,
    "communityId": _STRING,
}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "AnalyzeCommentRequest": {
        **_COMMON,
        "requestedAttributes": _map("AttributeParameters"),
        "spanAnnotations": {**_FLAG, "description": "A score for each sentence too."},
        "doNotStore": _FLAG,
        "dropUnsupportedAttributes": {**_FLAG, "description": "Leave out instead of failing."},
    },
    "AnalyzeCommentResponse": {
        "attributeScores": _map("AttributeScores"),
        "languages": _list(_STRING),
        "detectedLanguages": _list(_STRING),
        "clientToken": _STRING,
    },
    "SuggestCommentScoreRequest": {**_COMMON, "attributeScores": _map("AttributeScores")},
    "SuggestCommentScoreResponse": {
        "detectedLanguages": _list(_STRING),
        "requestedLanguages": _list(_STRING),
        "clientToken": _STRING,
    },
    "TextEntry": {
        "text": {**_STRING, "description": "UTF-8, at most 20480 bytes unless set otherwise."},
        "type": {**_STRING, "enum": _TEXTS, "enumDescriptions": ["", "Served.", ""]},
    },
    "Context": {
        "entries": _list(_ref("TextEntry")),
        "articleAndParentComment": _ref("ArticleAndParentComment"),
    },
    "ArticleAndParentComment": {"article": _ref("TextEntry"), "parentComment": _ref("TextEntry")},
    "AttributeParameters": {"scoreType": _KIND, "scoreThreshold": _FLOAT},
    "AttributeScores": {"summaryScore": _ref("Score"), "spanScores": _list(_ref("SpanScore"))},
    "SpanScore": {
        "begin": {**_INT, "description": "In UTF-16 units."},
        "end": {**_INT, "description": "Exclusive."},
        "score": _ref("Score"),
    },
    "Score": {"value": _FLOAT, "type": _KIND},
}
_PARAMETERS: dict[str, tuple[str, str]] = {
    "$.xgafv": ("string", "V1 error format."),
    "access_token": ("string", "OAuth access token; not looked at."),
    "alt": ("string", "The answer is JSON whatever is asked."),
    "callback": ("string", "Not looked at."),
    "fields": ("string", "Which parts of the answer are wanted."),
    "key": ("string", "API key."),
    "oauth_token": ("string", "Not looked at."),
    "prettyPrint": ("boolean", "Not looked at."),
    "quotaUser": ("string", "Not looked at."),
    "upload_protocol": ("string", "Not looked at."),
    "uploadType": ("string", "Not looked at."),
}


def _method(name: str, path: str, message: str, description: str) -> dict[str, Any]:
    return {
        "id": f"commentanalyzer.comments.{name}",
        "path": path,
        "flatPath": path,
        "httpMethod": "POST",
        "description": description,
        "parameters": {},
        "parameterOrder": [],
        "request": _ref(f"{message}Request"),
        "response": _ref(f"{message}Response"),
    }


def schemas() -> dict[str, Any]:
    """The messages, by name."""
    return {
        name: {"id": name, "type": "object", "properties": properties}
        for name, properties in _SCHEMAS.items()
    }


def document(root: str, version: str) -> dict[str, Any]:
    """The document for a server at ``root`` (without a slash at its end)."""
    root = f"{root}/"
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "canonicalName": "Comment Analyzer",
        "version": "v1alpha1",
        "revision": version,
        "title": "Comment Analyzer, answered by modscore",
        "description": "Scores comments, on your own machine.",
        "ownerDomain": "google.com",
        "ownerName": "Google",
        "protocol": "rest",
        "rootUrl": root,
        "servicePath": "",
        "baseUrl": root,
        "basePath": "",
        "batchPath": "batch",
        "fullyEncodeReservedExpansion": True,
        "icons": {},
        "parameters": {
            name: {"type": kind, "description": told, "location": "query"}
            for name, (kind, told) in _PARAMETERS.items()
        },
        "schemas": schemas(),
        "resources": {
            "comments": {
                "methods": {
                    "analyze": _method(
                        "analyze",
                        "v1alpha1/comments:analyze",
                        "AnalyzeComment",
                        "Scores a comment for the attributes asked for.",
                    ),
                    "suggestscore": _method(
                        "suggestscore",
                        "v1alpha1/comments:suggestscore",
                        "SuggestCommentScore",
                        "Says what the scores of a comment should be.",
                    ),
                }
            }
        },
    }
