"""Tables read from the file say the same as tables worked out, and only of their own pack."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from modscore.match import fresh, kept
from modscore.match.compile import compile, compiled
from modscore.match.run import Hit, match
from modscore.match.tables import Links, Tables
from modscore.records import Comment, Thread
from modscore.rulebook.load import builtin, loads
from modscore.rulebook.pack import Pack
from modscore.text.prepare import prepare

RULES = """\
schema: 1
family: manners
rules:
  - {id: manners.fool, rev: 1, kind: terms, signal: toxicity, strength: 0.4, why: A name.,
     terms: [fool, silly goose, "a$$", гусь], inflect: true, obfuscated: true,
     hits: ["[[fool]]", "[[goose]]"], misses: [no, yes]}
  - {id: manners.not, rev: 1, kind: pattern, signal: hedge, strength: 0.4, why: A pattern.,
     pattern: ['never (?:say|do) so', '[a-z]+!', 'x+'],
     hits: ["[[x]]", "[[x]]"], misses: [no, yes]}
"""
SAID = ["You fools, you silly goose!", "Never say so, f*ol.", "a$$ xx гусь", "Fine by me."]


def plain(tables: Tables) -> list[Any]:
    """The tables as lists, which can be compared."""
    return [
        [(column.tolist(), column.dtype) for column in tables.phrases],
        *(
            (one.starts.tolist(), one.values.tolist()) if isinstance(one, Links) else one
            for one in tables[1:]
        ),
    ]


def hits(pack: Pack, tables: Tables) -> list[Hit]:
    threads = [Thread(str(i), (Comment("1", text),)) for i, text in enumerate(SAID)]
    return list(match(compiled(pack, tables), prepare(threads)))


@pytest.fixture
def manners(monkeypatch: pytest.MonkeyPatch) -> Pack:
    """A pack whose tables are kept."""
    pack = loads(RULES, "manners.yaml")
    raw = kept.written(pack, fresh.tables(pack))
    monkeypatch.setattr(kept, "_raw", lambda: raw)
    return pack


def test_the_tables_of_the_shipped_rules_are_kept_as_they_are() -> None:
    found = kept.tables(builtin())
    assert found is not None, "lock the rules again"
    assert plain(found) == plain(fresh.tables(builtin())), "lock the rules again"


def test_what_is_kept_is_what_was_worked_out(manners: Pack) -> None:
    found, worked_out = kept.tables(manners), fresh.tables(manners)
    assert found is not None
    assert plain(found) == plain(worked_out)
    assert hits(manners, found) == hits(manners, worked_out)
    assert {hit.rule for hit in hits(manners, found)} == {0, 1}


def test_tables_of_no_rules_can_be_kept() -> None:
    none = fresh.tables(Pack(()))
    raw = kept.written(Pack(()), none)
    assert raw == kept.written(Pack(()), none)
    assert len(none.phrases.hashes) == len(compile(Pack(())).patterns) == 0


def test_another_pack_gets_no_kept_tables(manners: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [
        manners.without(["manners.not"]),
        manners.without(terms={"manners.fool": ["fool"]}),
        manners.joined(loads(RULES.replace("manners", "more"), "more.yaml")),
        loads(RULES.replace("rev: 1", "rev: 2"), "manners.yaml"),
    ]
    for pack in changed:
        assert kept.tables(pack) is None
    fools = compile(changed[1])
    assert "fool" not in fools.readable
    assert "goose" not in compile(manners).readable
    monkeypatch.setattr(kept, "_raw", lambda: b"")
    assert kept.tables(manners) is None


def test_a_file_that_cannot_be_read_is_passed_over(
    manners: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = kept.written(manners, fresh.tables(manners))
    broken = bytearray(raw)
    broken[len(raw) // 2] ^= 1
    for wrong in (bytes(broken), raw[:-9], raw[:70]):
        monkeypatch.setattr(kept, "_raw", lambda wrong=wrong: wrong)
        assert kept.tables(manners) is None
        assert len(compile(manners).patterns) == 4
    monkeypatch.setattr(kept, "FORMAT", kept.FORMAT + 1)
    later = kept.written(manners, fresh.tables(manners))
    monkeypatch.undo()
    monkeypatch.setattr(kept, "_raw", lambda: later)
    assert kept.tables(manners) is None


def test_numbers_of_every_width_come_back() -> None:
    for top in (0, 255, 256, 65_535, 65_536, 1 << 32, (1 << 64) - 1):
        numbers = np.array([0, top], np.uint64)
        assert kept._array(kept._numbers(numbers)).tolist() == numbers.tolist()
