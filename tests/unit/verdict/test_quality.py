"""Quality: parts that add up, names that are known, directions that are right."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.claims.features import NAMES
from modscore.verdict.quality import WEIGHTS, qualities, quality

SHARES = st.dictionaries(
    st.sampled_from([name for name in WEIGHTS if name != "base"]), st.floats(0, 1)
)


@given(SHARES)
def test_the_parts_give_the_quality_back(features: dict[str, float]) -> None:
    value, parts = quality(features)
    assert 0.0 <= value <= 1.0
    assert value == pytest.approx(1 / (1 + math.exp(-sum(parts.values()))), abs=1e-6)


@given(SHARES, st.floats(0, 1), st.floats(0, 1))
def test_more_toxicity_never_raises_it(features: dict[str, float], a: float, b: float) -> None:
    for signal in ("toxicity", "shouting", "unsupported_claims"):
        low = quality({**features, signal: min(a, b)})[0]
        assert quality({**features, signal: max(a, b)})[0] <= low


def test_every_number_that_claims_offers_has_a_weight() -> None:
    assert set(NAMES) | {"toxicity", "shouting", "unsupported_claims", "base"} == set(WEIGHTS)


def test_evidence_and_reasons_raise_it() -> None:
    assert quality({"evidence": 0.5, "reasons": 0.5})[0] > quality({})[0]


def test_a_name_without_a_weight_is_refused() -> None:
    with pytest.raises(KeyError, match="expected names of WEIGHTS, got 'lenght'"):
        quality({"lenght": 0.5})


def test_a_network_draws_the_sum_halfway_to_its_word() -> None:
    read = np.array([2.0, np.nan])
    columns = {"toxicity": np.array([0.0, 0.0]), "network": read}
    values, parts = qualities(columns, 2)
    assert sum(parts[0].values()) == pytest.approx((WEIGHTS["base"] + 2.0) / 2)
    assert "network" not in parts[1]
    assert values[1] == qualities({"toxicity": np.zeros(1)}, 1)[0][0]
    assert values[0] == pytest.approx(1 / (1 + math.exp(-sum(parts[0].values()))), abs=1e-6)
