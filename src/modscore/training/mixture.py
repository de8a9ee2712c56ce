"""What the network is trained on: comments of all sets with what each says of every head.

Stage: training; a folder of labelled sets comes in; a list of `Example` goes out, in an order that
is always the same. What a set does not speak of is NaN; how often a set is read is stated here.
"""

from __future__ import annotations

import ast
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..models.speech import speech
from ..records import ESTIMATED, SENTENCE_ESTIMATED, Comment, Thread
from ..text.prepare import prepare
from . import contrast
from .apart import training_rows
from .forum import training_forum
from .noise import noised
from .read import Rows, join, own_rows, read_sets, rows_of, table
from .sets import TRAIN, development
from .toxicity import HOME, made_rows

HEADS = (*ESTIMATED, "hate", "sexism", "offensive", "rude", "unsupported", "quality")
SENTENCE_HEADS = (*SENTENCE_ESTIMATED, "vague", "specific", "hedged", "boosted", "unsupported")
PLACE = {name: k for k, name in enumerate(HEADS)}
# How often each set is read, and what one reading weighs beside one of Wikipedia's.
PLAN: dict[str, tuple[float, float]] = {
    "own": (1.0, 1.0),
    "jigsaw": (1.0, 1.0),
    "jigsaw_extra": (0.7, 0.7),
    "civil_spans": (1.0, 1.0),
    "toxic_spans": (1.2, 1.0),
    "forum": (4.0, 1.0),
    "dynahate": (1.15, 1.0),
    "hatemoji": (1.6, 1.0),
    "edos": (0.5, 0.7),
    "davidson": (0.25, 0.5),
    "hatexplain": (0.4, 0.6),
    "paradetox": (0.4, 0.7),
    "toxigen": (1.0, 0.7),
    "github_incivility": (0.4, 0.6),
    "github_strudel": (0.7, 0.6),
    "fox": (1.0, 0.7),
    "ruddit": (0.8, 0.8),
    "convabuse": (0.5, 0.6),
    "identity_neutral": (1.0, 0.8),
    "identity_hard": (1.5, 0.8),
    "identity_made": (1.0, 0.8),
    "innocent_made": (0.5, 0.8),
    "contrast": (1.5, 0.8),
    "speech": (0.35, 0.5),
    "annotated": (4.0, 1.0),
    "written": (4.0, 1.0),
}
SOURCES = tuple(PLAN)
# read with no bias
AT_HOME = frozenset(HOME) | {
    "contrast",
    "speech",
    "forum",
    "toxic_spans",
    "annotated",
    "written",
}
# How often words are misspelt; harmless comments too, or misspelling itself would look toxic.
NOISY = {
    "dynahate": 0.12,
    "contrast": 0.15,
    "hatemoji": 0.1,
    "jigsaw": 0.07,
    "paradetox": 0.1,
    "civil_spans": 0.1,
    "identity_made": 0.2,
    "innocent_made": 0.3,
    "identity_neutral": 0.15,
    "written": 0.4,
}


@dataclass(frozen=True, eq=False)
class Example:
    """One reading of a comment. ``spans`` are (start, end, share of raters), ``sentences``
    (start, end, targets as SENTENCE_HEADS); both in places of ``text``."""

    text: str
    source: int
    weight: float
    heads: NDArray[np.float32]  # (len(HEADS),), NaN where not known
    spans: tuple[tuple[int, int, float], ...] | None = None  # None: not known
    sentences: tuple[tuple[int, int, NDArray[np.float32]], ...] = ()


