"""The usual names of a comment's fields, and one function that reads each.

Stage: intake; one loose mapping, `Comment` or string comes in; a `Draft` goes out, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from numbers import Integral
from typing import Any

import msgspec

from ..errors import ThreadError
from ..records import Comment
from .shown import keys, shown
from .times import utc

NAMES: dict[str, tuple[str, ...]] = {  # the first that holds something is taken
    "id": ("id", "comment_id", "cid"),
    "text": ("text", "body", "content", "comment", "comment_text", "message", "raw"),
    "author": ("author", "user", "username", "by", "name"),
    "parent": ("parent", "parent_id", "reply_to", "in_reply_to"),
    "created": ("created", "created_at", "created_utc", "timestamp", "time", "date", "published"),
}
THREAD_NAMES = ("thread", "thread_id", "post_id", "link_id", "story_id", "topic_id", "article_id")
TITLE_NAMES = ("title",)
ARTICLE_NAMES = ("article", "article_text")
DROPPED = "dropped"  # what a lenient reading did with a comment that it cannot read
LONGEST_ID = 256  # bits of a whole number taken as an id
_SHAPES = 256  # sets of keys remembered while one thread is built

Place = Callable[[int, str], str]  # (comment's position, field or "") -> how a message names it


def in_list(position: int, field: str) -> str:
    """Where a value stands when comments came as a list.

    >>> in_list(3, "parent"), in_list(3, "")
    ('comments[3].parent', 'comments[3]')
    """
    return f"comments[{position}].{field}" if field else f"comments[{position}]"


class Draft(msgspec.Struct, gc=False):
    """A comment whose own fields are right; its id and parent are not yet checked."""

    position: int
    id: str | None
    text: str
    author: str | None
    parent: str | None
    created: datetime | None


class Faults:
    """What to do about a fault: raise the first one, or note it and go on.

    ``place`` names a comment's field in messages; ``within`` stands before thread fields. What
    was mended is noted in ``repairs`` or goes to ``told``; a comment that a lenient reading drops
    goes to ``dropped``, if that is given, as its position and the reason.
    """

    def __init__(
        self,
        lenient: bool,
        place: Place = in_list,
        within: str = "",
        *,
        told: Callable[[str], None] | None = None,
        dropped: Callable[[int, str], None] | None = None,
    ) -> None:
        self.lenient = lenient
        self.place = place
        self.within = within
        self.repairs: list[str] = []
        self._told = told or self.repairs.append
        self._dropped = dropped
        self._shapes: dict[tuple[object, ...], dict[str, tuple[str, ...]]] = {}

    def names(self, item: Mapping[Any, Any]) -> dict[str, tuple[str, ...]]:
        """The usual names that this mapping has, by field; most comments have the same keys."""
        shape = tuple(item)
        names = self._shapes.get(shape)
        if names is None:
            names = {f: tuple(n for n in usual if n in item) for f, usual in NAMES.items()}
            if len(self._shapes) < _SHAPES:
                self._shapes[shape] = names
        return names

    def at(self, position: int, field: str, fault: str, mended: str) -> None:
        """Raise ThreadError, or when lenient note what was mended."""
        if mended == DROPPED and self._dropped is not None and self.lenient:
            self._dropped(position, f"{field}: {fault}" if field else fault)
            return
        self.note(f"{self.place(position, field)}: {fault}", mended)

    def on_thread(self, field: str, fault: str, mended: str) -> None:
        """The same for a field of the thread itself."""
        self.note(f"{self.within}{field}: {fault}", mended)

    def note(self, message: str, mended: str) -> None:
        """The same, the place being in the message already."""
        if not self.lenient:
            raise ThreadError(message)
        self._told(f"{message}: {mended}")


def draft(item: object, position: int, faults: Faults) -> Draft | None:
    """The comment's own fields, checked; None if a lenient build has to drop it."""
    if type(item) is dict:
        pass  # the usual case, asked first
    elif isinstance(item, Comment):
        item = {name: getattr(item, name) for name in NAMES}
    elif isinstance(item, str | bytes | bytearray):
        text = _text(item, position, "text", faults)
        return None if text is None else Draft(position, None, text, None, None, None)
    elif not isinstance(item, Mapping):
        hint = " (score_many takes several threads)" if hasattr(item, "comments") else ""
        fault = f"expected a Comment, a mapping or a string, got {shown(item)}{hint}"
        faults.at(position, "", fault, DROPPED)
        return None
    names = faults.names(item)
    text = _text_field(item, names["text"], position, faults)
    if text is None:
        return None
    _, id_value = first(item, names["id"])
    _, author = first(item, names["author"])
    _, parent = first(item, names["parent"])
    _, created = first(item, names["created"])
    return Draft(
        position,
        None if id_value is None else _id(id_value, position, "id", faults, "given a number"),
        text,
        None if author is None else _author(author, position, faults),
        None
        if parent is None
        else _id(parent, position, "parent", faults, "taken as no answer to a comment"),
        None if created is None else _created(created, position, faults),
    )


