"""Counts the words of a data folder into the shipped vocabulary, text/words.txt.

Stage: training; a folder of data sets comes in; a list of words with two facts each goes out: how
common a word is, and how it is usually cased. No text or phrase of any set is kept.

Run ``python -m modscore.training.vocabulary --data DIR``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from modscore.text.fold import plain_text
from modscore.text.languages import FUNCTION_WORDS
from modscore.text.vocabulary import ACRONYM, BOTH, LOWER, NAME, WORDS_FILE

# (venue, glob, columns or JSON keys). Several files of one venue count as one witness, so that a
# name or a slip of one site does not become a word. Evaluation sets of this project stay out.
SOURCES = (
    ("wikipedia", "toxicity/jigsaw2018_train.csv.gz", ("comment_text",)),
    ("wikipedia", "toxicity/wikipedia_identity_neutral.csv.gz", ("comment",)),
    ("wikipedia", "threads/wikiconv_*.json.gz", ("content",)),
    ("news", "toxicity/civil_comments_sample.csv.gz", ("comment_text",)),
    ("news", "toxicity/civil_spans_comments.csv.gz", ("comment_text",)),
    ("news", "toxicity/civil_identity_hard_nontoxic.csv.gz", ("text",)),
    ("news", "toxicity/toxic_spans_train.csv.gz", ("text",)),
    ("news", "bench/corpus.jsonl.gz", ("text",)),
    ("news", "forum/forum_train.jsonl", ("text",)),
    ("news", "toxicity/fox_news_threads.jsonl.gz", ("text", "title", "meta")),
    ("reddit", "toxicity/edos_sexism.csv.gz", ("text",)),
    ("reddit", "toxicity/ruddit.csv.gz", ("comment_body", "post_title")),
    ("gab", "toxicity/gab_*.jsonl.gz", ("Text",)),
    ("twitter", "toxicity/davidson2017.csv.gz", ("tweet",)),
    ("twitter", "toxicity/hatexplain_binary.csv.gz", ("text",)),
    ("twitter", "toxicity/social_bias_frames_dev.csv.gz", ("post",)),
    ("written", "toxicity/dynahate_train.csv.gz", ("text",)),
    ("written", "toxicity/hatemoji_build_train.csv.gz", ("text",)),
    ("written", "toxicity/paradetox.tsv.gz", ("toxic", "neutral1")),
    ("machine", "toxicity/toxigen_annotated.jsonl.gz", ("text",)),
    ("github", "toxicity/github_incivility.csv.gz", ("comment_body",)),
    ("github", "toxicity/github_strudel.csv.gz", ("text",)),
    ("debates", "claims/claimbuster_crowdsourced.csv.gz", ("Text",)),
)
MIN_TEXTS = 4  # a word must stand in at least so many different texts …
MIN_VENUES = 2  # … of at least so many venues
SURE_TEXTS = 60  # … or in so many that one venue is enough
CLASS_STARTS = (0, 20, 60, 200, 700, 2500, 8000)  # texts in which a word of class 1, 2, … stands

UNCASED = frozenset({"github"})  # logs and constants there tell nothing of usual casing
# Shouted alone more often than not, and still no acronyms.
INTERJECTIONS = """
    aha ahem argh aw boo boom duh eek haha hahaha huh hurray meh newsflash nope oops ouch phew psst
    whoa wow yay yeah yep yikes yuck yum
