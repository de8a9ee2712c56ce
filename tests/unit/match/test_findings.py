"""Hits and a model's stretches written out as findings, in order."""

from __future__ import annotations

from modscore.match.compile import compile as compile_pack
from modscore.match.findings import Told, findings
from modscore.match.run import match
from modscore.records import Comment, Thread
from modscore.rulebook.load import loads
from modscore.text.prepare import prepare

RULES = """
schema: 1
family: manners
rules:
  - id: manners.zeal
    rev: 1
    kind: terms
    terms: [blockhead]
    signal: toxicity
    attributes: {insult: 0.3}
    strength: 0.4
    why: A rude name.
    hits: ["You [[blockhead]].", "A [[blockhead]]!"]
    misses: ["You baker.", "Nothing."]
  - id: manners.maybe
    rev: 1
    kind: terms
    terms: [perhaps]
    signal: hedge
    strength: 0.4
    why: A hedge.
    hits: ["[[Perhaps]] so.", "[[perhaps]] not"]
    misses: ["You baker.", "Nothing."]
"""


def test_findings_stand_in_order_and_cues_are_left_out() -> None:
    compiled = compile_pack(loads(RULES, "rules/manners.yaml"))
    texts = ["Perhaps.", "Perhaps you blockhead."]
    prepared = prepare([Thread(t, (Comment("1", t),)) for t in texts])
    told = [Told("m-1", "Words.", {1: [(0, 7, 0.25)]}), Told("m-2", "Said.", {1: [(12, 21, 0.5)]})]
    nothing, found = findings(compiled, match(compiled, prepared), told)
    assert nothing == []
    assert [(f.source, f.signal, f.start, f.end, f.amount) for f in found] == [
        ("model:m-1", "toxicity", 0, 7, 0.25),
        ("model:m-2", "toxicity", 12, 21, 0.5),
        ("rule:manners.zeal", "insult", 12, 21, 0.3),
        ("rule:manners.zeal", "toxicity", 12, 21, 0.4),
    ]
    assert [f.why for f in found[:3]] == ["Words.", "Said.", "A rude name."]
