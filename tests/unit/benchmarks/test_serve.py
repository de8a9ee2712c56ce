"""When a rate is held, and what wrk is given."""

from __future__ import annotations

import json

import pytest
from benchmarks.serve import SCRIPT, Step, _body


@pytest.mark.parametrize(
    ("step", "held"),
    [
        (Step(95, 20, 299, 0, 0.0), True),
        (Step(85, 20, 100, 0, 0.0), False),  # fewer answered than asked
        (Step(95, 20, 301, 0, 0.0), False),
        (Step(95, 20, 100, 1, 0.0), False),
        (Step(95, 20, 100, 0, 0.02), False),
    ],
)
def test_when_a_rate_is_held(step: Step, held: bool) -> None:
    assert step.holds(100) is held


def test_a_body_is_one_line_whatever_the_comment() -> None:
    body = _body("One\nline, \u2028 \u00e9.")
    assert b"\n" not in body
    assert json.loads(body)["comment"]["text"] == "One\nline, \u2028 \u00e9."
    assert "delay" in SCRIPT
