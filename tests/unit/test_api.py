"""The public calls: forms of threads, settings, provenance, errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import modscore
from modscore import Comment, Scorer, SettingError, Thread, ThreadError

RULE = """
schema: 1
family: house
rules:
  - id: house.bad-gardener
    rev: 1
    kind: terms
    terms: [compost thief, hedge butcher]
    signal: toxicity
    strength: 0.7
    why: Slanders a gardener.
    hits: ["The [[compost thief]] again.", "You [[hedge butcher]]!"]
    misses: ["Compost and a thief.", "A hedge and a butcher."]
"""


@pytest.fixture
def rule_file(tmp_path: Path) -> Path:
    path = tmp_path / "house.yaml"
    path.write_text(RULE)
    return path


@pytest.mark.parametrize(
    "thread",
    [
        "Hello there.",
        ["Hello there."],
        [{"body": "Hello there."}],
        [Comment("1", "Hello there.")],
        {"comments": ["Hello there."]},
        Thread("1", (Comment("1", "Hello there."),)),
    ],
)
def test_every_form_of_a_thread_gives_the_same_score(thread: Any) -> None:
    result = modscore.score(thread)
    assert [c.id for c in result.comments] == ["1"]
    assert result == modscore.score("Hello there.")


@pytest.mark.parametrize("preset", ["default", "fast"])
@pytest.mark.parametrize(
    "text",
    [
        "> You are a complete idiot\n\nPlease do not write like that. Nobody here is an idiot.",
        "I never said you are a moron.",
        "Calling people idiots is wrong.",
        "You're no fool.",
        "Not all of them are liars.",
        "He called me a fucking moron and got banned.",
    ],
)
def test_denied_words_do_not_count(preset: str, text: str) -> None:
    (comment,) = Scorer(preset=preset).score(text).comments
    assert comment.toxicity < 0.4
    assert "toxicity" not in comment.flags


def test_rude_and_civil_are_told_apart() -> None:
    result = modscore.score(["You are a stupid idiot.", "Thank you, that was useful."])
    rude, civil = result.comments
    assert rude.toxicity > 0.8
    assert "toxicity" in rude.flags
    assert rude.attributes.insult > 0.5
    assert civil.toxicity < 0.1
    assert civil.flags == ()
    (spot,) = {rude.text[f.start : f.end] for f in rude.findings if "idiot" in f.source} or {""}
    assert isinstance(spot, str)
    assert any("idiot" in rude.text[f.start : f.end] for f in rude.findings)


def test_score_many_is_lazy_in_order_and_takes_every_form() -> None:
    drawn = []

    def threads() -> Iterator[dict[str, Any]]:
        for k in range(5000):
            drawn.append(k)
            yield {"id": str(k), "comments": [f"Comment number {k}."]}

    results = Scorer(preset="fast").score_many(threads())
    assert next(results).id == "0"
    assert len(drawn) < 5000
    assert [r.id for r in results] == [str(k) for k in range(1, 5000)]


def test_a_broken_thread_is_named() -> None:
    with pytest.raises(ThreadError, match=r"comments\[1\]\.parent: expected the id of a comment"):
        modscore.score([{"text": "a"}, {"text": "b", "parent": "x9"}])


def test_lenient_keeps_the_rest_and_tells() -> None:
    result = Scorer(lenient=True).score([{"text": "a"}, {"text": "b", "parent": "x9"}])
    assert len(result.comments) == 2
    assert "x9" in result.summary.repairs[0]


def test_rules_of_ones_own_join_the_shipped_ones(rule_file: Path) -> None:
    plain, own = Scorer(preset="fast"), Scorer(preset="fast", rules=[rule_file])
    text = "You are a compost thief and an idiot."
    assert plain.provenance.rules_hash != own.provenance.rules_hash
    sources = {f.source for f in own.score(text).comments[0].findings}
    assert "rule:house.bad-gardener" in sources
    assert sources > {f.source for f in plain.score(text).comments[0].findings}


def test_a_rule_can_be_switched_off_and_a_term_removed(rule_file: Path) -> None:
    text = "compost thief, hedge butcher"
    off = Scorer(preset="fast", rules=rule_file, off=["house.bad-gardener"])
    assert off.score(text).comments[0].findings == ()
    less = Scorer(preset="fast", rules=rule_file, without={"house.bad-gardener": ["hedge butcher"]})
    found = [f for f in less.score(text).comments[0].findings if "house" in f.source]
    assert [text[f.start : f.end] for f in found] == ["compost thief"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"preset": "fats"}, r"Scorer: preset: expected one of .*, got 'fats'"),
        ({"off": ["insults.no-such-rule"]}, "no-such-rule"),
        ({"points": {"toxcity": 0.5}}, "toxcity"),
        ({"points": "high"}, "points: expected one of balanced, high_precision, high_recall, or"),
        ({"points": {"toxicity": 5}}, r"points: toxicity: expected a number in \[0, 1\], got 5"),
    ],
)
def test_wrong_settings_are_named(settings: dict[str, object], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        Scorer(**settings)  # type: ignore[arg-type]


def test_named_points_flag_less_or_more() -> None:
    texts = ["You are an idiot.", "He is a liar.", "What a silly plan, you clown.", "Thank you."]
    flagged = []
    for name in ("high_precision", "balanced", "high_recall"):
        result = Scorer(preset="fast", points=name).score(texts)
        flagged.append({(c.id, flag) for c in result.comments for flag in c.flags})
        assert result.provenance.settings == ({} if name == "balanced" else {"points": name})
    assert flagged[0] <= flagged[1] <= flagged[2]
    assert len(flagged[0]) < len(flagged[2])


def test_points_decide_flags() -> None:
    text = "This is a dumb idea."
    assert "toxicity" in Scorer(points={"toxicity": 0.0}).score(text).comments[0].flags
    assert "toxicity" not in Scorer(points={"toxicity": 1.0}).score(text).comments[0].flags


def test_results_become_plain_data_and_words() -> None:
    result = modscore.score(["You are a stupid idiot.", "lone \ud800 surrogate"])
    plain = json.loads(result.to_json())
    assert plain == json.loads(json.dumps(result.to_dict()))
    assert "text" not in plain["comments"][0]
    assert result.to_dict(text=True)["comments"][0]["text"] == "You are a stupid idiot."
    assert "idiot" in result.explain()
    assert "idiot" in result["1"].explain()
    assert "idiot" in repr(result)
    with pytest.raises(KeyError):
        result["9"]


def test_context_backs_and_quotes() -> None:
    article = "The council closed the old bridge on Monday after engineers found deep cracks."
    claim = "The council closed the old bridge on Monday after engineers found deep cracks in it."
    alone = modscore.score([claim]).comments[0]
    backed = modscore.score({"article": article, "comments": [claim]}).comments[0]
    assert backed.unsupported_claims < alone.unsupported_claims


def test_a_quoter_is_not_blamed_but_an_endorser_is() -> None:
    insult = "You are a fucking idiot."
    own = modscore.score(insult).comments[0].toxicity
    quoting = modscore.score(f"> {insult}\n\nPlease keep it civil.").comments[0].toxicity
    also = modscore.score(f"> {insult}\n\nHe is right, you are a moron.").comments[0].toxicity
    assert quoting < 0.3
    assert also > 0.5
    assert own > 0.5
