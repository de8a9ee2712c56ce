"""Many calls in one: the multipart/mixed bodies of Google's HTTP batch.

Stage: server, Perspective; the bytes of a batch come in; its calls go out, and the bytes of the
answers. Both kinds of line end are read: Python's client writes bare newlines.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from ..refusal import Refusal

MOST_PARTS = 100
_BOUNDARY = re.compile(r'boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_REQUEST_LINE = re.compile(rb"([A-Z]{1,16}) +(\S{1,4096}) +HTTP/\d(?:\.\d)?\s*$")
_PHRASES = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found"}


class Call(NamedTuple):
    """One call of a batch."""

    id: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Reply(NamedTuple):
    """The answer to one call."""

    id: str
    status: int
    headers: dict[str, str]
    body: bytes


def calls(content_type: str, body: bytes) -> list[Call]:
    """The calls of a batch, in order. Raises a 400 `Refusal`."""
    found = _BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/mixed") or not found:
        raise Refusal(400, "Failed to parse batch request: expected multipart/mixed, a boundary.")
    boundary = re.escape((found[1] or found[2]).encode("latin-1", "replace"))
    pieces = re.split(rb"(?:\A|\r?\n)--" + boundary + rb"(--)?[ \t]*(?=\r?\n|\Z)", body)
    parts = [part for part, end in zip(pieces[2::2], pieces[1::2], strict=True) if end is None]
    if not parts:
        raise Refusal(400, "Failed to parse batch request: expected parts.")
    if len(parts) > MOST_PARTS:
        raise Refusal(400, f"The batch request could not be processed: over {MOST_PARTS} parts.")
    return [_call(part) for part in parts]


def _call(part: bytes) -> Call:
    outer, inner = _halves(part.lstrip(b"\r\n"))
    head, body = _halves(inner.lstrip(b"\r\n"))
    line, _, lines = head.partition(b"\n")
    found = _REQUEST_LINE.match(line)
    if not found:
        raise Refusal(400, "Failed to parse batch request: expected an HTTP request in each part.")
    id = _headers(outer).get("content-id", "")
    target = found[2].decode("latin-1")
    return Call(id, found[1].decode(), target, _headers(lines), body.strip(b"\r\n"))


def _halves(message: bytes) -> tuple[bytes, bytes]:
    head, *rest = _BLANK_LINE.split(message, maxsplit=1)
    return head, rest[0] if rest else b""


def _headers(lines: bytes) -> dict[str, str]:
    found = {}
    for line in lines.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found


def written(replies: Sequence[Reply]) -> tuple[str, bytes]:
    """The content type and the bytes that answer a batch."""
    boundary = f"batch_{secrets.token_urlsafe(24)}"
    lines: list[bytes] = []
    for reply in replies:
        head = [f"--{boundary}", "Content-Type: application/http"]
        if reply.id:
            head.append(f"Content-ID: {_answer_id(reply.id)}")
        phrase = _PHRASES.get(reply.status, "Error")
        head += ["", f"HTTP/1.1 {reply.status} {phrase}"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        head += [f"Content-Length: {len(reply.body)}", "", ""]
        lines += ["\r\n".join(head).encode("latin-1", "replace"), reply.body, b"\r\n"]
    lines.append(f"--{boundary}--\r\n".encode())
    return f"multipart/mixed; boundary={boundary}", b"".join(lines)


def _answer_id(id: str) -> str:
    """``<x + 1>`` becomes ``<response-x + 1>``."""
    return f"<response-{id[1:]}" if id.startswith("<") else f"response-{id}"


def json_reply(id: str, status: int, answer: object, headers: dict[str, str]) -> Reply:
    """An answer in JSON."""
    named = {"Content-Type": "application/json; charset=UTF-8", **headers}
    return Reply(id, status, named, msgspec.json.encode(answer))
