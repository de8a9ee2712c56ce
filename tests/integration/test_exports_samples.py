"""Real samples of exports, part A: each parses into the right tree with the right text."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from modscore.records import Thread
from modscore.threads.read import read

# file, format, comments of each thread, comments that answer another
SAMPLES = [
    ("reddit/api_listing_a_2.json", "reddit", [2], 1),
    ("reddit/api_listing_b_2.json", "reddit", [4], 3),
    ("reddit/bigquery_simple_thread.json", "reddit", [8], 6),
    ("reddit/bigquery_thread.json", "reddit", [13], 6),
    ("hackernews/firebase_comment_2921983.json", "hackernews", [1], 0),
    ("hackernews/firebase_job_192327.json", "hackernews", [0], 0),
    ("hackernews/firebase_poll_126809.json", "hackernews", [0], 0),
    ("hackernews/firebase_pollopt_160705.json", "hackernews", [0], 0),
    ("hackernews/firebase_story_121003.json", "hackernews", [0], 0),
    ("hackernews/firebase_story_8863.json", "hackernews", [0], 0),
    ("activitypub/discourse_objects_page.json", "activitypub", [0], 0),
    ("activitypub/lemmy_activities_community_report_page.json", "activitypub", [], 0),
    ("activitypub/lemmy_activities_create_or_update_create_comment.json", "activitypub", [1], 0),
    ("activitypub/lemmy_collections_group_outbox.json", "activitypub", [0, 0], 0),
    ("activitypub/lemmy_objects_comment.json", "activitypub", [1], 0),
    ("activitypub/lemmy_objects_page.json", "activitypub", [0], 0),
    ("activitypub/lotide_activities_create_note_reply.json", "activitypub", [1], 0),
    ("activitypub/mastodon_activities_create_note.json", "activitypub", [1], 0),
    ("activitypub/mastodon_activities_flag.json", "activitypub", [], 0),
    ("activitypub/mastodon_objects_note_1.json", "activitypub", [1], 0),
    ("activitypub/mastodon_objects_note_2.json", "activitypub", [1], 0),
    ("activitypub/mastodon_objects_page.json", "activitypub", [1], 0),
    ("activitypub/mbin_activities_flag.json", "activitypub", [], 0),
    ("activitypub/nodebb_objects_page.json", "activitypub", [0], 0),
    ("activitypub/peertube_objects_note.json", "activitypub", [1], 0),
    ("activitypub/pleroma_objects_note.json", "activitypub", [1], 0),
    ("mastodon/status_0.json", "activitypub", [1], 0),
    ("mastodon/test_status_reply_2.json", "activitypub", [1], 0),
    ("convokit/utterances.jsonl", "convokit", [3], 2),
    ("convokit", "convokit", [3], 2),
]


@pytest.fixture
def exports(shared: Path) -> Path:
    return shared / "ecosystem" / "exports"


def loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "format", "sizes", "answers"), SAMPLES)
def test_format_and_tree(
    exports: Path, name: str, format: str, sizes: list[int], answers: int
) -> None:
    threads = read(exports / name)
    found = list(threads)
    assert threads.format == format
    assert [len(t.comments) for t in found] == sizes
    assert sum(c.parent is not None for t in found for c in t.comments) == answers
    assert threads.repairs == ()
    texts = [c.text for t in found for c in t.comments]
    texts += [text for t in found for text in (t.title, t.article) if text]
    assert not [text for text in texts if re.search(r"</?(?:p|a|span|br)\b|&(?:gt|lt|#)", text)]
    assert list(read(exports / name, format)) == found


def test_reddit_dumps(exports: Path) -> None:
    path = exports / "reddit" / "pushshift_comments.ndjson"
    rows = {row["id"]: row for row in map(json.loads, path.read_text().splitlines())}
    said = {c.id: (t, c) for t in read(path) for c in t.comments}
    assert set(said) == set(rows)
    for id, (thread, comment) in said.items():
        row = rows[id]
        assert f"t3_{thread.id}" == row["link_id"]
        assert comment.text in (html.unescape(row["body"]), "")
        assert comment.created is not None
        assert comment.created.timestamp() == float(row["created_utc"])
        kept = row["parent_id"].removeprefix("t1_")
        assert comment.parent == (kept if kept in rows else None)


def test_reddit_submissions_are_articles(exports: Path) -> None:
    path = exports / "reddit" / "pushshift_submissions.ndjson"
    rows = {row["id"]: row for row in map(json.loads, path.read_text().splitlines())}
    threads = {t.id: t for t in read(path)}
    assert set(threads) == set(rows)
    for id, thread in threads.items():
        assert thread.title == html.unescape(rows[id]["title"])
        text = html.unescape(rows[id]["selftext"])
        assert thread.article == (text if text not in ("", "[removed]", "[deleted]") else None)


def test_a_listing_is_the_tree_it_shows(exports: Path) -> None:
    path = exports / "reddit" / "api_listing_b_2.json"
    expected: dict[str, str | None] = {}

    def walk(listing: Any, above: str | None) -> None:
        for child in listing["data"]["children"]:
            if child["kind"] == "t1":
                expected[child["data"]["id"]] = above
                if child["data"]["replies"]:
                    walk(child["data"]["replies"], child["data"]["id"])

    posts, comments = loaded(path)
    walk(comments, None)
    (thread,) = read(path)
    assert {c.id: c.parent for c in thread.comments} == expected
    assert thread.article == html.unescape(posts["data"]["children"][0]["data"]["selftext"])


@pytest.mark.parametrize("name", ["Comments.head60.xml", "Posts.head20.xml"])
def test_stack_exchange(exports: Path, name: str) -> None:
    path = exports / "stackexchange" / name
    rows = [row.attrib for row in ElementTree.parse(path).getroot()]
    threads = read(path)
    found: dict[str, Thread] = {t.id: t for t in threads}
    assert threads.format == "stackexchange"
    if name.startswith("Comments"):
        assert set(found) == {row["PostId"] for row in rows}
        texts = {c.id: c.text for t in found.values() for c in t.comments}
        assert texts == {row["Id"]: row["Text"] for row in rows}
        return
    questions = {row["Id"]: row for row in rows if row["PostTypeId"] == "1"}
    answers = [row for row in rows if row["PostTypeId"] == "2"]
    for id, row in questions.items():
        assert found[id].title == row["Title"]
        assert found[id].article
    for row in answers:
        (text,) = (c.text for c in found[row["ParentId"]].comments if c.id == row["Id"])
        words = re.findall(r"\w{4,}", html.unescape(re.sub(r"<[^>]*>", " ", row["Body"])))
        assert [word for word in words if word not in text] == []
        if "<blockquote>" in row["Body"]:
            assert "\n> " in f"\n{text}"
