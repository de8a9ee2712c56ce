"""Who gets in, how much and how often; what the server tells of itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from modscore import SettingError
from modscore.server.body import Held
from modscore.server.gate import MOST_CALLERS, Gate
from modscore.server.refusal import Refusal
from modscore.server.settings import Settings, from_environment, to_environment

Make = Callable[..., TestClient]


ANALYZE = "/v1alpha1/comments:analyze"
BODY: dict[str, Any] = {
    "comment": {"text": "Zanzibarine pancakes"},
    "requestedAttributes": {"TOXICITY": {}},
    "languages": ["en"],
}


def test_loopback_and_closed_to_other_origins_by_default(make: Make) -> None:
    assert Settings().host == "127.0.0.1"
    headers = {"Origin": "https://evil.example"}
    assert "access-control-allow-origin" not in make().get("/health", headers=headers).headers
    open_to = make(cors=["https://forum.example"])
    allowed = open_to.get("/health", headers={"Origin": "https://forum.example"}).headers
    assert allowed["access-control-allow-origin"] == "https://forum.example"
    assert "access-control-allow-origin" not in open_to.get("/health", headers=headers).headers


def test_pages_of_others_may_not_call(make: Make) -> None:
    client = make(cors=["https://forum.example"])
    for origin, code in (
        ("https://evil.example", 403),
        ("null", 403),
        ("https://forum.example", 200),
        ("http://testserver", 200),
    ):
        headers = {"Origin": origin, "Content-Type": "text/plain"}
        assert client.post(ANALYZE, json=BODY, headers=headers).status_code == code


def test_the_environment_makes_the_settings() -> None:
    given = Settings(port=9000, keys=("a", "b"), keep_text=True, limit_seconds=0.5)
    assert from_environment(to_environment(given)) == given
    assert from_environment({"PATH": "x"}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WORKER", "1", "did you mean MODSCORE_SERVE_WORKERS?"),
        ("PORT", "web", "MODSCORE_SERVE_PORT: expected `int`, got 'web'"),
        ("PORT", "70000", "expected a port, got 70000"),
        ("WORKERS", "0", "expected a number above 0, got 0"),
        ("LIMIT_SECONDS", "nan", "expected a number above 0"),
        ("CORAL_STATUS", "GONE", "expected one of APPROVED"),
        ("MAX_HELD_BYTES", "1000", "expected at least MAX_BODY_BYTES"),
        ("ROOT", "scores.example", "expected an http or https address"),
    ],
)
def test_wrong_settings_are_told(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingError, match="MODSCORE_SERVE_") as caught:
        from_environment({f"MODSCORE_SERVE_{name}": value})
    assert told in str(caught.value)


def test_keys(make: Make) -> None:
    client = make(keys=["right", "other"])
    assert client.get("/health").status_code == 200
    without = client.post(ANALYZE, json=BODY)
    assert (without.status_code, without.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    wrong = client.post(f"{ANALYZE}?key=wrong", json=BODY).json()["error"]
    assert wrong["code"] == 400
    assert wrong["details"][0]["reason"] == "API_KEY_INVALID"
    for headers, query in (
        ({}, "?key=right"),
        ({"X-Goog-Api-Key": "other"}, ""),
        ({"Authorization": "Bearer right"}, ""),
        ({"X-API-KEY": "right"}, ""),
    ):
        assert client.post(ANALYZE + query, json=BODY, headers=headers).status_code == 200


def test_any_key_will_do_without_a_list(make: Make) -> None:
    assert make().post(f"{ANALYZE}?key=whatever", json=BODY).status_code == 200


def test_the_rate_of_a_key(make: Make) -> None:
    client = make(rate=0.01, burst=2)
    statuses = [client.post(f"{ANALYZE}?key=a", json=BODY).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert client.post(f"{ANALYZE}?key=b", json=BODY).status_code == 200
    refused = client.post(f"{ANALYZE}?key=a", json=BODY)
    error = refused.json()["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["message"].startswith(
        "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)'"
    )
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert error["details"][0]["domain"] == "googleapis.com"
    assert 90 <= int(refused.headers["retry-after"]) <= 100


def test_a_bucket_fills_again_and_few_are_remembered() -> None:
    now = [0.0]
    gate = Gate(Settings(rate=2, burst=1), clock=lambda: now[0])
    gate.admit("a", "")
    with pytest.raises(Refusal):
        gate.admit("a", "")
    now[0] = 0.5
    gate.admit("a", "")
    for k in range(MOST_CALLERS + 10):
        gate.admit(f"{k}", "")
    assert len(gate._left) == MOST_CALLERS


def test_bodies_are_bounded(make: Make) -> None:
    client = make(max_body_bytes=1000)
    told = client.post(ANALYZE, content=b"x" * 1001)
    assert told.status_code == 413
    assert told.headers["connection"] == "close"
    streamed = client.post(ANALYZE, content=iter([b"x" * 600, b"x" * 600]))
    assert streamed.status_code == 413
    assert streamed.json()["error"]["message"].endswith("exceeds the limit: 1000 bytes.")


def test_bodies_together_are_bounded_and_given_back() -> None:
    held = Held(100)
    with held.lent() as one, held.lent() as other:
        one(60)
        other(40)
        with pytest.raises(Refusal) as caught:
            other(1)
        assert caught.value.code == 503
        assert held.now == 100
    assert held.now == 0


def test_what_a_request_held_is_given_back_whatever_comes_of_it(make: Make) -> None:
    client = make(max_body_bytes=1000, max_held_bytes=1000)
    for _ in range(5):
        assert client.post(ANALYZE, content=b"x" * 900).status_code == 400
        assert client.post(ANALYZE, content=iter([b"x" * 600, b"x" * 600])).status_code == 413
        assert client.post(ANALYZE, json=BODY).status_code == 200


def test_paths_and_methods_that_are_not_there(make: Make) -> None:
    client = make()
    for method, path, code in (("GET", "/nothing/secret", 404), ("GET", ANALYZE, 405)):
        answer = client.request(method, path)
        assert answer.status_code == answer.json()["error"]["code"] == code


def test_neither_log_nor_figures_hold_words_or_keys(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    client = make()
    with caplog.at_level(logging.INFO, "modscore.access"):
        client.post(f"{ANALYZE}?key=sesame", json=BODY)
        client.get("/zanzibarine/pancakes?key=sesame")
    lines = [json.loads(r.message) for r in caplog.records if r.name == "modscore.access"]
    assert [(line["route"], line["status"]) for line in lines] == [(ANALYZE, 200), ("other", 404)]
    figures = client.get("/metrics")
    assert figures.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert f'modscore_requests_total{{route="{ANALYZE}",status="200"}} 1.0' in figures.text
    assert 'modscore_comments_total{outcome="full"} 1.0' in figures.text
    for told in (caplog.text, figures.text):
        assert "sesame" not in told
        assert "anzibarine" not in told


def test_health_and_readiness(make: Make) -> None:
    client = make()
    assert client.get("/health").json() == {"status": "ok"}
    ready = client.get("/ready").json()
    assert ready["ready"] is True
    assert ready["modscore"]["preset"] == "fast"


class Broken:
    """A scorer that fails, with a caller's words in its message."""

    def __init__(self, scorer: Any) -> None:
        self.provenance = scorer.provenance

    def score(self, thread: object) -> None:
        """Nothing."""

    def score_many(self, threads: Any) -> Any:
        raise ValueError("Zanzibarine pancakes")


def test_a_failure_tells_nothing(make: Make, scorer: Any, caplog: pytest.LogCaptureFixture) -> None:
    answer = make(own=Broken(scorer)).post(ANALYZE, json=BODY)
    assert answer.status_code == 500
    assert answer.json()["error"]["message"] == "Internal error encountered."
    assert "ValueError" in caplog.text
    assert "anzibarine" not in answer.text + caplog.text
