from __future__ import annotations

import io
import json
from typing import Any

from modscore.records import Thread
from modscore.threads.read import Reject, read


def said(id: str, content: object, type: str = "Default", **more: object) -> dict[str, object]:
    author = {"id": "1", "name": "ann_1", "nickname": "Ann", "isBot": False}
    when = {"timestamp": "2024-01-02T03:04:05.678+00:00", "timestampEdited": None}
    return {"id": id, "type": type, "content": content, "author": author, **when, **more}


def channel(*messages: object) -> dict[str, object]:
    return {
        "guild": {"id": "5", "name": "Cats"},
        "channel": {"id": "50", "type": "GuildTextChat", "name": "general", "topic": None},
        "dateRange": {"after": None, "before": None},
        "messages": list(messages),
        "messageCount": len(messages),
    }


def only(value: object, **options: Any) -> Thread:
    threads = read(io.StringIO(json.dumps(value, indent=2)), **options)
    (thread,) = threads
    assert threads.format == "discord"
    return thread


def test_messages_answers_and_notes_of_the_system() -> None:
    here, there = ({"messageId": "1", "channelId": c, "guildId": "5"} for c in ("50", "51"))
    thread = only(
        channel(
            said("1", "> so\nHi :wave:"),
            said("1", "> so\nHi :wave:"),
            said("2", "Joined the server.", "GuildMemberJoin"),
            said("3", "No.", "Reply", reference=here),
            said("4", "Elsewhere.", "Reply", reference=there),
            said("5", "", attachments=[{"id": "9"}]),
            said("6", "Pinned a message.", "ChannelPinnedMessage", reference=here),
            said(
                "7",
                "",
                reference={"type": "Forward", **here},
                forwardedMessage={"content": "Theirs."},
            ),
            said("8", "x", author={"id": "1", "name": "ann_1"}),
        )
    )
    assert (thread.id, thread.title) == ("50", "general")
    assert [(c.id, c.parent, c.text) for c in thread.comments] == [
        ("1", None, "> so\nHi :wave:"),
        ("2", None, ""),
        ("3", "1", "No."),
        ("4", None, "Elsewhere."),
        ("5", None, ""),
        ("6", None, ""),
        ("7", None, "> Theirs."),
        ("8", None, "x"),
    ]
    assert [c.author for c in thread.comments] == ["Ann"] * 7 + ["ann_1"]
    assert thread.repairs == ()


def test_one_id_for_two_messages_and_wrong_values() -> None:
    rejects: list[Reject] = []
    value = channel(
        said("1", "a"), said("1", "b"), None, said("3", None), said("4", "d", author=[])
    )
    thread = only(value, rejects=rejects.append)
    assert [(c.id, c.text) for c in thread.comments] == [("1", "a"), ("1-2", "b"), ("4", "d")]
    assert [one.reason for one in rejects] == [
        "messages[2]: expected a mapping, got None",
        "messages[3].text: expected a string, got None",
    ]