"""

_LINK = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|\b\w+[._]\w+\b|\b(?:U|u)ser:\S+|[A-Z]+_LINK")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_JOIN = re.compile(r"[\s,;]+")  # between two words of one sentence


class Tally(NamedTuple):
    """What is counted: texts a word stands in, its venues, and how it was written."""

    texts: Counter[str]
    venues: dict[str, set[str]]
    lower: Counter[str]
    name: Counter[str]  # Capitalised after a lower-case word
    caps: Counter[str]  # ALL CAPS between words that are not


def texts_of(data: Path) -> Iterator[tuple[str, str]]:
    """Every different text of the folder as (venue, text)."""
    csv.field_size_limit(10**9)
    seen: set[int] = set()
    for venue, pattern, keys in SOURCES:
        for path in sorted(data.glob(pattern)):
            for row in _rows(path):
                if str(row.get("text_form", "raw")).startswith("lower"):
                    continue
                for key in keys:
                    text = row.get(key)
                    if isinstance(text, str) and text and hash(text) not in seen:
                        seen.add(hash(text))
                        yield venue, text


def _rows(path: Path) -> Iterator[dict[str, object]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", errors="replace", newline="") as lines:
        if ".json.gz" in path.name:
            for thread in json.load(lines):
                yield from (row for row in thread.values() if isinstance(row, dict))
        elif ".jsonl" in path.name:
            yield from (json.loads(line) for line in lines if line.strip())
        else:
            yield from csv.DictReader(lines, delimiter="\t" if ".tsv" in path.name else ",")


def count(texts: Iterator[tuple[str, str]]) -> Tally:
    """The tally of all words of the texts."""
    tally = Tally(Counter(), {}, Counter(), Counter(), Counter())
    for venue, text in texts:
        plain = unicodedata.normalize("NFKC", _LINK.sub("\n.\n", text)).replace("\u2019", "'")
        words = list(_WORD.finditer(plain))
        folded = [_fold(word.group()) for word in words]
        for word in set(folded):
            tally.texts[word] += 1
            tally.venues.setdefault(word, set()).add(venue)
        letters = sum(map(len, folded)) or 1
        if venue in UNCASED:
            continue
        if not 0 < sum(c.isupper() for c in plain) < 0.25 * letters:
            continue  # no case, or shouted throughout: says nothing about a word's usual form
        for k in range(1, len(words) - 1):
            _count_form(tally, plain, words[k - 1 : k + 2], folded[k])
    return tally


def _count_form(tally: Tally, plain: str, around: list[re.Match[str]], folded: str) -> None:
    before, word, after = around
    form = word.group()
    if form.islower():
        tally.lower[folded] += 1
    elif form.isupper() and len(form) > 1:
        if not (before.group().isupper() and len(before.group()) > 1) and not (
            after.group().isupper() and len(after.group()) > 1
        ):
            tally.caps[folded] += 1
    elif before.group().islower() and _JOIN.fullmatch(plain[before.end() : word.start()]):
        tally.name[folded] += 1


@cache
def _fold(word: str) -> str:
    return plain_text(word)


def casing(tally: Tally, word: str) -> int:
    """The casing class of a word that was counted.

    An emphasised ordinary word stands alone in capitals in about 1 of 50 uses ("not", "all");
    from 1 in 8 on it is an acronym as well as a word, and from 3 in 5 on an acronym.
    """
    lower, name, caps = tally.lower[word], tally.name[word], tally.caps[word]
    total = lower + name + caps
    if not total or word in INTERJECTIONS.split():
        return LOWER
    if caps / total >= 0.6:
        return ACRONYM
    if caps / total >= 0.125 and caps >= 3:
        return BOTH
    return NAME if name > 1.5 * lower else LOWER


def kept(tally: Tally, word: str) -> bool:
    """Whether a counted word goes into the vocabulary."""
    texts = tally.texts[word]
    if texts < MIN_TEXTS or len(word) > 24 or not word.isascii():
        return False
    if word in FOREIGN and casing(tally, word) in (LOWER, NAME):
        return False
    if len(word) == 1:
        return word in "aiou"
    if not re.search("[aeiouy]", word) and casing(tally, word) == LOWER and texts < SURE_TEXTS:
        return False
    if re.search(r"(.)\1\1", word):
        return False
    return len(tally.venues[word]) >= MIN_VENUES or texts >= SURE_TEXTS


FOREIGN = frozenset(word for words in FUNCTION_WORDS.values() for word in words)


def write(tally: Tally, path: Path) -> int:
    """Writes the vocabulary and gives back how many words it holds."""
    groups: dict[tuple[int, int], list[str]] = {}
    for word, texts in tally.texts.items():
        if kept(tally, word):
            frequency = sum(texts >= start for start in CLASS_STARTS)
            groups.setdefault((frequency, casing(tally, word)), []).append(word)
    lines = []
    for (frequency, case), words in sorted(groups.items(), reverse=True):
        lines.append(f"{frequency}{case} {' '.join(sorted(words))}\n")
    path.write_text("".join(lines), encoding="ascii")
    return sum(map(len, groups.values()))


def main() -> None:
    """Builds the vocabulary from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the data sets")
    parser.add_argument("--out", type=Path, default=WORDS_FILE)
    options = parser.parse_args()
    words = write(count(texts_of(options.data)), options.out)
    print(f"{options.out}: {words} words, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
