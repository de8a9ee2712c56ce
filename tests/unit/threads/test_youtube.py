# ruff: noqa: E501 - made-up exports read better unbroken
from __future__ import annotations

import csv
import io
import json

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read

VIDEO = {
    "id": "v1",
    "title": "A cat",
    "description": "It sleeps.",
    "formats": [{"format_id": "18"}],
    "webpage_url": "https://a.example/v1",
}


def test_yt_dlp() -> None:
    comments = [
        {"id": "a", "parent": "root", "text": "Cute.", "author": "@ann", "timestamp": 1700000000},
        {"id": "a.b", "parent": "a", "html": "Very &amp; <b>very</b>.", "author_id": "UC1"},
        {"id": "c", "parent": "gone", "text": "Hm."},
    ]
    for value in ({**VIDEO, "comments": comments}, {"comments": comments, **VIDEO}):
        threads = read(io.StringIO(json.dumps(value)))
        (thread,) = threads
        assert threads.format == "youtube"
        assert (thread.id, thread.title, thread.article) == ("v1", "A cat", "It sleeps.")
        assert [(c.id, c.parent, c.text, c.author) for c in thread.comments] == [
            ("a", None, "Cute.", "@ann"),
            ("a.b", "a", "Very & very.", "UC1"),
            ("c", None, "Hm.", None),
        ]
        assert "got 1 that are not" in thread.repairs[0]


@pytest.mark.parametrize("comments", [None, [], 5])
def test_a_video_without_comments(comments: object) -> None:
    (thread,) = read(io.StringIO(json.dumps({**VIDEO, "comments": comments})))
    assert thread.comments == ()


def test_the_downloader() -> None:
    rows = [
        {"cid": "a", "text": "Cute.", "time": "3 days ago", "author": "@ann", "votes": "1.2K", "time_parsed": 1700000000.5},
        {"cid": "a.b", "text": "Very.", "time": "1 day ago (edited)", "author": "@bob", "votes": "0"},
    ]  # fmt: skip
    threads = read(io.StringIO("\n".join(map(json.dumps, rows))))
    (thread,) = threads
    assert threads.format == "youtube"
    assert [(c.id, c.parent, c.created is None) for c in thread.comments] == [
        ("a", None, False),
        ("a.b", "a", True),
    ]


OLD = '{"takeoutSegments":[{"text":"So "},{"text":"it is."}]}'
NEW = '{"text":"So "},{"text":"it is."}'
TOLD = [(OLD, "So it is."), (NEW, "So it is."), ("plain, {so}", "plain, {so}"), ('{"a', '{"a')]


@pytest.mark.parametrize(("cell", "text"), TOLD)
@pytest.mark.parametrize("swapped", [False, True])
def test_takeout(cell: str, text: str, swapped: bool) -> None:
    header = ["Channel ID", "Comment Create Timestamp", "Price", "Comment ID", "Parent Comment ID", "Video ID", "Comment Text"]  # fmt: skip
    rows = [
        ["UC1", "2024-01-02T03:04:05.6+00:00", "0", "a", "", "v1", cell],
        ["UC1", "2024-01-02T03:04:06+00:00", "0", "a.b", "a", "v1", cell],
        ["UC1", "2024-01-02T03:04:06+00:00", "0", "c", "", "v2", cell],
    ]
    order = list(range(7))[:: -1 if swapped else 1]
    out = io.StringIO()
    csv.writer(out).writerows([[row[i] for i in order] for row in [header, *rows]])
    threads = read(io.StringIO(out.getvalue() + "\r\n\r\n"))
    one, two = threads
    assert threads.format == "youtube"
    assert (one.id, two.id) == ("v1", "v2")
    assert [(c.id, c.parent, c.text) for c in one.comments] == [
        ("a", None, text),
        ("a.b", "a", text),
    ]


def test_wrong_values() -> None:
    bad = {**VIDEO, "comments": ["x", {"id": "a", "text": ["y"]}, {"id": "b", "text": "z"}]}
    with pytest.raises(ReadError, match=r"stream:1: comments\[0\]: expected a mapping, got 'x'"):
        list(read(io.StringIO(json.dumps(bad))))
    rejects: list[Reject] = []
    (thread,) = read(io.StringIO(json.dumps(bad)), rejects=rejects.append)
    assert [c.id for c in thread.comments] == ["b"]
    assert len(rejects) == 2
