"""Training of the network: ``modscore train neural --data DIR --minilm DIR --out DIR``.

Stage: training; a folder of labelled sets and one with all-MiniLM-L6-v2 come in; a checkpoint in
safetensors form goes out, from which ``neural_export`` makes the shipped file. Killed at any
moment, a second start goes on from the last checkpoint.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch.nn import functional

from .encoder import Encoder, started
from .mixture import AT_HOME, HEADS, SENTENCE_HEADS, SOURCES, Example, examples
from .pieces import PIECES, WEIGHTS, encoded, kept_pieces

STATE = "state.pt"  # for going on; never shipped, never read by anything but this module


@dataclass(frozen=True)
class Recipe:
    """What one training run depends on beside its data."""

    seed: int = 3
    rate: float = 1.5e-4  # of the layers; heads and biases learn ten times as fast
    warm: float = 0.06  # share of the steps in which the rate rises
    decay: float = 0.01
    pieces_a_step: int = 4096
    longest: int = 128
    span_weight: float = 0.5
    sentence_weight: float = 1.0
    every: int = 150  # steps between checkpoints


FURTHER = Recipe(seed=4, rate=8e-5, warm=0.04, span_weight=0.8)  # a round after the first


@dataclass(frozen=True, eq=False)
class Reading:
    """An example as numbers: pieces, and for each the share of raters who marked it (NaN: not
    known) and the sentence it is in (-1: none)."""

    ids: NDArray[np.int32]
    marked: NDArray[np.float32]
    sentence: NDArray[np.int16]
    targets: NDArray[np.float32]  # (sentences, heads)
    example: Example


def reading(example: Example, pieces: Any, longest: int, random_: random.Random) -> Reading:
    """The example cut to at most ``longest`` pieces: mostly the beginning, else some stretch."""
    ids = np.array(pieces.ids, dtype=np.int32)
    places = np.array(pieces.offsets, dtype=np.int64)
    if len(ids) > longest:
        cut = 0 if random_.random() < 0.7 else random_.randrange(0, len(ids) - longest)
        kept = np.concatenate([[0], np.arange(cut + 1, cut + longest - 1), [len(ids) - 1]])
        ids, places = ids[kept], places[kept]
    middle = places.mean(axis=1)
    own = slice(1, len(ids) - 1)
    marked = np.full(len(ids), np.nan, dtype=np.float32)
    if example.spans is not None:
        marked[own] = 0
        for start, end, share in example.spans:
            inside = (middle[own] > start) & (middle[own] < end)
            marked[own] = np.where(inside, np.maximum(marked[own], share), marked[own])
    sentence = np.full(len(ids), -1, dtype=np.int16)
    kept_targets: list[NDArray[np.float32]] = []
    for start, end, targets in example.sentences:
        inside = (middle > start) & (middle < end)
        inside[[0, -1]] = False
        if inside.any():
            sentence[inside] = len(kept_targets)
            kept_targets.append(targets)
    stacked = np.array(kept_targets, dtype=np.float32).reshape(-1, len(SENTENCE_HEADS))
    return Reading(ids, marked, sentence, stacked, example)


def batches(readings: list[Reading], most: int, random_: random.Random) -> list[list[int]]:
    """Numbers of readings that go together: alike in length, at most so many pieces a batch; the
    order of the readings is kept but for stretches of some thousands."""
    found: list[list[int]] = []
    for at in range(0, len(readings), 4096):
        stretch = sorted(
            range(at, min(at + 4096, len(readings))), key=lambda k: len(readings[k].ids)
        )
        own: list[list[int]] = [[]]
        for number in stretch:
            if own[-1] and (len(own[-1]) + 1) * len(readings[number].ids) > most:
                own.append([])
            own[-1].append(number)
        random_.shuffle(own)
        found += own
    return found


def loss_of(encoder: Encoder, batch: list[Reading], recipe: Recipe) -> torch.Tensor:
    """The loss of a batch: comments, sentences and marked words, each by what is known of it."""
    longest = max(len(one.ids) for one in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    there = torch.zeros(len(batch), longest, dtype=torch.bool)
    marked = torch.full((len(batch), longest), torch.nan)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.from_numpy(one.ids.astype(np.int64))
        there[row, : len(one.ids)] = True
        marked[row, : len(one.ids)] = torch.from_numpy(one.marked)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        comment, piece = encoder(ids, there)
    comment, piece = comment.float(), piece.float()
    source = torch.tensor([one.example.source for one in batch])
    abroad = torch.tensor([float(SOURCES[one.example.source] not in AT_HOME) for one in batch])
    comment = comment + encoder.bias(source) * abroad[:, None]
    weight = torch.tensor([one.example.weight for one in batch])[:, None]
    target = torch.from_numpy(np.stack([one.example.heads for one in batch]))
    loss = _cross(comment, target, weight) / len(batch)
    loss = loss + recipe.span_weight * _cross(piece[..., 0], marked, weight) / longest / len(batch)
    rows = [
        (row, torch.from_numpy(one.sentence.astype(np.int64)), torch.from_numpy(one.targets))
        for row, one in enumerate(batch)
        if len(one.targets)
    ]
    for row, sentence, targets in rows:
        which = functional.one_hot(sentence + 1, len(targets) + 1)[:, 1:].float()
        own = piece[row, : len(sentence), 1:]
        means = (which.T @ own) / which.sum(0)[:, None].clamp(min=1)
        loss = loss + (
            recipe.sentence_weight
            * float(weight[row])
            * _cross(means, targets, torch.ones(1))
            / len(targets) ** 0.5
            / len(batch)
        )
    return loss


def _cross(logits: torch.Tensor, target: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    known = torch.isfinite(target)
    each = functional.binary_cross_entropy_with_logits(
        logits, torch.where(known, target, 0.5), reduction="none"
    )
    return (each * known * weight).sum()


def train(
    data: Path,
    minilm: Path,
    out: Path,
    recipe: Recipe,
    *,
    steps: int | None = None,
    own: Sequence[Path] = (),
    after: Path | None = None,
) -> Path:
    """The path of the trained network's weights; ``after``: the folder of a network trained
    before, whose pieces and weights this one starts from."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    random_ = random.Random(recipe.seed)
    read = examples(data, recipe.seed, own)
    texts = [one.text for one in read]
    kept_file = out / PIECES
    if after is None:
        vocabulary, numbers = kept_pieces(minilm, texts)
    else:
        vocabulary = (after / PIECES).read_text(encoding="utf-8").split("\n")
        every = (minilm / "vocab.txt").read_text(encoding="utf-8").split("\n")
        place = {piece: number for number, piece in enumerate(every)}
        numbers = [place[piece] for piece in vocabulary]
    kept_file.write_text("\n".join(vocabulary), encoding="utf-8")
    readings = [
        reading(one, pieces, recipe.longest, random_)
        for one, pieces in zip(read, encoded(vocabulary, texts), strict=True)
    ]
    plan = batches(readings, recipe.pieces_a_step, random_)
    plan = plan[:steps]
    encoder = started(minilm, numbers, len(HEADS), len(SENTENCE_HEADS), len(SOURCES))
    if after is not None:
        known = load_file(after / WEIGHTS)
        bias = encoder.state_dict()["bias.weight"].clone()  # sets may have come since
        bias[: len(known["bias.weight"])] = known["bias.weight"]
        encoder.load_state_dict(known | {"bias.weight": bias})
    fast = ("pool.", "comment.", "piece.", "bias.")
    groups = [
        {"params": [p for n, p in encoder.named_parameters() if not n.startswith(fast)]},
        {
            "params": [p for n, p in encoder.named_parameters() if n.startswith(fast)],
            "lr": recipe.rate * 10,
        },
    ]
    optimiser = torch.optim.AdamW(
        groups, lr=recipe.rate, weight_decay=recipe.decay, betas=(0.9, 0.98), fused=True
    )
    total, warm = len(plan), max(int(recipe.warm * len(plan)), 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda k: min(
            (k + 1) / warm, 0.5 * (1 + math.cos(math.pi * max(k - warm, 0) / max(total - warm, 1)))
        ),
    )
    first = 0
    if (out / STATE).exists():
        state = torch.load(out / STATE, weights_only=True)
        encoder.load_state_dict(state["encoder"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        first = state["step"]
    print(f"{len(readings)} readings, {total} steps, from {first}", flush=True)
    encoder.train()
    began, running = time.monotonic(), 0.0
    for step in range(first, total):
        torch.manual_seed(recipe.seed * 1_000_003 + step)  # the same after a restart
        loss = loss_of(encoder, [readings[k] for k in plan[step]], recipe)
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        running += 0.02 * (float(loss.detach()) - running)
        if (step + 1) % 50 == 0:
            left = (time.monotonic() - began) / (step + 1 - first) * (total - step - 1)
            print(f"step {step + 1} loss {running:.4f} left {left / 60:.1f} min", flush=True)
        if (step + 1) % recipe.every == 0:
            _keep(out, encoder, optimiser, schedule, step + 1)
    _keep(out, encoder, optimiser, schedule, total)
    (out / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1), encoding="utf-8")
    return out / WEIGHTS


def _keep(out: Path, encoder: Encoder, optimiser: Any, schedule: Any, step: int) -> None:
    state = {
        "encoder": encoder.state_dict(),
        "optimiser": optimiser.state_dict(),
        "schedule": schedule.state_dict(),
        "step": step,
    }
    aside = out / f"{STATE}.part"
    torch.save(state, aside)
    aside.replace(out / STATE)
    weights = {k: v.contiguous() for k, v in encoder.state_dict().items()}
    save_file(weights, out / f"{WEIGHTS}.part")
    (out / f"{WEIGHTS}.part").replace(out / WEIGHTS)
