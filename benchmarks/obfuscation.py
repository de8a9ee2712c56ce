"""Disguised words caught, and innocent words left alone."""

from __future__ import annotations

from collections.abc import Callable

import modscore

from .common import Asked, shared
from .peers import answers
from .results import Table, table

CARRIERS = ("you are such a {}", "what a {}, honestly", "{} like you should leave")
WORDS = (
    "fuck", "shit", "bitch", "asshole", "bastard", "cunt", "whore", "faggot", "nigger", "retard",
    "motherfucker", "dickhead", "bullshit", "wanker", "twat", "dumbass", "slut", "tranny",
)  # fmt: skip
LOOKALIKE = str.maketrans("aceopxyis", "асеорхуіѕ")
LEET = str.maketrans("aeiost", "43105" + "7")
SMALL = [
    "Scunthorpe", "Penistone", "classic", "therapist", "shiitake", "Kung-Fu", "assessment",
    "ho**t wat**er", "142,460", "455", "deadbeef", "cockpit", "Sussex", "analysis", "peacock",
    "basement", "cumulative", "grape", "title", "Dickens", "Hancock", "swastika museum",
    "cocktail", "shuttlecock", "mishit", "bassoon", "constitution", "institute", "embarrass",
    "raccoon", "snigger", "niggle", "spicy", "despicable", "Essex", "Uranus", "methinks",
]  # fmt: skip

Disguise = Callable[[str], str]


def _middle(word: str, sign: str) -> str:
    return word[0] + sign * (len(word) - 2) + word[-1]


def disguises() -> dict[str, Disguise]:
    """One way to hide a word each, by name."""
    return {
        "plain": lambda w: w,
        "capitals": str.upper,
        "stretched": lambda w: w[:2] + w[2] * 4 + w[2:],
        "leet": lambda w: w.translate(LEET),
        "one letter masked": lambda w: w[0] + "*" + w[2:],
        "middle masked": lambda w: _middle(w, "*"),
        "spaced": " ".join,
        "dotted": ".".join,
        "hyphened": "-".join,
        "zero width": "\u200b".join,
        "soft hyphen": lambda w: w[:2] + "\u00ad" + w[2:],
        "Cyrillic look-alikes": lambda w: w.translate(LOOKALIKE),
        "fullwidth": lambda w: "".join(chr(ord(c) + 0xFEE0) for c in w),
        "mathematical": lambda w: "".join(chr(0x1D41A + ord(c) - 97) for c in w),
        "circled": lambda w: "".join(chr(0x24D0 + ord(c) - 97) for c in w),
        "accents": lambda w: "".join(c + "\u0301" for c in w),
        "markup inside": lambda w: w[:2] + "<b></b>" + w[2:],
        "spoiler bars": lambda w: f"||{w}||",
    }


def _caught(scorer: modscore.Scorer, texts: list[tuple[str, str]]) -> list[bool]:
    """Whether a toxicity rule found something inside the disguised word of each (text, word)."""
    answers = []
    results = scorer.score_many(text for text, _ in texts)
    for result, (text, word) in zip(results, texts, strict=True):
        start = text.index(word)
        end = start + len(word)
        answers.append(
            any(
                f.signal == "toxicity" and f.source.startswith("rule:")
                and f.start < end and f.end > start
                for f in result.comments[0].findings
            )
        )  # fmt: skip
    return answers


def _innocent(words: list[str]) -> list[str]:
    return [w for w in dict.fromkeys(words) if w.strip() and not w.startswith("#")]


def run(asked: Asked) -> list[Table]:
    """The tables."""
    scorer = modscore.Scorer(preset="fast")
    rows = []
    for name, hide in disguises().items():
        texts = [(c.format(hide(w)), hide(w)) for w in WORDS for c in CARRIERS]
        caught = _caught(scorer, texts)
        missed = sorted({word for (_, word), hit in zip(texts, caught, strict=True) if not hit})
        whole = [text for text, _ in texts]
        said = {"modscore": ["toxicity" in r.comments[0].flags for r in scorer.score_many(whole)]}
        said |= {who: [v >= 0.5 for v in values] for who, values in answers(whole, asked).items()}
        shares = {who: f"{sum(each) / len(each):.1%}" for who, each in said.items()}
        recall = f"{sum(caught) / len(caught):.1%}"
        rows.append((name, recall, *shares.values(), ", ".join(missed[:6]) or "-"))
    caught_table = table(
        "Disguised words caught by a rule",
        ("disguise", "recall", *(f"{who}: flagged" for who in shares), "missed (up to six)"),
        rows,
        f"{len(WORDS)} words in {len(CARRIERS)} sentences each, made here. Recall: a rule found "
        "something inside the word; flagged: the sentence was, by anything (peers: from 0.5).",
    )
    lists = {"small list of this benchmark": SMALL}
    place = shared()
    if place is not None:
        found = place / "data/wordlists/finnbear__rustrict/false_positives.txt"
        lists["rustrict false_positives.txt"] = found.read_text(encoding="utf-8").splitlines()
    lines: list[tuple[object, ...]] = []
    for name, words in lists.items():
        kept = list(asked.few(_innocent(words)))
        results = list(scorer.score_many(kept))
        hit = [
            w
            for w, r in zip(kept, results, strict=True)
            if any(
                f.signal == "toxicity" and f.source.startswith("rule:") and f.amount >= 0.3
                for f in r.comments[0].findings
            )
        ]
        flagged = ["toxicity" in r.comments[0].flags for r in results]
        share = sum(flagged) / len(kept)
        lines.append(
            (name, len(kept), len(hit), f"{len(hit) / len(kept):.3%}", _some(hit), f"{share:.2%}")
        )
    innocent = table(
        "Innocent words alone in a comment that a rule hits (amount of .3 or more)",
        ("list", "entries", "hit", "share", "some of them", "flagged in all, model included"),
        lines,
    )
    return [caught_table, innocent]


def _some(words: list[str]) -> str:
    return ", ".join(words[:12]) or "-"
