"""Detoxify's network and tokenizer, called one window at a time.

Stage: models; a text comes in, then its tokens in windows; estimates go out. Made by
`detoxify_load` only.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from typing import Any

from ..errors import ModelError


class Network:
    """The network of a checkpoint, its tokenizer, and where it keeps the labels we know.

    ``columns``: for each of ``records.ESTIMATED`` its place in the network's answer. ``longest``:
    the tokens of a text that it takes at once, without the marks that the tokenizer adds.
    """

    def __init__(
        self, model: Any, tokenizer: Any, columns: Sequence[int], hash: str, version: str
    ) -> None:
        self.hash = hash
        self.version = version
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._columns = columns
        self._lock = threading.Lock()  # a tokenizer of the package is not safe to share
        self._size = int(model.config.vocab_size)
        self._before, self._after = self._marks()
        self.longest = _most(model, tokenizer) - len(self._before) - len(self._after)
        unknown = tokenizer.unk_token_id
        self._unknown = unknown if unknown is not None and unknown < self._size else None
        own = set(tokenizer.added_tokens_decoder)
        highest = max((k for k in tokenizer.get_vocab().values() if k not in own), default=0)
        marks = max([*self._before, *self._after], default=0)
        if max(highest, marks) >= self._size or self._unknown is None:
            raise ModelError(
                f"{tokenizer.name_or_path}: vocabulary: expected at most {self._size} tokens, as "
                f"the network has, got {max(highest, marks, unknown or 0) + 1}"
            )
        if self.longest < 1:
            raise ModelError(
                f"{tokenizer.name_or_path}: model_max_length: expected room for a token, got none"
            )

    def tokens(self, text: str) -> list[int]:
        """All tokens of a text, none cut."""
        ids = self._encode(text, False)
        if max(ids, default=0) >= self._size:  # a mark that the network never learned
            ids = [one if one < self._size else self._unknown or 0 for one in ids]
        return ids

    def estimates(self, tokens: Sequence[int]) -> list[float]:
        """What the network says of one window, columns as in ``records.ESTIMATED``.

        ModelError when it answers with no number: then its weights are broken.
        """
        import torch  # noqa: PLC0415 - loaded by now; importing modscore must not load it

        ids = torch.tensor([[*self._before, *tokens, *self._after]])
        with torch.inference_mode():
            answer = self._model(input_ids=ids, attention_mask=torch.ones_like(ids))[0][0]
            every: list[float] = torch.sigmoid(answer.float()).tolist()
        chosen = [every[column] for column in self._columns]
        if not all(map(math.isfinite, chosen)):
            raise ModelError(f"Detoxify: {self.hash[:8]}: expected numbers in [0, 1], got NaN")
        return chosen

    def _encode(self, text: str, marks: bool) -> list[int]:
        with self._lock:
            ids: list[int] = self._tokenizer(
                text, add_special_tokens=marks, truncation=False, padding=False, verbose=False
            )["input_ids"]
        return ids

    def _marks(self) -> tuple[list[int], list[int]]:
        """The tokens that stand before and after every text."""
        bare, full = self._encode("a", False), self._encode("a", True)
        for at in range(len(full) - len(bare) + 1):
            if full[at : at + len(bare)] == bare:
                return full[:at], full[at + len(bare) :]
        return [], []


def _most(model: Any, tokenizer: Any) -> int:
    """How many tokens the network has places for; a tokenizer without a limit names a huge one."""
    places = int(model.config.max_position_embeddings)
    if "roberta" in model.config.model_type:  # it counts from behind the padding token's number
        places -= int(model.config.pad_token_id) + 1
    return min(places, int(tokenizer.model_max_length))
