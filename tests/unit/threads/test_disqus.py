# ruff: noqa: E501 - made-up exports read better unbroken
from __future__ import annotations

import io
import time

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" '
    'xmlns:dsq="http://disqus.com/disqus-internals">\n'
    '<thread dsq:id="1"><link>https://a.example/1</link><title>Tea &amp;amp; cake</title>'
    "<author><email>owner@a.example</email></author><ipAddress>192.0.2.1</ipAddress></thread>\n"
    '<thread dsq:id="2"><title/></thread>\n'
)


def post(id: str, words: str, inner: str = "", thread: str = "1", name: str = "Ann") -> str:
    return (
        f"<post{id and f' dsq:id={id!r}'}><message><![CDATA[{words}]]></message>"
        "<createdAt>2024-01-02T03:04:05Z</createdAt>"
        f"<author><email>ann@a.example</email><name>{name}</name></author>"
        f'<ipAddress>192.0.2.9</ipAddress><thread dsq:id="{thread}"/>{inner}</post>\n'
    )


DELETED, SPAM = "<isDeleted>true</isDeleted>", "<isSpam>true</isSpam>"


def test_threads_posts_and_answers() -> None:
    text = (
        HEAD
        + post("11", "<p>More tea?</p>")
        + post("12", "<p>Yes,<br>please.</p>", '<parent dsq:id="11"/>')
        + post("13", "Elsewhere.", thread="77")
        + post("", "No number.", thread="2", name="ann@a.example")
        + "</disqus>"
    )
    threads = read(io.StringIO(text))
    one, two, three = threads
    assert threads.format == "disqus"
    assert (one.id, one.title, one.article) == ("1", "Tea & cake", None)
    assert [(c.id, c.parent, c.text, c.author) for c in one.comments] == [
        ("11", None, "More tea?", "Ann"),
        ("12", "11", "Yes,\nplease.", "Ann"),
    ]
    assert [(t.id, t.title, len(t.comments)) for t in (two, three)] == [
        ("77", None, 1),
        ("2", None, 1),
    ]
    assert three.comments[0].author is None
    assert "a.example" not in repr((one, two, three))
    assert "192.0.2" not in repr((one, two, three))


def test_deleted_posts_and_spam_keep_the_tree() -> None:
    text = HEAD + post("11", "x", DELETED) + post("12", "y", '<parent dsq:id="11"/>')
    (thread,) = read(io.StringIO(text + post("13", "buy", SPAM) + "</disqus>"))
    assert [(c.parent, c.text) for c in thread.comments] == [(None, ""), ("11", "y"), (None, "")]


def test_a_stray_first_sign_and_forbidden_characters_are_left_out() -> None:
    text = "`" + HEAD + post("11", "a\x0bb &#x1f; c\x00") + "</disqus>"
    threads = read(io.StringIO(text))
    (thread,) = threads
    assert thread.comments[0].text == "ab c"
    assert len(threads.repairs) == 2


BOMB = '<!DOCTYPE disqus [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
REFUSED = [
    (BOMB + "<disqus>&b;</disqus>", r"stream:1: expected XML without declarations of its own, got a DOCTYPE"),
    (f"<!-- <disqus> -->\n{BOMB}<disqus>&b;</disqus>", "stream:2: expected XML without declarations"),
    ('<!DOCTYPE d SYSTEM "a[b" [<!ENTITY x SYSTEM "file:///etc/hostname">]><disqus/>', "without declarations"),
    (HEAD + post("11", "a"), "expected </disqus> at the end, got the end of the file"),
    (HEAD + post("11", "a")[:60], "expected </disqus> at the end, got the end of the file"),
    (HEAD + post("11", "a", "<a><b></a>") + "</disqus>", "stream:5: expected well-formed XML, got: "),
    (HEAD + post("11", "a", "x & y") + "</disqus>", "stream:5: expected well-formed XML, got: "),
    (HEAD + "<post dsq:id='5'><message>a</message></post></disqus>", "stream:5: thread: expected the id of a thread"),
    (HEAD + post("11", "a").replace("2024", "20x4") + "</disqus>", "stream:5: created: expected a time"),
    ("<html><body/></html>", "expected <disqus> as the root, got <html>"),
    ("no XML", "stream:1: expected an XML element, got none"),
    ("<a><b>" * 5000, "stream"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=range(len(REFUSED)))
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        list(read(io.StringIO(text), "disqus"))
    assert message in str(caught.value)


def test_a_lenient_reading_goes_on() -> None:
    text = (
        HEAD
        + "<post dsq:id='5'><message>a</message></post>\n"
        + post("11", "b", "x & y")
        + "<post dsq:id='6'><message>cut"
    )
    rejects: list[Reject] = []
    threads = read(io.StringIO(text), "disqus", rejects=rejects.append)
    assert [c.text for t in threads for c in t.comments] == ["b"]
    assert rejects[0] == Reject("stream", 5, "thread: expected the id of a thread, got none")
    assert any("</disqus> at the end" in one for one in threads.repairs)
    with pytest.raises(ReadError, match="without declarations"):
        list(read(io.StringIO(BOMB + "<disqus/>"), "disqus", lenient=True))


def test_a_huge_field_and_many_signs_take_linear_time() -> None:
    text = HEAD + post("11", "w " * 1_000_000) + post("12", "<b>" * 50_000) + "</disqus>"
    before = time.process_time()
    (thread,) = read(io.StringIO(text))
    assert len(thread.comments[0].text) == 2_000_000 - 1
    assert time.process_time() - before < 20


@pytest.mark.parametrize("start", ["<!-- ", "<? ", "<!DOCTYPE a ", '<!DOCTYPE "', "< ", "<a", "`"])
def test_what_never_begins_is_told_soon(start: str) -> None:
    before = time.process_time()
    with pytest.raises(ReadError, match="expected"):
        list(read(io.StringIO(start * 200_000), "disqus"))
    read(io.StringIO(start * 200_000))
    assert time.process_time() - before < 5
