"""Claims of whole comments: what counts as the writer's, what backs it, how scores are made."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modscore.claims.assess import LEAST, assess, claim_score, comment_score
from modscore.claims.features import NAMES, features
from modscore.claims.marks import Mark
from modscore.claims.worthiness import UNSURE, WORTHY
from modscore.records import SENTENCE_ESTIMATED, Claim, Comment, Finding, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared

FERRY = "The ferry company paid nine councillors to close the northern harbour bridge."
SHARE = st.floats(0, 1)


def thread(*texts: str, article: str | None = None, authors: Sequence[str | None] = ()) -> Thread:
    names = list(authors) + [None] * len(texts)
    comments = [Comment(str(k), text, author=names[k]) for k, text in enumerate(texts)]
    return Thread("t", tuple(comments), article=article)


def answers(prepared: Prepared, worthy: float = 0.8) -> np.ndarray:
    """A model that finds every sentence alike."""
    table = np.zeros((len(prepared.sentence_start), len(SENTENCE_ESTIMATED)))
    table[:, WORTHY] = worthy
    return table


def claims_of(
    *threads: Thread, marks: Sequence[Sequence[Mark]] | None = None, worthy: float = 0.8
) -> list[tuple[Claim, ...]]:
    prepared = prepare(threads)
    given_marks = marks if marks is not None else [()] * len(prepared)
    return assess(prepared, given_marks, answers(prepared, worthy), threads)


def test_a_bare_claim_scores_its_worthiness() -> None:
    ((claim,),) = claims_of(thread(FERRY))
    assert (claim.start, claim.end) == (0, len(FERRY))
    assert (claim.score, claim.support) == (0.8, 0.0)
    assert "no source in the comment" in claim.why


def test_what_the_model_takes_for_no_claim_leaves_an_honest_zero() -> None:
    (claims,) = claims_of(thread("What a lovely day. I wish you all well!"), worthy=0.01)
    assert claims == ()
    assert comment_score(claims) == 0.0


def test_a_quote_is_not_the_writers_claim() -> None:
    ((claim,),) = claims_of(thread(f"> {FERRY}\n\nThat was said yesterday in the council hall."))
    assert "yesterday" in claim.why or claim.start > len(FERRY)


def test_a_link_in_somebody_elses_quote_backs_nothing() -> None:
    (claims,) = claims_of(thread(f"> see https://heron.news/report\n\n{FERRY}"))
    assert claims[-1].support == 0.0


def test_a_link_of_the_writer_backs_it() -> None:
    (claims,) = claims_of(thread(f"{FERRY} https://heron.news/report/2021"))
    assert claims[0].support > 0.5
    assert claims[0].score < 0.4


def test_the_article_that_says_the_same_backs_it() -> None:
    article = "On Monday it rained. " + FERRY + " The bridge was built long ago."
    ((claim,),) = claims_of(thread(FERRY, article=article))
    assert claim.support > 0.7
    assert "article" in claim.why


def test_an_article_on_another_matter_does_not() -> None:
    ((claim,),) = claims_of(thread(FERRY, article="Tulips bloom early in the southern parks."))
    assert claim.support == 0.0


def test_an_earlier_comment_backs_as_far_as_it_was_backed() -> None:
    sourced = f"{FERRY} https://heron.news/report/2021"
    first, repeated = claims_of(thread(sourced, FERRY, authors=("ann", "bob")))
    assert 0 < repeated[0].support < first[0].support
    (_, alone) = claims_of(thread(FERRY, FERRY, authors=("ann", "bob")))
    assert all(claim.support == 0.0 for claim in alone)


def test_nobody_backs_himself_by_saying_it_again() -> None:
    sourced = f"{FERRY} https://heron.news/report/2021"
    repeated = claims_of(thread(sourced, "Hello. " + FERRY, authors=("ann", "ann")))[1]
    assert all(claim.support == 0.0 for claim in repeated)


def test_a_claim_in_an_uncertain_text_stays_but_weighs_less() -> None:
    one = thread(FERRY)
    prepared = prepare([one])
    unsure = Prepared(**{**prepared.__dict__, "uncertain": ("not in English",)})
    ((sure,),) = assess(prepared, [()], answers(prepared), [one])
    ((less,),) = assess(unsure, [()], answers(prepared), [one])
    assert less.worthiness == pytest.approx(UNSURE * sure.worthiness)
    assert "not in English" in less.why


def test_cues_carry_their_places() -> None:
    at = FERRY.index("paid")
    mark = Finding("accusation", "rule:x.y", at, at + 4, 0.5, "")
    noise = Finding("toxicity", "rule:x.z", 0, 3, 0.5, "")
    ((claim,),) = claims_of(thread(FERRY), marks=[(mark, noise)])
    assert [(c.kind, FERRY[c.start : c.end]) for c in claim.cues] == [("accusation", "paid")]
    assert claim.why.startswith("Accuses someone")


@given(SHARE, SHARE, SHARE, SHARE)
def test_the_claim_formula_moves_the_right_way(w: float, s: float, c: float, more: float) -> None:
    score = claim_score(w, s, c)
    assert 0.0 <= score <= 1.0
    assert claim_score(w, max(s, more), c) <= score + 1e-6
    assert claim_score(w, s, max(c, more)) >= score - 1e-6
    assert claim_score(max(w, more), s, c) >= score - 1e-6


@given(st.lists(SHARE, max_size=6), SHARE)
def test_another_claim_never_lowers_a_comment(scores: list[float], another: float) -> None:
    claims = [Claim(0, 1, s, 0.0, 0.6, s) for s in scores]
    more = [*claims, Claim(0, 1, another, 0.0, 0.6, another)]
    assert 0.0 <= comment_score(claims) <= comment_score(more) <= 1.0


def test_three_weak_claims_do_not_make_a_strong_one() -> None:
    weak = [Claim(0, 1, 0.3, 0.0, 0.6, 0.3)] * 3
    assert comment_score(weak) < 0.5
    assert comment_score([Claim(0, 1, LEAST / 2, 0.0, 0.6, LEAST / 2)] * 9) == 0.0


def test_the_parts_of_a_claim_give_its_score() -> None:
    texts = [FERRY, f"{FERRY} https://heron.news/a", "Short words only. " + FERRY]
    for claims in claims_of(*[thread(text) for text in texts]):
        for claim in claims:
            again = claim_score(claim.worthiness, claim.support, claim.certainty)
            assert claim.score == again


TEXTS = st.lists(
    st.text(alphabet="ab .?!\n>\"'https://x.org/é漢😀\u202e\ud800", max_size=60),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(TEXTS)
def test_alone_and_in_a_batch_claims_and_features_are_the_same(texts: list[str]) -> None:
    threads = [thread(text) for text in texts]
    together = claims_of(*threads)
    assert together == [claims_of(one)[0] for one in threads]
    prepared = prepare(threads)
    rows = features(prepared, [()] * len(texts), answers(prepared))
    for row, one in zip(rows, threads, strict=True):
        single = prepare([one])
        assert features(single, [()], answers(single)) == [row]
        assert set(row) == set(NAMES)
        assert all(0.0 <= value <= 1.0 for value in row.values())


@pytest.mark.parametrize(
    "text",
    [
        "word " * 100_000,
        "No. " * 10_000,
        "https://heron.news/a " * 10_000,
        "; but perhaps " * 20_000,
        f"{FERRY} https://heron.news/a\n" * 3_000,
        "\n" * 100_000,
    ],
    ids=["one sentence", "one word each", "links", "hedges", "again and again", "blank lines"],
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    one = thread(text, text[:5000], article=text[:20_000])
    prepared = prepare([one])
    marks = [Finding("hedge", "rule:x.y", k, k + 7, 0.5, "") for k in range(0, len(text), 14)]
    began = time.process_time()
    assess(prepared, [marks, ()], answers(prepared), [one])
    assert time.process_time() - began < 20  # quadratic would take hours
