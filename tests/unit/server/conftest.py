"""A server in this process, with the fast preset, for every test of the HTTP face."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra server")
pytest.importorskip("httpx", reason="needs the extra test-server")

from starlette.testclient import TestClient

from modscore import Scorer
from modscore.server.app import create_app
from modscore.server.settings import checked

Make = Callable[..., TestClient]


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return Scorer(preset="fast")


@pytest.fixture
def make(scorer: Scorer, tmp_path: Path) -> Iterator[Make]:
    """Makes a client of a server with these settings."""
    running: list[TestClient] = []

    def client(*, own: Any = None, quick: Any = None, **settings: Any) -> TestClient:
        url = f"sqlite:///{tmp_path}/suggestions.db"
        # A loaded machine must not make answers partial where a test is of something else.
        chosen = checked({"database": url, "limit_seconds": 60, **settings})
        app = create_app(chosen, scorer=own or scorer, quick=quick or scorer)
        one = TestClient(app, base_url="http://testserver", raise_server_exceptions=False)
        one.__enter__()
        running.append(one)
        return one

    yield client
    for one in running:
        one.__exit__(None, None, None)


@pytest.fixture
def client(make: Make) -> TestClient:
    return make()
