"""Unsupported claims: sentences and comments against annotated ones, beside simple baselines."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import modscore
from modscore.claims.assess import assess
from modscore.claims.marks import PLACE
from modscore.records import SENTENCE_ESTIMATED
from modscore.training.forum import MEASURING, Forum, held_forum, read_forum
from modscore.training.measure import BANDS, at_share, sentences

from .claims_cues import cue_tables, cues_of
from .common import Asked, development
from .measures import Values, auc, average_precision, calibration_error, interval, spearman
from .results import Table, table

FLAG = 0.5  # a sentence of this score or more counts as flagged
WORTHY = SENTENCE_ESTIMATED.index("worthy")
MATTER = ("accusation", "cause", "conspiracy", "number", "vague_authority")
KINDS = {"opinion": "O", "question": "Q", "experience": "X", "prediction": "P", "nothing": "N"}
HEAD = ("scorer", "AUC (95 % interval)", "AP", "P at 10 %", "ECE")


def run(asked: Asked) -> list[Table]:
    """The tables."""
    sets = development()
    train = read_forum(sets / "forum" / "forum_train.jsonl")
    dev = read_forum(sets / "forum" / "forum_dev.jsonl")
    if asked.quick:
        return [cue_tables("forum_dev", dev)]
    more = held_forum(sets, MEASURING)
    parts = [*_on("forum_dev", dev, sets, train), *_on("annotated, held out", more, sets, train)]
    parts += _crossed(train, sets)
    return [*parts, cue_tables("forum_train (tuned on)", train), cue_tables("forum_dev", dev)]


def _on(set_: str, dev: Forum, sets: Path, train: Forum) -> list[Table]:
    """Sentences, false flags, length bands and comments of a set that no training saw."""
    tiers: dict[str, Values] = {}
    whole: dict[str, Values] = {}
    for preset in ("fast", "default"):
        scores = _scored(modscore.Scorer(preset=preset), dev)
        tiers[f"modscore {preset}"] = laid_over(dev, scores)
        whole[f"modscore {preset}"] = np.array([one.unsupported_claims for one in scores])
    rules, length = rules_alone(dev), _length(dev)
    others = {"rules alone": rules, "length alone": length}
    if (spoken := _speech(sets, dev, train)) is not None:
        others = {"ClaimBuster-trained linear model": spoken, **others}
    name = f"{len(dev.codes)} sentences, {int(_labels(dev).sum())} unsupported"
    parts = [_sentence_table(f"{set_}: {name}", dev, {**tiers, **others})]
    parts.append(_false_flags(set_, dev, tiers))
    parts.append(_bands(set_, dev, {**tiers, "length alone": length}))
    characters = np.array([float(len(row["text"])) for row in dev.rows])
    unsup = dev.means("unsup")
    lines = []
    for who, values in {**whole, "length alone": characters}.items():
        high = unsup >= 2
        cells = (spearman(unsup, values), auc(high, values), average_precision(high, values))
        lines.append((who, *(f"{cell:.3f}" for cell in cells)))
    head = ("scorer", "Spearman", "AUC, unsup >= 2", "AP, unsup >= 2")
    return [*parts, table(f"{set_}: {len(dev.rows)} comments", head, lines)]


def _crossed(train: Forum, sets: Path) -> list[Table]:
    """forum_train by a linear model that never saw the comment: five folds, no teacher."""
    try:
        from scipy import sparse

        from modscore.training import claims, logistic
        from modscore.training.speech import read_speech
    except ImportError:
        return []  # needs scipy and scikit-learn, of the extra train
    speech = read_speech(sets / "claims" / "claimbuster_crowdsourced.csv.gz")
    plain, spoken = claims.design(train.prepared), claims.design(speech.prepared)
    scale = sparse.diags(claims.rarity(plain, spoken))
    rows, spoken = (plain @ scale).tocsr(), (spoken @ scale).tocsr()
    even = np.ones(spoken.shape[0])
    answers = [
        logistic.fit(spoken, labels, even, claims.PENALTY_SPEECH)
        for labels in (speech.worthy, speech.factual)
    ]
    targets = train.targets()[:, [WORTHY]]
    held = claims.out_of_fold(claims.Fitted(rows, answers), rows, targets, train.owner)
    slope, offset = claims.calibration(held, targets)
    estimates = np.zeros((len(held), len(SENTENCE_ESTIMATED)))
    estimates[:, [WORTHY]] = 1 / (1 + np.exp(-(slope * held + offset)))
    found = {
        "linear model and claim formula": formula(train, estimates),
        "  its worthiness alone": estimates[:, WORTHY],
        "ClaimBuster-trained linear model": 1 / (1 + np.exp(-logistic.odds(rows, answers[0]))),
        "rules alone": rules_alone(train),
        "length alone": _length(train),
    }
    name = f"forum_train, five folds over comments: {len(train.codes)} sentences"
    best = {"linear model and claim formula": found["linear model and claim formula"]}
    return [
        _sentence_table(name, train, found),
        _false_flags("forum_train, five folds", train, best),
        _bands("forum_train, five folds", train, best),
    ]


def _speech(sets: Path, forum: Forum, other: Forum) -> Values | None:
    """The answer of a linear model that saw ClaimBuster alone."""
    try:
        from scipy import sparse

        from modscore.training import claims, logistic
        from modscore.training.speech import read_speech
    except ImportError:
        return None
    speech = read_speech(sets / "claims" / "claimbuster_crowdsourced.csv.gz")
    spoken = claims.design(speech.prepared)
    scale = sparse.diags(claims.rarity(spoken))
    spoken = (spoken @ scale).tocsr()
    point = logistic.fit(spoken, speech.worthy, np.ones(spoken.shape[0]), claims.PENALTY_SPEECH)
    odds = logistic.odds((claims.design(forum.prepared) @ scale).tocsr(), point)
    answer: Values = 1 / (1 + np.exp(-odds))
    return answer


def _scored(scorer: modscore.Scorer, forum: Forum) -> list[modscore.CommentScore]:
    threads = (
        {"comments": [row["text"]], **({"title": row["context"]} if row["context"] else {})}
        for row in forum.rows
    )
    return [result.comments[0] for result in scorer.score_many(threads)]


def laid_over(forum: Forum, scores: list[modscore.CommentScore]) -> Values:
    """For each annotated sentence the score of the claim that covers most of it, or of which it
    covers most; 0 without one."""
    found = []
    for row, score in zip(forum.rows, scores, strict=True):
        for sentence in row["sentences"]:
            start, end = sentence["start"], sentence["end"]
            near = [0.0]
            for claim in score.claims:
                both = min(end, claim.end) - max(start, claim.start)
                if 2 * both > min(end - start, claim.end - claim.start):
                    near.append(claim.score)
            found.append(max(near))
    return np.array(found)


def formula(forum: Forum, estimates: Values) -> Values:
    """The claim score of each annotated sentence, given a model's answer."""
    claims = assess(forum.prepared, cues_of(forum), estimates, forum.threads)
    placed = {(k, claim.start): claim.score for k, some in enumerate(claims) for claim in some}
    starts = forum.prepared.sentence_start - forum.prepared.starts[forum.owner]
    keys = zip(forum.owner.tolist(), starts.tolist(), strict=True)
    return np.array([placed.get(key, 0.0) for key in keys])


