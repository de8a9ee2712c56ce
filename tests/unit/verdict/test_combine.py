"""The verdict's arithmetic, with invented findings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.records import ATTRIBUTES, CommentScore, Estimates, Finding
from modscore.verdict.combine import combine, joined, recompute, verdicts

NOTHING = Estimates(0, 0, 0, 0, 0, 0)

shares = st.floats(0, 1)
findings = st.builds(
    Finding,
    signal=st.sampled_from(["toxicity", "shouting", *ATTRIBUTES]),
    source=st.sampled_from(["rule:a.one", "rule:a.two", "rule:b.one", "model:m"]),
    start=st.just(0),
    end=st.just(3),
    amount=shares,
    why=st.just("Because."),
)
estimates = st.builds(Estimates, shares, shares, shares, shares, shares, shares)


def verdict(
    e: Estimates, found: list[Finding], points: dict[str, float] | None = None
) -> CommentScore:
    return combine(
        id="1",
        text="abc",
        estimates=e,
        findings=found,
        claims=(),
        unsupported_claims=0.0,
        texture={},
        points=points or {},
    )


def rude(amount: float, source: str = "rule:a.one") -> Finding:
    return Finding("toxicity", source, 0, 3, amount, "Rude.")


@pytest.mark.parametrize(
    ("estimate", "found", "expected"),
    [
        (0.0, [], 0.0),
        (0.5, [], 0.5),
        (0.5, [rude(0.5)], 0.75),
        (0.5, [rude(0.5), rude(0.2)], 0.75),  # one rule counts once, by its strongest
        (0.5, [rude(0.5), rude(0.5, "rule:a.two")], 0.875),
        (0.5, [rude(0.9, "model:m")], 0.5),  # a model's shares are in the estimate already
        (1.0, [rude(1.0)], 1.0),
    ],
)
def test_joined(estimate: float, found: list[Finding], expected: float) -> None:
    assert joined(estimate, found) == expected


def test_a_signal_at_its_point_is_flagged() -> None:
    score = verdict(NOTHING, [rude(0.5)], {"toxicity": 0.5, "insult": 0.5})
    assert score.flags == ("toxicity",)


@given(estimates, st.lists(findings, max_size=6), findings)
def test_one_more_finding_never_lowers_a_score(
    e: Estimates, found: list[Finding], more: Finding
) -> None:
    before, after = verdict(e, found), verdict(e, [*found, more])
    assert after.toxicity >= before.toxicity
    assert after.shouting >= before.shouting
    for name in ATTRIBUTES:
        assert getattr(after.attributes, name) >= getattr(before.attributes, name)


@given(estimates, st.lists(findings, max_size=6))
def test_the_parts_give_the_score_back(e: Estimates, found: list[Finding]) -> None:
    score = verdict(e, found)
    parts = recompute(score)
    assert parts["toxicity"] == score.toxicity
    assert parts["shouting"] == score.shouting
    assert {n: parts[n] for n in ATTRIBUTES} == {
        n: getattr(score.attributes, n) for n in ATTRIBUTES
    }


@given(estimates, st.lists(findings, max_size=6), st.randoms())
def test_the_order_of_findings_does_not_matter(
    e: Estimates, found: list[Finding], random: object
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert recompute(verdict(e, found)) == recompute(verdict(e, shuffled))


@given(st.lists(st.tuples(estimates, st.lists(findings, max_size=4)), max_size=5))
def test_many_verdicts_are_those_of_each_alone(
    rows: list[tuple[Estimates, list[Finding]]],
) -> None:
    names = ("toxicity", *ATTRIBUTES)
    table = [[getattr(e, name) for name in names] for e, _ in rows]
    together = verdicts(
        comments=[("1", "abc")] * len(rows),
        estimates=np.array(table, np.float64).reshape(-1, len(names)),
        findings=[found for _, found in rows],
        claims=[()] * len(rows),
        unsupported_claims=np.zeros(len(rows)),
        texture={},
        points={"toxicity": 0.5},
        uncertain=[None] * len(rows),
    )
    assert together == [verdict(e, found, {"toxicity": 0.5}) for e, found in rows]
