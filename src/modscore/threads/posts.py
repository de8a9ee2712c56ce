"""What a reader of an export hands on: comments that name their thread, and topics.

Stage: intake; one loose comment comes in; a `Draft` goes out, with the stubs of deleted comments
emptied and authors that are addresses left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from ..errors import ReadError, ThreadError
from .fields import Draft, draft
from .source import Source

STUBS = frozenset(  # what stands where a text was, in small letters
    {
        "[deleted]",
        "[removed]",
        "[deleted by user]",
        "[removed by moderator]",
        "[removed by reddit]",
        "[ removed by reddit ]",
        "[ removed by moderator ]",
        "[deleted comment]",
        "[unavailable]",
        "[flagged]",
        "[dead]",
        "[redacted]",
        "*deleted by creator*",
        "*removed by mod*",
        "*permanently deleted*",
        "deleted by creator",
        "removed by mod",
        "comment deleted",
        "comment removed",
        "this comment was deleted",
        "this comment was removed",
        "this comment has been deleted",
        "this comment has been removed",
    }
)
_LONGEST_STUB = max(map(len, STUBS)) + 2
_ADDRESS = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?|(?=.*:.*:)[0-9a-fA-F:.]{3,45}"
)


class Topic(msgspec.Struct, gc=False):
    """What a thread is about, from the place ``line`` of the file; its text is the article.

    Of several for one thread, the first that has a title or an article gives it; the ``options``
    and ``notes`` of all are kept.
    """

    line: int
    title: str | None = None
    article: str | None = None
    options: list[str] = []  # answers of a poll: they end the article
    notes: list[str] = []  # what the thread's ``repairs`` should tell


class Post(NamedTuple):
    """A draft of a comment, or a topic, and the id of its thread.

    ``thread`` None means that nothing names one: `assemble` makes one thread of all such posts;
    `linked` follows the answers and needs the ``id`` of a topic.
    """

    thread: str | None
    post: Draft | Topic
    id: str | None = None


def comment(
    source: Source, line: int, item: Mapping[str, Any], path: str = "", *, gone: bool = False
) -> Draft | None:
    """The draft of a loose comment with the usual names (``fields.NAMES``); None if rejected.

    ``line`` is where it stands and ``path`` where in the value of that line, as ``posts[3]``; both
    are told with a fault. The text becomes "" if it is a stub or the comment is ``gone``: it then
    keeps the tree, but has no score. Raises ReadError unless the source is read leniently.
    """
    source.path = path
    try:
        made = draft(item, line, source.faults)
    except ThreadError as error:
        raise ReadError(str(error)) from None
    finally:
        source.path = ""
    if made is None:
        return None
    made.text = "" if gone else live(made.text)
    if made.author is not None:
        made.author = named(made.author)
    return made


def live(text: str) -> str:
    """The text, or "" if it only tells that a comment was here.

    >>> live("[removed]"), live("[removed] was the whole comment")
    ('', '[removed] was the whole comment')
    """
    if len(text) <= _LONGEST_STUB and text.strip().lower() in STUBS:
        return ""
    return text


def named(author: str) -> str | None:
    """The author's name; None for none, a deleted one, an e-mail or an IP address.

    >>> named("ann"), named("[deleted]"), named("ann@example.org"), named("192.0.2.7")
    ('ann', None, None, None)
    """
    if author in ("", "[deleted]", "[removed]"):
        return None
    if ("@" in author or "." in author or ":" in author) and _ADDRESS.fullmatch(author.strip()):
        return None
    return author
