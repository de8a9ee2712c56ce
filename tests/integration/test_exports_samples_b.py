# ruff: noqa: E501 - ids of real comments are long
"""Real exports of forums, videos, chats and comment engines become the right threads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from modscore.errors import ReadError
from modscore.records import Thread
from modscore.threads.read import read

Shape = Sequence[tuple[str, Sequence[tuple[str, str | None, str]]]]

# (file, format, [(thread, [(comment, parent, how its text begins)])])
SAMPLES: list[tuple[str, str, Shape]] = [
    ("discourse/post.json", "discourse", [("8", [])]),
    ("discourse/topic_posts.json", "discourse", [("57", [("123456", None, "Some text.")])]),
    (
        "discourse/topic.json",
        "discourse",
        [("57", [("84", None, ""), ("86", None, ""), ("226", None, "What? So I have")])],
    ),
    (
        "disqus/isso_disqus.xml",
        "disqus",
        [
            ("2", [("4", None, "..."), ("5", "4", "Hello, "), ("9", None, ""), ("11", "9", "Hello, ")]),
            ("1337", [("6", None, "...")]),
            ("7", [("8", None, "Message from thread")]),
        ],
    ),
    (
        "disqus/remark42_disqus.xml",
        "disqus",
        [
            ("247918464", [("299986072", None, "Google App Engine"), ("102", None, "This comment had")]),
            (
                "247937687",
                [
                    ("299619020", None, "The quick brown fox"),
                    ("299744309", None, "Microsoft "),
                    ("299986073", None, ""),
                ],
            ),
        ],
    ),
    ("wordpress_wxr/comment-meta.xml", "wordpress", [("10", [("1", None, "Hi, this is a comment.\nTo get")])]),
    ("wordpress_wxr/small-export.xml", "wordpress", [("1", [("1", None, "Hi, this is a comment.\nTo del")])]),
    ("wordpress_wxr/wxr-comprehensive.xml", "wordpress", [("1000", [("5000", None, "Great post!")])]),
    (
        "wordpress_wxr/isso_wordpress.xml",
        "wordpress",
        [
            (
                "18",
                [
                    ("2", None, "Erster!1"),
                    ("6", None, "Zweiter."),
                    ("7", "6", "Dr"),
                    ("8", "7", "Yet another"),
                    ("9", "7", "..."),
                    ("10", None, "When you have a comment with multiple lines:\nWord"),
                    ("11", None, "..."),
                ],
            ),
            ("http://example.tld/?p=4", [("11", None, "...")]),
        ],
    ),
    (
        "youtube/takeout_comments_new.csv",
        "youtube",
        [
            ("rWVAzS6duAs", [("UgytHqobEtqoKm_-pYB4AaABAg", None, "> I am about to get buried")]),
            ("ZuvK-oe647c", [("UgiNMzGz_nAsjXfCoAEC", None, "Great illustration")]),
        ],
    ),
    (
        "youtube/takeout_comments_old.csv",
        "youtube",
        [
            ("WtOskFeLmr4", [("UgxtiXQkY7gqHbldJ1F4AaABAg", None, "coalowl the legend")]),
            ("jH39c5-y6kg", [("UgwDN8UeMxW4NDFbvY54AaABAg.9iwJkUYNcXa9u0lv3j3Abh", None, "Ah, this is")]),
        ],
    ),
    (
        "telegram/DM_2A_7M.json",
        "telegram",
        [
            (
                "700000000",
                [
                    ("2675", None, ""),
                    ("3644", None, "https://google.com "),
                    ("3645", None, "hello world"),
                    ("3662", None, "world?"),
                    ("3663", None, "blah blah"),
                    ("3672", None, ""),
                    ("3673", None, ""),
                    ("3674", None, ""),
                ],
            )
        ],
    ),
    (
        "discord/GC_3A_5M.json",
        "discord",
        [
            (
                "1064990764406419508",
                [
                    ("1064990775659729017", None, ""),
                    ("1064990824305274930", None, "Should honor"),
                    ("1064991038751649806", None, ""),
                    ("1064991070322180096", None, "hey @mlomb"),
                    ("530805779645595660", "1064990824305274930", "woah nice"),
                    ("100", None, ""),
                ],
            )
        ],
    ),
    (
        "discord/SV_5A_5M.json",
        "discord",
        [
            (
                "253601524398293010",
                [
                    ("459136077417021488", None, "This message has been edited"),
                    ("447793085255123004", None, "The author"),
                    ("447793085255123005", None, "This message has att"),
                    ("447793085255123006", None, "This message has rea"),
                ],
            )
        ],
    ),
    ("discord/dce_example.json", "discord", [("1012224565567721552", [("1045178587575242772", None, "Thank ")])]),
    (
        "facebook_messenger/2A_7M.json",
        "messenger",
        [
            (
                "inbox/alice_aaaaaaaaaa",
                [(str(i), None, "") for i in range(1, 5)]
                + [("5", None, "you what"), ("6", None, "Whats up!"), ("7", None, "Hello")],
            )
        ],
    ),
    (
        "commento/commento.json",
        "commento",
        [
            (
                "example.com/blog/post/2",
                [("e7069a7dfcfaed43caf62300a9b0edb1c124ad79d0f5887c93649c15d7f69945", None, "Example c")],
            ),
            (
                "example.com/blog/post/1",
                [
                    ("7d77e39fcd813241d6281478cc8f21ab5f807d043c750bc1a936bc23b34fb854", None, "Example 2"),
                    (
                        "ea5f7bcd6ac9bb7b657f7d0569831104e1bcf9c253d03c1e16bf9654c49a5ce9",
                        "7d77e39fcd813241d6281478cc8f21ab5f807d043c750bc1a936bc23b34fb854",
                        "Great reply!",
                    ),
                ],
            ),
        ],
    ),
    (
        "isso/generic.json",
        "isso",
        [("/posts/0001/", [("0", None, "Great men")]), ("/posts/0007/", [("0", None, "Ja-make-a")])],
    ),
    (
        "remark42/tree.json",
        "remark42",
        [
            (
                "url",
                [
                    (id, above, "")
                    for id, above in [
                        ("1", None), ("11", "1"), ("12", "1"), ("13", "1"), ("131", "13"), ("132", "13"),
                        ("14", "1"), ("2", None), ("21", "2"), ("22", "2"), ("4", None), ("3", None),
                    ]
                ],
            )
        ],
    ),
    ("phpbb/schema_data_posts.sql", "phpbb", [("1", [])]),
    (
        "phpbb/search_posts_fixture.xml",
        "phpbb",
        [("1", [("1", None, "foo"), ("2", None, "bar"), ("3", None, "commonword"), ("4", None, "baaz")])],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def exports(shared: Path) -> Path:
    place = shared / "ecosystem" / "exports"
    if not place.is_dir():
        pytest.skip("needs the sample exports in the development data folder")
    return place


def shape(threads: list[Thread]) -> Shape:
    return [(t.id, [(c.id, c.parent, c.text) for c in t.comments]) for t in threads]


@pytest.mark.parametrize(("file", "format", "expected"), SAMPLES, ids=[s[0] for s in SAMPLES])
def test_a_sample_becomes_the_right_threads(
    exports: Path, file: str, format: str, expected: Shape
) -> None:
    threads = read(exports / file, lenient=True)
    found = list(threads)
    assert threads.format == format
    assert [id for id, _ in shape(found)] == [id for id, _ in expected]
    for (_, got), (_, wanted) in zip(shape(found), expected, strict=True):
        assert [one[:2] for one in got] == [one[:2] for one in wanted]
        for (_, _, text), (_, _, start) in zip(got, wanted, strict=True):
            assert text.startswith(start) if start else text == ""
    assert not any("<p>" in c.text or "&lt;" in c.text for t in found for c in t.comments)
    if file != "disqus/remark42_disqus.xml":
        assert shape(list(read(exports / file))) == shape(found)  # strictly the same


@pytest.mark.parametrize(
    "file", ["disqus/remark42_disqus.xml", "disqus/remark42_disqus-deleted-post.xml"]
)
def test_a_damaged_sample_is_told_with_its_line(exports: Path, file: str) -> None:
    with pytest.raises(ReadError, match=r":147: expected well-formed XML, got: AttValue"):
        list(read(exports / file))
    threads = read(exports / file, lenient=True)
    assert sum(len(t.comments) for t in threads) == 5
    assert any("thread: expected the id of a thread" in one for one in threads.repairs)
    assert "@" not in "".join(
        c.author or "" for t in read(exports / file, lenient=True) for c in t.comments
    )


def test_a_whatsapp_chat(exports: Path) -> None:
    threads = read(exports / "plain_chat" / "whatsapp_4A_11M.txt")
    (thread,) = threads
    assert threads.format == "whatsapp"
    assert [c.text == "" for c in thread.comments] == [True] * 3 + [False] * 11
    assert {c.author for c in thread.comments[3:]} == {"Alice", "Bob", "Eve", "Mallory", "Trent"}
    assert {str(c.created)[:10] for c in thread.comments} == {"2020-12-09"}


def test_texts_of_phpbb(exports: Path) -> None:
    (thread,) = read(exports / "phpbb" / "posts_fixture.xml")
    texts = {c.id: c.text for c in thread.comments}
    assert len(texts) == 10
    assert texts["3"] == "[b]Bold[/b] :) http://example.org"
    assert texts["4"] == texts["5"] == texts["2"]
    assert texts["6"] == texts["7"]
    assert texts["8"] == texts["9"]


def test_annotated_comments_of_socc(exports: Path) -> None:
    threads = read(exports / "socc" / "SFU_constructiveness_toxicity.head12.csv")
    found = list(threads)
    assert threads.format == "socc"
    assert [len(t.comments) for t in found] == [4, 2, 4, 2]
    assert found[0].title == "Apple Watch: It's the precise opposite of a labour-saving device"
    assert found[0].comments[2].text == "You've never used an Apple product have you?"


def test_articles_and_titles(exports: Path) -> None:
    (topic,) = read(exports / "discourse" / "topic.json")
    assert topic.title == "THIS SITE IS A SANDBOX -- it is reset every day"
    assert (topic.article or "").startswith("Welcome!\n\nTry is a sandbox")
    (item,) = read(exports / "wordpress_wxr" / "wxr-comprehensive.xml")
    assert item.title == "Comprehensive Post"
    assert item.article == (
        "This is a comprehensive post body used to validate the importer.\n\n"
        "Includes categories, tags and a comment."
    )
