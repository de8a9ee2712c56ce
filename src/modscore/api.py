"""`Scorer` and `score`: the calls that users make.

Stage: the door of the whole line; threads come in, in any form; `ThreadScore`s go out. The stages
themselves meet in `line`, which is loaded with the first `Scorer`: importing modscore is cheap.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ._version import __version__
from .errors import RuleError, SettingError
from .records import Provenance, Thread, ThreadScore
from .threads.build import build
from .verdict.points import BALANCED, POINTS

if TYPE_CHECKING:
    from .models.contract import ToxicityModel
    from .rulebook.pack import Pack

BATCH_COMMENTS = 1024  # what score_many takes together; more gains nothing that can be measured
BATCH_CHARACTERS = 1 << 19

ThreadLike = Thread | Mapping[str, Any] | Iterable[Any] | str
Path = str | os.PathLike[str]


class Scorer:
    """Scores threads; built once, then shared freely between threads of a program.

    ``preset``: "fast", rules and linear models; "default", where a network also reads each comment
    whose verdict it might change; "accurate", where it reads all. All are embedded, nothing is
    downloaded. ``rules``: rule files or folders that join the built-in rules. ``off``: ids of
    rules to leave out.
    ``without``: for a rule id, the terms it shall no longer look for. ``points``: which operating
    points flag a signal, "balanced", "high_precision" or "high_recall", or for a signal or
    attribute the score from which it is flagged, in [0, 1], instead of the balanced one.
    ``lenient``: mend malformed threads and say what was mended, instead of raising. ``model``: a
    toxicity model of your own (see ``models.contract.ToxicityModel``), or a `Detoxify`.

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
        rules: Path | Iterable[Path] | Pack | None = None,
        off: Iterable[str] = (),
        without: Mapping[str, Iterable[str]] | None = None,
        points: Mapping[str, float] | str | None = None,
        lenient: bool = False,
        model: ToxicityModel | None = None,
    ) -> None:
        if preset not in POINTS:
            raise SettingError(
                f"Scorer: preset: expected one of {', '.join(POINTS)}, got {preset!r}"
            )
        from .line import Line  # noqa: PLC0415 - numpy and the rest, only when they are needed

        self._lenient = lenient
        settings: dict[str, Any] = {}
        if isinstance(rules, str | os.PathLike):
            rules = [rules]
        if isinstance(rules, Iterable):
            rules = settings["rules"] = [os.fspath(path) for path in rules]
        if left_out := list(off):
            settings["off"] = left_out
        if removed := {id: list(terms) for id, terms in (without or {}).items()}:
            settings["without"] = removed
        if points and points != BALANCED:
            settings["points"] = points if isinstance(points, str) else dict(points)
        if lenient:
            settings["lenient"] = True
        self._pack = _pack(rules, left_out, removed)
        self._line = Line(preset, self._pack, _points(preset, points or {}), model)
        self._provenance = Provenance(
            version=__version__,
            rules_hash=self._pack.hash,
            models=self._line.models,
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
        thread = build(thread, lenient=self._lenient)
        return self._line.score([thread], self._provenance)[0]

    async def ascore(self, thread: ThreadLike) -> ThreadScore:
        """As `score`, on another thread of the program: the event loop goes on meanwhile."""
        import asyncio  # noqa: PLC0415 - importing modscore is cheap

        return await asyncio.to_thread(self.score, thread)

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
                yield from self._line.score(batch, self._provenance)
                batch, comments, characters = [], 0, 0
        if batch:
            yield from self._line.score(batch, self._provenance)


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


def _pack(rules: Pack | list[str] | None, off: list[str], without: Mapping[str, list[str]]) -> Pack:
    from .rulebook.load import builtin, load  # noqa: PLC0415

    pack = builtin()
    if isinstance(rules, list):
        pack = pack.joined(load(rules))
    elif rules is not None:
        pack = rules
    try:
        return pack.without(ids=off, terms=without)
    except RuleError as error:
        raise SettingError(f"Scorer: off or without: {error}") from None


def _points(preset: str, points: Mapping[str, float] | str) -> Mapping[str, float]:
    named = POINTS[preset]
    if isinstance(points, str):
        if points not in named:
            raise SettingError(
                f"Scorer: points: expected one of {', '.join(named)}, or a mapping, got {points!r}"
            )
        return named[points]
    for signal, point in points.items():
        if signal not in named[BALANCED]:
            known = ", ".join(named[BALANCED])
            raise SettingError(f"Scorer: points: expected one of {known}, got {signal!r}")
        if isinstance(point, bool) or not isinstance(point, int | float) or not 0 <= point <= 1:
            raise SettingError(
                f"Scorer: points: {signal}: expected a number in [0, 1], got {point!r}"
            )
    return {**named[BALANCED], **points}
