"""How right the scores are, on labelled development sets that training never saw."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import modscore
from modscore.training.apart import plain
from modscore.training.sets import annotated

from . import peers
from .common import Asked, development
from .measures import (
    Values,
    auc,
    average_precision,
    booleans,
    calibration_error,
    interval,
    precision_recall,
    span_f1,
    spearman,
)
from .results import Table, table

LABELS = {
    "toxic": "toxicity",
    "severe_toxic": "severe_toxicity",
    "obscene": "obscene",
    "threat": "threat",
    "insult": "insult",
    "identity_hate": "identity_attack",
}


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a CSV or JSONL file, plain or gzipped."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    if ".jsonl" in path.name:
        yield from (json.loads(line) for line in text.splitlines() if line)
    else:
        yield from csv.DictReader(io.StringIO(text))


def scored(scorer: modscore.Scorer, texts: list[str]) -> list[modscore.CommentScore]:
    """The score of each text as a thread of its own."""
    return [result.comments[0] for result in scorer.score_many(iter(texts))]


def _value(score: modscore.CommentScore, signal: str) -> float:
    holder = score if hasattr(score, signal) else score.attributes
    return float(getattr(holder, signal))


def column(scores: list[modscore.CommentScore], signal: str) -> Values:
    """The values of a signal or attribute."""
    return np.array([_value(s, signal) for s in scores])


def _toxic_sets(data: Path) -> dict[str, tuple[list[str], list[bool]]]:
    """Sets with one yes or no a comment, by name."""
    toxicity = data / "toxicity"
    seen = annotated(toxicity)

    def pairs(name: str, text: str, truth: Any) -> tuple[list[str], list[bool]]:
        rows = [r for r in rows_of(toxicity / name) if plain(r[text]) not in seen]
        return [r[text] for r in rows], [bool(truth(r)) for r in rows]

    forum = list(rows_of(data / "forum" / "forum_dev.jsonl"))
    return {
        "civil_comments_sample": pairs(
            "civil_comments_sample.csv.gz", "comment_text", lambda r: r["toxic"] == "1"
        ),
        "forum_dev, tox >= 2": ([r["text"] for r in forum], [r["tox"] >= 2 for r in forum]),
        "gab_test": pairs("gab_test.jsonl.gz", "Text", lambda r: r["hd"] or r["vo"] or r["cv"]),
        "dynahate_dev": pairs("dynahate_dev.csv", "text", lambda r: float(r["label"]) > 0.5),
        "hatemoji_build_dev": pairs(
            "hatemoji_build_dev.csv", "text", lambda r: r["label_gold"] == "1"
        ),
        "social_bias_frames_dev": pairs(
            "social_bias_frames_dev.csv.gz", "post", lambda r: float(r["offensive"] or 0) >= 0.5
        ),
    }


def _peers(texts: list[str], asked: Asked) -> dict[str, Values]:
    """What the peers that are here say."""
    return {name: np.array(said) for name, said in peers.answers(texts, asked).items()}


def _area(truth: Any, values: Values) -> str:
    low, high = interval(lambda drawn: auc(truth[drawn], values[drawn]), len(truth))
    return f"{auc(truth, values):.4f} ({low:.3f}–{high:.3f})"


def run(asked: Asked) -> list[Table]:
    """The tables."""
    sets = development()
    tiers = {preset: modscore.Scorer(preset=preset) for preset in ("fast", "default")}
    return [
        _jigsaw(tiers, sets, asked),
        _yes_no(tiers, sets, asked),
        _spans(tiers, sets, asked),
        _forum(tiers, sets, asked),
    ]


def _jigsaw(tiers: dict[str, modscore.Scorer], sets: Path, asked: Asked) -> Table:
    rows = asked.few(list(rows_of(sets / "toxicity" / "jigsaw2018_dev_natural.csv.gz")))
    texts = [r["comment_text"] for r in rows]
    truth = {label: booleans([int(r[label]) for r in rows]) for label in LABELS}
    lines = []
    for name, scorer in tiers.items():
        scores = scored(scorer, texts)
        areas = [auc(truth[label], column(scores, signal)) for label, signal in LABELS.items()]
        toxic = column(scores, "toxicity")
        said = np.array(["toxicity" in s.flags for s in scores])
        precision, recall = precision_recall(truth["toxic"], said)
        lines.append(
            (
                f"modscore {name}",
                f"{np.mean(areas):.4f}",
                *(f"{a:.4f}" for a in areas),
                f"{calibration_error(truth['toxic'], toxic):.4f}",
                f"{precision:.3f}",
                f"{recall:.3f}",
            )
        )
        model = [
            auc(truth[label], np.array([getattr(s.estimates, signal) for s in scores]))
            for label, signal in LABELS.items()
        ]
        lines.append(
            (
                "  its model alone",
                f"{np.mean(model):.4f}",
                *(f"{a:.4f}" for a in model),
                "",
                "",
                "",
            )
        )
        rules = np.array(
            [
                1
                - np.prod(
                    [
                        1 - f.amount
                        for f in s.findings
                        if f.signal == "toxicity" and f.source.startswith("rule:")
                    ]
                    or [1.0]
                )
                for s in scores
            ]
        )
        lines.append(("  its rules alone", "", f"{auc(truth['toxic'], rules):.4f}", *[""] * 8))
    for name, values in _peers(texts, asked).items():
        lines.append((name, "", f"{auc(truth['toxic'], values):.4f}", *[""] * 8))
    lines.append(("Detoxify original (published, its own test set)", "0.9864", *[""] * 9))
    head = ("scorer", "mean AUC", *LABELS, "ECE toxic", "flag precision", "flag recall")
    return table("jigsaw2018_dev_natural (9,864 comments, natural share)", head, lines)


def _yes_no(tiers: dict[str, modscore.Scorer], sets: Path, asked: Asked) -> Table:
    lines = []
    for name, (every, labels) in _toxic_sets(sets).items():
        texts, truth = list(asked.few(every)), booleans(asked.few(labels))
        cells = [_area(truth, column(scored(s, texts), "toxicity")) for s in tiers.values()]
        cells += [_area(truth, values) for values in _peers(texts, asked).values()]
        lines.append((name, len(texts), f"{truth.mean():.2f}", *cells))
    others = list(_peers(["x"], asked))
    head = ("set", "comments", "toxic share", *(f"modscore {t}" for t in tiers), *others)
    every_neutral = [
        r["comment"]
        for r in rows_of(sets / "toxicity" / "wikipedia_identity_neutral.csv.gz")
        if r["split"] == "test"
    ]
    neutral = list(asked.few(every_neutral))
    flagged = [
        f"{np.mean(['toxicity' in s.flags for s in scored(scorer, neutral)]):.4f}"
        for scorer in tiers.values()
    ]
    lines.append(
        (
            "neutral identity sentences (share flagged; training saw them)",
            len(neutral),
            "0.00",
            *flagged,
            *[f"{np.mean(v >= 0.5):.4f}" for v in _peers(neutral, asked).values()],
        )
    )
    return table("Toxic or not: ROC-AUC (95 % bootstrap interval)", head, lines)


def _spans(tiers: dict[str, modscore.Scorer], sets: Path, asked: Asked) -> Table:
    seen = annotated(sets / "toxicity")
    every = rows_of(sets / "toxicity" / "toxic_spans_dev.csv.gz")
    rows = asked.few([r for r in every if plain(r["text"]) not in seen])
    true = [set(json.loads(r["spans"])) for r in rows]
    lines = []
    for name, scorer in tiers.items():
        found = [
            {k for f in s.findings if f.signal == "toxicity" for k in range(f.start, f.end)}
            for s in scored(scorer, [r["text"] for r in rows])
        ]
        each = np.array([span_f1(t, f) for t, f in zip(true, found, strict=True)])
        low, high = interval(_mean_of(each), len(each))
        lines.append((f"modscore {name}", f"{each.mean():.4f}", f"{low:.3f}–{high:.3f}"))
    lines.append(("best published system (its own test set)", "0.708", ""))
    return table(
        f"Toxic spans: character F1 on toxic_spans_dev ({len(rows)} comments)",
        ("scorer", "F1", "95 % interval"),
        lines,
    )


def _mean_of(values: Values) -> Callable[[NDArray[np.intp]], float]:
    return lambda drawn: float(values[drawn].mean())


def _forum(tiers: dict[str, modscore.Scorer], sets: Path, asked: Asked) -> Table:
    rows = asked.few(list(rows_of(sets / "forum" / "forum_dev.jsonl")))
    threads = [
        {"comments": [r["text"]], **({"article": r["context"]} if r["context"] else {})}
        for r in rows
    ]
    truth = {k: np.array([float(r[k]) for r in rows]) for k in ("tox", "unsup", "shout", "q")}
    length = np.array([float(len(r["text"])) for r in rows])
    pairs = {"tox": "toxicity", "unsup": "unsupported_claims", "shout": "shouting", "q": "quality"}
    limit = {"tox": 2.0, "unsup": 2.0, "shout": 1.5, "q": 4.0}
    lines = []
    for name, scorer in tiers.items():
        scores = [r.comments[0] for r in scorer.score_many(threads)]
        for label, signal in pairs.items():
            values = column(scores, signal)
            high = truth[label] >= limit[label]
            lines.append(
                (
                    f"modscore {name}",
                    signal,
                    f"{spearman(truth[label], values):.3f}",
                    _area(high, values),
                    f"{average_precision(high, values):.3f}",
                )
            )
    for label, signal in pairs.items():
        high = truth[label] >= limit[label]
        lines.append(
            (
                "length alone",
                signal,
                f"{spearman(truth[label], length):.3f}",
                _area(high, length),
                f"{average_precision(high, length):.3f}",
            )
        )
    limits = ", ".join(f"{k} >= {v}" for k, v in limit.items())
    return table(
        f"forum_dev ({len(rows)} comments, two annotators)",
        ("scorer", "signal", "Spearman", "ROC-AUC (95 % interval)", "AP"),
        lines,
        f"AUC and AP for {limits}.",
    )
