from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from modscore.adapters.setting import Setting

from .conftest import TEXTS

pytest.importorskip("pyarrow")
datasets: Any = pytest.importorskip("datasets")


def scores(**asked: Any) -> Any:
    from modscore.adapters.datasets import Scores

    return Scores(preset="fast", **asked)


def fingerprint(function: Any) -> str:
    made: str = importlib.import_module("datasets.fingerprint").Hasher.hash(function)
    return made


def test_the_fingerprint_is_the_same_in_any_process(monkeypatch: pytest.MonkeyPatch) -> None:
    made = scores()
    here = fingerprint(made)
    made({"text": TEXTS})
    assert fingerprint(made) == here  # use changes nothing
    code = (
        "from datasets.fingerprint import Hasher; from modscore.adapters.datasets import Scores; "
        "print(Hasher.hash(Scores(preset='fast')))"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    assert there.stdout.split()[-1] == here
    assert fingerprint(scores(off=["profanity.mild"])) != here
    newer = msgspec.structs.replace(Setting("fast").scorer().provenance, version="99.0")
    monkeypatch.setattr(type(Setting("fast").scorer()), "provenance", newer)
    assert fingerprint(scores()) != here


def test_map_adds_the_columns(tmp_path: Path) -> None:
    rows: dict[str, Any] = {"text": [None, "Thanks!", *TEXTS], "n": list(range(7))}
    whole = datasets.Dataset.from_dict(rows)
    whole.save_to_disk(str(tmp_path / "set"))  # on disk, where what was mapped is kept
    given = datasets.load_from_disk(str(tmp_path / "set"))
    made = scores()
    asked = {"batched": True, "batch_size": 2, "features": made.features(given.features)}
    found = given.map(made, **asked)
    judged = [one.comments[0] for one in Setting("fast").scorer().score_many(rows["text"][1:])]
    assert found["toxicity"][1:] == [one.toxicity for one in judged]
    assert found["error"][:2] == ["text: expected a string, got None", None]
    assert found[2]["findings"][0]["why"] == judged[1].findings[0].why
    assert found.column_names == [*rows, *made.names]
    assert given.map(scores(), **asked)._fingerprint == found._fingerprint
