"""The Comment Analyzer to the letter: shapes, errors, places, languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from modscore import Comment, Scorer, Thread
from modscore.server.perspective.mapping import perspective_like

Make = Callable[..., TestClient]

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
RUDE = "You are an idiot and everybody knows it."


def ask(text: Any = RUDE, *names: str, **more: Any) -> dict[str, Any]:
    wanted: dict[str, Any] = {name: {} for name in names or ("TOXICITY",)}
    return {"comment": {"text": text}, "requestedAttributes": wanted, **more}


def refusal(client: TestClient, body: Any, path: str = ANALYZE) -> tuple[int, str, str]:
    answer = client.post(path, json=body)
    error = answer.json()["error"]
    assert answer.status_code == error["code"]
    assert set(error) <= {"code", "message", "status", "details"}
    detail = error.get("details", [{}])[0]
    return error["code"], error["message"], detail.get("errorType", "")


def test_all_production_attributes_with_the_scorers_numbers(
    client: TestClient, scorer: Scorer
) -> None:
    names = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
    answer = client.post(ANALYZE, json=ask(RUDE, *names)).json()
    score = scorer.score(RUDE).comments[0]
    summary = {k: v["summaryScore"]["value"] for k, v in answer["attributeScores"].items()}
    own = {"toxicity": score.toxicity} | {
        signal: getattr(score.attributes, signal)
        for signal in ("severe_toxicity", "identity_attack", "insult", "obscene", "threat")
    }
    expected = [perspective_like(signal, value, "fast") for signal, value in own.items()]
    assert summary == dict(zip(names, expected, strict=True))
    assert answer["languages"] == answer["detectedLanguages"] == ["en"]


def test_our_own_names(client: TestClient, scorer: Scorer) -> None:
    text = "STOP LYING!!! 90% of all doctors are paid by the same company."
    names = ("UNSUPPORTED_CLAIMS", "SHOUTING", "COMMENT_QUALITY")
    scores = client.post(ANALYZE, json=ask(text, *names)).json()["attributeScores"]
    own = scorer.score(text).comments[0]
    values = [scores[name]["summaryScore"]["value"] for name in names]
    assert values == [own.unsupported_claims, own.shouting, own.quality]


def test_one_full_text_span_without_asking(client: TestClient) -> None:
    text = "\U0001f600\U0001f600 You are an idiot. Really."
    scores = client.post(ANALYZE, json=ask(text)).json()["attributeScores"]
    (span,) = scores["TOXICITY"]["spanScores"]
    assert (span["begin"], span["end"]) == (0, len(text) + 2)
    assert span["score"] == scores["TOXICITY"]["summaryScore"]
    assert span["score"]["type"] == "PROBABILITY"


def test_sentence_spans_count_utf16_units(client: TestClient) -> None:
    text = "Thanks for that \U0001f600. You are an idiot.\nBye now."
    scores = client.post(ANALYZE, json=ask(text, spanAnnotations=True)).json()["attributeScores"]
    spans = scores["TOXICITY"]["spanScores"]
    units = text.encode("utf-16-le")
    parts = [units[2 * s["begin"] : 2 * s["end"]].decode("utf-16-le") for s in spans]
    assert parts == ["Thanks for that \U0001f600.", "You are an idiot.", "Bye now."]
    values = [s["score"]["value"] for s in spans]
    assert values[1] > 0.5 > max(values[0], values[2])


def test_thresholds_drop_attributes_and_the_empty_map(client: TestClient) -> None:
    wanted: dict[str, Any] = {
        "TOXICITY": {"scoreThreshold": 0.1},
        "THREAT": {"score_threshold": {"value": 0.99}},
        "INSULT": {"scoreThreshold": "0.999999"},
    }
    body = {"comment": {"text": RUDE}, "requestedAttributes": wanted}
    assert list(client.post(ANALYZE, json=body).json()["attributeScores"]) == ["TOXICITY"]
    wanted.pop("TOXICITY")
    answer = client.post(ANALYZE, json=body).json()
    assert "attributeScores" not in answer
    assert answer["languages"] == ["en"]


def test_odd_shapes_are_taken(client: TestClient) -> None:
    body = {
        "comment": {"text": RUDE, "type": "PLAIN_TEXT"},
        "requested_attributes": {"TOXICITY": None, "INSULT": {"scoreType": "PROBABILITY"}},
        "span_annotations": False,
        "do_not_store": True,
        "client_token": "t-1",
        "session_id": "s",
        "languages": [],
        "context": None,
        "nobody_knows_this": 1,
    }
    answer = client.post(f"{ANALYZE}?key=k&alt=json&prettyPrint=false", json=body)
    assert answer.status_code == 200
    assert set(answer.json()["attributeScores"]) == {"TOXICITY", "INSULT"}
    assert answer.json()["clientToken"] == "t-1"
    assert "modscore_unknown_fields_total 1.0" in client.get("/metrics").text


def test_how_scores_were_made_stands_in_a_key_and_in_headers(
    client: TestClient, scorer: Scorer
) -> None:
    answer = client.post(ANALYZE, json=ask())
    made = answer.json()["modscore"]
    assert made["rulesHash"] == scorer.provenance.rules_hash
    assert made["models"][0]["id"] == scorer.provenance.models[0].id
    assert made["partial"] is False
    assert answer.headers["x-modscore-rules"] == scorer.provenance.rules_hash[:12]
    assert scorer.provenance.models[0].id in answer.headers["x-modscore-models"]


@pytest.mark.parametrize(
    ("body", "message", "error_type"),
    [
        ({"requestedAttributes": {"TOXICITY": {}}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
        (ask(" \n"), "Comment must be non-empty.", "COMMENT_EMPTY"),
        (ask("a" * 20_481), "Comment text too long.", "COMMENT_TOO_LONG"),
        (ask("é" * 10_241), "Comment text too long.", "COMMENT_TOO_LONG"),
        ({"comment": {"text": "a"}}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
        (
            {"comment": {"text": "a"}, "requestedAttributes": {}},
            "Missing requested_attributes",
            "NO_REQUESTED_ATTRIBUTES",
        ),
        (ask(RUDE, "SPAM"), "Unknown requested attribute: SPAM", "INVALID_REQUEST"),
        (ask(RUDE, "FLIRTATION"), "Unknown requested attribute: FLIRTATION", "INVALID_REQUEST"),
        (
            {"comment": {"text": "a"}, "requestedAttributes": {"TOXICITY": {"scoreType": "RAW"}}},
            "Requested score type RAW is not supported by attribute TOXICITY",
            "INVALID_REQUEST",
        ),
        (
            {"comment": {"text": "a", "type": "HTML"}, "requestedAttributes": {"TOXICITY": {}}},
            "Currently, only 'PLAIN_TEXT' comments are supported",
            "INVALID_REQUEST",
        ),
        (ask("12345 \U0001f600"), "Unable to detect language", "LANGUAGE_DETECTION_FAILED"),
        (
            ask(RUDE, languages=["en", "fr"]),
            "Attribute TOXICITY does not support request languages: en,fr",
            "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        ),
        (
            ask(
                RUDE,
                context={
                    "entries": [{"text": "a"}],
                    "articleAndParentComment": {"article": {"text": "b"}},
                },
            ),
            "Only one of entries and article_and_parent_comment may be set in context",
            "INVALID_REQUEST",
        ),
    ],
)
def test_errors_to_the_letter(client: TestClient, body: Any, message: str, error_type: str) -> None:
    assert refusal(client, body) == (400, message, error_type)


def test_the_language_error_names_attribute_and_languages(client: TestClient) -> None:
    text = "Vous êtes un idiot et tout le monde le sait dans cette ville."
    detail = client.post(ANALYZE, json=ask(text, "INSULT")).json()["error"]["details"][0]
    assert detail["@type"] == "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
    assert detail["languageNotSupportedByAttributeError"] == {
        "attribute": "INSULT",
        "detectedLanguages": ["fr"],
    }
    asked = client.post(ANALYZE, json=ask(RUDE, languages=["ja"])).json()["error"]["details"][0]
    assert asked["languageNotSupportedByAttributeError"] == {
        "attribute": "TOXICITY",
        "requestedLanguages": ["ja"],
    }


def test_a_named_language_needs_no_detection(client: TestClient) -> None:
    answer = client.post(ANALYZE, json=ask("12345", languages=["en-US"]))
    assert answer.status_code == 200
    assert answer.json()["languages"] == ["en-US"]
    assert answer.json()["detectedLanguages"] == ["und"]


def test_unsupported_attributes_are_dropped_on_request(client: TestClient) -> None:
    body = ask(RUDE, "SPAM", "TOXICITY", dropUnsupportedAttributes=True)
    assert list(client.post(ANALYZE, json=body).json()["attributeScores"]) == ["TOXICITY"]
    french = ask(RUDE, "TOXICITY", dropUnsupportedAttributes=True, languages=["fr"])
    assert "attributeScores" not in client.post(ANALYZE, json=french).json()


def test_a_name_may_pin_what_makes_the_score(client: TestClient, scorer: Scorer) -> None:
    made = scorer.provenance
    plain = client.post(ANALYZE, json=ask()).json()["attributeScores"]["TOXICITY"]
    for pin in (made.version, made.models[0].id, made.models[0].hash[:12], made.rules_hash[:12]):
        answer = client.post(ANALYZE, json=ask(RUDE, f"TOXICITY@{pin}")).json()
        assert answer["attributeScores"] == {f"TOXICITY@{pin}": plain}
    for name in ("TOXICITY@6", "TOXICITY@", "SPAM@" + made.version):
        told = f"Unknown requested attribute: {name}"
        assert refusal(client, ask(RUDE, name)) == (400, told, "INVALID_REQUEST")


def test_texts_of_the_context_are_bounded(client: TestClient) -> None:
    long = {"text": "a " * 500_001}
    both = {"articleAndParentComment": {"article": long}}
    for context in ({"entries": [long]}, both):
        code, message, _ = refusal(client, ask(RUDE, context=context))
        assert code == 400
        assert message.startswith("Context text too long: context.")


def test_the_limit_can_be_raised(make: Make) -> None:
    client = make(max_comment_bytes=30_000)
    assert client.post(ANALYZE, json=ask("a good day " * 2000)).status_code == 200


def test_context_is_used(client: TestClient, scorer: Scorer) -> None:
    text = "The new bridge cost 40 million euros and was paid by the county alone."
    context = {"articleAndParentComment": {"article": {"text": text}, "parentComment": {}}}
    body = ask(text, "UNSUPPORTED_CLAIMS", context=context)
    value = client.post(ANALYZE, json=body).json()["attributeScores"]["UNSUPPORTED_CLAIMS"]
    thread = Thread("1", (Comment("c", text, "writer"),), article=text)
    expected = scorer.score(thread).comments[0].unsupported_claims
    assert value["summaryScore"]["value"] == expected
    assert expected < scorer.score(text).comments[0].unsupported_claims


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "Invalid JSON payload received."),
        (b'{"comment": {"text": "\xff"}}', "Invalid JSON payload received."),
        (b"[" * 5000, "Invalid JSON payload received. Nested too deeply."),
        (b"[]", "Invalid JSON payload received. Expected an object."),
        (b"", "Comment must be non-empty."),
        (b'{"comment": {"text": 5}}', "Invalid value at 'comment.text' (TYPE_STRING), 5"),
        (b'{"comment": "x"}', "Invalid value at 'comment' (TYPE_MESSAGE), \"x\""),
    ],
)
def test_malformed_bodies(client: TestClient, body: bytes, message: str) -> None:
    answer = client.post(ANALYZE, content=body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["status"], error["message"]) == ("INVALID_ARGUMENT", message)


def test_cut_emoji_are_mended(client: TestClient) -> None:
    body = b'{"comment": {"text": "You idiot \\ud83d"}, "requestedAttributes": {"TOXICITY": {}}}'
    answer = client.post(ANALYZE, content=body).json()
    assert answer["attributeScores"]["TOXICITY"]["spanScores"][0]["end"] == 11


def test_a_batch_answers_each_part(client: TestClient) -> None:
    inner = [
        (
            "POST",
            "/v1alpha1/comments:analyze?alt=json",
            b'{"comment":{"text":"You idiot"},"requestedAttributes":{"TOXICITY":{}}}',
        ),
        ("POST", "/v1alpha1/comments:analyze", b'{"comment":{"text":""}}'),
        ("GET", "/v1alpha1/nothing", b""),
    ]
    for newline in (b"\n", b"\r\n"):
        body = b""
        for k, (method, target, content) in enumerate(inner):
            lines = [
                b"--===x==",
                b"Content-Type: application/http",
                b"Content-ID: <base + %d>" % k,
                b"",
                f"{method} {target} HTTP/1.1".encode(),
                b"Content-Type: application/json",
                b"",
                content,
                b"",
            ]
            body += newline.join(lines)
        body += b"--===x==--"
        headers = {"Content-Type": 'multipart/mixed; boundary="===x=="'}
        answer = client.post("/batch", content=body, headers=headers)
        assert answer.status_code == 200
        text = answer.text
        assert [f"<response-base + {k}>" in text for k in range(3)] == [True] * 3
        statuses = [s[9:12] for s in text.split("\r\n") if s.startswith("HTTP/1.1 ")]
        assert statuses == ["200", "400", "404"]


@pytest.mark.parametrize("content_type", ["application/json", "multipart/mixed", ""])
def test_a_batch_without_parts_is_refused(client: TestClient, content_type: str) -> None:
    answer = client.post("/batch", content=b"x", headers={"Content-Type": content_type})
    assert answer.status_code == 400
    assert "batch" in answer.json()["error"]["message"]


def test_the_discovery_document_names_the_callers_host(client: TestClient, make: Make) -> None:
    url = "/$discovery/rest?version=v1alpha1"
    document = client.get(url, headers={"Host": "scores.example:81"}).json()
    assert document["rootUrl"] == "http://scores.example:81/"
    assert client.get(url, headers={"Host": 'a"b/c'}).json()["rootUrl"] == "http://127.0.0.1:8080/"
    fixed = make(root="https://scores.example")
    assert fixed.get(url).json()["rootUrl"] == "https://scores.example/"


def test_every_reference_of_the_discovery_document_is_there(client: TestClient) -> None:
    document = client.get("/$discovery/rest").json()

    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if "$ref" in value else set()
            return own.union(*map(references, value.values()))
        return set().union(*map(references, value)) if isinstance(value, list) else set()

    assert references(document) <= set(document["schemas"])
    assert "SuggestCommentScoreRequest" in references(document)
