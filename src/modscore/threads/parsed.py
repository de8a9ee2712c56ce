"""JSON text as Python values, with the place of a fault.

Stage: intake; one JSON text comes in; its value goes out.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from ..errors import ReadError
from .source import Source

_decode = msgspec.json.Decoder().decode


def parse(text: str, source: Source, line: int) -> Any:
    """The JSON value; ``line`` is where the text begins, for the place of a fault."""
    try:
        return _decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        pass  # slower, but takes lone surrogates, and knows the line of a fault
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{source.at(line + error.lineno - 1)}:{error.colno}"
        raise ReadError(f"{place}: expected JSON, got: {error.msg}") from None
    except RecursionError:
        raise ReadError(f"{source.at(line)}: expected JSON of sane depth, got deeper") from None
    except ValueError as error:  # a whole number of thousands of digits
        raise ReadError(f"{source.at(line)}: expected JSON, got: {error}") from None
