from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from modscore.adapters import spark
from modscore.adapters.needed import PackageMissingError
from modscore.arrow import scoring

pytest.importorskip("pyarrow")


def test_the_schema_in_sparks_words() -> None:
    kinds = {"when": "timestamp", "an `odd` one": "array<int>", "text": "string"}
    fields = [
        SimpleNamespace(name=name, dataType=SimpleNamespace(simpleString=lambda kind=kind: kind))
        for name, kind in kinds.items()
    ]
    frame = SimpleNamespace(schema=SimpleNamespace(fields=fields))
    made = scoring(id="text", keep=["when", "an `odd` one"], preset="fast")
    said = spark.ddl(made, frame)
    begin = "`when` timestamp, `an ``odd`` one` array<int>, `id` STRING, `toxicity` DOUBLE, "
    assert said.startswith(begin)
    cues = "ARRAY<STRUCT<`kind`: STRING, `start`: INT, `end`: INT>>"
    assert f"`score`: DOUBLE, `cues`: {cues}, `why`: STRING>>" in said
    assert said.endswith("`error` STRING")


@pytest.mark.parametrize(
    ("module", "package", "call"),
    [
        ("spark", "pyspark", lambda module: module.score(None)),
        ("pandas", "pandas", lambda module: module.score(["Hello."])),
        ("polars", "polars", lambda module: module.score(["Hello."])),
        ("datasets", "datasets", lambda module: module.Scores()),
    ],
)
def test_a_missing_package_is_one_clear_error(
    module: str, package: str, call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib

    found = importlib.import_module(f"modscore.adapters.{module}")
    monkeypatch.setitem(sys.modules, package, None)
    place = f"modscore.adapters.{module}: {package}: expected the package, got none"
    with pytest.raises(PackageMissingError, match=f"^{place} \\(pip install 'modscore"):
        call(found)


def test_scikit_learn_missing_is_told_at_import(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    monkeypatch.delitem(sys.modules, "modscore.adapters.sklearn", raising=False)
    monkeypatch.setitem(sys.modules, "sklearn.base", None)
    with pytest.raises(ImportError, match=r"sklearn: expected the package, got none"):
        importlib.import_module("modscore.adapters.sklearn")
