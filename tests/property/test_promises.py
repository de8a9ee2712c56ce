"""The five promises of the design, each over any text at all."""

from __future__ import annotations

import itertools
import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import modscore
from modscore.claims.assess import claim_score, comment_score
from modscore.records import ATTRIBUTES, SIGNALS
from modscore.verdict.combine import recompute

PIECES = [
    "You are an idiot. ",
    "Studies show it is safe. ",
    "f*ck this sh1t ",
    "> quoted words\n",
    "[quote]",
    "[/quote]",
    "```",
    "https://example.org/report ",
    "SHUT UP NOW ",
    "NATO met the CIA. ",
    "I think, maybe, ",
    "90% of them lie!!! ",
    "ідіот ",
    "дурак ",
    "莫迦 ",
    "🤡",
    "\u200b",
    "\u202e",
    "e\u0301",
    "\ud800",
    "\x00",
    '"',
    "ﬁ",
    "\n\n",
    "you aren't a fool ",
    "k i l l yourself ",
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
surrogates = st.text(st.characters(), max_size=20)  # st.characters() draws surrogates too
anything = st.one_of(texts, surrogates)
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module", params=["fast", "default"])
def scorer(request: pytest.FixtureRequest) -> modscore.Scorer:
    return modscore.Scorer(preset=request.param)


@slow
@given(text=anything)
def test_every_text_is_scored_and_every_span_lies_in_it(scorer: modscore.Scorer, text: str) -> None:
    (score,) = scorer.score(text).comments
    values = [getattr(score, s) for s in SIGNALS]
    values += [getattr(score.attributes, a) for a in ATTRIBUTES]
    assert all(math.isfinite(v) and 0 <= v <= 1 for v in values)
    spans = [(f.start, f.end) for f in score.findings]
    spans += [(claim.start, claim.end) for claim in score.claims]
    spans += [(cue.start, cue.end) for claim in score.claims for cue in claim.cues]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    if not text.strip():
        assert score.uncertain


@slow
@given(text=anything)
def test_the_parts_reproduce_the_score(scorer: modscore.Scorer, text: str) -> None:
    (score,) = scorer.score(text).comments
    for signal, value in recompute(score).items():
        kept = getattr(score, signal) if signal in SIGNALS else getattr(score.attributes, signal)
        assert value == kept
    assert score.unsupported_claims == round(comment_score(score.claims), 6)
    for claim in score.claims:
        worked = claim_score(claim.worthiness, claim.support, claim.certainty)
        assert claim.score == pytest.approx(worked, abs=2e-6)
    odds = sum(score.quality_parts.values())
    assert score.quality == pytest.approx(1 / (1 + math.exp(-odds)), abs=2e-6)


@slow
@given(batch=st.lists(anything, min_size=1, max_size=6))
def test_a_comment_scores_the_same_alone_and_in_any_batch(
    scorer: modscore.Scorer, batch: list[str]
) -> None:
    together = [result.comments for result in scorer.score_many(iter(batch))]
    alone = [scorer.score(text).comments for text in batch]
    assert together == alone


def test_threads_of_the_machine_do_not_change_a_score(scorer: modscore.Scorer) -> None:
    mixes = ["".join(p) for p in itertools.islice(itertools.permutations(PIECES, 3), 0, 4000, 20)]
    alone = [scorer.score(text) for text in mixes]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(scorer.score, mixes)) == alone


@slow
@given(text=texts, more=st.sampled_from(["You are a fucking idiot.", "I will kill you."]))
def test_an_insult_of_its_own_paragraph_is_never_hidden(
    scorer: modscore.Scorer, text: str, more: str
) -> None:
    if "```" in text or "[quote]" in text:
        return  # what stands in an open fence or quote is not the writer's speech
    alone = {f.source for f in scorer.score(more).comments[0].findings if "rule:" in f.source}
    joined = scorer.score(f"{more}\n\n{text}").comments[0]
    found = {f.source for f in joined.findings if f.end <= len(more)}
    assert alone <= found


def test_provenance_is_enough_to_score_again() -> None:
    first = modscore.score(PIECES[:12])
    kept = first.provenance
    again = modscore.Scorer(preset=kept.preset, **kept.settings).score(PIECES[:12])
    assert again == first
    assert kept.version == modscore.__version__
    assert len(kept.rules_hash) == 64
    assert kept.models
    assert all(len(model.hash) == 64 for model in kept.models)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00" * 1000,
        "🤡" * 100_000,
        "a" * 1_000_000,
        ">" * 200_000 + " hello",
        "[quote]" * 100_000,
        "<blockquote>" * 50_000 + "x" + "</blockquote>" * 50_000,
        "`" * 99_999,
        '"' * 100_001,
        "f u c k " * 50_000,
        "f*" * 200_000,
        "\u202e\u200f" * 100_000,
        "\ud800" * 100_000,
        "e" + "\u0301" * 200_000,
        "word " * 400_000,
        "SHUT UP! " * 100_000,
        "1" * 500_000,
        "http://" * 100_000,
        "@a " * 100_000,
        "Studies show. " * 50_000,
    ],
    ids=lambda t: repr(t[:12]),
)
def test_hostile_texts_come_through(text: str) -> None:
    (score,) = modscore.Scorer(preset="fast").score(text).comments
    assert 0 <= score.toxicity <= 1
    assert all(0 <= f.start < f.end <= len(text) for f in score.findings)


def test_ten_megabytes_are_scored_to_the_end() -> None:
    text = "It rained all day here. " * 420_000 + "You are a fucking idiot."
    (score,) = modscore.Scorer(preset="fast").score(text).comments
    assert any(f.end > len(text) - 20 for f in score.findings)
