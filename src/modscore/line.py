"""The line: the only place where the stages meet.

Stage: the whole line; checked threads come in; `ThreadScore`s go out. Each stage is called once,
in this order: prepare, match, models, claims, verdict, rollup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from .claims.assess import assess, comment_scores
from .claims.features import columns
from .claims.marks import PLACE, Signs, signs
from .match.compile import compile as compile_pack
from .match.findings import findings
from .match.run import Matches, match
from .models.contract import Share, ToxicityModel
from .models.presets import sentence_model, toxicity_model
from .records import CommentScore, Model, Provenance, Thread, ThreadScore
from .rounding import DIGITS, rounded
from .rulebook.pack import Pack
from .text.prepare import prepare
from .text.prepared import Prepared
from .verdict.combine import tempered, verdicts
from .verdict.rollup import rollup

SPANS_FROM = 0.2  # a lower estimate is not traced back to words: there is nothing to explain


class Line:
    """The stages with their rules and models: built once, never changed."""

    def __init__(
        self, preset: str, pack: Pack, points: Mapping[str, float], model: ToxicityModel | None
    ) -> None:
        self._compiled = compile_pack(pack)
        self._points = points
        self._toxicity = model if model is not None else toxicity_model(preset)
        self._sentences = sentence_model(preset)
        self.models = tuple(Model(m.id, m.hash) for m in (self._toxicity, self._sentences))

    def score(self, threads: Sequence[Thread], provenance: Provenance) -> list[ThreadScore]:
        """The scores of the threads, in order; the same for a thread whatever stands beside it."""
        prepared = prepare(threads)
        hits = match(self._compiled, prepared)
        sentences = self._sentences.estimate(prepared)
        spoken = prepared.holding(*hits.held)  # without "not an idiot": models know no negation
        estimates = self._toxicity.estimate(spoken)
        if spoken is not prepared:
            estimates = tempered(estimates, self._toxicity.estimate(prepared))
        estimates = estimates.round(DIGITS)
        shares = self._shares(spoken, estimates[:, 0].tolist())
        cues = _cues(hits)
        claims = assess(prepared, cues, sentences, threads)
        scores = verdicts(
            comments=[(one.id, one.text) for thread in threads for one in thread.comments],
            estimates=estimates,
            findings=findings(self._compiled, hits, shares, self._toxicity.id),
            claims=claims,
            unsupported_claims=comment_scores(claims),
            texture=columns(prepared, cues, sentences),
            points=self._points,
            uncertain=prepared.uncertain,
        )
        return list(_threads(threads, scores, provenance))

    def _shares(self, prepared: Prepared, toxicity: Sequence[float]) -> dict[int, list[Share]]:
        asked = [k for k, value in enumerate(toxicity) if value >= SPANS_FROM]
        return dict(zip(asked, self._toxicity.spans(prepared, asked), strict=True))


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
