"""Detoxify as the toxicity model: the real package behind the same results.

Stage: models; a prepared batch comes in; the package's estimates go out, under our names. Only
light imports at the top: `modscore.Detoxify` is a public name, torch comes with the first model.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import SettingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..text.prepared import Prepared
    from .contract import Share
    from .detoxify_network import Network

NAMES = ("original", "unbiased", "multilingual", "original-small", "unbiased-small")
OVERLAP = 4  # windows share one token in so many with the next one
_NOTHING = (0.0,) * 6  # what a comment without a word of its own is estimated at
_HIGH_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF


class Detoxify:
    """A model of the package `detoxify` (extra ``modscore[detoxify]``), for ``Scorer(model=…)``.

    ``name``: "original", "unbiased" or "multilingual" (also "original-small", "unbiased-small").
    ``checkpoint``: the file of its weights; without it torch's own cache is looked into, and then
    the package's download address. ``config``: the folder with its ``config.json`` and tokenizer
    files; without it the cache of the Hugging Face hub, then the hub. With both nothing is fetched.

    Six of the package's labels are kept, ``sexual_explicit`` is not; they are not calibrated. It
    reads comments as they are written, without what is quoted, code, headers and markup, and marks
    no words: findings come from the rules. A comment longer than the network takes is read in
    overlapping windows and gets the highest estimate of any. Each window runs alone: without
    padding, and with the same bits whatever else is in the batch (on one machine, with one version
    and one number of threads of torch).

    Raises SettingError for an unknown name; ModelError when the package is not installed, or its
    files are missing or of another form. Files are read as tensors and plain values, never run.
    """

    def __init__(
        self,
        name: str = "original",
        checkpoint: str | os.PathLike[str] | None = None,
        config: str | os.PathLike[str] | None = None,
    ) -> None:
        if name not in NAMES:
            raise SettingError(f"Detoxify: name: expected one of {', '.join(NAMES)}, got {name!r}")
        from .detoxify_load import load  # noqa: PLC0415 - torch is wanted from here on

        self._network: Network = load(name, checkpoint, config)
        self.id = f"detoxify-{name}-{self._network.version}"
        self.hash = self._network.hash

    def __repr__(self) -> str:
        return f"<Detoxify {self.id} {self.hash[:8]}>"

    def estimate(self, prepared: Prepared) -> NDArray[np.float64]:
        """(n, 6) chances as the package gives them, columns as in ``records.ESTIMATED``."""
        import numpy as np  # noqa: PLC0415

        texts = spoken(prepared)
        rows = {text: self._row(text) for text in dict.fromkeys(texts)}
        return np.array([rows[text] for text in texts], np.float64).reshape(-1, len(_NOTHING))

    def spans(self, prepared: Prepared, comments: Sequence[int]) -> list[list[Share]]:
        """No stretches for any comment: the package gives none."""
        return [[] for _ in comments]

    def _row(self, text: str) -> Sequence[float]:
        if not text or text.isspace():
            return _NOTHING
        tokens = self._network.tokens(text)
        rows = [
            self._network.estimates(tokens[start:end])
            for start, end in windows(len(tokens), self._network.longest)
        ]
        return [max(column) for column in zip(*rows, strict=True)]


def windows(count: int, longest: int) -> list[tuple[int, int]]:
    """Stretches of at most ``longest`` that cover ``count`` tokens, as few as can be, equal in
    length, each with at least one token in four of the next one's.

    >>> windows(5, 8), windows(20, 8)
    ([(0, 5)], [(0, 8), (6, 14), (12, 20)])
    """
    if count <= longest:
        return [(0, count)]
    step = max(1, longest - longest // OVERLAP)
    last = count - longest  # where the last window begins
    more = -(-last // step)
    starts = [last * k // more for k in range(more + 1)]
    return [(start, start + longest) for start in starts]


def spoken(prepared: Prepared) -> list[str]:
    """The text of each comment with a blank for each stretch that is quoted, code, header or
    markup, and a mark for each lone surrogate, which no tokenizer takes."""
    import numpy as np  # noqa: PLC0415

    from ..text.prepared import CODE, HEADER, MARKUP, QUOTE  # noqa: PLC0415

    points = prepared.points
    silent = prepared.regions & (QUOTE | CODE | HEADER | MARKUP) != 0
    lone = (points >= _HIGH_SURROGATE) & (points <= _LAST_SURROGATE)
    odd = np.add.reduceat(silent | lone, prepared.starts[:-1], dtype=np.int64) if prepared else ()
    texts = list(prepared.texts)
    for comment in np.flatnonzero(odd).tolist():
        here = slice(prepared.starts[comment], prepared.starts[comment + 1] - 1)
        said = np.where(lone[here], 0xFFFD, points[here])
        hushed = silent[here]
        said = np.where(hushed, ord(" "), said)
        kept = ~hushed | ~np.concatenate([[False], hushed[:-1]])
        texts[comment] = said[kept].astype("<u4").tobytes().decode("utf-32-le")
    return texts
