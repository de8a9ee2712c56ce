"""Whole threads against what a person who read them expects.

Bands, not digits: a better model may move a score, but not over a line that a reader would mind.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import modscore

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "benchmarks" / "threads" / "example.txt"
GOLDEN: dict[str, Any] = json.loads((HERE / "example.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["fast", "default"])
def result(request: pytest.FixtureRequest) -> modscore.ThreadScore:
    (thread,) = modscore.read(EXAMPLE, article=2)
    return modscore.Scorer(preset=request.param).score(thread)


def test_every_comment_has_its_expectation(result: modscore.ThreadScore) -> None:
    assert [c.id for c in result.comments] == list(GOLDEN["comments"])


@pytest.mark.parametrize("id", GOLDEN["comments"])
def test_a_comment_reads_as_a_person_reads_it(result: modscore.ThreadScore, id: str) -> None:
    expected, score = GOLDEN["comments"][id], result[id]
    for signal in ("toxicity", "unsupported_claims", "shouting", "quality"):
        low, high = expected.get(signal, (0, 1))
        assert low <= getattr(score, signal) <= high, f"{signal}: {score!r}"
    if expected.get("quiet"):
        assert score.flags == (), score
    assert set(expected.get("flags", ())) <= set(score.flags), score
    found = " ".join(score.text[f.start : f.end] for f in score.findings)
    for word in expected.get("finds", ()):
        assert word in found


@pytest.mark.parametrize("signal", GOLDEN["order"])
def test_the_order_is_a_readers_order(result: modscore.ThreadScore, signal: str) -> None:
    high, low = GOLDEN["order"][signal]
    assert min(getattr(result[id], signal) for id in high) > max(
        getattr(result[id], signal) for id in low
    )


def test_the_real_thread_reads_sensibly(shared: Path) -> None:
    """Over a thread that is not ours to ship: only what its reader would mind."""
    (thread,) = modscore.read(shared / "thread" / "karabakh-thread.txt", article=4)
    result = modscore.score(thread)
    by_claim = sorted(result.comments, key=lambda c: -c.unsupported_claims)
    press = next(c for c in result.comments if "widely recognized" in c.text)
    capitals = next(c for c in result.comments if "CEASED" in c.text)
    assert press.unsupported_claims < 0.3
    assert capitals.unsupported_claims > 0.7
    assert capitals in by_claim[:10]
    assert "shouting" in capitals.flags
    (run,) = [f for f in capitals.findings if f.signal == "shouting"]
    shouted = capitals.text[run.start : run.end]
    assert shouted.startswith("CEASED ALL MILITARY CONTACTS")
    assert shouted.endswith("WITH RUSSIA")
    assert sum("shouting" in c.flags for c in result.comments) == 1
    wish = next(c for c in result.comments if c.text.startswith("This world can be"))
    assert wish.unsupported_claims < 0.3
