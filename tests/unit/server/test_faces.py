"""The other shapes: our own, OpenAI's, Discourse's, Coral's, and the document of them all."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from modscore import Scorer

Make = Callable[..., TestClient]


RUDE = "You are an idiot and everybody knows it."
THREAD = {
    "id": "t",
    "article": "The council closes the old bridge on Monday.",
    "comments": [{"id": 1, "body": "Thanks."}, {"id": 2, "text": RUDE, "parent_id": 1}],
}


def test_a_thread_gets_what_the_scorer_says(client: TestClient, scorer: Scorer) -> None:
    answer = client.post("/v1/score", json=THREAD)
    assert answer.json() == {**scorer.score(THREAD).to_dict(), "partial": False} or (
        answer.json() == json.loads(scorer.score(THREAD).to_json()) | {"partial": False}
    )
    assert "text" not in answer.json()["comments"][0]
    assert scorer.provenance.models[0].id in answer.headers["x-modscore-models"]


def test_words_and_explanations_on_request(client: TestClient, scorer: Scorer) -> None:
    answer = client.post("/v1/score?text=true&explain=1", json=THREAD).json()
    rude = answer["comments"][1]
    assert rude["text"] == RUDE
    assert rude["explanation"] == scorer.score(THREAD)["2"].explain()


@pytest.mark.parametrize("body", ["Hello.", ["Hello.", RUDE], {"comments": []}])
def test_loose_threads(client: TestClient, body: Any) -> None:
    assert client.post("/v1/score", json=body).status_code == 200


def test_a_malformed_thread_is_told_its_place(make: Make) -> None:
    client = make(max_comments=2)
    body = {"comments": [{"text": "a", "parent": "x9"}]}
    error = client.post("/v1/score", json=body).json()["error"]
    assert error["message"].startswith("comments[0].parent: expected the id of a comment")
    assert error["details"][0]["fieldViolations"][0]["field"] == "comments[0].parent"
    many = client.post("/v1/score", json=["a", "b", "c"]).json()["error"]
    assert many["message"] == "comments: expected at most 2 comments"
    assert client.post("/v1/score?text=perhaps", json=["a"]).status_code == 400


def test_openais_shape(client: TestClient, scorer: Scorer) -> None:
    answer = client.post("/v1/moderations", json={"input": ["Thanks.", RUDE]}).json()
    calm, rude = answer["results"]
    assert (calm["flagged"], rude["flagged"]) == (False, True)
    assert rude["category_scores"]["harassment"] == scorer.score(RUDE).comments[0].attributes.insult
    assert len(rude["categories"]) == len(rude["category_scores"]) == 13
    assert "sexual" in answer["not_scored"]
    assert all(rude["category_scores"][name] == 0 for name in answer["not_scored"])
    assert not {"harassment", "hate"} & set(answer["not_scored"])
    parts = [{"type": "text", "text": "Thanks."}, {"type": "text", "text": RUDE}]
    assert len(client.post("/v1/moderations", json={"input": parts}).json()["results"]) == 1


@pytest.mark.parametrize("given", [None, [], 5, [1], [{"type": "image_url", "image_url": {}}]])
def test_openais_refusals(client: TestClient, given: Any) -> None:
    answer = client.post("/v1/moderations", json={"input": given})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["type"], error["param"]) == ("invalid_request_error", "input")


def test_discourses_shape(client: TestClient, scorer: Scorer) -> None:
    answer = client.post("/api/v1/classify", json={"model": "unbiased", "content": RUDE})
    score = scorer.score(RUDE).comments[0]
    assert answer.json()["toxicity"] == round(100 * score.toxicity)
    assert answer.json()["insult"] == round(100 * score.attributes.insult)
    assert set(map(type, answer.json().values())) == {int}
    assert len(answer.json()) == 7
    assert answer.headers["x-modscore-not-scored"] == "sexual_explicit"


def test_discourses_refusals(make: Make) -> None:
    client = make(keys=["k"])
    headers = {"X-API-KEY": "k"}
    for body in ({"model": "best", "content": "a"}, {"content": None}, {"content": "a" * 85_001}):
        answer = client.post("/api/v1/classify", json=body, headers=headers)
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"][0] == "body"
    broken = client.post("/api/v1/classify", content=b"{", headers=headers)
    assert broken.status_code == 422
    assert client.post("/api/v1/classify", json={"content": "a"}).status_code == 401


def test_corals_signature_and_answer(make: Make) -> None:
    client = make(coral_secrets=["old", "new"], coral_status="PREMOD", keys=["k"])

    def send(text: str, secret: str) -> Any:
        body = json.dumps({"action": "NEW", "comment": {"body": text, "parentID": None}}).encode()
        sign = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return client.post("/coral/moderate", content=body, headers={"X-Coral-Signature": sign})

    flagged = send("<div>You are a <b>fucking idiot</b>, and I don&#39;t care.</div>", "new")
    assert flagged.json() == {
        "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}],
        "status": "PREMOD",
    }
    calm = send("<div>Thanks.</div>", "old")
    assert (calm.status_code, calm.content) == (204, b"")
    assert send("Thanks.", "guessed").status_code == 403
    assert client.post("/coral/moderate", content=b"{}").status_code == 403


def test_coral_is_off_without_a_secret(client: TestClient) -> None:
    answer = client.post("/coral/moderate", json={"comment": {"body": "Hi."}})
    assert answer.status_code == 403
    assert "MODSCORE_SERVE_CORAL_SECRETS" in answer.json()["error"]["message"]


def test_the_document_is_whole_and_its_examples_work(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    text = json.dumps(document)
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(document["components"]["schemas"])
    assert '"$ref": "Score"' not in text
    tried = 0
    for path, methods in document["paths"].items():
        if "post" not in methods or path in ("/coral/moderate", "/batch"):
            continue
        content = methods["post"]["requestBody"]["content"]["application/json"]
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        schema = document["components"]["schemas"].get(name, {})
        example = content.get("example") or schema["examples"][0]
        assert client.post(path, json=example).status_code == 200, path
        tried += 1
    assert tried == 5
