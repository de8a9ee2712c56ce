"""Suggested scores, kept in a database until a community's thresholds are fitted to them.

Stage: server; suggestions come in; they are on disk when `Store.keep` returns. The words of a
comment are kept only when the operator asks for them.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from ..errors import SettingError
from .refusal import Refusal

MOST_NAME = 512  # characters of a community's name or a client's token that are kept

_METADATA = MetaData()
SUGGESTIONS = Table(
    "modscore_suggestions",
    _METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("received", DateTime(timezone=True), nullable=False),
    Column("community", String(MOST_NAME), nullable=False, index=True),
    Column("token", String(MOST_NAME), nullable=False),
    Column("suggested", JSON, nullable=False),
    Column("scores", JSON, nullable=False),
    Column("made_by", JSON, nullable=False),
    Column("text", Text, nullable=True),
)


class Suggestion(msgspec.Struct, frozen=True):
    """What somebody thinks the scores should be, beside what they were.

    ``suggested``: by attribute name, as sent. ``scores``: by signal, as modscore gave them.
    """

    community: str
    token: str
    suggested: dict[str, float]
    scores: dict[str, float]
    made_by: dict[str, Any]
    text: str | None = None


class Store:
    """The database of suggestions; opened, and its table made, at the first use."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._prepared = False  # whether the table is known to be there
        self._lock = threading.Lock()

    async def keep(self, suggestion: Suggestion) -> None:
        """Write the suggestion; it is durable when this returns. Raises a 503 `Refusal`."""
        await asyncio.to_thread(self.write, suggestion)

    def write(self, suggestion: Suggestion) -> None:
        """The same, waiting."""
        row = {
            "received": datetime.now(UTC),
            "community": suggestion.community[:MOST_NAME],
            "token": suggestion.token[:MOST_NAME],
            "suggested": suggestion.suggested,
            "scores": suggestion.scores,
            "made_by": suggestion.made_by,
            "text": suggestion.text,
        }
        try:
            with self._opened().begin() as connection:
                connection.execute(insert(SUGGESTIONS).values(row))
        except SQLAlchemyError:
            raise Refusal(503, "The suggestion could not be kept; send it again.") from None

    def read(self, community: str | None = None) -> Iterator[Suggestion]:
        """The suggestions in the order they came, of one community or of all; of those with the
        same token only the last. Raises SettingError when the database cannot be read."""
        query = select(SUGGESTIONS).order_by(SUGGESTIONS.c.id)
        if community is not None:
            query = query.where(SUGGESTIONS.c.community == community)
        last: dict[tuple[str, ...], Suggestion] = {}
        try:
            with self._opened().connect() as connection:
                for row in connection.execute(query).mappings():
                    one = msgspec.convert(
                        {name: row[name] for name in Suggestion.__struct_fields__}, Suggestion
                    )
                    key = (one.community, one.token) if one.token else (str(row["id"]),)
                    last.pop(key, None)
                    last[key] = one
        except (SQLAlchemyError, msgspec.ValidationError) as error:
            told = type(error).__name__
            raise SettingError(f"database: expected suggestions in it, got {told}") from None
        yield from last.values()

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()

    def check(self) -> None:
        """Raises SettingError when the address is none that SQLAlchemy knows."""
        with self._lock:
            self._made()

    def _opened(self) -> Engine:
        with self._lock:
            engine = self._made()
            if not self._prepared:
                _METADATA.create_all(engine)
                self._prepared = True
            return engine

    def _made(self) -> Engine:
        if self._engine is None:
            try:
                engine = create_engine(self._url, pool_pre_ping=True)
            except (ArgumentError, NoSuchModuleError, ImportError) as error:
                raise SettingError(
                    f"database: expected the URL of a database, got {type(error).__name__}"
                ) from None
            if engine.dialect.name == "sqlite":
                event.listen(engine, "connect", _durable)
            self._engine = engine
        return self._engine


def _durable(connection: Any, _: Any) -> None:
    """SQLite so that what is committed survives a power cut, and writers wait for each other."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
