# ruff: noqa: E501 - made-up exports read better unbroken
"""phpBB, SOCC, Commento, Isso and remark42."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read

COLUMNS = "(`post_id`, `topic_id`, `poster_id`, `post_time`, `poster_ip`, `post_username`, `post_subject`, `post_text`, `bbcode_uid`, `post_visibility`)"  # fmt: skip
POSTS = [
    r"(1, 7, 2, 972086460, '192.0.2.9', '', 'Tea &amp; cake', '<t>Who''s in?</t>', '', 1)",
    r"(2, 7, 3, 972086470, '192.0.2.9', 'bob', 'Re', '<r><QUOTE author=\"ann\" post_id=\"1\"><s>[quote=ann post_id=1]</s>Who\'s in?<e>[/quote]</e></QUOTE>Me; (I)\n&amp; you,<br/>\nso.</r>', '', 1)",
    "(3, 7, 3, 972086480, '192.0.2.9', 'bob', 'Re', '[b:1a2b]Old[/b:1a2b] &quot;one&quot;', '1a2b', 1)",
    "(4, 7, 3, 972086490, '192.0.2.9', 'bob', 'Re', '[quote=bob post_id=2 time=9]x[/quote] gone', '', 2)",
    "(5, 8, 3, 972086490, '192.0.2.9', 'bob', NULL, 'Elsewhere', '', 1)",
]  # fmt: skip


def dump(style: str) -> str:
    start = "-- A dump\nDROP TABLE IF EXISTS `phpbb_posts`;\n"
    if style == "one by one":
        return start + "".join(f"INSERT INTO phpbb_posts {COLUMNS} VALUES {p};\n" for p in POSTS)
    if style == "lines":
        return f"{start}INSERT INTO `phpbb_posts` {COLUMNS} VALUES\n" + ",\n".join(POSTS) + ";\n"
    names = COLUMNS.strip("()").split(", ")
    table = ",\n".join(f"  {name} mediumtext NOT NULL" for name in names)
    made = f"CREATE TABLE `phpbb_posts` (\n{table},\n  PRIMARY KEY (`post_id`)\n) ENGINE=InnoDB;\n"
    return f"{start}{made}INSERT INTO `phpbb_posts` VALUES {','.join(POSTS)};\nINSERT INTO `x` VALUES (1);\n"


@pytest.mark.parametrize("style", ["one by one", "lines", "created"])
def test_phpbb(style: str, tmp_path: Path) -> None:
    path = tmp_path / "forum.sql"
    path.write_text(dump(style))
    threads = read(path)
    one, two = threads
    assert threads.format == "phpbb"
    assert (one.id, one.title, one.article) == ("7", "Tea & cake", "Who's in?")
    assert [(c.id, c.parent, c.text) for c in one.comments] == [
        ("2", None, "[quote=ann post_id=1]Who's in?[/quote]Me; (I)\n& you,\nso."),
        ("3", None, '[b]Old[/b] "one"'),
        ("4", "2", ""),
    ]
    assert (two.id, two.article, two.comments) == ("8", "Elsewhere", ())
    assert "192.0.2" not in repr(one)


def test_phpbb_refusals() -> None:
    bad = f"INSERT INTO phpbb_posts {COLUMNS} VALUES (1, 2);\n"
    with pytest.raises(ReadError, match="stream:1: expected 10 values as there are columns, got 2"):
        list(read(io.StringIO(bad), "phpbb"))
    cut = dump("lines")[:-60]
    with pytest.raises(ReadError, match="stream:3: expected a row of values, got "):
        list(read(io.StringIO(cut), "phpbb"))
    rejects: list[Reject] = []
    threads = list(read(io.StringIO(cut), "phpbb", rejects=rejects.append))
    assert len(threads) == 1
    assert len(rejects) == 1


def test_a_data_set_of_phpunit() -> None:
    rows = "<row><value>1</value><value>Hi.</value></row><row><value>2</value><null/></row>"
    table = f'<table name="phpbb_posts"><column>post_id</column><column>post_text</column>{rows}</table>'
    threads = read(io.StringIO(f"<dataset>{table}</dataset>"))
    assert [(c.id, c.text) for t in threads for c in t.comments] == [("1", "Hi."), ("2", "")]
    assert threads.format == "phpbb"


def test_socc() -> None:
    text = (
        "article_id,comment_counter,comment_author,timestamp,comment_text,title\n"
        "23,source1_23_4,Ann,1300000000,So?,Tea\n"
        '23,source1_23_4_1,Bob,1300000001,"No,\nno.",Tea\n'
        "24,source1_24_1_2,Bob,,Lost.,Cake\n"
    )
    threads = read(io.StringIO(text))
    one, two = threads
    assert threads.format == "socc"
    assert (one.id, one.title, two.id) == ("23", "Tea", "24")
    assert [(c.parent, c.text) for c in one.comments] == [
        (None, "So?"),
        ("source1_23_4", "No,\nno."),
    ]
    assert "got 1 that are not" in two.repairs[0]


def test_commento() -> None:
    def one(id: str, parent: str, **more: object) -> dict[str, object]:
        shape = {"commentHex": id, "parentHex": parent, "commenterHex": "c1", "domain": "a.example"}
        page = {"url": "/1", "markdown": f"I am *{id}*.", "state": "approved", "deleted": False}
        return {**shape, **page, **more}

    whole = {
        "version": 1,
        "comments": [one("b", "a"), one("a", "root"), one("c", "a", deleted=True), one("d", "c", state="flagged")],
        "commenters": [{"commenterHex": "c1", "name": "Ann", "email": "ann@a.example"}],
    }  # fmt: skip
    threads = read(io.StringIO(json.dumps(whole)))
    (thread,) = threads
    assert threads.format == "commento"
    assert thread.id == "a.example/1"
    assert [(c.id, c.parent, c.text, c.author) for c in thread.comments] == [
        ("b", "a", "I am *b*.", "Ann"),
        ("a", None, "I am *a*.", "Ann"),
        ("c", "a", "", "Ann"),
        ("d", "c", "", "Ann"),
    ]
    assert "ann@" not in repr(thread)


def test_isso() -> None:
    comment = {"id": 0, "author": "Ann", "email": "ann@a.example", "remote_addr": "192.0.2.9", "text": "Hi.", "created": "2005-02-24 04:03:37", "website": ""}  # fmt: skip
    pages = [
        {"id": "/1/", "title": "Tea+%26+cake", "comments": [comment]},
        {"id": "/2/", "comments": []},
    ]
    threads = read(io.StringIO(json.dumps(pages)))
    (thread,) = threads
    assert threads.format == "isso"
    assert (thread.id, thread.title) == ("/1/", "Tea & cake")
    assert [(c.id, c.author, c.text) for c in thread.comments] == [("0", "Ann", "Hi.")]
    assert "192.0.2" not in repr(thread)
    assert "ann@" not in repr(thread)


def test_remark42() -> None:
    def node(id: str, above: str, text: str, *replies: object, **more: object) -> dict[str, object]:
        user = {"name": "Ann", "id": "u1"}
        shape = {"id": id, "pid": above, "text": text, "user": user, "locator": {"url": "/1"}}
        return {"comment": {**shape, **more}, "replies": list(replies)}

    first = node(
        "1", "", "<p>So <b>what</b>?</p>", node("2", "1", "<p>x</p>", orig="*x*", delete=True), 7
    )
    rejects: list[Reject] = []
    threads = read(
        io.StringIO(json.dumps({"comments": [first, node("3", "", "y")]})), rejects=rejects.append
    )
    (thread,) = threads
    assert threads.format == "remark42"
    assert [(c.id, c.parent, c.text) for c in thread.comments] == [
        ("1", None, "So what?"),
        ("2", "1", ""),
        ("3", None, "y"),
    ]
    assert rejects[0].reason == "comment 3: expected a mapping, got 7"
