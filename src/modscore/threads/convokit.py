"""ConvoKit corpora: a folder, or its utterances.jsonl or utterances.json.

Stage: intake; decoded JSON comes in; threads go out, one a conversation. Titles stand in the
conversations.json beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import ReadError
from ..records import Thread
from .fields import as_id
from .head import Head
from .posts import Post, Topic, comment
from .shown import shown
from .source import Source
from .values import values
from .window import assemble

SUFFIXES = (".json", ".jsonl", ".ndjson")
_NEW = ("conversation_id", "text", "speaker")
_OLD = ("root", "text", "user")


def sniff(head: Head) -> bool:
    """Whether it holds utterances, of the present form or the older one."""
    return any(
        head.has(*(before + name for name in names))
        and (f"{before}reply-to" in head.paths or f"{before}reply_to" in head.paths)
        for before in ("", "[].")
        for names in (_NEW, _OLD)
    )


def read(source: Source) -> Iterator[Thread]:
    """The conversations, put together within ``source.window``."""
    return assemble(source, _posts(source))


def _posts(source: Source) -> Iterator[Post]:
    titles = _titles(source)
    for line, row in values(source):
        if not isinstance(row, Mapping):
            source.reject(line, f"expected an utterance, got {shown(row)}")
            continue
        thread = as_id(row.get("conversation_id", row.get("root")))
        if thread is None:
            source.reject(line, "conversation_id: expected an id, got none")
            continue
        made = comment(
            source,
            line,
            {
                "id": row.get("id"),
                "text": row.get("text"),
                "author": _speaker(row.get("speaker", row.get("user"))),
                "parent": row.get("reply-to", row.get("reply_to")),
                "created": row.get("timestamp"),
            },
        )
        if thread in titles:
            yield Post(thread, Topic(line, titles.pop(thread)))
        if made is not None:
            yield Post(thread, made)


def _speaker(given: object) -> object:
    return given.get("id", given.get("name")) if isinstance(given, Mapping) else given


def _titles(source: Source) -> dict[str, str]:
    beside = source.beside("conversations.json")
    if beside is None:
        return {}
    titles: dict[str, str] = {}
    try:
        for _, whole in values(beside):
            for id, one in whole.items() if isinstance(whole, Mapping) else ():
                meta = one.get("meta", one) if isinstance(one, Mapping) else None
                title = meta.get("title") if isinstance(meta, Mapping) else None
                if isinstance(title, str) and title:
                    titles[id] = title
    except ReadError:
        if not source.lenient:
            raise
    finally:
        beside.close()
    for message in beside.repairs:
        source.note(message)
    return titles
