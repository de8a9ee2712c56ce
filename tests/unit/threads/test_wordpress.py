# ruff: noqa: E501 - made-up exports read better unbroken
from __future__ import annotations

import io

import pytest

from modscore.errors import ReadError
from modscore.threads.read import read

ITEM = """<item><title>Tea &amp;amp; cake</title><link>https://a.example/?p=3</link>
<content:encoded><![CDATA[<!-- wp:paragraph --><p>Tea first.</p><!-- /wp:paragraph -->]]></content:encoded>
<excerpt:encoded><![CDATA[short]]></excerpt:encoded><wp:post_id>3</wp:post_id>
<wp:post_type>post</wp:post_type>%s</item>"""


def wxr(*items: str, version: str = "1.2") -> str:
    at = f"http://wordpress.org/export/{version}/"
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<!-- an <item> in a note -->\n<rss version="2.0" '
        f'xmlns:excerpt="{at}excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="{at}"><channel><title>Blog</title>{"".join(items)}</channel></rss>'
    )


def comment(id: int, words: str, parent: int = 0, approved: str = "1", **more: str) -> str:
    fields = {
        "id": str(id),
        "author": "Ann",
        "author_email": "ann@a.example",
        "author_IP": "192.0.2.9",
        "date": "2024-01-02 05:04:05",
        "date_gmt": "2024-01-02 03:04:05",
        "content": f"<![CDATA[{words}]]>",
        "approved": approved,
        "type": "",
        "parent": str(parent),
        **more,
    }
    inner = "".join(f"<wp:comment_{k}>{v}</wp:comment_{k}>\n" for k, v in fields.items())
    return f"<wp:comment>{inner}</wp:comment>"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_an_item_is_a_thread(version: str) -> None:
    two = comment(1, "One.\nTwo &amp; <b>three</b>.") + comment(2, "<p>So\nit is.</p>", 1)
    threads = read(io.StringIO(wxr(ITEM % two, ITEM % "", version=version)))
    (thread,) = threads
    assert threads.format == "wordpress"
    assert (thread.id, thread.title, thread.article) == ("3", "Tea & cake", "Tea first.")
    assert [(c.id, c.parent, c.text) for c in thread.comments] == [
        ("1", None, "One.\nTwo & three."),
        ("2", "1", "So it is."),
    ]
    assert str(thread.comments[0].created) == "2024-01-02 03:04:05+00:00"
    assert "a.example" not in repr(thread)
    assert "192.0.2" not in repr(thread)


@pytest.mark.parametrize("approved", ["0", "spam", "trash", "post-trashed"])
def test_what_is_not_approved_keeps_the_tree(approved: str) -> None:
    (thread,) = read(io.StringIO(wxr(ITEM % (comment(1, "x", 0, approved) + comment(2, "y", 1)))))
    assert [(c.parent, c.text) for c in thread.comments] == [(None, ""), ("1", "y")]


@pytest.mark.parametrize("type", ["pingback", "trackback"])
def test_pings_are_no_speech(type: str) -> None:
    (thread,) = read(io.StringIO(wxr(ITEM % comment(1, "x", type=type))))
    assert thread.comments[0].text == ""


def test_times_that_are_none() -> None:
    none = "0000-00-00 00:00:00"
    text = wxr(ITEM % (comment(1, "x", date_gmt=none) + comment(2, "y", date_gmt=none, date="")))
    (thread,) = read(io.StringIO(text))
    assert str(thread.comments[0].created) == "2024-01-02 05:04:05+00:00"
    assert thread.comments[1].created is None


def test_control_characters_and_a_lost_parent() -> None:
    threads = read(io.StringIO(wxr(ITEM % (comment(1, "a\x08b\x1fc") + comment(2, "y", 9)))))
    (thread,) = threads
    assert [(c.parent, c.text) for c in thread.comments] == [(None, "abc"), (None, "y")]
    assert "got 2 others: left out" in threads.repairs[0]
    assert "got 1 that are not" in thread.repairs[0]


def test_refusals() -> None:
    whole = wxr(ITEM % comment(1, "x"))
    with pytest.raises(ReadError, match="expected </rss> at the end"):
        list(read(io.StringIO(whole[:-10])))
    with pytest.raises(ReadError, match="without declarations of its own"):
        list(read(io.StringIO(whole.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss', 1))))
    bad = wxr(ITEM % comment(1, "x", author="<b>"))
    with pytest.raises(ReadError, match="expected well-formed XML"):
        list(read(io.StringIO(bad)))
