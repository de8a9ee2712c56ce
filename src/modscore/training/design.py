"""Which columns the linear toxicity model learns, how they are scaled, and how they are stored.

Stage: training; ``Columns`` come in; blocks to fit go out, and from fitted weights the whole
numbers that ``models.linear`` adds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..models.letters import GRAM_BITS
from ..models.linear import LABELS
from ..models.wording import PAIR_BITS
from .columns import Columns
from .fit import Block, Fitted, telling

SEEN = 3  # a column must be in so many texts
RARITY = 0.7  # power of the log of inverse frequency that columns are scaled by
PAIR_SCALE = 0.25  # how much a pair may say beside a letter group
WHOLE_SCALE = 2.0  # how much a whole word may say beside a letter group
MARK_SCALE = 0.3
TELLING = (0.3, 3.0)  # least trust in a column, and the most that its log ratio adds
SIZE_UNIT = 1 / 64
FLOOR = 50.0  # least squared length of a comment's letters: one word is little ground
PAIR_FLOOR = 1.0  # least number of pairs and signs


@dataclass(frozen=True, eq=False)
class Design:
    """Which columns are learnt, and how they are scaled."""

    blocks: list[Block]
    letter_places: NDArray[np.int64]
    letter_scale: NDArray[np.float32]
    pair_places: NDArray[np.int64]
    pair_scale: NDArray[np.float32]
    sizes: NDArray[np.uint16]
    whole: NDArray[np.bool_]  # which letter places some whole word has


def design(seen: Columns) -> Design:
    """The columns of training texts: rare ones left out, each scaled by its rarity, each text by
    its length (see ``LinearToxicity``)."""
    import scipy.sparse as sp

    n = seen.uses.shape[0]
    in_texts = np.bincount(seen.uses.indices, minlength=seen.uses.shape[1]).astype(np.float32)
    spread = np.minimum(seen.letters.T @ in_texts, 0.9 * n)
    places = np.flatnonzero(spread >= SEEN)
    scale = (np.log(n / spread[places]) ** RARITY).astype(np.float32)
    sizes = np.zeros(1 << GRAM_BITS, dtype=np.uint16)
    sizes[places] = np.rint(scale**2 / SIZE_UNIT)
    length = np.maximum(seen.uses @ (seen.letters @ sizes.astype(np.float32)) * SIZE_UNIT, FLOOR)
    letters = Block(
        (sp.diags((length**-0.5).astype(np.float32)) @ seen.uses).tocsr(),
        (seen.letters[:, places] @ sp.diags(scale)).tocsr().astype(np.float32),
    )
    count = np.asarray(seen.pairs.sum(axis=1)).ravel()
    with_pair = np.bincount(seen.pairs.indices, minlength=1 << PAIR_BITS)
    pair_places = np.flatnonzero(with_pair >= SEEN)
    pair_scale = (np.log(n / with_pair[pair_places]) ** RARITY).astype(np.float32)
    share = sp.diags((np.maximum(count, PAIR_FLOOR) ** -0.5).astype(np.float32))
    pairs = Block((share @ seen.pairs[:, pair_places] @ sp.diags(pair_scale)).tocsr())
    blocks = [letters, pairs, Block(seen.marks)]
    return Design(blocks, places, scale, pair_places, pair_scale, sizes, seen.whole[places])


def trust(
    made: Design, labels: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(columns, 6) how freely each weight may move: by kind of column and by what it tells."""
    letters, pairs, marks = made.blocks
    least, most = TELLING
    parts = [
        np.minimum(telling(block, labels=labels, weights=weights), most) + least
        for block in (letters, pairs)
    ]
    parts[0][made.whole] *= WHOLE_SCALE
    parts[1] *= PAIR_SCALE
    parts.append(np.full((marks.width, LABELS), MARK_SCALE, dtype=np.float32))
    return np.concatenate(parts).astype(np.float32)


def even_trust(made: Design) -> NDArray[np.float32]:
    """(columns, 6) as `trust`, but all columns of a kind alike, and pairs as free as letters."""
    letters, pairs, marks = made.blocks
    parts = [np.ones((block.width, LABELS), dtype=np.float32) for block in (letters, pairs, marks)]
    parts[0][made.whole] *= WHOLE_SCALE
    parts[2] *= MARK_SCALE
    return np.concatenate(parts)


def quantised(fitted: Fitted, made: Design) -> dict[str, NDArray[Any]]:
    """The tensors of ``LinearToxicity`` but the knots: whole numbers and the unit of each label."""
    cut, end = len(made.letter_places), len(made.letter_places) + len(made.pair_places)
    letters, letter_unit = whole(fitted.weights[:cut] * made.letter_scale[:, None], 2047)
    pairs, pair_unit = whole(fitted.weights[cut:end] * made.pair_scale[:, None], 127, tail=1e-4)
    table = np.zeros((LABELS, 1 << GRAM_BITS), dtype=np.int16)
    table[:, made.letter_places] = letters.T
    pair_table = np.zeros((LABELS, 1 << PAIR_BITS), dtype=np.int8)
    pair_table[:, made.pair_places] = pairs.T
    return {
        "letters": table,
        "letter_unit": letter_unit,
        "pairs": pair_table,
        "pair_unit": pair_unit,
        "sizes": made.sizes,
        "size_unit": np.array([SIZE_UNIT]),
        "floors": np.array([FLOOR, PAIR_FLOOR]),
        "marks": fitted.weights[end:].astype(np.float64),
        "bias": fitted.biases[0].astype(np.float64),
    }


def whole(
    weights: NDArray[np.float32], most: int, tail: float = 0.0
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Whole numbers within ±most and the unit of each column; a share ``tail`` of the largest
    weights may be cut so that the others keep more of their detail."""
    size = np.abs(weights.astype(np.float64))
    unit = np.maximum(np.quantile(size, 1 - tail, axis=0), 1e-9) / most
    return np.clip(np.rint(weights / unit), -most, most).astype(np.int64), unit
