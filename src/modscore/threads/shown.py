"""A value named in an error message, short and safe whatever it is.

Stage: intake; any Python value comes in; a few printable words go out.
"""

from __future__ import annotations

from collections.abc import Mapping

LONGEST = 40  # characters of a string that a message repeats


def shown(value: object) -> str:
    """What a message calls the value; never long, never a control character, never an error.

    >>> shown("x9"), shown(None), shown([1, 2]), shown({"a": 1})
    ("'x9'", 'None', 'a list', "a mapping with the key 'a'")
    """
    if isinstance(value, str):
        text = str.__str__(value)
        return repr(text[:LONGEST]) + ("…" if len(text) > LONGEST else "")
    if value is None or isinstance(value, bool):
        return repr(value)
    if type(value) is int:
        bits = value.bit_length()
        return repr(value) if bits <= 128 else f"a whole number of {bits} bits"
    if type(value) is float:
        return repr(value)
    if isinstance(value, bytes | bytearray):
        return "bytes"
    if isinstance(value, Mapping):
        return f"a mapping with {keys(value)}"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {repr(name)[1:-1]}"


def keys(mapping: Mapping[object, object], most: int = 8) -> str:
    """The keys of a mapping in words.

    >>> keys({"id": 1, "note": 2}), keys({})
    ("the keys 'id', 'note'", 'no keys')
    """
    if not len(mapping):
        return "no keys"
    some = [shown(key) for key, _ in zip(mapping, range(most), strict=False)]
    rest = ", …" if len(mapping) > most else ""
    return f"the {'key' if len(mapping) == 1 else 'keys'} {', '.join(some)}{rest}"
