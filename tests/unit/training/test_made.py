"""The sentences written for training: civil, many, always the same."""

from __future__ import annotations

from types import ModuleType

import pytest

from modscore.match.compile import compile as compile_pack
from modscore.match.run import match
from modscore.records import Comment, Thread
from modscore.rulebook.load import builtin
from modscore.text.prepare import prepare
from modscore.training import identity, innocent


@pytest.mark.parametrize("made", [identity, innocent], ids=lambda m: m.__name__.rpartition(".")[2])
def test_no_toxicity_rule_alone_flags_them(made: ModuleType) -> None:
    texts = made.sentences()
    assert len(texts) > 1000
    assert texts == made.sentences()
    pack = compile_pack(builtin())
    hits = match(pack, prepare([Thread("t", tuple(Comment("c", t) for t in texts))]))
    minded = {texts[h.comment] for h in hits if h.signal == "toxicity" and h.amount >= 0.5}
    assert len(minded) <= len(texts) // 500, minded
