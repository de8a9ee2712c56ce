"""The clients of Node, unmodified, against a live server.

They are found in the folder that MODSCORE_NODE_MODULES names, or where ``npm install`` in
tests/integration/node puts them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra server")
pytest.importorskip("uvicorn", reason="needs the extra server")

from tests.integration.live import Live

HERE = Path(__file__).parent / "node"
RUDE = "You are an idiot and everybody knows it."


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    modules = Path(os.environ.get("MODSCORE_NODE_MODULES", HERE / "node_modules"))
    if not (modules / "googleapis").is_dir() or not (modules / "openai").is_dir():
        pytest.skip("needs googleapis and openai of npm: npm install in tests/integration/node")
    live = Live(tmp_path_factory.mktemp("server"))
    try:
        done = subprocess.run(
            [node, str(HERE / "clients.cjs"), live.root],
            env={**os.environ, "NODE_PATH": str(modules)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        live.stop()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_googles_node_client_analyzes(found: Any) -> None:
    answer = found["analyze"]["data"]
    toxicity = answer["attributeScores"]["TOXICITY"]
    assert found["analyze"]["status"] == 200
    assert toxicity["summaryScore"]["value"] > 0.5
    assert toxicity["spanScores"][0]["end"] == len(RUDE)
    assert "toxicity-linear" in found["analyze"]["models"]
    value = toxicity["summaryScore"]["value"]
    assert found["fields"] == {"attributeScores": {"TOXICITY": {"summaryScore": {"value": value}}}}


def test_googles_node_client_suggests(found: Any) -> None:
    assert found["suggest"] == {"clientToken": "n", "detectedLanguages": ["en"]}


def test_googles_node_client_gets_its_errors(found: Any) -> None:
    assert found["empty"]["message"] == "Comment must be non-empty."
    assert found["unknown"]["message"] == "Unknown requested attribute: SPAM"
    assert str(found["unknown"]["code"]) == "400"


def test_openais_node_client(found: Any) -> None:
    assert found["openai"] == [True, False]
    assert found["wrong"] == {"kind": "BadRequestError", "status": 400, "param": "input"}
