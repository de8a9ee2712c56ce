"""Whatever is sent: an answer in JSON, no 500, no trace, nobody else's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

PATHS = (
    *("/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore", "/v1/score"),
    *("/v1/moderations", "/api/v1/classify", "/batch"),
)
KEYS = st.sampled_from(
    [
        *("comment", "text", "type", "context", "entries", "articleAndParentComment", "article"),
        *("requestedAttributes", "TOXICITY", "SPAM", "scoreType", "scoreThreshold", "languages"),
        *("attributeScores", "summaryScore", "value", "spanAnnotations", "clientToken", "input"),
        *("content", "model", "comments", "id", "parent", "author", "created", "title", "x"),
    ]
)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["en", "fr", "PLAIN_TEXT", "HTML", "PROBABILITY", "original", "You idiot."]),
)
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=15,
)

Make = Callable[..., TestClient]
COMMENTS = st.fixed_dictionaries(
    {"comment": st.fixed_dictionaries({"text": st.text(max_size=30) | PLAIN})},
    optional={
        "requestedAttributes": st.dictionaries(KEYS, JSON, max_size=3),
        "attributeScores": st.dictionaries(KEYS, JSON, max_size=3),
        "context": JSON,
        "languages": JSON,
        "spanAnnotations": PLAIN,
        "clientToken": PLAIN,
    },
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from modscore import Scorer
    from modscore.server.app import create_app
    from modscore.server.settings import checked

    url = f"sqlite:///{tmp_path_factory.mktemp('hostile')}/x.db"
    scorer = Scorer(preset="fast")
    app = create_app(checked({"database": url, "limit_seconds": 60}), scorer=scorer, quick=scorer)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=JSON | COMMENTS)
def test_any_json(server: TestClient, path: str, body: Any) -> None:
    import json

    answer = server.post(path, content=json.dumps(body))
    assert answer.status_code in {200, 400, 422}, answer.text
    assert "Traceback" not in answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(PATHS), body=st.binary(max_size=60))
def test_any_bytes(server: TestClient, path: str, body: bytes) -> None:
    headers = {"Content-Type": "multipart/mixed; boundary=a"}
    answer = server.post(path, content=body, headers=headers)
    assert answer.status_code in {200, 400, 422}
    assert "error" in answer.text or "detail" in answer.text or answer.status_code == 200


def test_nobody_elses_words(make: Make) -> None:
    from concurrent.futures import ThreadPoolExecutor

    client = make()

    def ask(k: int) -> str:
        return str(client.post("/v1/score?text=true", json=[f"word{k}x is an idiot"]).text)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(40)))
    for k, answer in enumerate(answers):
        assert [j for j in range(40) if f"word{j}x" in answer] == [k]
