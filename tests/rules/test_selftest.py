"""The shipped rules do what their examples say, and the self-test sees when rules do not."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from modscore.match.fresh import pattern_triggers
from modscore.rulebook import lock, selftest
from modscore.rulebook.load import CACHE_NAME, builtin, load, loads, rules_folder, write_out

RULE = """\
schema: 1
family: manners
rules:
  - id: manners.fool
    rev: 1
    kind: terms
    terms: [fool]
    signal: toxicity
    strength: 0.4
    unless: [{guards}]
    why: Calls someone a fool.
    hits: ["A [[fool]].", "{hit}"]
    misses: ["{miss}", 'He wrote "fool" on it.']
"""


def faults(guards: str = "quoted", hit: str = "[[Fool]]!", miss: str = "A tool.") -> list[str]:
    text = RULE.format(guards=guards, hit=hit, miss=miss)
    return [f"{f.problem}: {f.said}" for f in selftest.run(loads(text, "manners.yaml"))]


def test_the_shipped_rules_pass() -> None:
    assert [str(fault) for fault in selftest.run(builtin())] == []


def test_the_shipped_rules_are_locked() -> None:
    text = (rules_folder() / lock.LOCK_NAME).read_text(encoding="utf-8")
    assert lock.check(builtin(), text) == []


def test_the_shipped_rules_are_written_out_as_they_are(tmp_path: Path) -> None:
    for file in rules_folder().glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    write_out(tmp_path, pattern_triggers)
    fresh = (tmp_path / CACHE_NAME).read_bytes()
    kept = (rules_folder() / CACHE_NAME).read_bytes()
    assert zlib.decompress(kept) == zlib.decompress(fresh), "lock the rules again"


def test_a_sound_rule_passes() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"hit": "A [[foolish]] fool."}, "wrong-spans: hits[1]: expected 'A [[foolish]] fool.', "
         "got 'A foolish [[fool]].'"),
        ({"hit": "The [[footstool]]."}, "wrong-spans: hits[1]: expected 'The [[footstool]].', got "
         "nothing found"),
        ({"miss": "What a fool."}, "found: misses[0]: expected 'What a fool.', got 'What a "
         "[[fool]].'"),
        ({"guards": "quoted, negated"}, "needless-guard: unless: expected a miss that is found "
         "without `negated`, got none"),
    ],
)  # fmt: skip
def test_each_fault_is_found(change: dict[str, str], fault: str) -> None:
    assert faults(**change) == [fault]


def test_a_guard_that_a_miss_needs_is_fine() -> None:
    assert faults(guards="quoted, negated", miss="Not a fool.") == []


def test_a_term_in_two_rules_of_one_signal_is_a_fault() -> None:
    text = RULE.format(guards="quoted", hit="[[Fool]]!", miss="A tool.")
    twice = text + text.partition("rules:\n")[2].replace("manners.fool", "manners.other")
    found = selftest.run(loads(twice, "manners.yaml"))
    assert [(fault.rule, fault.problem) for fault in found] == [("manners.other", "shared-term")]


def test_the_command_tells_and_exits_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "manners.yaml"
    file.write_text(RULE.format(guards="quoted", hit="[[Fool]]!", miss="A fool."), encoding="utf-8")
    assert selftest.main([str(file)]) == 1
    assert (
        "manners.yaml:4:5: manners.fool: misses[0]: expected 'A fool.'" in capsys.readouterr().out
    )
    file.write_text(RULE.format(guards="", hit="x", miss="y"), encoding="utf-8")
    assert selftest.main([str(file)]) == 1
    assert "hits: expected [[…]] around each find" in capsys.readouterr().out
    assert load([]).rules == ()
