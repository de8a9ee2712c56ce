"""The promise that no identity term moves a neutral sentence over the balanced point."""

from __future__ import annotations

from pathlib import Path

import pytest

import modscore
from modscore.verdict.points import POINTS

_READ = "Muslim Islamic feminist Indigenous Polish Armenian Palestinian fat"
STILL_MOVING = {  # to be emptied
    "fast": frozenset({"Jew", "gay", "black", "white", "fat"}),
    "default": frozenset(_READ.split()),
    "accurate": frozenset(_READ.split()),
}


@pytest.mark.parametrize("preset", sorted(POINTS))
def test_no_identity_term_moves_a_neutral_sentence(
    preset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    from benchmarks.functions import answers
    from benchmarks.identity import filled, moved

    rows = [row for row in filled() if not row.toxic]
    scorers = {preset: modscore.Scorer(preset=preset)}
    said = answers(scorers, [row.text for row in rows])[f"modscore {preset}"].said
    assert not [row.text for row, yes in zip(rows, said, strict=True) if yes and not row.identity]
    found = moved(rows, said)
    assert set(found) <= STILL_MOVING[preset], found
