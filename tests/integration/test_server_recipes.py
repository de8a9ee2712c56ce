"""The examples of docs/recipes.md, run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"
RUDE, CALM = "You are an idiot and everybody knows it.", "Thanks, that helped."


def example(name: str) -> dict[str, Any]:
    text = (DOCS / "recipes.md").read_text(encoding="utf-8")
    (code,) = re.findall(rf"```python\n(# {re.escape(name)}\n.*?)```", text, re.DOTALL)
    found: dict[str, Any] = {"__name__": name.removesuffix(".py")}
    exec(compile(code, name, "exec"), found)
    return found


def test_django() -> None:
    moderator = example("moderation.py")["ToxicityModerator"](None)
    rude, calm = (SimpleNamespace(comment=text) for text in (RUDE, CALM))
    assert moderator.moderate(rude, None, None)
    assert not moderator.moderate(calm, None, None)
    assert moderator.allow(calm, None, None)
    moderator.reject_from = 0.5
    assert not moderator.allow(rude, None, None)


def test_fastapi() -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("httpx")
    from starlette.testclient import TestClient

    with TestClient(example("fastapi_app.py")["app"]) as client:
        assert client.post("/comments", json={"text": CALM}).status_code == 201
        refused = client.post("/comments", json={"text": RUDE})
    assert refused.status_code == 422
    assert "idiot" in refused.json()["detail"]


def test_flask() -> None:
    pytest.importorskip("flask")
    client = example("flask_app.py")["create_app"]().test_client()
    assert client.post("/comments", json={"text": CALM}).status_code == 201
    held = client.post("/comments", json={"text": RUDE})
    assert (held.status_code, held.get_json()["held"]) == (202, True)


def test_every_setting_is_in_the_docs() -> None:
    pytest.importorskip("starlette")
    from modscore.server.settings import Settings

    text = (DOCS / "server.md").read_text(encoding="utf-8")
    missing = {name for name in Settings.__struct_fields__ if f"`{name.upper()}`" not in text}
    assert not missing
