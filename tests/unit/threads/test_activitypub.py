from __future__ import annotations

import io
import json

import pytest

from modscore.threads.read import read

AT = "https://a.example/"


def note(id: str, content: str, above: str | None = None, **more: object) -> dict[str, object]:
    row = {"type": "Note", "id": AT + id, "content": content, "attributedTo": AT + "ann"}
    return {**row, "inReplyTo": above and AT + above, "published": "2024-01-02T03:04:05Z", **more}


def put(*things: object) -> io.StringIO:
    return io.StringIO("\n".join(json.dumps(thing) for thing in things))


def test_notes_answer_a_page() -> None:
    page = note("p", "<p>Since <b>May</b>.</p>", name="Pool closed", type="Page")
    things = [note("2", "<p>Money.</p>", "1"), page, note("1", "<p>Why?</p>", "p")]
    threads = read(put(*things))
    (thread,) = threads
    assert threads.format == "activitypub"
    assert (thread.id, thread.title, thread.article) == (AT + "p", "Pool closed", "Since May.")
    assert [(c.id, c.parent, c.text) for c in thread.comments] == [
        (AT + "2", AT + "1", "Money."),
        (AT + "1", None, "Why?"),
    ]
    assert thread.repairs == ()
    assert thread.comments[0].author == AT + "ann"


def test_a_titled_note_is_an_article_and_a_plain_one_a_comment() -> None:
    titled, plain = read(put(note("1", "Text.", name="Title"), note("2", "Hello.")))
    assert (titled.title, titled.article, titled.comments) == ("Title", "Text.", ())
    assert (plain.id, plain.comments[0].text) == (AT + "2", "Hello.")


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"source": {"content": "*a* < b", "mediaType": "text/markdown"}}, "*a* < b"),
        ({"source": "plain"}, "plain"),
        ({"mediaType": "text/markdown", "content": "<not> *html*"}, "<not> *html*"),
        ({"content": None, "contentMap": {"en": "<p>Mapped.</p>"}}, "Mapped."),
        ({"summary": "Food"}, "Food\n\nHTML & more"),
        ({"type": "Tombstone"}, ""),
    ],
)
def test_where_the_text_stands(more: dict[str, object], text: str) -> None:
    (thread,) = read(put({**note("1", "<p>HTML &amp; more</p>"), **more}), "activitypub")
    assert thread.comments[0].text == text


def test_an_outbox_is_unwrapped_and_what_is_no_speech_left() -> None:
    made = {"type": "Create", "actor": AT + "ann", "object": note("1", "<p>Hi.</p>")}
    items = [
        made,
        {"type": "Announce", "object": AT + "elsewhere"},
        {"type": "Announce", "object": {**made, "object": note("2", "<p>Yo.</p>", "1")}},
        {"type": "Like", "object": AT + "1"},
        {"type": "Flag", "content": "Look at this", "object": [AT + "1"]},
    ]
    box = {"type": "OrderedCollection", "id": AT + "outbox", "orderedItems": items}
    (thread,) = read(io.StringIO(json.dumps(box, indent=1)))
    assert [(c.text, c.parent) for c in thread.comments] == [("Hi.", None), ("Yo.", AT + "1")]


def status(id: str, content: str, above: str | None = None, **more: object) -> dict[str, object]:
    row = {"id": id, "content": content, "in_reply_to_id": above, "account": {"acct": "ann"}}
    return {**row, "created_at": "2024-01-02T03:04:05.678Z", "spoiler_text": "", **more}


def test_a_context_of_mastodon() -> None:
    mention = '<p><span><a href="https://a.example/@bo" class="u-url mention">@<span>bo</span></a>'
    whole = {
        "ancestors": [status("1", "<p>A</p>"), status("2", "<p>B</p>", "1")],
        "descendants": [
            status("3", f"{mention}</span> C</p>", "2", account={"acct": "cy@b.example"}),
            status("4", "", reblog={"id": "9", "content": "<p>others</p>"}),
            status("5", "<p>D</p>", "3", spoiler_text="Careful"),
        ],
    }
    threads = read(io.StringIO(json.dumps(whole)))
    (thread,) = threads
    assert threads.format == "activitypub"
    assert [(c.id, c.parent, c.text) for c in thread.comments] == [
        ("1", None, "A"),
        ("2", "1", "B"),
        ("3", "2", "@bo C"),
        ("5", "3", "Careful\n\nD"),
    ]
    assert thread.comments[2].author == "@cy@b.example"


def test_statuses_in_a_list() -> None:
    whole = [status("2", "<p>B</p>", "1"), status("1", "<p>A</p>")]
    (thread,) = read(io.StringIO(json.dumps(whole)))
    assert (thread.id, [c.parent for c in thread.comments]) == ("1", ["1", None])
