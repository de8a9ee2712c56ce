"""Summaries of invented scores."""

from __future__ import annotations

from modscore.records import Attributes, CommentScore, Estimates
from modscore.verdict.rollup import rollup


def scored(id: str, toxicity: float, flags: tuple[str, ...] = ()) -> CommentScore:
    return CommentScore(
        id=id,
        text="x",
        toxicity=toxicity,
        unsupported_claims=0.0,
        shouting=0.0,
        quality=0.5,
        attributes=Attributes(0, 0, 0, 0, 0),
        estimates=Estimates(0, 0, 0, 0, 0, 0),
        flags=flags,
        uncertain=None if toxicity else "no words",
    )


def test_counts_and_worst() -> None:
    summary = rollup([scored("a", 0.1), scored("b", 0.9, ("toxicity",)), scored("c", 0.0)])
    assert summary.comments == 3
    assert summary.flagged["toxicity"] == 1
    assert [w.id for w in summary.worst["toxicity"]] == [
        "b",
        "a",
    ]  # nothing at 0 is among the worst
    assert [w.id for w in summary.worst["quality"]] == ["a", "b", "c"]
    assert summary.uncertain == 1


def test_course_has_at_most_ten_stretches_and_keeps_the_mean() -> None:
    values = [k / 24 for k in range(25)]
    course = rollup([scored(str(k), v) for k, v in enumerate(values)]).course["toxicity"]
    assert len(course) == 10
    assert course == tuple(sorted(course))


def test_an_empty_thread_has_an_empty_course() -> None:
    assert rollup([]).course["toxicity"] == ()
