from __future__ import annotations

import io
import json
import random
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modscore.threads.fields import Draft
from modscore.threads.links import linked
from modscore.threads.posts import Post, Topic, live, named
from modscore.threads.read import read
from modscore.threads.source import Source
from modscore.threads.window import assemble


def source(**options: Any) -> Source:
    return Source(io.StringIO("{}"), **options)


def said(line: int, id: str | None, parent: str | None = None, text: str = "x") -> Draft:
    return Draft(line, id, text, None, parent, None)


def test_posts_are_grouped_in_the_order_of_the_file() -> None:
    posts = [Post("a", said(1, "1")), Post("b", said(2, "1")), Post("a", said(3, "2", "1"))]
    found = list(assemble(source(), posts))
    assert [(t.id, [c.id for c in t.comments]) for t in found] == [("a", ["1", "2"]), ("b", ["1"])]


def test_double_ids_missing_parents_and_circles_are_mended_and_told() -> None:
    drafts = [said(1, "1", "9"), said(2, "1"), said(3, "2", "3"), said(4, "3", "2"), said(5, None)]
    (thread,) = assemble(source(), [Post("a", draft) for draft in drafts])
    assert [(c.id, c.parent) for c in thread.comments] == [
        ("1", None),
        ("1-2", None),
        ("2", None),
        ("3", "2"),
        ("5", None),
    ]
    assert len(thread.repairs) == 3


def test_a_full_window_closes_what_was_not_touched_for_longest() -> None:
    busy = [Post("busy", said(i, str(i), str(i - 2))) for i in range(0, 40, 2)]
    quiet = [Post(f"q{i}", said(i, "1", text="x" * 1000)) for i in range(1, 40, 2)]
    posts = sorted(busy + quiet, key=lambda post: post.post.position)  # type: ignore[union-attr]
    found = list(assemble(source(window=25_000), posts))
    assert sum(len(t.comments) for t in found) == 40
    (whole,) = (t for t in found if t.id == "busy")
    assert len(whole.comments) == 20
    assert len(whole.repairs) == 1


def test_a_thread_that_comes_back_has_the_same_id() -> None:
    posts = [Post("a", said(1, "1")), Post("b", said(2, "1", text="x" * 999))]
    posts.append(Post("a", said(3, "2", "1")))
    found = list(assemble(source(window=600), posts))
    assert [t.id for t in found] == ["a", "b", "a"]
    assert found[2].comments[0].parent is None
    assert len(found[2].repairs) == 1


def test_memory_stays_flat() -> None:
    def posts(count: int) -> Iterator[Post]:
        for i in range(count):
            yield Post(f"t{i // 3}", said(i, str(i), text="x" * 1000))

    peaks = []
    for count in (3_000, 9_000):
        tracemalloc.start()
        assert sum(len(t.comments) for t in assemble(source(window=1 << 20), posts(count))) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


@given(st.integers(0, 10_000))
@settings(max_examples=50)
def test_answers_link_up_in_any_order(seed: int) -> None:
    order = random.Random(seed)
    posts: list[Post] = []
    for thread in range(3):
        posts.append(Post(None, Topic(thread), f"{thread}"))
        for i in range(1, 9):
            above = order.randrange(i)
            parent = f"{thread}.{above}" if above else f"{thread}"
            posts.append(Post(None, said(len(posts), f"{thread}.{i}", parent)))
    shuffled = order.sample(posts, len(posts))
    for line, post in enumerate(shuffled):
        if isinstance(post.post, Draft):
            post.post.position = line
    found = {t.id: t for t in linked(source(), shuffled)}
    assert set(found) == {"0", "1", "2"}
    for id, whole in found.items():
        assert {c.id.partition(".")[0] for c in whole.comments} == {id}
        assert len(whole.comments) == 8
        assert whole.repairs == ()


def test_a_long_chain_backwards_is_quick() -> None:
    posts = [Post(None, said(i, str(i), str(i + 1))) for i in range(20_000)]
    (thread,) = linked(source(), posts)
    assert thread.id == "20000"
    assert sum(c.parent is None for c in thread.comments) == 1


def test_linking_lets_go_of_what_it_closed() -> None:
    posts = [Post(None, said(i, str(i), None if i % 3 else str(i - 1))) for i in range(1, 3_000)]
    found = list(linked(source(window=20_000), posts))
    assert sum(len(t.comments) for t in found) == 2_999


@pytest.mark.parametrize("text", ["[deleted]", " [removed]\n", "[ Removed by Reddit ]"])
def test_stubs(text: str) -> None:
    assert live(text) == ""
    assert live(f"{text}?") != ""


def test_addresses_are_no_names() -> None:
    assert named("2001:db8::1") is None
    assert named(" ann@example.org ") is None
    assert [named(n) for n in ("@ann@example.org", "a.b", "10:30", "v1.2.3")] == [
        "@ann@example.org",
        "a.b",
        "10:30",
        "v1.2.3",
    ]


def test_the_window_is_an_option_of_read() -> None:
    row = {"parent_id": "t3_a", "body": "x" * 500, "author": "ann", "created_utc": 1}
    rows = [{**row, "id": f"c{i}", "link_id": f"t3_{i % 2}{i // 50}"} for i in range(100)]
    text = "\n".join(map(json.dumps, rows))
    assert [len(t.comments) for t in read(io.StringIO(text))] == [25, 25, 25, 25]
    pieces = [len(t.comments) for t in read(io.StringIO(text), window=3_000)]
    assert sum(pieces) == 100
    assert len(pieces) > 4
