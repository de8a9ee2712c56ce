"""Fields of Google's JSON, in all the shapes that callers send.

Stage: server, Perspective; plain values come in; checked values go out, or a `Refusal` as Google's
front end words it. Keys may be camelCase or snake_case; null is the same as absent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from ..refusal import Refusal, shortened, violation

_HUMP = re.compile("(?<=[a-z0-9])(?=[A-Z])")


def snake(name: str) -> str:
    """The other spelling of a key.

    >>> snake("requestedAttributes")
    'requested_attributes'
    """
    return _HUMP.sub("_", name).lower()


class Fields:
    """One JSON object and the place it stands at."""

    def __init__(self, values: Mapping[str, Any], place: str = "") -> None:
        self.values = values
        self.place = place

    def _at(self, name: str) -> str:
        return f"{self.place}.{snake(name)}" if self.place else snake(name)

    def get(self, name: str) -> Any:
        """The value of a key in either spelling, None without one."""
        value = self.values.get(name)
        return self.values.get(snake(name)) if value is None else value

    def unknown(self, *names: str) -> int:
        """How many keys are none of these."""
        known = {*names, *map(snake, names)}
        return sum(key not in known for key in self.values)

    def inner(self, name: str) -> Fields:
        """The object under a key, an empty one if there is none."""
        value = self.get(name)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise wrong(self._at(name), "TYPE_MESSAGE", value)
        return Fields(value, self._at(name))

    def list(self, name: str) -> list[Any]:
        """The list under a key; one lone string or object will do for a list of one."""
        value = self.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        if isinstance(value, str | dict):
            return [value]
        raise wrong(self._at(name), "TYPE_LIST", value)

    def text(self, name: str) -> str:
        """The string under a key, "" if there is none."""
        value = self.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise wrong(self._at(name), "TYPE_STRING", value)
        return value

    def flag(self, name: str) -> bool:
        """The truth value under a key, false if there is none."""
        value = self.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        if value in ("true", "false"):
            return bool(value == "true")
        raise wrong(self._at(name), "TYPE_BOOL", value)

    def number(self, name: str) -> float | None:
        """The number under a key, bare, as text, or wrapped as ``{"value": n}``."""
        value = self.get(name)
        if isinstance(value, dict):
            value = value.get("value")
        if value is None:
            return None
        try:
            number = math.nan if isinstance(value, bool | list | dict) else float(value)
        except (ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise wrong(self._at(name), "TYPE_FLOAT", value)
        return number


def wrong(place: str, kind: str, value: Any) -> Refusal:
    """For a value of the wrong type."""
    told = shortened(msgspec.json.encode(value).decode())
    return violation(place, f"Invalid value at '{place}' ({kind}), {told}")
