"""Prepares plain texts for the tests of this folder, and reads findings back as text."""

from __future__ import annotations

from modscore.records import Comment, Thread
from modscore.text.casing import Stretches
from modscore.text.prepare import prepare
from modscore.text.prepared import Prepared


def prepared_of(*texts: str) -> Prepared:
    """The texts as one thread each, so that none repeats another."""
    return prepare([Thread(str(k), (Comment("c", text),)) for k, text in enumerate(texts)])


def found_in(prepared: Prepared, stretches: Stretches) -> list[list[tuple[str, float]]]:
    """For each comment the stretches found, as text with strength."""
    found: list[list[tuple[str, float]]] = [[] for _ in prepared.texts]
    columns = (stretches.comment, stretches.start, stretches.end, stretches.strength)
    for comment, start, end, strength in zip(*(c.tolist() for c in columns), strict=True):
        first = int(prepared.starts[comment])
        found[comment].append((prepared.texts[comment][start - first : end - first], strength))
    return found
