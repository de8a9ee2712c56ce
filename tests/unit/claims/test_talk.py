"""Support from the thread: the article, the comment answered, what others said before."""

from __future__ import annotations

import numpy as np

from modscore.claims.assess import assess
from modscore.claims.talk import ARTICLE, PARENT
from modscore.claims.worthiness import WORTHY
from modscore.records import SENTENCE_ESTIMATED, Claim, Comment, Thread
from modscore.text.prepare import prepare

FERRY = "The ferry company paid nine councillors to close the northern harbour bridge."
SOURCED = f"{FERRY} https://heron.news/report/2021"


def last(*comments: Comment, article: str | None = None) -> Claim:
    """The last claim of the last comment, every sentence being taken for a claim."""
    one = Thread("t", comments, article=article)
    prepared = prepare([one])
    estimates = np.zeros((len(prepared.sentence_start), len(SENTENCE_ESTIMATED)))
    estimates[:, WORTHY] = 0.8
    return assess(prepared, [()] * len(prepared), estimates, [one])[-1][-1]


def test_the_comment_answered_gives_a_little_to_who_says_it_again() -> None:
    first = Comment("1", FERRY, author="ann")
    claim = last(first, Comment("2", FERRY, author="bob", parent="1"))
    assert claim.support == PARENT
    assert "comment by ann it answers" in claim.why
    assert last(first, Comment("2", FERRY, author="bob")).support == 0.0
    assert last(first, Comment("2", FERRY, author="ann", parent="1")).support == 0.0


def test_said_again_and_again_is_not_backed() -> None:
    chain = [Comment("0", FERRY, author="a")]
    chain += [Comment(str(k), FERRY, author=f"b{k}", parent=str(k - 1)) for k in range(1, 9)]
    assert last(*chain).support == PARENT
    assert last(*chain, Comment("x", FERRY, author="c")).support == 0.0


def test_who_gave_the_source_is_told() -> None:
    claim = last(Comment("1", SOURCED, author="ann"), Comment("2", FERRY, author="bob"))
    assert claim.support > 0.5
    assert "an earlier comment by ann" in claim.why


def test_a_name_that_is_no_name_is_not_told() -> None:
    shady = "<script>\n" * 9
    claim = last(Comment("1", SOURCED, author=shady), Comment("2", FERRY, author="bob"))
    assert "script" not in claim.why
    assert "an earlier comment" in claim.why


def test_the_article_that_denies_it_does_not_back_it() -> None:
    assert last(Comment("1", FERRY), article=FERRY).support == ARTICLE
    told = "The ferry company paid nine councillors, we hear, to close the northern harbour bridge."
    assert last(Comment("1", FERRY), article=told).support == ARTICLE
    denied = told.replace("paid", "never paid")
    assert last(Comment("1", FERRY), article=denied).support == 0.0
    never = FERRY.replace("paid", "never paid")
    assert last(Comment("1", never), article=denied).support == ARTICLE


def test_the_article_with_another_figure_does_not_back_it() -> None:
    toll = "The ferry company paid 900 councillors to close the northern harbour bridge."
    told = toll.replace("councillors", "councillors, we hear,")
    assert last(Comment("1", toll), article=told).support == ARTICLE
    assert last(Comment("1", toll), article=told.replace("900", "90")).support == 0.0
