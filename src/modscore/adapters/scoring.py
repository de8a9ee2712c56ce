"""Record batches of comments become record batches of scores, the rows in the same order.

Stage: adapters; Arrow record batches come in; batches of the documented columns go out. What all
adapters stand on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ..api import Path, Scorer
from ..errors import SettingError
from ..records import Provenance, Thread
from ..threads.build import build
from ..threads.shown import shown
from .given import PLACE, arrow, ids, plain, texts
from .setting import Setting, setting

PIECE = 4096  # rows scored together, so that memory stays flat


class Scoring(msgspec.Struct, frozen=True, kw_only=True):
    """Which columns hold what, what goes along, and how it is scored.

    Plain values only: it can be pickled, compared and hashed. Called with an iterator of record
    batches it gives one of scores, which is what Spark's ``mapInArrow`` takes. ``expected``: how
    other processes score; a worker that would score otherwise raises SettingError.
    """

    text: str = "text"
    id: str | None = None
    thread: str | None = None
    parent: str | None = None
    author: str | None = None
    keep: tuple[str, ...] = ()
    setting: Setting = Setting()
    expected: Provenance | None = None

    @property
    def scorer(self) -> Scorer:
        """The scorer of this process, built at the first use."""
        return self.setting.scorer(self.expected)

    def columns(self) -> list[str]:
        """The columns that are read, each once."""
        named = [self.text, self.id, self.thread, self.parent, self.author, *self.keep]
        return list(dict.fromkeys(name for name in named if name is not None))

    def schema(self, given: Any) -> Any:
        """The schema of the scores of rows with the schema ``given``; its metadata under
        ``modscore`` say how they were made.

        Raises SettingError for a column that is not there, or twice, or whose name is taken.
        """
        from ..batch import table  # noqa: PLC0415 - pyarrow, only when needed

        self.check(given.names)
        pa = arrow()
        made = self.own()
        taken = {field.name for field in made}
        for name in self.keep:
            if name in taken:
                raise SettingError(
                    f"{PLACE}: keep: expected a name that no column of scores has, got {name!r}"
                )
        kept = [given.field(name) for name in dict.fromkeys(self.keep)]
        return pa.schema([*kept, *made], metadata=table.metadata(self.scorer.provenance))

    def own(self) -> list[Any]:
        """The fields of the scores, without what is kept."""
        from ..batch import table  # noqa: PLC0415

        pa = arrow()
        named = [name for name in ("thread", "id") if getattr(self, name) is not None]
        strings = [pa.field(name, pa.string()) for name in named]
        return [*strings, *table.score_fields(), pa.field("error", pa.string())]

    def check(self, names: list[str]) -> None:
        """Raises SettingError unless each column that is read is there, once."""
        fields = {field: getattr(self, field) for field in ("id", "thread", "parent", "author")}
        asked = [("text", self.text), *fields.items(), *[("keep", name) for name in self.keep]]
        for field, name in asked:
            if name is not None and names.count(name) != 1:
                got = f"{name!r} twice" if name in names else shown(name)
                there = ", ".join(shown(one) for one in names[:12]) or "none"
                raise SettingError(f"{PLACE}: {field}: expected one of {there}, got {got}")

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The scores of the rows, in order, in batches of a size of their own.

        Rows of one thread that stand together are a thread, wherever batches are cut.
        """
        schema = None
        for batch in self._whole(batches):
            schema = schema or self.schema(batch.schema)
            yield self._scored(batch, schema)

    def _whole(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The rows in pieces that end where threads end."""
        held: list[Any] = []  # rows of a thread that may go on
        key: str | None = None
        for batch in batches:
            self.check(batch.schema.names)
            for start in range(0, batch.num_rows, PIECE):
                piece = batch.slice(start, PIECE)
                if self.thread is None:
                    yield piece
                    continue
                keys = ids(plain(piece.column(self.thread)))
                cut = _last_run(keys)
                if cut:
                    yield joined([*held, piece.slice(0, cut)])
                    held = []
                elif held and keys[0] != key:
                    yield joined(held)
                    held = []
                if cut < len(keys):
                    held.append(piece.slice(cut))
                key = keys[-1]
        if held:
            yield joined(held)

    def _scored(self, batch: Any, schema: Any) -> Any:
        from ..batch import table  # noqa: PLC0415

        found, faults = texts(plain(batch.column(self.text)))
        lists = {
            field: ids(plain(batch.column(name)))
            for field in ("id", "thread", "parent", "author")
            if (name := getattr(self, field)) is not None
        }
        threads = _threads(found, lists)
        results = self.scorer.score_many(threads)
        scores = [score for result in results for score in result.comments]
        columns = [
            *[batch.column(name) for name in dict.fromkeys(self.keep)],
            *[table.strings(lists[name]) for name in ("thread", "id") if name in lists],
            *table.score_columns(scores),
            table.strings(faults),
        ]
        return arrow().RecordBatch.from_arrays(columns, schema=schema)


def scoring(
    *,
    text: str = "text",
    id: str | None = None,
    thread: str | None = None,
    parent: str | None = None,
    author: str | None = None,
    keep: Iterable[str] = (),
    preset: str = "default",
    rules: Path | Iterable[Path] | None = None,
    off: Iterable[str] = (),
    points: Mapping[str, float] | str | None = None,
) -> Scoring:
    """The checked `Scoring` of these names of columns and arguments of `Scorer`.

    Raises what `Scorer` raises: it is built here, so that what is wrong is told before work is
    given out, and workers are held to the same version, rules and models.
    """
    asked = setting(preset, rules=rules, off=off, points=points)
    return Scoring(
        text=text,
        id=id,
        thread=thread,
        parent=parent,
        author=author,
        keep=(keep,) if isinstance(keep, str) else tuple(keep),
        setting=asked,
        expected=asked.scorer().provenance,
    )


def joined(pieces: list[Any]) -> Any:
    """One record batch of the rows of several."""
    pa = arrow()
    if len(pieces) == 1:
        return pieces[0]
    (whole,) = pa.Table.from_batches(pieces).combine_chunks().to_batches()
    return whole


def _last_run(keys: list[str | None]) -> int:
    """Where the run of equal keys at the end begins; the end itself if they are None."""
    cut = len(keys)
    last = keys[-1]
    while last is not None and cut and keys[cut - 1] == last:
        cut -= 1
    return cut


def _threads(found: list[str], lists: dict[str, list[str | None]]) -> Iterator[str | Thread]:
    if "thread" not in lists:
        yield from found
        return
    fields = {name: column for name, column in lists.items() if name != "thread"}
    for key, run in itertools.groupby(range(len(found)), key=lists["thread"].__getitem__):
        if key is None:
            yield from (found[row] for row in run)
            continue
        comments = [
            {"text": found[row], **{name: column[row] for name, column in fields.items()}}
            for row in run
        ]
        yield build({"id": key, "comments": comments}, lenient=True)
