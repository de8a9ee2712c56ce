"""The answers of `comments:analyze` and `comments:suggestscore`.

Stage: server, Perspective; a JSON object comes in; it is scored; the JSON object that clients of
Perspective expect goes out, with how it was made in one key more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...records import Comment, CommentScore, Provenance, Thread, ThreadScore
from ..engine import Engine
from ..meter import Meter
from ..refusal import analyzer
from ..settings import Settings
from ..store import Store, Suggestion
from .language import detected
from .mapping import perspective_like
from .names import SERVED, own, pins_of, supports
from .request import Asked, asked, suggested, unsupported
from .spans import sentences, utf16

Place = tuple[int, int]


class Analyzer:
    """The two methods of the Comment Analyzer."""

    def __init__(self, settings: Settings, engine: Engine, store: Store, meter: Meter) -> None:
        self._settings = settings
        self._engine = engine
        self._store = store
        self._meter = meter
        self._pins = pins_of(engine.provenance)

    async def analyze(self, message: dict[str, Any], *, patient: bool = False) -> dict[str, Any]:
        """The scores of a comment; ``patient`` callers rather wait than get a partial answer.
        Raises a `Refusal`."""
        request = asked(message, self._settings.max_comment_bytes, self._pins)
        self._meter.unknown_fields(request.unknown)
        text = request.text
        places = sentences(text) if request.spans else [(0, len(text))]
        alone = [Thread("1", (Comment("1", text[a:b]),)) for a, b in places if len(places) > 1]
        scored = await self._engine.score([request.thread, *alone], patient=patient)
        whole = scored.threads[0].comments[-1]
        language = detected(whole)
        attributes = _heard(request, language)
        by_place = _by_place(whole, places, scored.threads[1:])
        preset = scored.provenance.preset
        scores = _attribute_scores(attributes, whole, by_place, preset)
        answer: dict[str, Any] = {"attributeScores": scores} if scores else {}
        found = [language] if language else []
        answer["languages"] = request.languages or found
        answer["detectedLanguages"] = found or ["und"]  # clients read it without looking
        if request.token:
            answer["clientToken"] = request.token
        answer["modscore"] = made_by(scored.provenance, partial=scored.partial)
        return answer

    async def suggest(self, message: dict[str, Any]) -> dict[str, Any]:
        """What is said when a suggestion is safe on disk. Raises a `Refusal`."""
        request = suggested(message, self._settings.max_comment_bytes)
        scored = await self._engine.score([request.thread], patient=True)
        whole = scored.threads[0].comments[-1]
        await self._store.keep(
            Suggestion(
                community=request.community,
                token=request.token,
                suggested=request.scores,
                scores={signal: own(whole, signal) for signal in sorted(set(SERVED.values()))},
                made_by=made_by(scored.provenance, partial=scored.partial),
                text=request.text if self._settings.keep_text and request.store_text else None,
            )
        )
        self._meter.suggested()
        language = detected(whole)
        answer: dict[str, Any] = {"detectedLanguages": [language or "und"]}
        if request.languages:
            answer["requestedLanguages"] = request.languages
        if request.token:
            answer["clientToken"] = request.token
        return answer


def made_by(provenance: Provenance, *, partial: bool = False) -> dict[str, Any]:
    """How scores were made, short."""
    return {
        "version": provenance.version,
        "preset": provenance.preset,
        "rulesHash": provenance.rules_hash,
        "models": [{"id": model.id, "hash": model.hash} for model in provenance.models],
        "partial": partial,
    }


def _heard(request: Asked, language: str | None) -> dict[str, tuple[str, float | None]]:
    """The attributes to answer, given the language found. Raises a `Refusal`."""
    if request.languages or not request.attributes:
        return request.attributes
    if language is None:
        raise analyzer("LANGUAGE_DETECTION_FAILED", "Unable to detect language")
    if supports(language):
        return request.attributes
    if request.drop_unsupported:
        return {}
    raise unsupported(next(iter(request.attributes)), [language], "detectedLanguages")


def _by_place(
    whole: CommentScore, places: Sequence[Place], alone: Sequence[ThreadScore]
) -> list[tuple[Place, Place, CommentScore]]:
    """Each place in code points and in UTF-16 units, with the score of what stands there."""
    units = utf16(whole.text)
    scores = [thread.comments[0] for thread in alone] or [whole]
    return [
        ((start, end), (units(start), units(end)), score)
        for (start, end), score in zip(places, scores, strict=True)
    ]


def _attribute_scores(
    attributes: dict[str, tuple[str, float | None]],
    whole: CommentScore,
    by_place: Sequence[tuple[Place, Place, CommentScore]],
    preset: str,
) -> dict[str, Any]:
    answer = {}
    for name, (signal, threshold) in attributes.items():
        value = perspective_like(signal, own(whole, signal), preset)
        if threshold is not None and value < threshold:
            continue
        answer[name] = {
            "spanScores": [
                {"begin": begin, "end": end, "score": _score(signal, whole, place, score, preset)}
                for place, (begin, end), score in by_place
            ],
            "summaryScore": {"value": value, "type": "PROBABILITY"},
        }
    return answer


def _score(
    signal: str, whole: CommentScore, place: Place, score: CommentScore, preset: str
) -> dict[str, Any]:
    value = own(score, signal)
    if score is not whole and signal == "unsupported_claims":  # judged with all its evidence
        start, end = place
        value = max((c.score for c in whole.claims if c.start < end and c.end > start), default=0.0)
    return {"value": perspective_like(signal, value, preset), "type": "PROBABILITY"}
