"""Word pieces: which of MiniLM's are kept, and a tokenizer of the kept ones.

Stage: training; texts and a folder with MiniLM come in; a vocabulary and the pieces of each text
with their places go out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tokenizers import BertWordPieceTokenizer, Encoding

WEIGHTS, PIECES = "network.safetensors", "pieces.txt"  # the files of a checkpoint
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
KEPT = 19_600  # of 30,522, so that all shipped weights stay under 30 MB


def tokenizer(vocabulary: Sequence[str]) -> BertWordPieceTokenizer:
    """A tokenizer whose piece k is ``vocabulary[k]``; texts are folded already."""
    return BertWordPieceTokenizer(
        {piece: k for k, piece in enumerate(vocabulary)}, lowercase=True, strip_accents=False
    )


def kept_pieces(
    folder: Path, texts: Sequence[str], most: int = KEPT
) -> tuple[list[str], list[int]]:
    """The pieces to keep and their numbers in MiniLM's vocabulary: special ones, single letters
    and signs of the texts, then those that the texts use most, in the old order."""
    every = (folder / "vocab.txt").read_text("utf-8").split("\n")
    every = every[:-1] if not every[-1] else every
    whole = tokenizer(every)
    counts: Counter[int] = Counter()
    for at in range(0, len(texts), 5000):
        for read in whole.encode_batch(list(texts[at : at + 5000])):
            counts.update(set(read.ids))
    single = {
        k for k, piece in enumerate(every) if len(piece.removeprefix("##")) == 1 and counts[k]
    }
    single |= {k for k, piece in enumerate(every) if piece in SPECIAL}
    single |= {k for k, p in enumerate(every) if len(p.removeprefix("##")) == 1 and p.isascii()}
    common = sorted(counts, key=lambda k: (-counts[k], k))
    chosen = set(single)
    for number in common:
        if len(chosen) >= most:
            break
        chosen.add(number)
    numbers = sorted(chosen)
    return [every[k] for k in numbers], numbers


def encoded(vocabulary: Sequence[str], texts: Sequence[str]) -> list[Encoding]:
    """The pieces of each text, [CLS] first and [SEP] last, with the places they stand at."""
    reader = tokenizer(vocabulary)
    found: list[Encoding] = []
    for at in range(0, len(texts), 5000):
        found += reader.encode_batch(list(texts[at : at + 5000]))
    return found
