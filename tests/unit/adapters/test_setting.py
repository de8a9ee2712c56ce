from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import pytest

from modscore import SettingError
from modscore.adapters.setting import Setting, setting


def test_one_scorer_for_each_setting() -> None:
    assert setting("fast").scorer() is Setting("fast").scorer()
    assert setting("fast", off=["profanity.mild"]).scorer() is not Setting("fast").scorer()
    points = {"toxicity": 0.9, "quality": 0.1}
    other = dict(reversed(points.items()))
    assert setting("fast", points=points) == setting("fast", points=other)
    assert setting("fast", rules=Path("a.yaml")) == setting("fast", rules=["a.yaml"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
def test_a_fork_builds_its_own() -> None:
    mine = Setting("fast").scorer()
    child = os.fork()
    if child == 0:
        os._exit(0 if Setting("fast").scorer() is not mine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_worker_that_would_score_otherwise_says_so() -> None:
    here = Setting("fast").scorer().provenance
    assert Setting("fast").scorer(here).provenance == here
    there = msgspec.structs.replace(here, version="0.0.1")
    with pytest.raises(SettingError, match=r"modscore: expected 0\.0\.1, .* got \d"):
        Setting("fast").scorer(there)