def first(item: Mapping[Any, Any], names: tuple[str, ...]) -> tuple[str, object]:
    """The first name that holds something, and what; None, NaN and "" hold nothing.

    >>> first({"user": "", "by": "ann"}, NAMES["author"])
    ('by', 'ann')
    """
    for name in names:
        value = item.get(name)
        if value is not None and (value if type(value) is str else not empty(value)):
            return name, value
    return "", None


def empty(value: object) -> bool:
    """Whether a field is there but says nothing: "", NaN, NaT."""
    if isinstance(value, str):
        return not value
    return isinstance(value, float | datetime) and not value == value  # noqa: PLR0124, SIM201


def as_id(value: object) -> str | None:
    """An id as a string: strings, whole numbers and whole floats; None for anything else.

    >>> as_id(7), as_id("7"), as_id(7.0), as_id(True), as_id(7.5)
    ('7', '7', '7', None, None)
    """
    if type(value) is str:
        return value
    if type(value) is int and -(10**18) < value < 10**18:
        return str(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        number = int(value)
        return str(number) if number.bit_length() <= LONGEST_ID else None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return None


def decoded(value: bytes | bytearray, lenient: bool) -> tuple[str, str]:
    """The text that UTF-8 bytes spell, and the fault in them or ""."""
    try:
        return value.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        fault = f"expected UTF-8, got byte 0x{value[error.start]:02x} at offset {error.start}"
        return (value.decode("utf-8", "replace") if lenient else ""), fault


def _text_field(
    item: Mapping[Any, Any], names: tuple[str, ...], position: int, faults: Faults
) -> str | None:
    name, value = first(item, names)
    if not name:  # none, or only empty ones: an empty text is a text
        name = next((n for n in names if item.get(n) is not None), "")
        if not name:
            _no_text(item, names, position, faults)
            return None
        value = item[name]
    for other in names if len(names) > 1 else ():
        second = item.get(other)
        if isinstance(second, str) and second and second != value:
            fault = f"expected one text, got {name!r} and {other!r} that differ"
            faults.at(position, "", fault, f"took {name!r}")
            break
    return _text(value, position, name, faults)


def _no_text(
    item: Mapping[Any, Any], names: tuple[str, ...], position: int, faults: Faults
) -> None:
    if names:
        faults.at(position, names[0], "expected a string, got None", DROPPED)
        return
    hint = " (score_many takes several threads)" if "comments" in item else ""
    fault = f"expected a text (text, body or content), got {keys(item)}{hint}"
    faults.at(position, "", fault, DROPPED)


def _text(value: object, position: int, name: str, faults: Faults) -> str | None:
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bytes | bytearray):
        text, fault = decoded(value, faults.lenient)
        if fault:
            faults.at(position, name, fault, "bytes that are not UTF-8 replaced")
        return text
    faults.at(position, name, f"expected a string, got {shown(value)}", DROPPED)
    return None


def _id(value: object, position: int, field: str, faults: Faults, mended: str) -> str | None:
    id = as_id(value)
    if id is None:
        fault = f"expected a string or a whole number, got {shown(value)}"
        faults.at(position, field, fault, mended)
    return id


def _author(value: object, position: int, faults: Faults) -> str | None:
    if isinstance(value, Mapping):
        _, value = first(value, ("name", "username"))
        if value is None:
            return None
    author = as_id(value)
    if author is None:
        faults.at(position, "author", f"expected a name, got {shown(value)}", "left out")
    return author


def _created(value: object, position: int, faults: Faults) -> datetime | None:
    try:
        return utc(value)
    except ValueError:
        fault = f"expected a time (a datetime, ISO 8601 or seconds since 1970), got {shown(value)}"
        faults.at(position, "created", fault, "left out")
        return None