def examples(data: Path, seed: int = 3, own: Sequence[Path] = ()) -> list[Example]:
    """All readings of one run, in the order they are to be read."""
    random_ = random.Random(seed)
    toxicity = data / "toxicity"
    held = development(toxicity)
    ours = (rows_of("contrast", contrast.pairs()), rows_of("written", contrast.written()))
    rows = training_rows(
        join([own_rows(own), read_sets(toxicity, TRAIN), made_rows(), *ours]), held
    )
    told = _hate_of_contrast()
    marked = _civil_spans(toxicity)
    plain: list[tuple[str, str, NDArray[np.float32]]] = []
    for text, labels, source in zip(rows.texts, rows.labels, rows.sources.tolist(), strict=True):
        if source != "forum":
            heads = _heads(source, labels)
            if source in ("contrast", "written"):
                heads[PLACE["hate"]] = told[text]
            plain.append((text, source, heads))
    made: list[Example] = []
    chosen: list[tuple[str, str, NDArray[np.float32], bool]] = []
    for text, source, heads in plain:
        times = PLAN[source][0]
        for _ in range(int(times) + (random_.random() < times % 1)):
            noisy = random_.random() < NOISY.get(source, 0.0)
            chosen.append((noised(text, random_) if noisy else text, source, heads, noisy))
    read = _speeches([text for text, *_ in chosen])
    for (text, source, heads, noisy), (said, origin) in zip(chosen, read, strict=True):
        spans = marked.get(text) if source == "civil_spans" and not noisy else None
        made.append(
            Example(said, SOURCES.index(source), PLAN[source][1], heads, _moved(spans, origin))
        )
    made += _toxic_spans(toxicity, held, random_)
    made += _forum(data, random_)
    made += _debates(data, random_)
    random_.shuffle(made)
    return [one for one in made if one.text.strip()]


def _heads(source: str, labels: NDArray[np.float32]) -> NDArray[np.float32]:
    heads = np.full(len(HEADS), np.nan, dtype=np.float32)
    heads[: len(ESTIMATED)] = labels
    toxic, attack = labels[0], labels[ESTIMATED.index("identity_attack")]
    if source in ("dynahate", "hatemoji", "toxigen"):
        heads[PLACE["hate"]] = toxic
    elif source in ("hatexplain", "davidson", "fox"):
        heads[PLACE["hate"]] = attack
    elif source.startswith("identity") or source == "innocent_made":
        heads[PLACE["hate"]] = 0.0
    elif source in ("jigsaw", "jigsaw_extra"):
        heads[PLACE["hate"]] = 0.0 if toxic == 0 else (np.nan if attack == 0 else 1.0)
    elif source == "edos":
        heads[PLACE["sexism"]] = float(attack == 1)
        heads[PLACE["hate"]] = 1.0 if attack == 1 else np.nan
    if source in ("ruddit", "davidson", "hatexplain"):
        heads[PLACE["offensive"]] = toxic
    return heads


def _hate_of_contrast() -> dict[str, float]:
    every = itertools.chain(contrast.pairs(), contrast.written())
    return {text: labels.get("hate", np.nan) for text, labels in every}


def _speeches(texts: list[str]) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """What the network reads of each text, and where each character of it came from."""
    for at in range(0, len(texts), 2000):
        some = texts[at : at + 2000]
        prepared = prepare([Thread("t", (Comment("c", text),)) for text in some])
        yield from speech(prepared, range(len(some)))


def _moved(
    spans: list[tuple[int, int, float]] | None, origin: NDArray[np.int64]
) -> tuple[tuple[int, int, float], ...] | None:
    """Stretches of a comment as stretches of what is read of it."""
    if spans is None:
        return None
    places = [
        (int(np.searchsorted(origin, start)), int(np.searchsorted(origin, end)), share)
        for start, end, share in spans
    ]
    return tuple((start, end, share) for start, end, share in places if end > start)


def _civil_spans(folder: Path) -> dict[str, list[tuple[int, int, float]]]:
    """The share of raters who marked each stretch, for each comment."""
    owner, raters = {}, defaultdict(set)
    for row in table(folder / "civil_spans_annotations.csv.gz"):
        owner[row["annotation"]] = row["comment_id"]
        raters[row["comment_id"]].add(row["annotation"])
    marks = defaultdict(list)
    for row in table(folder / "civil_spans_spans.csv.gz"):
        if row["annotation"] in owner:  # some were published without their comment
            marks[owner[row["annotation"]]].append((int(row["start"]), int(row["end"])))
    found = {}
    for row in table(folder / "civil_spans_comments.csv.gz"):
        many = max(len(raters[row["comment_id"]]), 1)
        line = np.zeros(len(row["comment_text"]) + 1)
        for start, end in marks[row["comment_id"]]:
            line[start:end] += 1 / many
        edges = np.flatnonzero(np.diff(line)) + 1
        bounds = [0, *edges.tolist(), len(line)]
        found[row["comment_text"]] = [
            (a, b, min(1.0, float(line[a]))) for a, b in itertools.pairwise(bounds) if line[a] > 0
        ]
    return found


