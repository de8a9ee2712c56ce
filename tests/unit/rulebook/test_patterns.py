"""Searching with RE2 itself finds what its Python wrapper finds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modscore.rulebook.patterns import compiled, found_in

PATTERNS = (r"\bfool\b", r"(fo+)l?", r"(?:a (b))?c", r"^o|l$")


@pytest.fixture(params=[True, False], ids=["direct", "wrapped"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """RE2 as it is asked here, and as where a version hides it."""
    if not request.param:
        monkeypatch.setattr("modscore.rulebook.patterns._DIRECT", False)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("pattern", PATTERNS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("fool abc\n\u00e9").map(str.encode))
def test_found_in_equals_finditer(pattern: str, text: bytes) -> None:
    ready = compiled(pattern)
    for end in (len(text), max(len(text) - 1, 0)):
        wanted = [
            [hit.span(group) for group in range(ready.groups + 1)]
            for hit in ready.finditer(text, 0, end)
        ]
        assert list(found_in(ready, text, end)) == wanted
