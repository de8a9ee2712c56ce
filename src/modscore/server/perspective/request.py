"""What `comments:analyze` and `comments:suggestscore` are asked.

Stage: server, Perspective; a JSON object comes in; an `Asked` or a `Suggested` goes out, or the
`Refusal` that the Comment Analyzer gave.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ...records import Comment, Thread
from ..refusal import Refusal, analyzer, shortened, violation
from .fields import Fields, wrong
from .names import signal_of, supports

COMMENT = "comment"  # the id of the comment asked about, in the thread that holds its context
MOST_ENTRY = 1_000_000  # bytes of an article, a parent or another text before the comment
MOST_ATTRIBUTES = 100
MOST_NAME = 64
_KNOWN = ("comment", "context", "languages", "clientToken", "sessionId", "communityId")
_ANALYZE = (*_KNOWN, "requestedAttributes", "spanAnnotations", "doNotStore")


class Asked(NamedTuple):
    """A request for scores. ``attributes``: what to answer, each with its signal, and its
    threshold or None."""

    thread: Thread
    text: str
    attributes: dict[str, tuple[str, float | None]]
    spans: bool
    languages: list[str]
    drop_unsupported: bool
    token: str
    unknown: int  # fields that mean nothing here


class Suggested(NamedTuple):
    """A suggestion: what somebody thinks the scores should be."""

    thread: Thread
    text: str
    scores: dict[str, float]
    languages: list[str]
    token: str
    community: str
    store_text: bool


def asked(message: dict[str, Any], most_bytes: int, pins: frozenset[str] = frozenset()) -> Asked:
    """The request that the JSON makes; ``pins`` as in `names.signal_of`. Raises a 400 `Refusal` of
    the analyzer's."""
    fields = Fields(message)
    text = _comment(fields.inner("comment"), most_bytes)
    wanted = fields.inner("requestedAttributes")
    if not wanted.values:
        raise analyzer("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
    drop = fields.flag("dropUnsupportedAttributes")
    attributes = {}
    for name in wanted.values:
        signal = signal_of(name, pins)
        if signal is not None:
            attributes[name] = (signal, _threshold(name, wanted))
        elif not drop:
            message_ = f"Unknown requested attribute: {shortened(name)}"
            raise analyzer("INVALID_REQUEST", message_)
    languages = _languages(fields)
    if languages and not all(map(supports, languages)):
        if not drop:
            raise unsupported(next(iter(attributes)), languages, "requestedLanguages")
        attributes = {}
    return Asked(
        thread=_thread(fields, text),
        text=text,
        attributes=attributes,
        spans=fields.flag("spanAnnotations"),
        languages=languages,
        drop_unsupported=drop,
        token=fields.text("clientToken"),
        unknown=fields.unknown(*_ANALYZE, "dropUnsupportedAttributes"),
    )


def suggested(message: dict[str, Any], most_bytes: int) -> Suggested:
    """The suggestion that the JSON makes. Raises a 400 `Refusal`."""
    fields = Fields(message)
    text = _comment(fields.inner("comment"), most_bytes)
    given = fields.inner("attributeScores")
    if not given.values:
        raise analyzer("INVALID_REQUEST", "Missing attribute_scores")
    if len(given.values) > MOST_ATTRIBUTES:
        raise violation("attribute_scores", "Too many attribute_scores")
    scores = {}
    for name in given.values:
        if not name or len(name) > MOST_NAME:
            raise analyzer("INVALID_REQUEST", f"Unknown attribute: {shortened(name)}")
        summary = given.inner(name).inner("summaryScore")
        value = summary.number("value")
        if value is None or not 0 <= value <= 1:
            place = f"{summary.place}.value"
            raise violation(place, f"Invalid value at '{place}': expected a number in [0, 1]")
        scores[name] = value
    return Suggested(
        thread=_thread(fields, text),
        text=text,
        scores=scores,
        languages=_languages(fields),
        token=fields.text("clientToken"),
        community=fields.text("communityId"),
        store_text=not fields.flag("doNotStore"),
    )


def unsupported(attribute: str, languages: list[str], kind: str) -> Refusal:
    """For a language that an attribute has not; ``kind``: requested- or detectedLanguages."""
    return analyzer(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {attribute} does not support request languages: {','.join(languages)}",
        languageNotSupportedByAttributeError={"attribute": attribute, kind: languages},
    )


def _comment(fields: Fields, most_bytes: int) -> str:
    text = fields.text("text")
    if fields.get("type") not in (None, "", "TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", 0, 1):
        message = "Currently, only 'PLAIN_TEXT' comments are supported"
        raise analyzer("INVALID_REQUEST", message)
    if not text.strip():
        raise analyzer("COMMENT_EMPTY", "Comment must be non-empty.")
    if len(text) > most_bytes or len(text.encode()) > most_bytes:
        raise analyzer("COMMENT_TOO_LONG", "Comment text too long.")
    return text


def _threshold(name: str, wanted: Fields) -> float | None:
    given = wanted.inner(name)
    kind = given.get("scoreType")
    if kind not in (None, "", "SCORE_TYPE_UNSPECIFIED", "PROBABILITY", 0, 1):
        told = shortened(str(kind))
        message = f"Requested score type {told} is not supported by attribute {name}"
        raise analyzer("INVALID_REQUEST", message)
    return given.number("scoreThreshold")


def _languages(fields: Fields) -> list[str]:
    languages = fields.list("languages")
    for k, one in enumerate(languages):
        if not isinstance(one, str):
            raise wrong(f"languages[{k}]", "TYPE_STRING", one)
    return [shortened(one) for one in languages if one][:20]


def _thread(fields: Fields, text: str) -> Thread:
    """The comment with its context: an article, a parent, or texts that came before it."""
    context = fields.inner("context")
    both = context.inner("articleAndParentComment")
    entries = context.list("entries")
    if entries and both.values:
        message = "Only one of entries and article_and_parent_comment may be set in context"
        raise analyzer("INVALID_REQUEST", message)
    earlier = []
    for k, entry in enumerate(entries):
        if not isinstance(entry, dict | None):
            raise wrong(f"context.entries[{k}]", "TYPE_MESSAGE", entry)
        earlier.append(_entry(Fields(entry or {}, f"context.entries[{k}]")))
    earlier.append(_entry(both.inner("parentComment")))
    before = [Comment(f"{k}", one) for k, one in enumerate(filter(None, earlier), 1)]
    parent = before[-1].id if before else None
    article = _entry(both.inner("article")) or None
    return Thread("1", (*before, Comment(COMMENT, text, "writer", parent)), article=article)


def _entry(fields: Fields) -> str:
    text = fields.text("text")
    if len(text) > MOST_ENTRY or len(text.encode()) > MOST_ENTRY:
        raise analyzer("INVALID_REQUEST", f"Context text too long: {fields.place}.text")
    return text
