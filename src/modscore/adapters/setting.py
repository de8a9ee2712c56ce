"""How to score, in a form that travels between processes, and the scorer it stands for.

Stage: adapters; the arguments of `Scorer` come in; a `Setting` goes out, and one `Scorer` for
each setting in each process, built when it is first needed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping

import msgspec

from ..api import Path, Scorer
from ..errors import SettingError
from ..records import Provenance

_lock = threading.Lock()
_scorers: dict[tuple[int, Setting], Scorer] = {}


class Setting(msgspec.Struct, frozen=True):
    """Arguments of `Scorer`, as plain values: equal ones are one key, and pickle to one text."""

    preset: str = "default"
    rules: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    points: str | tuple[tuple[str, float], ...] = ()

    def scorer(self, expected: Provenance | None = None) -> Scorer:
        """The scorer of this process for this setting, built at the first call.

        A process that was forked builds its own. ``expected``: how another process scores;
        SettingError if this one would score otherwise. Raises what `Scorer` raises.
        """
        key = (os.getpid(), self)
        with _lock:
            if key not in _scorers:
                points = self.points if isinstance(self.points, str) else dict(self.points)
                _scorers[key] = Scorer(
                    self.preset, rules=self.rules or None, off=self.off, points=points
                )
            made = _scorers[key]
        if expected is not None and not _equal(made.provenance, expected):
            raise SettingError(
                f"worker {os.getpid()}: modscore: expected {_named(expected)} as where the work "
                f"was given out, got {_named(made.provenance)}"
            )
        return made


def setting(
    preset: str = "default",
    *,
    rules: Path | Iterable[Path] | None = None,
    off: Iterable[str] = (),
    points: Mapping[str, float] | str | None = None,
) -> Setting:
    """The setting of these arguments of `Scorer`.

    >>> setting("fast", rules="house.yaml").rules
    ('house.yaml',)
    """
    if isinstance(rules, str | os.PathLike):
        rules = [rules]
    files = tuple(os.fspath(path) for path in rules or ())
    told = points if isinstance(points, str) else tuple(sorted((points or {}).items()))
    return Setting(preset, files, tuple(off), told)


def _equal(one: Provenance, other: Provenance) -> bool:
    return msgspec.json.encode(one) == msgspec.json.encode(other)


def _named(made: Provenance) -> str:
    models = ", ".join(f"{model.id} {model.hash[:8]}" for model in made.models)
    return f"{made.version}, preset {made.preset}, rules {made.rules_hash[:8]}, {models}"


def _after_fork() -> None:
    global _lock  # noqa: PLW0603 - the parent may have held it
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
