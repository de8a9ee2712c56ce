"""The labelled sets of comments, and what each says of the six labels.

Stage: training; data files come in; (text, labels) pairs go out. A label that a set does not
speak of is left out, never guessed.
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..records import ESTIMATED
from .apart import plain
from .read import Labels, Pair, Reader, Rows, lines, read_sets, table

JIGSAW = dict(
    zip(
        ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"),
        ESTIMATED,
        strict=True,
    )
)
NONE_OF_ALL: Labels = dict.fromkeys(ESTIMATED, 0.0)
HATE: Labels = {"toxicity": 1.0, "identity_attack": 1.0}
NO_HATE: Labels = {"toxicity": 0.0, "identity_attack": 0.0}


def _jigsaw(path: Path) -> Iterator[Pair]:
    for row in table(path):
        yield row["comment_text"], {ours: float(row[theirs]) for theirs, ours in JIGSAW.items()}


def civil_shares(path: Path) -> Iterator[tuple[str, Labels]]:
    """Shares of raters. A rater who marked a stretch found the comment toxic; one who marked none
    may have meant all of it or nothing (the form did not tell them apart), counted as 0.3."""
    kinds = {
        "Insult": "insult",
        "Profane/Obscene": "obscene",
        "Threat": "threat",
        "Identity based Attack": "identity_attack",
    }
    marked: dict[str, set[str]] = defaultdict(set)
    for row in table(path.with_name("civil_spans_spans.csv.gz")):
        marked[row["annotation"]].add(row["type"])
    raters: dict[str, list[set[str]]] = defaultdict(list)
    for row in table(path.with_name("civil_spans_annotations.csv.gz")):
        raters[row["comment_id"]].append(marked.get(row["annotation"], set()))
    for row in table(path):
        answers = raters[row["comment_id"]]
        if not answers:
            continue
        known = {
            ours: sum(kind in answer for answer in answers) / len(answers)
            for kind, ours in kinds.items()
        }
        known["toxicity"] = sum(1.0 if answer else 0.3 for answer in answers) / len(answers)
        yield row["comment_text"], known


def _civil_sample(path: Path) -> Iterator[Pair]:
    for row in table(path):
        yield row["comment_text"], {"toxicity": float(row["toxic"])}


def _edos(path: Path) -> Iterator[Pair]:
    # "not sexist" may still be toxic, or an attack on another group: both stay unknown
    for row in table(path):
        sexist = row["label_sexist"] == "sexist"
        known: Labels = {"toxicity": 1.0, "identity_attack": 1.0} if sexist else {}
        if sexist:
            known["threat"] = float(row["label_category"].startswith("1."))
        else:
            known["identity_attack"] = 0.1
        yield row["text"], known


def _hatemoji(path: Path) -> Iterator[Pair]:
    for row in table(path):
        known = dict(HATE if float(row["label_gold"]) else NO_HATE)
        known["threat"] = float(row["type"] == "threateninglanguage")
        yield row["text"], known


def _paradetox(path: Path) -> Iterator[Pair]:
    for row in table(path):
        yield row["toxic"], {"toxicity": 1.0}
        for name in ("neutral1", "neutral2", "neutral3"):
            if row.get(name):
                yield row[name], {"toxicity": 0.0, "obscene": 0.0, "severe_toxicity": 0.0}


def _davidson(path: Path) -> Iterator[Pair]:
    for row in table(path):
        count = float(row["count"])
        hate, offensive = float(row["hate_speech"]), float(row["offensive_language"])
        known = {"toxicity": (hate + offensive) / count, "identity_attack": hate / count}
        yield html.unescape(row["tweet"]), known


def _gab(path: Path) -> Iterator[Pair]:
    for row in lines(path):
        yield row["Text"], {"toxicity": float(bool(row["hd"] or row["cv"]))}


def _toxigen(path: Path) -> Iterator[Pair]:
    for row in lines(path):
        share = (float(row["toxicity_score"]) - 1) / 4
        text = row["text"].replace("_x000D_", "\n").strip()
        yield text, {"toxicity": share, "identity_attack": share, "obscene": 0.0}


def _github_incivility(path: Path) -> Iterator[Pair]:
    # impatience, entitlement, irony and frustration are uncivil without being toxic: unknown
    for row in table(path):
        kind = row["tbdf"]
        if kind == "None":
            yield row["comment_body"], NONE_OF_ALL
        elif kind in ("Insulting", "Mocking"):
            yield row["comment_body"], {"toxicity": 1.0, "insult": 1.0}
        elif kind == "Vulgarity":
            yield row["comment_body"], {"toxicity": 1.0, "obscene": 1.0}
        elif kind.startswith("Identity"):
            yield row["comment_body"], {"toxicity": 1.0, "insult": 1.0}


def _github_strudel(path: Path) -> Iterator[Pair]:
    for row in table(path):
        toxic = row["toxicity"] == "y"
        yield html.unescape(row["text"]), {"toxicity": 1.0} if toxic else NONE_OF_ALL


def _fox(path: Path) -> Iterator[Pair]:
    # "not hateful" says nothing of plain insults
    for row in lines(path):
        hateful = bool(row["label"])
        yield row["text"], dict(HATE) if hateful else {"toxicity": 0.15, "identity_attack": 0.0}


def _ruddit(path: Path) -> Iterator[Pair]:
    # offensiveness -1 (supportive) to 1 (very offensive); about .3 is where readers say offensive
    for row in table(path):
        score = float(row["offensiveness_score"])
        if row["comment_body"] not in ("[deleted]", "[removed]"):
            yield row["comment_body"], {"toxicity": min(1.0, max(0.0, 0.5 + (score - 0.3) * 1.6))}


def _dynahate(path: Path) -> Iterator[Pair]:
    for row in table(path):
        yield row["text"], HATE if float(row["label"]) else NO_HATE


def _hatexplain(path: Path) -> Iterator[Pair]:
    kinds: dict[str, Labels] = {
        "hatespeech": HATE,
        "offensive": {"toxicity": 1.0},
        "normal": NO_HATE,
    }
    for row in table(path):
        yield row["comment"], kinds[row["label"]]


def _social_bias(path: Path) -> Iterator[Pair]:
    for row in table(path):
        if row["offensive"]:
            yield html.unescape(row["post"]), {"toxicity": float(row["offensive"])}


def _spans(path: Path) -> Iterator[Pair]:
    # every text was preselected as toxic, so the row says where, not whether
    for row in table(path):
        yield row["text"], {}


def _neutral(path: Path) -> Iterator[Pair]:
    for row in table(path):
        yield row.get("comment") or row.get("text", ""), NONE_OF_ALL


def _convabuse(path: Path) -> Iterator[Pair]:
    for row in table(path):
        votes = []
        for rater in range(1, 9):
            for grade, toxic in (("1", 0.0), ("0", 0.3), ("-1", 0.9), ("-2", 1.0), ("-3", 1.0)):
                if row.get(f"Annotator{rater}_is_abuse.{grade}") in ("1", "1.0"):
                    votes.append(toxic)
        if votes:
            yield row["user"], {"toxicity": sum(votes) / len(votes)}


def forum_labels(row: dict[str, Any]) -> Labels:
    """What a row of the forum set says: tox 0 civil, 1 rude, 2 toxic, 3 severe; toxic from 2 on."""
    return {"toxicity": float(np.interp(row["tox"], [0, 1, 1.5, 2], [0, 0.15, 0.5, 1]))}


def _forum(path: Path) -> Iterator[Pair]:
    for row in lines(path):
        yield row["text"], forum_labels(row)


TRAIN: dict[str, tuple[str, Reader]] = {  # of copies the first is kept: best labels first
    "forum": ("../forum/forum_train.jsonl", _forum),
    "jigsaw": ("jigsaw2018_train.csv.gz", _jigsaw),
    "jigsaw_extra": ("jigsaw2018_extra_lowercased.csv.gz", _jigsaw),
    "civil_spans": ("civil_spans_comments.csv.gz", civil_shares),
    "edos": ("edos_sexism.csv.gz", _edos),
    "hatemoji": ("hatemoji_build_train.csv.gz", _hatemoji),
    "paradetox": ("paradetox.tsv.gz", _paradetox),
    "davidson": ("davidson2017.csv.gz", _davidson),
    "toxigen": ("toxigen_annotated.jsonl.gz", _toxigen),
    "github_incivility": ("github_incivility.csv.gz", _github_incivility),
    "github_strudel": ("github_strudel.csv.gz", _github_strudel),
    "fox": ("fox_news_threads.jsonl.gz", _fox),
    "ruddit": ("ruddit.csv.gz", _ruddit),
    "dynahate": ("dynahate_train.csv.gz", _dynahate),
    "hatexplain": ("hatexplain_3class.csv.gz", _hatexplain),
    "identity_neutral": ("wikipedia_identity_neutral.csv.gz", _neutral),
    "identity_hard": ("civil_identity_hard_nontoxic.csv.gz", _neutral),
    "convabuse": ("convabuse_train.csv.gz", _convabuse),
}
SPANS_DEV = "toxic_spans_dev.csv.gz"
DEV: dict[str, tuple[str, Reader]] = {
    "jigsaw_dev": ("jigsaw2018_dev_natural.csv.gz", _jigsaw),
    "forum_dev": ("../forum/forum_dev.jsonl", _forum),
    "civil_sample": ("civil_comments_sample.csv.gz", _civil_sample),
    "gab_dev": ("gab_dev.jsonl.gz", _gab),
    "gab_test": ("gab_test.jsonl.gz", _gab),
    "dynahate_dev": ("dynahate_dev.csv", _dynahate),
    "hatemoji_dev": ("hatemoji_build_dev.csv", _hatemoji),
    "social_bias_dev": ("social_bias_frames_dev.csv.gz", _social_bias),
    "spans_dev": (SPANS_DEV, _spans),
}


def annotated(data: Path) -> set[str]:
    """The comments annotated for training, as `apart.plain` writes them. Some stand in two of the
    published sets that are held out too; there they are left out, since training has seen them."""
    return {plain(row["text"]) for row in lines(data / TRAIN["forum"][0])}


def development(data: Path) -> Rows:
    """All rows of the held-out sets that no training set has: see `annotated`."""
    rows = read_sets(data, DEV)
    seen = annotated(data)
    return rows.take(np.array([plain(text) not in seen for text in rows.texts], dtype=bool))
