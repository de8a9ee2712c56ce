"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("calm", deadline=None)  # no test asserts on time: machines are shared
settings.load_profile("calm")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data, or a skip: the project's own tests pass without it."""
    place = Path(os.environ.get("MODSCORE_SHARED", Path(__file__).parents[2] / "shared"))
    if not (place / "data").is_dir():
        pytest.skip("needs the development data folder (set MODSCORE_SHARED)")
    return place
