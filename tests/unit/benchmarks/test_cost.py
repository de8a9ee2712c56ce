from __future__ import annotations

import pytest
from benchmarks import cost
from benchmarks.common import Asked

SPEED = """## Speed

| what | gives | comments/s |
| --- | --- | --- |
| modscore fast, batch | all | 10,000 |
| modscore fast, one by one | all | 900 |
| modscore default, batch | all | 100 |

Machine A.
"""
SPARK = """## Spark

| what | seconds | comments/processor second |
| --- | --- | --- |
| one process | 10 | 8,000 |
| the job | 9 |  |
| with start | 12 | 6,000 |

The output takes 500 bytes a comment.
"""


SCALING = """## Files

| what | ratio |
| --- | --- |
| modscore fast, jsonl | 1.90 |
| modscore fast, parquet | 1.80 |
"""


def test_the_arithmetic() -> None:
    text = str(cost.computed(SPEED, SCALING, SPARK))
    rows = cost.figures(text)
    assert rows["fast"]["core hours"] == f"{100_000_000 / 10_000 / 3600:,.1f}" == "2.8"
    assert rows["default"]["core hours"] == "277.8"
    assert rows["default"]["one core"] == "11.6 days"
    assert rows["default"]["Spark, 10 × 32 cores"] == "52 minutes"
    assert rows["default"]["32 cores"] == "9.6 hours"  # 277.8 / 32 / 0.9
    added = 100_000_000 * (1 / 6000 - 1 / 8000) / 3600  # 1.2 hours
    assert rows["fast"]["Spark, 10 × 32 cores"] == f"{(2.778 + added) / 320 * 60:.0f} minutes"
    assert "accurate" not in rows
    assert all(part in text for part in ("0.04 processor milliseconds", "50 GB", "Machine A."))


def test_without_spark_it_says_so() -> None:
    text = str(cost.computed(SPEED, "", ""))
    assert "Spark was not measured" in text
    assert "Spark, 10" not in text


def test_the_page_shows_the_kept_figures() -> None:
    page = cost.PAGE.read_text(encoding="utf-8")
    kept = (Asked.out / "cost.md").read_text(encoding="utf-8")
    shown = page.partition("cost -->\n")[2].partition("<!-- end")[0].strip()
    assert shown
    assert shown in kept
    with pytest.raises(ValueError, match=r"docs/scale\.md: marks: expected"):
        cost.placed("no marks", "## A\n\nb")
