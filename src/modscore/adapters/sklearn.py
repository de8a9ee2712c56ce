"""scikit-learn: a step of a pipeline that turns comments into numbers.

Stage: adapters; texts come in; an array of scores goes out, a column for each name asked for.
Needs scikit-learn (extra ``sklearn``); no pyarrow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from ..errors import SettingError
from ..records import ATTRIBUTES, SIGNALS, CommentScore
from .needed import needed
from .setting import setting

_base: Any = needed("sklearn.base", "modscore.adapters.sklearn", "sklearn")
_validation: Any = needed("sklearn.utils.validation", "modscore.adapters.sklearn", "sklearn")
_numpy: Any = needed("numpy", "modscore.adapters.sklearn", "sklearn")

OUTPUTS = (*SIGNALS, *ATTRIBUTES)


class CommentScores(_base.TransformerMixin, _base.BaseEstimator):  # type: ignore[misc]
    """The scores of texts as columns; nothing is learnt, so ``fit`` only looks at its arguments.

    ``outputs``: names of scores, all signals and attributes if None; the rest as in `Scorer`.
    ``X`` is a one-dimensional sequence of strings, or a table of one column of them. None and NaN
    have NaN for scores, as has an empty text; anything else that is no string is a ValueError.

    >>> steps = CommentScores(preset="fast", outputs=["toxicity"])
    >>> steps.fit_transform(["You are an idiot.", "Thanks!"]).round().tolist()
    [[1.0], [0.0]]
    """

    def __init__(
        self,
        preset: str = "default",
        *,
        outputs: Any = None,
        rules: Any = None,
        off: Any = (),
        points: Any = None,
    ) -> None:
        self.preset = preset
        self.outputs = outputs
        self.rules = rules
        self.off = off
        self.points = points

    def fit(self, X: Any, y: object = None) -> CommentScores:  # noqa: N803 - scikit-learn's name
        """Itself; raises what `Scorer` raises for wrong arguments."""
        self._outputs()
        self._setting().scorer()
        _column(X)
        self.fitted_ = True
        return self

    def transform(self, X: Any) -> Any:  # noqa: N803
        """An array of floats, a row for each text and a column for each of ``outputs``."""
        names = self._outputs()
        found = _column(X)
        results = self._setting().scorer().score_many("" if one is None else one for one in found)
        rows = [_numbers(result.comments[0], names) for result in results]
        return _numpy.array(rows, _numpy.float64).reshape(len(found), len(names))

    def get_feature_names_out(self, input_features: object = None) -> Any:
        """The names of the columns."""
        return _numpy.array(self._outputs(), dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        tags.input_tags.allow_nan = True
        return tags

    def _outputs(self) -> list[str]:
        names = OUTPUTS if self.outputs is None else self.outputs
        names = [names] if isinstance(names, str) else list(names)
        for name in names:
            if name not in OUTPUTS:
                known = ", ".join(OUTPUTS)
                raise SettingError(f"CommentScores: outputs: expected one of {known}, got {name!r}")
        return names

    def _setting(self) -> Any:
        return setting(self.preset, rules=self.rules, off=self.off, points=self.points)


def _column(given: Any) -> list[str | None]:
    """The texts of a column, or of a table of one; ValueError for anything else."""
    if isinstance(given, str | bytes):
        raise ValueError("CommentScores: X: expected a sequence of strings, got one string")
    if isinstance(given, list | tuple):
        values: Any = given
    else:
        values = _numpy.asarray(given, dtype=object)
        if values.ndim == 2 and values.shape[1] == 1:
            values = values[:, 0]
        if values.ndim != 1:
            raise ValueError(
                f"CommentScores: X: expected one column of strings, got an array of shape "
                f"{values.shape}"
            )
    return [_text(row, value) for row, value in enumerate(values)]


def _text(row: int, value: Any) -> str | None:
    if isinstance(value, str):
        return str.__str__(value)
    missing = isinstance(value, float) and math.isnan(value)
    if value is None or missing or type(value).__name__ == "NAType":  # pandas.NA, without pandas
        return None
    raise ValueError(f"CommentScores: X[{row}]: expected a string, got {type(value).__name__}")


def _numbers(score: CommentScore, names: Iterable[str]) -> list[float]:
    if score.text == "":
        return [_numpy.nan for _ in names]
    return [getattr(score if name in SIGNALS else score.attributes, name) for name in names]
