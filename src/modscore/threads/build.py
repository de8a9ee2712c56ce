"""Loose Python values become one checked `Thread`.

Stage: intake, the door of the house; a Thread, a mapping, comments or one string come in; a
Thread goes out in which ids are unique, parents known and replies form no circle.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import datetime

from ..errors import ThreadError
from ..records import Comment, Thread
from .fields import (
    ARTICLE_NAMES,
    TITLE_NAMES,
    Draft,
    Faults,
    Place,
    as_id,
    decoded,
    draft,
    empty,
    first,
    in_list,
)
from .shown import shown
from .tree import settle

UNNAMED = "1"  # the id of a thread that has none
_EXPECTED = "expected a Thread, a mapping with 'comments', comments, or a string"


def build(
    thread: object,
    *,
    lenient: bool = False,
    place: Place = in_list,
    within: str = "",
    unnamed: str = UNNAMED,
    dropped: Callable[[int, str], None] | None = None,
) -> Thread:
    """The thread that ``thread`` describes, checked.

    ``thread`` is a `Thread`; a mapping with ``comments`` (and perhaps ``id``, ``title``,
    ``article``); an iterable of comments, each a `Comment`, a mapping or a string; or one string,
    a thread of one comment. The names a field may have stand in ``fields.NAMES``. Ids may be
    strings or whole numbers and are kept as strings; a missing id becomes the comment's position,
    counted from 1. None, NaN and "" mean that a field is missing, but an empty text is a text.
    Bytes are decoded as UTF-8. Times become UTC. The input is never changed.

    Raises ThreadError that names the first place at fault: first the fields of each comment, in
    order, then unknown parents, then circles. With ``lenient`` it keeps the rest and tells in
    ``Thread.repairs`` what it mended: comments without a text are dropped, double ids renamed,
    unknown parents and circles cut, wrong authors and times left out; ThreadError is then only
    for what is no thread at all. ``place``, ``within``, ``unnamed`` and ``dropped`` are for
    readers of files: how messages name a comment and the thread, the id of a thread without one,
    and who is told of a comment that is dropped (its position and the reason) instead.

    >>> build([{"id": 1, "body": "Hello."}, {"text": "Hi!", "parent_id": 1}]).comments[1].parent
    '1'
    >>> build([{"text": "Hello.", "parent": "x9"}])
    Traceback (most recent call last):
    modscore.errors.ThreadError: comments[0].parent: expected the id of a comment in this thread, \
got 'x9'
    """
    if type(thread) is str:
        return Thread(unnamed, (Comment("1", thread),))
    if isinstance(thread, Thread) and _sound(thread):
        return thread
    faults = Faults(lenient, place, within, dropped=dropped)
    if isinstance(thread, Thread):
        faults.repairs.extend(_strings(thread.repairs))
        thread = {
            "id": thread.id,
            "comments": thread.comments,
            "title": thread.title,
            "article": thread.article,
        }
    if isinstance(thread, str | bytes | bytearray):
        return _assemble({}, [thread], faults, unnamed)
    if isinstance(thread, Mapping):
        if "comments" not in thread:
            hint = " (a comment alone goes in a list)" if first(thread, ("text", "body"))[0] else ""
            raise ThreadError(f"{within}thread: {_EXPECTED}, got {shown(thread)}{hint}")
        return _assemble(thread, thread["comments"], faults, unnamed)
    if isinstance(thread, Comment):
        raise ThreadError(f"{within}thread: {_EXPECTED}, got a Comment (put it in a list)")
    return _assemble({}, thread, faults, unnamed)


def _assemble(
    fields: Mapping[object, object], comments: object, faults: Faults, unnamed: str
) -> Thread:
    items = _items(comments, "comments" if fields else "thread", faults.within)
    found = (draft(item, position, faults) for position, item in enumerate(items))
    drafts = [one for one in found if one is not None]
    id = _thread_id(fields, faults)
    title = _thread_text(fields, TITLE_NAMES, faults)
    article = _thread_text(fields, ARTICLE_NAMES, faults)
    settle(drafts, faults)
    return Thread(
        id=unnamed if id is None else id,
        comments=tuple(map(_comment, drafts)),
        title=title,
        article=article,
        repairs=tuple(faults.repairs),
    )


def _comment(draft: Draft) -> Comment:
    return Comment(str(draft.id), draft.text, draft.author, draft.parent, draft.created)


def _items(comments: object, subject: str, within: str) -> Iterable[object]:
    expected = _EXPECTED if subject == "thread" else "expected a sequence of comments"
    hint = ""
    if isinstance(comments, Set):
        hint = " (a set has no order)"
    elif isinstance(comments, io.IOBase):
        hint = " (modscore.read reads files)"
    elif hasattr(comments, "columns"):
        hint = " (turn a table into mappings first, one a row)"
    elif not isinstance(comments, str | bytes | bytearray | Mapping):
        try:
            return iter(comments)  # type: ignore[call-overload, no-any-return]
        except TypeError:
            hint = " (modscore.read reads files)" if hasattr(comments, "__fspath__") else ""
    raise ThreadError(f"{within}{subject}: {expected}, got {shown(comments)}{hint}")


def _thread_id(fields: Mapping[object, object], faults: Faults) -> str | None:
    _, value = first(fields, ("id", "thread_id"))
    if value is None:
        return None
    id = as_id(value)
    if id is None:
        fault = f"expected a string or a whole number, got {shown(value)}"
        faults.on_thread("id", fault, "left out")
    return id


def _thread_text(
    fields: Mapping[object, object], names: Sequence[str], faults: Faults
) -> str | None:
    name = next((n for n in names if fields.get(n) is not None), "")
    value = fields.get(name)
    if value is None or (empty(value) and not isinstance(value, str)):
        return None
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bytes | bytearray):
        text, fault = decoded(value, faults.lenient)
        if fault:
            faults.on_thread(name, fault, "bytes that are not UTF-8 replaced")
        return text
    faults.on_thread(name, f"expected a string, got {shown(value)}", "left out")
    return None


def _sound(thread: Thread) -> bool:
    """Whether a Thread keeps its promises already, quickly: records can be made unchecked."""
    comments = thread.comments
    if not (
        type(comments) is tuple
        and type(thread.id) is str
        and thread.id
        and (thread.title is None or type(thread.title) is str)
        and (thread.article is None or type(thread.article) is str)
        and type(thread.repairs) is tuple
        and (not thread.repairs or all(type(message) is str for message in thread.repairs))
    ):
        return False
    place: set[str] = set()
    for c in comments:
        if type(c) is not Comment or type(c.id) is not str or type(c.text) is not str:
            return False
        if not c.id or c.author == "":
            return False
        if c.author is not None and type(c.author) is not str:
            return False
        if c.parent is not None and (type(c.parent) is not str or c.parent not in place):
            return False  # wrong, or a parent that stands later: the long way tells
        if c.created is not None and (type(c.created) is not datetime or c.created.tzinfo is None):
            return False
        place.add(c.id)
    return len(place) == len(comments)


def _strings(values: object) -> list[str]:
    return [v for v in values if isinstance(v, str)] if isinstance(values, tuple) else []
