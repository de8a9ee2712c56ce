"""Packs are values: hash, joining, switching off."""

from __future__ import annotations

import pytest

from modscore.errors import RuleError
from modscore.rulebook import lock
from modscore.rulebook.load import loads
from modscore.rulebook.pack import Pack, content_hash

TEXT = """\
schema: 1
family: {family}
rules:
  - id: {family}.one
    rev: {rev}
    kind: terms
    terms: [{terms}]
    signal: toxicity
    strength: 0.4
    why: {why}
    hits: ["[[fool]]", "a [[fool]]"]
    misses: [no, yes]
  - id: {family}.two
    rev: 1
    kind: pattern
    pattern: x+
    signal: hedge
    strength: 0.4
    why: Two.
    hits: ["[[x]]", "a [[x]]"]
    misses: [no, yes]
"""


def pack(family: str = "a", rev: int = 1, terms: str = "fool, goose", why: str = "One.") -> Pack:
    return loads(TEXT.format(family=family, rev=rev, terms=terms, why=why), f"{family}.yaml")


def test_the_hash_tells_what_decides_the_scores() -> None:
    assert pack().hash == pack(why="Other words.").hash
    assert pack() == pack()
    others = [pack(rev=2), pack(terms="fool"), pack("b"), pack().without(["a.two"])]
    assert len({pack().hash, *(other.hash for other in others)}) == 5


def test_joined_keeps_the_order_and_refuses_an_id_twice() -> None:
    assert [r.id for r in pack().joined(pack("b")).rules] == ["a.one", "a.two", "b.one", "b.two"]
    with pytest.raises(RuleError) as caught:
        pack().joined(pack())
    assert caught.value.faults[0] == (
        "a.yaml:4:5: a.one: id: expected an id of its own, got the id of a.yaml:4:5"
    )


def test_without_takes_rules_and_terms_away_and_leaves_the_pack() -> None:
    whole = pack()
    assert [rule.id for rule in whole.without(["a.one"]).rules] == ["a.two"]
    less = whole.without(terms={"a.one": ["goose"]})
    assert less.by_id["a.one"].terms == ("fool",)
    assert [r.id for r in whole.without(terms={"a.one": ["goose", "fool"]}).rules] == ["a.two"]
    assert whole.by_id["a.one"].terms == ("fool", "goose")
    assert whole.without() == whole


def test_what_is_not_there_cannot_be_taken_away() -> None:
    with pytest.raises(RuleError) as caught:
        pack().without(["a.onne"], {"a.one": ["gose"], "b.x": ["x"]})
    assert caught.value.faults == (
        "rules: a.onne: expected the id of a rule, got none of this name; did you mean `a.one`?",
        "rules: b.x: expected the id of a rule, got none of this name",
        "rules: a.one: terms: expected one of its 2 terms, got `gose`; did you mean `goose`?",
    )


def test_the_lock_wants_a_new_rev_for_new_content() -> None:
    locked = lock.updated(pack(), "")
    assert lock.check(pack(), locked) == []
    assert lock.check(pack(why="Said otherwise."), locked) == []
    changed = pack(terms="fool")
    assert lock.check(changed, locked) == [
        "a.yaml:4:5: a.one: rev: expected 2, since its matching changed, got 1"
    ]
    with pytest.raises(RuleError, match="since its matching changed"):
        lock.updated(changed, locked)
    raised = pack(rev=2, terms="fool")
    assert [fault.split(": ")[2] for fault in lock.check(raised, locked)] == ["lock"]
    assert lock.check(raised, lock.updated(raised, locked)) == []
    assert lock.check(pack(), lock.updated(raised, locked)) == [
        "a.yaml:4:5: a.one: rev: expected 2 or more, got 1"
    ]


def test_the_id_of_a_removed_rule_is_never_used_again() -> None:
    locked = lock.updated(pack(), "")
    fewer = pack().without(["a.two"])
    assert lock.check(fewer, locked) == [
        "rules.lock: a.two: expected `a.two 1 removed`, got a rule that is gone"
    ]
    removed = lock.updated(fewer, locked)
    assert "a.two 1 removed" in removed
    assert lock.check(fewer, removed) == []
    assert lock.check(pack(), removed) == [
        "a.yaml:13:5: a.two: id: expected a new id, got that of a rule removed at rev 1"
    ]


def test_a_broken_lock_is_told_with_its_lines() -> None:
    with pytest.raises(RuleError) as caught:
        lock.read("a.one 1 abc\na.one 2 abc\na.two abc\n")
    assert caught.value.faults == (
        "rules.lock:2: a.one: expected each id once, got it again",
        "rules.lock:3: line: expected `id rev hash`, got 'a.two abc'",
    )


def test_the_content_of_a_rule_is_not_its_wording() -> None:
    one, other = pack().rules[0], pack(why="Else.", rev=4).rules[0]
    assert content_hash(one) == content_hash(other)
    assert content_hash(one) != content_hash(pack(terms="fool").rules[0])
