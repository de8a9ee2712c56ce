"""The public face: the names that users may rely on, and what importing them costs."""

from __future__ import annotations

import subprocess
import sys

import modscore

NAMES = {
    "Claim",
    "Comment",
    "CommentScore",
    "Detoxify",
    "Finding",
    "ModelError",
    "ModscoreError",
    "ReadError",
    "RuleError",
    "Scorer",
    "SettingError",
    "Thread",
    "ThreadError",
    "ThreadScore",
    "__version__",
    "read",
    "score",
}


def test_names_are_pinned() -> None:
    assert set(modscore.__all__) == NAMES
    assert len(NAMES) <= 20
    assert all(hasattr(modscore, name) for name in NAMES)


def test_the_face_defines_nothing() -> None:
    import ast
    import inspect

    tree = ast.parse(inspect.getsource(modscore))
    kinds = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
    assert not [node for node in tree.body if isinstance(node, kinds)]


def _loaded_by(statement: str) -> set[str]:
    code = f"{statement}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_importing_loads_no_heavy_package() -> None:
    heavy = {"torch", "transformers", "detoxify", "numpy", "sklearn", "scipy", "pandas"}
    heavy |= {"typer", "rich", "yaml", "requests", "pyarrow", "polars", "pyspark", "datasets"}
    assert not heavy & _loaded_by("import modscore; modscore.Detoxify")


def test_scoring_loads_no_training_package_and_no_network() -> None:
    loaded = _loaded_by("import modscore; modscore.score('You are an idiot.')")
    strangers = {"torch", "sklearn", "scipy", "pandas", "pyarrow", "requests", "httpx"}
    assert not strangers & loaded
