"""What an operator may set, and how the environment says it.

Stage: server, first; the environment comes in; checked `Settings` go out. The command line sets
the same variables, so that every worker process reads one and the same thing.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from typing import Any

import msgspec

from ..errors import SettingError

PREFIX = "MODSCORE_SERVE_"
CORAL_STATUSES = ("", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that may be set; the environment variable is the name in capitals after
    ``MODSCORE_SERVE_``, lists with commas between."""

    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    preset: str = "default"
    rules: tuple[str, ...] = ()  # rule files or folders beside the built-in ones
    off: tuple[str, ...] = ()  # ids of rules to leave out
    root: str = ""  # the address callers use, where the Host header does not tell it
    keys: tuple[str, ...] = ()  # API keys; none given: any key, and none, will do
    rate: float = 0.0  # requests a second of one key, counted by each worker; 0: no limit
    burst: int = 10  # requests of one key that may come at once
    cors: tuple[str, ...] = ()  # origins whose pages may read answers
    max_comment_bytes: int = 20_480
    max_body_bytes: int = 4 << 20
    max_held_bytes: int = 256 << 20  # of the bodies of all requests together
    max_comments: int = 10_000  # of one thread
    body_seconds: float = 10.0  # in which a request's head, and then its body, must be in
    max_connections: int = 1000
    drain_seconds: float = 10.0  # what runs may end in, when the server is told to stop
    wait_seconds: float = 0.003  # how long a batch gathers comments
    queue_comments: int = 1024  # that may wait; more are answered 429
    limit_seconds: float = 0.25  # for comments; then the quick, partial answer goes out
    thread_limit_seconds: float = 30.0  # the same for /v1/score
    database: str = "sqlite:///modscore-suggestions.db"  # any SQLAlchemy URL
    keep_text: bool = False  # suggestions with the comments' words
    coral_secrets: tuple[str, ...] = ()  # signing secrets of external moderation phases
    coral_threshold: float = 0.8
    coral_status: str = ""  # for what reaches the threshold, beside the flag


_POSITIVE = (
    *("workers", "burst", "max_comment_bytes", "max_body_bytes", "max_held_bytes"),
    *("max_comments", "body_seconds", "max_connections", "drain_seconds", "queue_comments"),
    *("limit_seconds", "thread_limit_seconds"),
)


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that the environment makes. Raises SettingError for a wrong one.

    >>> from_environment({"MODSCORE_SERVE_PORT": "9000", "MODSCORE_SERVE_KEYS": "a, b"}).keys
    ('a', 'b')
    """
    names = {field.name: field for field in msgspec.structs.fields(Settings)}
    given: dict[str, Any] = {}
    for variable, value in (os.environ if environment is None else environment).items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f" (did you mean {PREFIX}{near[0].upper()}?)" if near else ""
            raise SettingError(f"{variable}: expected the name of a setting{hint}")
        listed = names[name].type == tuple[str, ...]
        parts = tuple(part.strip() for part in value.split(",") if part.strip())
        given[name] = parts if listed else value.strip()
    return checked(given)


def checked(given: Mapping[str, Any]) -> Settings:
    """The settings that these values make, text turned to numbers. Raises SettingError."""
    try:
        settings = msgspec.convert(dict(given), Settings, strict=False)
    except msgspec.ValidationError as error:
        told, _, place = str(error).partition(" - at `$.")
        name = place.rstrip("`").split("[")[0]
        expected = told.split(",")[0].lower()
        raise SettingError(f"{PREFIX}{name.upper()}: {expected}, got {given[name]!r}") from None
    for name in _POSITIVE:
        if not getattr(settings, name) > 0:
            raise _wrong(settings, name, "a number above 0")
    if settings.max_held_bytes < settings.max_body_bytes:
        raise _wrong(settings, "max_held_bytes", "at least MAX_BODY_BYTES")
    for name in ("rate", "wait_seconds"):
        if not getattr(settings, name) >= 0:
            raise _wrong(settings, name, "a number from 0 on")
    if not 0 <= settings.port <= 65_535:
        raise _wrong(settings, "port", "a port")
    if not 0 <= settings.coral_threshold <= 1:
        raise _wrong(settings, "coral_threshold", "a number in [0, 1]")
    if settings.coral_status not in CORAL_STATUSES:
        raise _wrong(settings, "coral_status", f"one of {', '.join(CORAL_STATUSES[1:])}")
    if settings.root and not settings.root.startswith(("http://", "https://")):
        raise _wrong(settings, "root", "an http or https address")
    return settings


def to_environment(settings: Settings) -> dict[str, str]:
    """The variables that make these settings, but for what stands at its default.

    >>> to_environment(Settings(port=9000, keys=("a", "b")))
    {'MODSCORE_SERVE_PORT': '9000', 'MODSCORE_SERVE_KEYS': 'a,b'}
    """
    plain = Settings()
    changed = {}
    for field in msgspec.structs.fields(Settings):
        value = getattr(settings, field.name)
        if value != getattr(plain, field.name):
            text = ",".join(value) if isinstance(value, tuple) else str(value)
            changed[PREFIX + field.name.upper()] = text
    return changed


def _wrong(settings: Settings, name: str, expected: str) -> SettingError:
    got = getattr(settings, name)
    return SettingError(f"{PREFIX}{name.upper()}: expected {expected}, got {got!r}")
