"""Comments of every sort, of ordinary length and of none."""

from __future__ import annotations

from typing import Any

import pytest

TEXTS = [
    "You are an idiot and everybody knows it.",
    "Thanks, that helped.",
    "Studies show that 90% of all drivers always lie about everything.",
    "WHY DOES NOBODY EVER LISTEN TO ME HERE",
    "I will find you and you had better watch your back.",
]
SAID = "the bridge was closed for nine weeks because the council forgot to order steel"


@pytest.fixture
def thread() -> list[dict[str, Any]]:
    """A thread in which one comment repeats another's words, which only the thread tells."""
    return [
        {"id": "1", "text": f"You idiots: {SAID}.", "author": "a", "parent": None},
        {"id": "2", "text": f"{SAID}. I do not think so.", "author": "b", "parent": "1"},
        {"id": "3", "text": "Thanks, that helped.", "author": "a", "parent": "2"},
    ]
