"""Hugging Face datasets: a function for ``Dataset.map``.

Stage: adapters; batches of rows as datasets has them come in; the columns of `modscore.arrow` go
out. Needs datasets and pyarrow (extra ``datasets``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .given import arrow, texts
from .needed import needed
from .scoring import Scoring, scoring


class Scores:
    """A function for ``dataset.map(Scores(…), batched=True, features=…)``.

    ``text``: the column that holds the texts; the rest as in `Scorer`. Each row is a thread of
    its own. Two of the same arguments, version, rules and models have the same fingerprint, in
    any process, so what was scored before is found again; after an update it is scored anew.
    """

    def __init__(self, text: str = "text", **asked: Any) -> None:
        needed("datasets", "modscore.adapters.datasets", "datasets")
        self._made: Scoring = scoring(text=text, **asked)

    def features(self, given: Mapping[str, Any]) -> Any:
        """The features of the mapped dataset: those it has (``dataset.features``), then scores."""
        datasets = needed("datasets", "modscore.adapters.datasets", "datasets")
        own = datasets.Features.from_arrow_schema(arrow().schema(self._made.own()))
        return datasets.Features({**given, **own})

    def __call__(self, rows: Mapping[str, Any]) -> dict[str, list[Any]]:
        """The scores of a batch of rows, a list for each column."""
        from ..batch import table  # noqa: PLC0415 - pyarrow, only when needed

        found, faults = texts(list(rows[self._made.text]))
        batch = arrow().record_batch({self._made.text: table.strings(found)})
        columns: dict[str, list[Any]] = {name: [] for name in self.names}
        for scores in self._made([batch]):
            for name, values in scores.to_pydict().items():
                columns[name] += values
        return columns | {"error": faults}

    @property
    def names(self) -> list[str]:
        """The columns that are added."""
        return [field.name for field in self._made.own()]
