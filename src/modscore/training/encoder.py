"""The network in torch: six layers of MiniLM, a head for comments and one for words.

Stage: training; word pieces come in; logits for every comment and every word piece go out. The
layers, their sizes and first weights are all-MiniLM-L6-v2's (Apache-2.0).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from .neural_export import INNER, LAYERS, LONGEST, PARTS, WIDTH

DROPPED = 0.1


class Layer(nn.Module):  # type: ignore[misc,unused-ignore]
    """Attention and two dense layers, each added to what came in and normed."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm_down = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(b, t, WIDTH) from the same; ``mask`` is added to the attention's logits."""
        b, t, _ = x.shape
        qkv = self.qkv(x).view(b, t, 3, PARTS, WIDTH // PARTS).permute(2, 0, 3, 1, 4)
        q, k, v = (part.reshape(b * PARTS, t, WIDTH // PARTS) for part in qkv)
        # written out: the fused attention's backward pass is slow on a CPU
        scores = torch.bmm(q * (WIDTH // PARTS) ** -0.5, k.transpose(1, 2))
        seen = torch.softmax((scores.view(b, PARTS, t, t) + mask).view(-1, t, t), dim=-1)
        mixed = torch.bmm(seen, v).view(b, PARTS, t, -1).transpose(1, 2).reshape(b, t, WIDTH)
        x = self.norm_out(x + self.out(mixed))
        return self.norm_down(x + self.down(functional.gelu(self.up(x))))


class Encoder(nn.Module):  # type: ignore[misc,unused-ignore]
    """Layers over word pieces, and the heads."""

    def __init__(self, pieces: int, heads: int, sentence_heads: int, sources: int) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pool = nn.Linear(2 * WIDTH, WIDTH)
        self.comment = nn.Linear(WIDTH, heads)
        self.piece = nn.Linear(WIDTH, 1 + sentence_heads)
        self.bias = nn.Embedding(sources, heads)  # how each set's raters differ; not shipped
        nn.init.zeros_(self.bias.weight)

    def forward(self, ids: torch.Tensor, there: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (b, heads) and (b, t, 1 + sentence heads); ``there`` is false for padding."""
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
        if self.training:  # one dropout for all layers: drawing chances is slow on a CPU
            x = functional.dropout(x, DROPPED)
        mask = torch.zeros(there.shape, dtype=x.dtype).masked_fill(~there, -1e4)[:, None, None]
        for layer in self.layers:
            x = layer(x, mask)
        share = there.unsqueeze(-1).to(x.dtype)
        mean = (x * share).sum(1) / share.sum(1)
        pooled = functional.gelu(self.pool(torch.cat([x[:, 0], mean], dim=-1)))
        if self.training:
            pooled = functional.dropout(pooled, DROPPED)
        return self.comment(pooled), self.piece(x)


def started(
    folder: Path, kept: list[int], heads: int, sentence_heads: int, sources: int
) -> Encoder:
    """An encoder with MiniLM's weights from a folder, for the word pieces kept."""
    known = load_file(folder / "model.safetensors")
    encoder = Encoder(len(kept), heads, sentence_heads, sources)
    state: dict[str, Any] = encoder.state_dict()
    first = "embeddings."
    state["words.weight"] = known[f"{first}word_embeddings.weight"][kept]
    kind = known[f"{first}token_type_embeddings.weight"][0]
    state["places.weight"] = known[f"{first}position_embeddings.weight"][:LONGEST] + kind
    for ours, theirs in (("weight", "weight"), ("bias", "bias")):
        state[f"norm.{ours}"] = known[f"{first}LayerNorm.{theirs}"]
        for k in range(LAYERS):
            at, to = f"encoder.layer.{k}.", f"layers.{k}."
            parts = [known[f"{at}attention.self.{n}.{theirs}"] for n in ("query", "key", "value")]
            state[f"{to}qkv.{ours}"] = torch.cat(parts)
            for own, other in (
                ("out", "attention.output.dense"),
                ("norm_out", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm_down", "output.LayerNorm"),
            ):
                state[f"{to}{own}.{ours}"] = known[f"{at}{other}.{theirs}"]
    encoder.load_state_dict(state)
    return encoder