def _toxic_spans(folder: Path, held: Rows, random_: random.Random) -> Iterator[Example]:
    rows = list(table(folder / "toxic_spans_train.csv.gz"))
    spoken = rows_of("toxic_spans", ((row["text"], {}) for row in rows))
    clear = set(training_rows(spoken, held).texts)
    kept = [
        row for row in rows if row["text"] in clear and random_.random() < PLAN["toxic_spans"][0]
    ]
    heads = np.full(len(HEADS), np.nan, dtype=np.float32)
    number, weight = SOURCES.index("toxic_spans"), PLAN["toxic_spans"][1]
    for row, (said, origin) in zip(kept, _speeches([row["text"] for row in kept]), strict=True):
        line = np.zeros(len(row["text"]) + 2, dtype=np.int8)
        line[np.array(ast.literal_eval(row["spans"]), dtype=np.int64) + 1] = 1
        edges = np.flatnonzero(np.diff(line)).reshape(-1, 2).tolist()
        spans = _moved([(a, b, 1.0) for a, b in edges], origin)
        yield Example(said, number, weight, heads, spans)


def _forum(data: Path, random_: random.Random) -> Iterator[Example]:
    forum = training_forum(data)
    sentences = _sentence_targets(forum.targets(), forum.codes)
    of: dict[int, list[int]] = defaultdict(list)
    for sentence, comment in enumerate(forum.owner.tolist()):
        of[comment].append(sentence)
    read = list(_speeches([row["text"] for row in forum.rows]))
    for comment, (said, origin) in enumerate(read):
        row = forum.rows[comment]
        source = "annotated" if row["source"] == "annotated" else "forum"
        number, (times, weight) = SOURCES.index(source), PLAN[source]
        heads = np.full(len(HEADS), np.nan, dtype=np.float32)
        heads[0] = np.interp(row["tox"], [0, 1, 1.5, 2], [0, 0.15, 0.5, 1])
        heads[PLACE["rude"]] = row["tox"] / 3
        heads[PLACE["unsupported"]] = row["unsup"] / 3
        heads[PLACE["quality"]] = (row["q"] - 1) / 4
        places = [
            (
                int(np.searchsorted(origin, span["start"])),
                int(np.searchsorted(origin, span["end"])),
                sentences[k],
            )
            for k, span in zip(of[comment], row["sentences"], strict=True)
        ]
        kept = tuple(place for place in places if place[1] > place[0])
        for _ in range(int(times) + (random_.random() < times % 1)):
            yield Example(said, number, weight, heads, None, kept)


def _sentence_targets(known: NDArray[np.float64], codes: list[list[str]]) -> NDArray[np.float32]:
    """(S, len(SENTENCE_HEADS)); what is only asked of claims is NaN for other sentences."""
    targets = np.full((len(codes), len(SENTENCE_HEADS)), np.nan, dtype=np.float32)
    targets[:, : known.shape[1]] = known
    first = known.shape[1]
    for k, own in enumerate(codes):
        claims = [code for code in own if code[0] in "CR"]
        if claims:
            targets[k, first] = np.mean([code[1] == "1" for code in claims])
            targets[k, first + 1] = np.mean([code[1] == "2" for code in claims])
        said = [code[2] for code in own if code[2] in "HPB"]
        if said:
            targets[k, first + 2] = np.mean([letter == "H" for letter in said])
            targets[k, first + 3] = np.mean([letter == "B" for letter in said])
        bare = [code[0] in "CR" and code[1] in "01" and code[3] == "1" for code in own]
        targets[k, first + 4] = np.mean(bare)
    return targets


def _debates(data: Path, random_: random.Random) -> Iterator[Example]:
    rows = list(table(data / "claims" / "claimbuster_crowdsourced.csv.gz"))
    kept = [row for row in rows if random_.random() < PLAN["speech"][0]]
    number, weight = SOURCES.index("speech"), PLAN["speech"][1]
    heads = np.full(len(HEADS), np.nan, dtype=np.float32)
    heads[: len(ESTIMATED)] = [0.02, 0, 0, 0, 0.02, 0.02]
    for row, (said, _) in zip(kept, _speeches([row["Text"] for row in kept]), strict=True):
        verdict = int(row["Verdict"])
        targets = np.full(len(SENTENCE_HEADS), np.nan, dtype=np.float32)
        targets[0], targets[1] = float(verdict >= 0), float(verdict == 1)
        targets[-1] = targets[1]
        yield Example(said, number, weight, heads, None, ((0, len(said), targets),))
