from __future__ import annotations

import io

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read

HEAD = '\ufeff<?xml version="1.0" encoding="utf-8"?>\n'
COMMENTS = f"""{HEAD}<!DOCTYPE comments SYSTEM 'comments.dtd'>
<comments>
  <row Id="1" PostId="3" Score="0" Text="See [this](https://example.org/a) &amp;#x2F; `x &lt; y`" CreationDate="2024-01-02T03:04:05.678" UserId="12" />
  <row Id="2" PostId="4" Score="0" Text="Else." CreationDate="2024-01-02T03:04:05.678" UserDisplayName="user39" />
  <row Id="5" PostId="3" Score="0" Text="@ann Ok.&#xA;&#xA;More." CreationDate="2024-01-02T03:04:05.678" UserId="12" />
</comments>
"""  # noqa: E501
POSTS = f"""{HEAD}<posts>
  <row Id="1" PostTypeId="1" CreationDate="2024-01-02T03:04:05" Body="&lt;p&gt;Which &lt;code&gt;x&lt;/code&gt;?&lt;/p&gt;&#xA;" OwnerUserId="2" Title="On x" />
  <row Id="2" PostTypeId="2" ParentId="1" CreationDate="2024-01-02T03:04:05" Body="&lt;blockquote&gt;&lt;p&gt;Which&lt;/p&gt;&lt;/blockquote&gt;&#xA;&lt;p&gt;All.&lt;/p&gt;" OwnerDisplayName="bo" />
</posts>"""  # noqa: E501


def test_comments_stand_flat_under_their_post() -> None:
    threads = read(io.StringIO(COMMENTS))
    first, second = threads
    assert threads.format == "stackexchange"
    assert [(c.id, c.text, c.author, c.parent) for c in first.comments] == [
        ("1", "See [this](https://example.org/a) &#x2F; `x < y`", "12", None),
        ("5", "@ann Ok.\n\nMore.", "12", None),
    ]
    assert (first.id, second.id, second.comments[0].author) == ("3", "4", "user39")


def test_answers_are_comments_on_the_question() -> None:
    (thread,) = read(io.StringIO(POSTS))
    assert (thread.id, thread.title, thread.article) == ("1", "On x", "Which `x`?")
    assert [(c.id, c.text, c.author) for c in thread.comments] == [("2", "> Which\n\nAll.", "bo")]


def test_lines_are_told_beyond_the_first_65535() -> None:
    row = '  <row Id="{}" PostId="3" Text="a" CreationDate="2024-01-02T03:04:05" />\n'
    rows = "".join(row.format(i) for i in range(66_000)) + '  <row Id="x" Text="no post"/>\n'
    rejects: list[Reject] = []
    threads = read(io.StringIO(f"<comments>\n{rows}</comments>\n"), rejects=rejects.append)
    assert sum(len(t.comments) for t in threads) == 66_000
    assert [(r.line, r.reason) for r in rejects] == [
        (66_002, "PostId: expected the id of a post, got none")
    ]


def test_a_row_without_text_is_told() -> None:
    with pytest.raises(ReadError, match=r"^stream:4: text: expected a string, got None$"):
        list(read(io.StringIO(COMMENTS.replace("Text=", "Words="))))


def test_entity_bombs_are_refused() -> None:
    bomb = '<!DOCTYPE comments [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(ReadError, match="declarations"):
        list(read(io.StringIO(f'{bomb}<comments><row Id="1" Text="&b;"/></comments>')))


def test_bad_control_characters_are_left_out() -> None:
    threads = read(io.StringIO(COMMENTS.replace("Else.", "El\x01se&#x1F;.")))
    assert [c.text for t in threads for c in t.comments][2] == "Else."
    assert len(threads.repairs) == 1
