"""The examples of docs/recipes.md, run as they stand there."""

from __future__ import annotations

import importlib
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


def test_djangos_own_comments() -> None:
    django: Any = pytest.importorskip("django")
    pytest.importorskip("django_comments", reason="needs django-contrib-comments")
    settings: Any = importlib.import_module("django.conf").settings
    if not settings.configured:
        apps = ("django.contrib.contenttypes", "django.contrib.sites", "django.contrib.auth")
        settings.configure(
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            INSTALLED_APPS=[*apps, "django_comments"],
            SITE_ID=1,
            DEFAULT_AUTO_FIELD="django.db.models.AutoField",
            USE_TZ=True,
        )
        django.setup()
    sites: Any = importlib.import_module("django.contrib.sites.models")
    comments: Any = importlib.import_module("django_comments.models")
    signals: Any = importlib.import_module("django_comments.signals")
    moderator: Any = importlib.import_module("django_comments.moderation").moderator
    importlib.import_module("django.core.management").call_command("migrate", verbosity=0)
    request = importlib.import_module("django.test").RequestFactory().post("/")
    site = sites.Site.objects.get_current()
    moderator.register(sites.Site, example("moderation.py")["ToxicityModerator"])
    ours = moderator._registry[sites.Site]

    def posted(text: str) -> tuple[bool, bool]:
        comment = comments.Comment(content_object=site, comment=text, site=site)
        answers = signals.comment_will_be_posted.send(
            sender=comments.Comment, comment=comment, request=request
        )
        return all(answer is not False for _, answer in answers), comment.is_public

    try:
        ours.reject_from = 1.1
        assert posted(CALM) == (True, True)
        assert posted(RUDE) == (True, False)  # held back for review
        ours.reject_from = 0.5
        assert posted(CALM) == (True, True)
        assert posted(RUDE)[0] is False
    finally:
        moderator.unregister(sites.Site)


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
