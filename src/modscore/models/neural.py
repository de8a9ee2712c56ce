"""The network: six layers that read a comment's words in their order.

Stage: models; a prepared batch and the comments to read come in; a `Reading` a comment goes out.
Each stretch is read alone and unpadded, on one thread: its answer cannot depend on its neighbours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from ..text.prepared import Prepared
from . import artifact
from .speech import speech

KIND = "network"
STRETCH = 128  # word pieces that are read at once, two of them marks of beginning and end
SHARED = 32  # pieces that neighbouring stretches have in common
MOST = 48  # stretches read of one comment: the network's cost stays bounded
CHUNK = 20_000  # characters cut into pieces at once

Floats = NDArray[np.float32]


class Reading(NamedTuple):
    """Logits of a comment (heads,), and of its word pieces (t, 1 + sentence heads) with the code
    points of the comment's text that each stands at; ``inner`` pieces go on with a word begun.
    Not ``whole``: the comment goes on beyond what was read."""

    comment: Floats
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    pieces: Floats
    inner: NDArray[np.bool_]
    whole: bool = True


class Network:
    """A shipped network. ``heads`` and ``sentence_heads`` name its columns."""

    def __init__(self, stored: artifact.Artifact) -> None:
        self.id, self.hash, self.about = stored.id, stored.hash, stored.about
        self.stored = stored
        self.heads = tuple(stored.about.get("heads", ()))
        self.sentence_heads = tuple(stored.about.get("sentence_heads", ()))
        graph = stored.tensor("graph", np.uint8, -1)
        pieces = stored.tensor("pieces", np.uint8, -1).tobytes().decode("utf-8").split("\n")
        self._tokens = _tokenizer(stored.id, pieces)
        self._inner = np.array([piece.startswith("##") for piece in pieces], dtype=np.bool_)
        self._first, self._last = pieces.index("[CLS]"), pieces.index("[SEP]")
        self._session = _session(stored.id, graph.tobytes())

    @classmethod
    def load(cls, model: str | Path) -> Network:
        """The shipped network of this name, or the one in a file."""
        return cls(artifact.load(model, KIND))

    def read(self, prepared: Prepared, comments: Sequence[int]) -> Iterator[Reading | None]:
        """A reading of each comment, None for one without own words. Of a comment with more than
        ``MOST`` stretches the first so many are read."""
        for said, origin in speech(prepared, comments):
            ids, places = self._cut(said)
            yield self._read(ids, places, origin) if len(ids) else None

    def _cut(self, said: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The word pieces of a text (t,) and their places in it (t, 2)."""
        ids: list[Any] = []
        places: list[Any] = []
        at = 0
        while at < len(said):
            end = at + CHUNK
            if end < len(said):
                blank = said.rfind(" ", at + 1, end)
                end = blank if blank > 0 else end
            found = self._tokens.encode(said[at:end], add_special_tokens=False)
            ids.append(np.array(found.ids, dtype=np.int64))
            places.append(np.array(found.offsets, dtype=np.int64).reshape(-1, 2) + at)
            at = end
        if not ids:
            return np.zeros(0, np.int64), np.zeros((0, 2), np.int64)
        return np.concatenate(ids), np.concatenate(places)

    def _read(
        self, ids: NDArray[np.int64], places: NDArray[np.int64], origin: NDArray[np.int64]
    ) -> Reading:
        every = stretches(len(ids))
        bounds = every[:MOST]
        logits = np.zeros((len(ids), 1 + len(self.sentence_heads)), dtype=np.float32)
        known = np.zeros(len(ids), dtype=np.bool_)
        comments, sizes = [], []
        for start, end in bounds:
            row = np.concatenate([[self._first], ids[start:end], [self._last]])[None]
            comment, pieces = self._session.run(None, {"ids": row})
            # the pieces that two stretches share are told by each in the half nearer its middle
            fresh = start + (SHARED // 2 if known[start] else 0)
            logits[fresh:end] = np.nan_to_num(pieces[0, 1 + fresh - start : -1])
            known[fresh:end] = True
            comments.append(np.nan_to_num(comment[0]))
            sizes.append(end - start)
        own = np.flatnonzero(known)
        start, last = origin[places[own, 0]], origin[places[own, 1] - 1]
        joined = together(np.stack(comments), np.array(sizes), self.heads)
        whole = len(bounds) == len(every)
        return Reading(joined, start, last + 1, logits[own], self._inner[ids[own]], whole)


def stretches(size: int) -> list[tuple[int, int]]:
    """Where a row of so many pieces is cut: overlapping, all of it covered.

    >>> stretches(100), stretches(200)
    ([(0, 100)], [(0, 126), (74, 200)])
    """
    own, step = STRETCH - 2, STRETCH - 2 - SHARED
    if size <= own:
        return [(0, size)]
    starts = [*range(0, size - own, step), size - own]
    return [(start, start + own) for start in starts]


def together(logits: Floats, sizes: NDArray[np.int64], heads: Sequence[str]) -> Floats:
    """The logits of a comment from those of its stretches: the highest where one bad stretch makes
    a bad comment, the mean by length for quality."""
    highest: Floats = logits.max(axis=0)
    if "quality" in heads:
        place = heads.index("quality")
        highest[place] = (logits[:, place] * sizes).sum() / sizes.sum()
    return highest


def _tokenizer(id: str, pieces: list[str]) -> Any:
    try:
        from tokenizers import BertWordPieceTokenizer  # noqa: PLC0415 - not for the fast preset
    except ImportError as fault:
        raise ModelError(f"{id}: tokenizers: expected the package, got: {fault}") from fault
    if not {"[CLS]", "[SEP]", "[UNK]"} <= set(pieces):
        raise ModelError(f"{id}: pieces: expected [CLS], [SEP] and [UNK] among them, got none")
    numbers = {piece: k for k, piece in enumerate(pieces)}
    return BertWordPieceTokenizer(numbers, lowercase=True, strip_accents=False)


def _session(id: str, graph: bytes) -> Any:
    # Read once, at its first import: without this, recent builds report to their makers.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    try:
        import onnxruntime  # noqa: PLC0415 - not for the fast preset
    except ImportError as fault:
        raise ModelError(f"{id}: onnxruntime: expected the package, got: {fault}") from fault
    onnxruntime.disable_telemetry_events()  # for a program that had imported it before
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as fault:  # onnxruntime's own kinds of error are not public
        said = str(fault).splitlines()[0][:200]
        raise ModelError(f"{id}: graph: expected one that onnxruntime reads, got: {said}") from None


def packed(graph: bytes, pieces: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The tensors of a network's file."""
    return {
        "graph": np.frombuffer(graph, dtype=np.uint8),
        "pieces": np.frombuffer("\n".join(pieces).encode("utf-8"), dtype=np.uint8),
    }
