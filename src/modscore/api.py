"""`Scorer` and `score`: the only place where the stages meet.

Stage: the whole line; threads come in, in any form; `ThreadScore`s go out. Each stage is called
once, in this order: build, prepare, match, models, claims, verdict, rollup.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ._version import __version__
from .claims.assess import assess, comment_scores
from .claims.features import columns
from .claims.marks import PLACE, Signs, signs
from .errors import RuleError, SettingError
from .match.compile import compile as compile_pack
from .match.findings import findings
from .match.run import Matches, match
from .models.contract import Share, ToxicityModel
from .models.presets import PRESETS, sentence_model, toxicity_model
from .records import CommentScore, Model, Provenance, Thread, ThreadScore
from .rounding import DIGITS, rounded
from .rulebook.load import builtin, load
from .rulebook.pack import Pack
from .text.prepare import prepare
from .text.prepared import Prepared
from .threads.build import build
from .verdict.combine import tempered, verdicts
from .verdict.points import POINTS
from .verdict.rollup import rollup

BATCH_COMMENTS = 1024  # what score_many takes together; more gains nothing that can be measured
BATCH_CHARACTERS = 1 << 19
SPANS_FROM = 0.2  # a lower estimate is not traced back to words: there is nothing to explain

ThreadLike = Thread | Mapping[str, Any] | Iterable[Any] | str
Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


class Scorer:
    """Scores threads; built once, then shared freely between threads of a program.

    ``preset``: "default" or "fast"; both are embedded, nothing is downloaded. ``rules``: rule
    files or folders that join the built-in rules. ``off``: ids of rules to leave out.
    ``without``: for a rule id, the terms it shall no longer look for. ``points``: for a signal or
    attribute, the score from which it is flagged, in [0, 1], instead of the recommended one.
    ``lenient``: mend malformed threads and say what was mended, instead of raising. ``model``: a
    toxicity model of your own (see ``models.contract.ToxicityModel``).

    Raises SettingError for a wrong argument, RuleError for a wrong rule file, ModelError for a
    missing or altered model file.

    >>> scorer = Scorer(preset="fast")
    >>> scorer.score("You are an idiot.").comments[0].flags[0]
    'toxicity'
    """

    def __init__(
        self,
        preset: str = "default",
        *,
        rules: Paths | Pack | None = None,
        off: Iterable[str] = (),
        without: Mapping[str, Iterable[str]] | None = None,
        points: Mapping[str, float] | None = None,
        lenient: bool = False,
        model: ToxicityModel | None = None,
    ) -> None:
        if preset not in PRESETS:
            raise SettingError(
                f"Scorer: preset: expected one of {', '.join(PRESETS)}, got {preset!r}"
            )
        self._lenient = lenient
        self._points = {**POINTS[preset], **_checked(points or {})}
        self._pack = _pack(rules, off, without or {})
        self._compiled = compile_pack(self._pack)
        self._toxicity = model if model is not None else toxicity_model(preset)
        self._sentences = sentence_model(preset)
        settings: dict[str, Any] = {}
        if rules is not None and not isinstance(rules, Pack):
            settings["rules"] = [os.fspath(path) for path in _listed(rules)]
        if off:
            settings["off"] = list(off)
        if without:
            settings["without"] = {id: list(terms) for id, terms in without.items()}
        if points:
            settings["points"] = dict(points)
        if lenient:
            settings["lenient"] = True
        self._provenance = Provenance(
            version=__version__,
            rules_hash=self._pack.hash,
            models=tuple(Model(m.id, m.hash) for m in (self._toxicity, self._sentences)),
            preset=preset,
            settings=settings,
        )

    @property
    def provenance(self) -> Provenance:
        """What every result of this scorer carries: version, rules, models, settings."""
        return self._provenance

    @property
    def pack(self) -> Pack:
        """The rules in force."""
        return self._pack

    def score(self, thread: ThreadLike) -> ThreadScore:
        """The scores of one thread.

        ``thread``: a `Thread`; a mapping with ``comments``; a sequence of comments (`Comment`,
        mapping or str); or one str, a thread of one comment. Raises ThreadError that names the
        place when the thread is malformed. Any text is scored, never refused.
        """
        return self._score([build(thread, lenient=self._lenient)])[0]

    def score_many(self, threads: Iterable[ThreadLike]) -> Iterator[ThreadScore]:
        """The scores of many threads, in order, lazily; batched inside.

        Reads ahead by one batch (about a thousand comments). Scores are the same as one by one.
        """
        batch: list[Thread] = []
        comments = characters = 0
        for loose in threads:
            thread = build(loose, lenient=self._lenient)
            batch.append(thread)
            comments += len(thread.comments)
            characters += sum(len(comment.text) for comment in thread.comments)
            if comments >= BATCH_COMMENTS or characters >= BATCH_CHARACTERS:
                yield from self._score(batch)
                batch, comments, characters = [], 0, 0
        if batch:
            yield from self._score(batch)

    def _score(self, threads: Sequence[Thread]) -> list[ThreadScore]:
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
        return list(self._threads(threads, scores))

    def _threads(
        self, threads: Sequence[Thread], scores: Sequence[CommentScore]
    ) -> Iterator[ThreadScore]:
        first = 0
        for thread in threads:
            own = tuple(scores[first : first + len(thread.comments)])
            first += len(own)
            yield ThreadScore(thread.id, own, rollup(own, thread.repairs), self._provenance)

    def _shares(self, prepared: Prepared, toxicity: Sequence[float]) -> dict[int, list[Share]]:
        asked = [k for k, value in enumerate(toxicity) if value >= SPANS_FROM]
        return dict(zip(asked, self._toxicity.spans(prepared, asked), strict=True))


def score(thread: ThreadLike) -> ThreadScore:
    """The scores of one thread, by a default `Scorer` that is built at the first call.

    >>> result = score(["Thanks, that helped.", "You are an idiot."])
    >>> [comment.toxicity > 0.5 for comment in result.comments]
    [False, True]
    """
    return _default().score(thread)


@functools.lru_cache(maxsize=1)
def _default() -> Scorer:
    return Scorer()


def _cues(hits: Matches) -> Signs:
    """The hits for the signals that claims are judged by."""
    places = np.array([PLACE.get(signal, -1) for signal in hits.signals])
    kind = places[hits.signal]
    rows = np.flatnonzero(kind >= 0)
    comment = hits.comment[rows].astype(np.int64)
    amount = rounded(hits.amount[rows])
    return signs(comment, hits.start[rows], hits.end[rows], kind[rows], amount)


def _listed(paths: Paths) -> list[str | os.PathLike[str]]:
    return [paths] if isinstance(paths, str | os.PathLike) else list(paths)


def _pack(
    rules: Paths | Pack | None, off: Iterable[str], without: Mapping[str, Iterable[str]]
) -> Pack:
    pack = builtin()
    if isinstance(rules, Pack):
        pack = rules
    elif rules is not None:
        pack = pack.joined(load(_listed(rules)))
    try:
        return pack.without(ids=off, terms={id: list(terms) for id, terms in without.items()})
    except RuleError as error:
        raise SettingError(f"Scorer: off or without: {error}") from None


def _checked(points: Mapping[str, float]) -> Mapping[str, float]:
    for signal, point in points.items():
        if signal not in POINTS["default"]:
            known = ", ".join(POINTS["default"])
            raise SettingError(f"Scorer: points: expected one of {known}, got {signal!r}")
        if isinstance(point, bool) or not isinstance(point, int | float) or not 0 <= point <= 1:
            raise SettingError(
                f"Scorer: points: {signal}: expected a number in [0, 1], got {point!r}"
            )
    return points
