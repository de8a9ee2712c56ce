"""The house keeps its rooms apart: every import in src is walked and judged."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "modscore"
FOUNDATION = {"records", "errors", "wording", "rounding"}

# What a room may import of ours, beside the foundation and itself.
ALLOWED: dict[str, set[str]] = {
    "records": {"wording"},
    "errors": set(),
    "wording": set(),
    "rounding": set(),
    "threads": set(),
    "text": set(),
    "rulebook": set(),
    "match": {"text", "rulebook"},
    "models": {"text"},
    "claims": {"text"},
    "verdict": set(),
    "api": {"line", "threads", "rulebook", "models", "verdict", "_version"},
    "line": {"text", "rulebook", "match", "models", "claims", "verdict", "_version"},
    "training": {"text", "rulebook", "match", "models", "claims", "verdict", "threads", "api"},
    "cli": {"api", "threads", "rulebook", "models", "training", "console", "_version"},
    "console": {"api", "threads", "rulebook", "models", "training", "server", "batch", "_version"},
    "server": {"api", "threads"},
    "batch": {"api", "threads"},
    "adapters": {"api", "threads", "batch"},  # batch: the columns are the same
    "arrow": {"adapters"},
    "compat": set(),
    "__init__": {"api", "threads", "models", "_version"},
    "__main__": {"cli"},
    "_version": set(),
}
EXCEPTIONS = {  # the two places that see the whole line
    "rulebook/selftest.py": {"text", "match", "threads"},
}
DETOXIFY = {"models/detoxify_load.py", "models/detoxify_network.py"}
ONLY = {  # third-party packages that one place alone may open
    "yaml": {"rulebook/load.py"},
    "safetensors": {"models/artifact.py", "training"},
    "typer": {"cli.py", "console"},
    "rich": {"cli.py", "console"},
    "sklearn": {"training", "adapters/sklearn.py"},
    "pyspark": {"adapters/spark.py"},
    "pandas": {"adapters/pandas.py"},
    "polars": {"adapters/polars.py"},
    "datasets": {"adapters/datasets.py"},
    "scipy": {"training"},
    "torch": {"training", *DETOXIFY},
    "detoxify": DETOXIFY,
    "pickle": set(),
    "logging": {"server"},
    "socket": set(),
    "urllib": {"compat"},
    "http": set(),
    "requests": set(),
    "httpx": set(),
}


def modules() -> list[Path]:
    return sorted(p for p in SRC.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(SRC).parts
    return parts[0] if len(parts) > 1 else parts[0].removesuffix(".py")


def _imported(path: Path) -> Iterator[tuple[bool, str]]:
    """(ours, first name) of every import anywhere in the file but under TYPE_CHECKING."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    depth = len(path.relative_to(SRC).parts)
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                first, *rest = alias.name.split(".")
                yield (True, rest[0]) if first == "modscore" and rest else (False, first)
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            module = node.module or ""
            if node.level == 0 and not module.startswith("modscore"):
                yield False, module.split(".")[0]
            elif node.level == 0:
                rest = module.split(".")[1:]
                yield from ((True, rest[0]),) if rest else ((True, n) for n in names)
            elif node.level == depth:
                first = module.split(".")[0]
                yield from ((True, first),) if first else ((True, n) for n in names)
            else:
                assert node.level < depth, f"{path}: climbs out of the package"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    here = room(path)
    name = str(path.relative_to(SRC))
    allowed = ALLOWED[here] | FOUNDATION | {here} | EXCEPTIONS.get(name, set())
    if here in {"records", "errors", "wording", "rounding"}:
        allowed = ALLOWED[here] | {here}
    strangers = {first for ours, first in _imported(path) if ours} - allowed
    assert not strangers, f"{name} imports {sorted(strangers)}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_special_packages_stay_in_their_place(path: Path) -> None:
    name = str(path.relative_to(SRC))
    for ours, first in _imported(path):
        if not ours and first in ONLY:
            assert name in ONLY[first] or room(path) in ONLY[first], f"{name} imports {first}"


def test_foundation_needs_only_the_standard_library_and_msgspec() -> None:
    import sys

    for name in FOUNDATION:
        outside = {f for ours, f in _imported(SRC / f"{name}.py") if not ours}
        allowed = {"numpy"} if name == "rounding" else {"msgspec"}
        assert outside <= allowed | sys.stdlib_module_names


def test_every_room_is_drawn() -> None:
    assert {room(path) for path in modules()} <= set(ALLOWED)
