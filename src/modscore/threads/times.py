"""When a comment was written, however the source says it.

Stage: intake; datetimes, ISO 8601 strings and epoch numbers come in; aware UTC datetimes go out.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from numbers import Real

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECONDS_FROM = 1e11  # as seconds this would be the year 5138: such numbers are milliseconds
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{0,20})?")
_ISO_DAY = re.compile(r"[12][0-9]{7}")  # 20201119 is a day, not a second of August 1970
_ZONE_NAME = re.compile(r"\s*(?:UTC|GMT)$")


def utc(value: object) -> datetime:
    """The moment in UTC; a time without a zone is taken as UTC. ValueError if it is no time.

    >>> utc("2020-11-19T10:00:00+02:00").isoformat()
    '2020-11-19T08:00:00+00:00'
    >>> utc(1605780000) == utc("1605780000.0") == utc(1605780000000)
    True
    """
    try:
        if type(value) is int or type(value) is float:
            return _from_number(float(value))
        if isinstance(value, date):
            return _aware(value)
        if isinstance(value, str):
            text = value.strip()
            if _NUMBER.fullmatch(text) and not _ISO_DAY.fullmatch(text):
                return _from_number(float(text))
            return _aware(datetime.fromisoformat(_ZONE_NAME.sub("+00:00", text)))
        if isinstance(value, Real) and not isinstance(value, bool):
            return _from_number(float(value))
    except OverflowError:
        raise ValueError("outside the years 1 to 9999") from None
    raise ValueError("not a time")


def _from_number(number: float) -> datetime:
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    seconds = number / 1000 if abs(number) >= MILLISECONDS_FROM else number
    return EPOCH + timedelta(seconds=seconds)  # also right before 1970, on every system


def _aware(value: date) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if value.tzinfo is UTC and type(value) is datetime:
        return value
    plain = datetime(
        value.year,
        value.month,
        value.day,
        value.hour,
        value.minute,
        value.second,
        value.microsecond,
        tzinfo=value.tzinfo,
        fold=value.fold,
    )
    return plain.replace(tzinfo=UTC) if plain.tzinfo is None else plain.astimezone(UTC)
