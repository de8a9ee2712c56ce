"""The line: the only place where the stages meet.

Stage: the whole line; checked threads come in; `ThreadScore`s go out. Each stage is called once,
in this order: prepare, match, models, claims, verdict, rollup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .claims.assess import assess, comment_scores
from .claims.features import columns
from .claims.marks import PLACE, Signs, signs
from .match.compile import compile as compile_pack
from .match.findings import Told, findings
from .match.run import Matches, match
from .match.understood import understood
from .models.cascade import Refined, spans, words
from .models.contract import ToxicityModel
from .models.neural import Reading
from .models.presets import cascade, sentence_model, toxicity_model
from .records import CommentScore, Model, Provenance, Thread, ThreadScore
from .rounding import DIGITS, rounded
from .rulebook.pack import Pack
from .text.distinct import distinct
from .text.prepare import prepare
from .text.prepared import Prepared, Words
from .verdict.combine import tempered, verdicts
from .verdict.rollup import rollup

Floats = NDArray[np.float64]

LINEAR_WHY = "Words like these make comments toxic more often than not."
NETWORK_WHY = "Words like these, said as they are here, make comments toxic more often than not."
SPANS_FROM = 0.2  # a lower estimate is not traced back to words: there is nothing to explain,
MARKED_FROM = 0.05, 0.2  # but where the network read one of this, if a word has this chance


class Line:
    """The stages with their rules and models: built once, never changed."""

    def __init__(
        self, preset: str, pack: Pack, points: Mapping[str, float], model: ToxicityModel | None
    ) -> None:
        self._compiled = compile_pack(pack)
        self._points = points
        self._toxicity = model if model is not None else toxicity_model()
        self._sentences = sentence_model()
        self._cascade = cascade(preset) if model is None else None
        used = (self._toxicity, self._sentences, *([self._cascade] if self._cascade else ()))
        self.models = tuple(Model(one.id, one.hash) for one in used)

    def score(self, threads: Sequence[Thread], provenance: Provenance) -> list[ThreadScore]:
        """The scores of the threads, in order; the same for a thread whatever stands beside it."""
        prepared = prepare(threads)
        hits = match(self._compiled, prepared)
        sentences = self._sentences.estimate(prepared)
        spoken = hits.plain.holding(*hits.held)  # without "not an idiot"
        again = distinct(np.searchsorted(prepared.starts, hits.held[0], side="right") - 1)
        estimates = self._toxicity.estimate(spoken)
        without = estimates[again]
        if len(again):
            whole = self._toxicity.estimate(hits.plain.only(again))
            estimates[again] = tempered(without, whole)
        refined = Refined(estimates, sentences, np.full(len(prepared), np.nan), {})
        if self._cascade is not None:
            refined = self._cascade.refine(hits.plain, estimates, sentences)
            asked = np.array([k in refined.readings for k in again.tolist()], dtype=np.bool_)
            again = again[asked]
            if len(again):
                without = self._cascade.again(spoken, again.tolist(), without[asked])
                refined.toxicity[again] = tempered(without, refined.toxicity[again], "network")
        sentences = refined.sentences
        estimates = refined.toxicity.round(DIGITS)
        read = {comment: words(reading) for comment, reading in refined.readings.items()}
        if read:
            hits = understood(self._compiled, hits, read, estimates[:, 0])
        told = self._told(spoken, estimates[:, 0].tolist(), refined.readings, read)
        cues = _cues(hits)
        claims = assess(prepared, cues, sentences, threads)
        scores = verdicts(
            comments=[(one.id, one.text) for thread in threads for one in thread.comments],
            estimates=estimates,
            findings=findings(self._compiled, hits, told),
            claims=claims,
            unsupported_claims=comment_scores(claims),
            texture=self._texture(columns(prepared, cues, sentences), refined),
            points=self._points,
            uncertain=prepared.uncertain,
        )
        return list(_threads(threads, scores, provenance))

    def _texture(self, told: dict[str, Floats], refined: Refined) -> dict[str, Floats]:
        """What quality is made of; where the network read, its word too."""
        if self._cascade is None:
            return told
        return told | {"network": refined.quality}

    def _told(
        self,
        prepared: Prepared,
        toxicity: Sequence[float],
        readings: Mapping[int, Reading],
        read: Mapping[int, Words],
    ) -> list[Told]:
        """What the estimates rest on: where the network read, what it marked, beyond that the
        words that the linear model weighs most."""
        asked = [k for k, value in enumerate(toxicity) if value >= SPANS_FROM]
        linear = [k for k in asked if k not in read or not readings[k].whole]
        shares = dict(zip(linear, self._toxicity.spans(prepared, linear), strict=True))
        for k in shares.keys() & read.keys():
            shares[k] = [share for share in shares[k] if share[0] >= read[k].end[-1]]
        every = [Told(self._toxicity.id, LINEAR_WHY, shares)]
        if self._cascade is not None:
            least, sure = MARKED_FROM
            marked = {
                k: spans(told, prepared.texts[k])
                for k, told in read.items()
                if toxicity[k] >= (least if told.chance.max() >= sure else SPANS_FROM)
            }
            every.append(Told(self._cascade.id, NETWORK_WHY, marked))
        return every


def _threads(
    threads: Sequence[Thread], scores: Sequence[CommentScore], provenance: Provenance
) -> Iterator[ThreadScore]:
    first = 0
    for thread in threads:
        own = tuple(scores[first : first + len(thread.comments)])
        first += len(own)
        yield ThreadScore(thread.id, own, rollup(own, thread.repairs), provenance)


def _cues(hits: Matches) -> Signs:
    """The hits for the signals that claims are judged by."""
    places = np.array([PLACE.get(signal, -1) for signal in hits.signals])
    kind = places[hits.signal]
    rows = np.flatnonzero(kind >= 0)
    comment = hits.comment[rows].astype(np.int64)
    amount = rounded(hits.amount[rows])
    return signs(comment, hits.start[rows], hits.end[rows], kind[rows], amount)
