"""Requests made from the OpenAPI document: no 500, and every answer as the document says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from modscore import Scorer

pytest.importorskip("starlette", reason="needs the extra server")
schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis")


def test_answers_are_as_the_document_says(tmp_path: Path) -> None:
    from schemathesis import checks
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    from modscore.server.app import create_app
    from modscore.server.settings import checked

    url = f"sqlite:///{tmp_path}/x.db"
    scorer = Scorer(preset="fast")
    app = create_app(checked({"database": url, "limit_seconds": 60}), scorer=scorer, quick=scorer)
    asked = [
        checks.not_a_server_error,
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    ]
    tried = set()
    for found in schemathesis.openapi.from_asgi("/openapi.json", app).get_all_operations():
        operation = found.ok()
        if operation.path == "/batch":
            continue  # schemathesis writes no multipart/mixed

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            case.validate_response(case.call(), checks=asked)

        answers()
        tried.add(operation.path)
    assert "/v1/score" in tried
    assert len(tried) == 10
