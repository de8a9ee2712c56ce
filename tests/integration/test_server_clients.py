"""A live server process and the real clients, unmodified."""

from __future__ import annotations

import importlib.util
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra server")
pytest.importorskip("uvicorn", reason="needs the extra server")

from tests.integration.live import Live

from modscore import SettingError
from modscore.compat.perspective import HOST, patch

URL = f"https://{HOST}/v1alpha1/comments:analyze"
RUDE = "You are an idiot and everybody knows it."


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    server = Live(tmp_path_factory.mktemp("server"))
    yield server
    if server.process.poll() is None:
        server.stop()


def analyzer(live: Live) -> Any:
    discovery = pytest.importorskip("googleapiclient.discovery")
    return discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey="any",
        discoveryServiceUrl=f"{live.root}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    )


def asked(text: str, *names: str) -> dict[str, Any]:
    return {
        "comment": {"text": text},
        "requestedAttributes": {name: {} for name in names or ("TOXICITY",)},
    }


def toxicity(answer: dict[str, Any]) -> float:
    return float(answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"])


def test_googles_python_client_analyzes(live: Live) -> None:
    with analyzer(live) as client:
        answer = client.comments().analyze(body=asked(RUDE, "TOXICITY", "INSULT")).execute()
    assert toxicity(answer) > 0.5
    assert answer["attributeScores"]["INSULT"]["spanScores"][0]["end"] == len(RUDE)


def test_googles_python_client_suggests(live: Live) -> None:
    scores = {"TOXICITY": {"summaryScore": {"value": 1.0}}}
    body = {"comment": {"text": RUDE}, "attributeScores": scores, "clientToken": "t"}
    with analyzer(live) as client:
        answer = client.comments().suggestscore(body=body).execute()
    assert answer == {"clientToken": "t", "detectedLanguages": ["en"]}


def test_googles_python_client_gets_its_error_objects(live: Live) -> None:
    errors = pytest.importorskip("googleapiclient.errors")
    with analyzer(live) as client, pytest.raises(errors.HttpError) as caught:
        client.comments().analyze(body=asked(RUDE, "SPAM")).execute()
    assert caught.value.status_code == 400
    assert caught.value.reason == "Unknown requested attribute: SPAM"
    assert caught.value.error_details[0]["errorType"] == "INVALID_REQUEST"


def test_googles_python_client_batches(live: Live) -> None:
    found: dict[str, Any] = {}

    def heard(id: str, answer: Any, error: Any) -> None:
        found[id] = error if error is not None else answer

    with analyzer(live) as client:
        batch = client.new_batch_http_request(callback=heard)
        for k, text in enumerate((RUDE, "Thanks, that helped. \U0001f600", "")):
            batch.add(client.comments().analyze(body=asked(text)), request_id=f"id {k}")
        batch.execute()
    assert toxicity(found["id 0"]) > 0.5 > toxicity(found["id 1"])
    assert found["id 2"].error_details[0]["errorType"] == "COMMENT_EMPTY"


def test_openais_client(live: Live) -> None:
    openai = pytest.importorskip("openai")
    with openai.OpenAI(base_url=f"{live.root}/v1", api_key="any", max_retries=0) as client:
        answer = client.moderations.create(model="omni-moderation-latest", input=[RUDE, "Thanks."])
        with pytest.raises(openai.BadRequestError) as caught:
            client.moderations.create(input=[])
    assert [result.flagged for result in answer.results] == [True, False]
    assert answer.results[0].categories.harassment is True
    assert answer.results[0].category_scores.sexual == 0
    assert "sexual" in answer.model_extra["not_scored"]
    assert caught.value.param == "input"


def test_several_workers_share_their_figures_and_stop_when_told(tmp_path: Path) -> None:
    server = Live(tmp_path, WORKERS=2)
    try:
        for _ in range(12):
            assert server.post("/v1alpha1/comments:analyze?key=sesame", asked(RUDE))[0] == 200
        with urllib.request.urlopen(f"{server.root}/metrics", timeout=30) as answer:
            figures = answer.read().decode()
    finally:
        server.stop()
    assert 'modscore_comments_total{outcome="full"} 12.0' in figures
    log = server.log.read_text()
    assert '"route": "/v1alpha1/comments:analyze", "status": 200' in log
    assert "sesame" not in log
    assert "idiot" not in log


# Packages with Perspective's address written into them, redirected.


def package(name: str) -> Any:
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"needs the package {name}")
    return importlib.import_module(name)


def test_pyperspective_over_requests(live: Live) -> None:
    package("PyPerspective")
    client = importlib.import_module("PyPerspective.Perspective")
    with patch(live.root):
        comment = client.Perspective("any").get_score(RUDE, tests=["TOXICITY", "INSULT"])
    assert [a.name for a in comment.attributes] == ["TOXICITY", "INSULT"]
    assert comment.attributes[0].score > 0.5


def test_perspectiveapi_over_httpx(live: Live) -> None:
    package("perspective")
    perspective = importlib.import_module("perspective.blocking")
    with patch(live.root):
        score = perspective.Perspective("any").score(RUDE)
    assert score.toxicity > 0.5


def test_begentle_over_googles_client(live: Live) -> None:
    begentle = package("begentle")
    with patch(live.root):
        assert begentle.CommentAnalyzer("any").analyze(RUDE) > 0.5


def test_requests_httpx_and_urllib_by_hand(live: Live) -> None:
    requests, httpx = pytest.importorskip("requests"), pytest.importorskip("httpx")
    body = asked(RUDE)
    with requests.Session() as early, patch(live.root):  # made before the patch
        found = [early.post(URL, params={"key": "k"}, json=body).json()]
        found.append(httpx.post(URL, params={"key": "k"}, json=body).json())
        request = urllib.request.Request(URL, json.dumps(body).encode())
        with urllib.request.urlopen(request) as answer:
            found.append(json.load(answer))
        assert requests.get(f"{live.root}/health").json() == {"status": "ok"}
    assert found[0] == found[1] == found[2]
    assert found[0]["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5


def test_async_clients(live: Live) -> None:
    import asyncio

    httpx, aiohttp = pytest.importorskip("httpx"), pytest.importorskip("aiohttp")

    async def ask() -> list[Any]:
        async with httpx.AsyncClient() as client:
            first = (await client.post(URL, json=asked(RUDE))).json()
        async with aiohttp.ClientSession() as session, session.post(URL, json=asked(RUDE)) as two:
            return [first, await two.json()]

    with patch(live.root):
        first, second = asyncio.run(ask())
    assert first == second
    assert "TOXICITY" in first["attributeScores"]


def test_all_is_as_before_afterwards() -> None:
    before = urllib.request.OpenerDirector.open
    with patch():
        assert urllib.request.OpenerDirector.open is not before
    assert urllib.request.OpenerDirector.open is before
    redirected = patch()
    redirected.undo()
    assert urllib.request.OpenerDirector.open is before


def test_an_address_that_is_none_changes_nothing() -> None:
    before = urllib.request.OpenerDirector.open
    with pytest.raises(SettingError, match="expected an http or https address"):
        patch("scores.example")
    assert urllib.request.OpenerDirector.open is before