def rules_alone(forum: Forum) -> Values:
    """The chance, by the rules that speak for a claim, that a sentence is one."""
    left = np.ones(len(forum.codes))
    cues = cues_of(forum)
    place = forum.prepared.starts[cues.comment] + cues.start
    sentence = np.searchsorted(forum.prepared.sentence_start, place, side="right") - 1
    matter = np.isin(cues.kind, [PLACE[kind] for kind in MATTER]) & (sentence >= 0)
    np.multiply.at(left, sentence[matter], 1 - cues.amount[matter])
    return 1 - left


def _labels(forum: Forum) -> NDArray[np.bool_]:
    return forum.unsupported() >= 0.5


def _length(forum: Forum) -> Values:
    return (forum.prepared.sentence_end - forum.prepared.sentence_start).astype(np.float64)


def _sentence_table(name: str, forum: Forum, found: dict[str, Values]) -> Table:
    labels = _labels(forum)
    lines = []
    for who, values in found.items():
        low, high = interval(lambda d, v=values: auc(labels[d], v[d]), len(labels))  # type: ignore[misc]
        share = values.max() <= 1
        lines.append(
            (
                who,
                f"{auc(labels, values):.4f} ({low:.3f}–{high:.3f})",
                f"{average_precision(labels, values):.3f}",
                f"{at_share(labels, values):.3f}",
                f"{calibration_error(labels, values):.3f}" if share else "",
            )
        )
    return table(name, HEAD, lines)


def _false_flags(name: str, forum: Forum, found: dict[str, Values]) -> Table:
    lines = []
    for who, values in found.items():
        tenth = np.sort(values)[::-1][max(0, round(0.1 * len(values)) - 1)]
        cells = []
        for letter in KINDS.values():
            other = forum.share(letter) > 0.5
            both = (np.mean(values[other] >= limit) for limit in (FLAG, tenth))
            cells.append(" / ".join(f"{share:.3f}" for share in both))
        lines.append((who, *cells))
    note = f"The share with a score of {FLAG} or more / among the tenth with the highest scores."
    title = f"{name}: flagged among sentences that claim nothing"
    return table(title, ("scorer", *KINDS), lines, note)


def _bands(name: str, forum: Forum, found: dict[str, Values]) -> Table:
    labels = _labels(forum)
    words = np.array([len(text.split()) for text in sentences(forum)])
    lines = []
    for low, high in itertools.pairwise((0, *BANDS, 10**9)):
        chosen = (words >= low) & (words < high)
        cells = []
        for values in found.values():
            cells.append(f"{auc(labels[chosen], values[chosen]):.3f}")
            cells.append(f"{average_precision(labels[chosen], values[chosen]):.3f}")
        band = f"{low}–{high - 1}" if high < 10**9 else f"{low} and more"
        lines.append((band, int(chosen.sum()), int(labels[chosen].sum()), *cells))
    columns = [cell for who in found for cell in (f"{who}: AUC", "AP")]
    return table(f"{name}: by length", ("words", "sentences", "unsupported", *columns), lines)
