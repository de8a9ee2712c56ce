"""Which words of a thread repeat somebody else's earlier words."""

from __future__ import annotations

import time

import numpy as np

from modscore.records import Comment, Thread
from modscore.text import repeats
from modscore.text.words import hash_words

SAID = "the council wants to close the old bridge for good"  # ten words


def found(*threads: Thread) -> list[str]:
    """The repeated stretches, as words joined by blanks."""
    words, comments = [], []
    every = [comment for thread in threads for comment in thread.comments]
    for number, comment in enumerate(every):
        words += comment.text.split()
        comments += [number] * len(comment.text.split())
    places = np.arange(len(words), dtype=np.int64)
    articles = [
        hash_words(thread.article.split()) if thread.article else None for thread in threads
    ]
    stretches = repeats.mark(
        hash_words(words),
        np.array(comments, np.int32),
        places,
        places + 1,
        threads=threads,
        articles=articles,
    )
    return [" ".join(words[start:end]) for start, end in stretches]


def thread(*said: str | tuple[str, str], article: str | None = None, name: str = "t") -> Thread:
    """A thread of texts, each with the author before it or by another author each."""
    pairs = [text if isinstance(text, tuple) else (None, text) for text in said]
    comments = [Comment(str(n), text, author) for n, (author, text) in enumerate(pairs)]
    return Thread(name, tuple(comments), article=article)


def test_marks_the_words_of_another() -> None:
    assert found(thread(SAID, f"you say {SAID} and I say no")) == [SAID]


def test_marks_them_each_time() -> None:
    assert found(thread(SAID, f"no {SAID}", f"{SAID} yes {SAID}")) == [SAID, SAID, SAID]


def test_eight_words_are_enough_and_seven_are_not() -> None:
    eight, seven = " ".join(SAID.split()[:8]), " ".join(SAID.split()[:7])
    assert found(thread(SAID, f"no {eight}")) == [eight]
    assert found(thread(SAID, f"no {seven}")) == []


def test_two_stretches_of_one_comment() -> None:
    other = "nobody asked the people who live on the far side"
    assert found(thread(f"{SAID} {other}", f"{SAID} true but {other} so")) == [SAID, other]


def test_own_words_are_no_quotation() -> None:
    assert found(thread(("ann", SAID), ("ann", f"again {SAID}"))) == []
    assert found(thread(("ann", SAID), ("bob", f"no {SAID}"), ("ann", f"yes {SAID}"))) == [SAID]


def test_a_comment_that_only_repeats_says_it_itself() -> None:
    assert found(thread(SAID, SAID)) == []


def test_the_first_to_say_it_is_not_marked() -> None:
    assert found(thread(f"well {SAID}", "no")) == []


def test_a_text_that_repeats_itself_is_not_marked() -> None:
    assert found(thread(f"{SAID} and {SAID}", "no")) == []


def test_the_article_came_first() -> None:
    assert found(thread(f"look {SAID}", article=f"News: {SAID} today")) == [SAID]
    assert found(thread(f"look {SAID}", article="News")) == []


def test_threads_do_not_mix() -> None:
    one, two = thread(SAID, "no"), thread("well", f"look {SAID}", name="u")
    assert found(one, two) == []
    assert found(one, thread(SAID, f"look {SAID}", name="u")) == [SAID]


def test_a_row_of_one_word_repeats_nobody() -> None:
    assert found(thread("no " * 12, "I say " + "no " * 12)) == []


def test_short_and_empty() -> None:
    assert found() == []
    assert found(thread("a", "b")) == []
    assert found(thread("", "")) == []


def test_cost_of_a_thread_of_copies() -> None:
    text = f"{SAID} " * 2_000
    begin = time.process_time()
    assert len(found(thread(text, f"no {text}"))) == 1
    assert time.process_time() - begin < 5
