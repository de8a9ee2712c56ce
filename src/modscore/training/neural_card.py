"""The model card of the network.

Stage: training; the shipped network comes in; Markdown goes out, from the figures that its file
carries and the tables that the benchmarks kept. Run: ``python -m modscore.training.neural_card
--figures benchmarks/figures > CARD.md``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..models.cascade import Cascade
from ..models.neural import MOST, SHARED, STRETCH, Network
from ..records import ESTIMATED
from .card_words import SOURCES
from .mixture import PLAN
from .neural_join import ID

INTRODUCTION = """# {id}

SHA-256 of the file: `{hash}`

A network of six layers (all-MiniLM-L6-v2, Apache-2.0, with {pieces:,} of its word pieces), trained
further on comments. It reads a comment's own words in their order: folded, without quotes, code and
markup, pictures named in words. It answers for the comment ({heads})
and for every word piece (is it toxic; what does its sentence do: {sentence_heads}).
Weights are whole numbers of seven bits; onnxruntime
runs it on a CPU, one comment at a time and unpadded, so a comment's answer is the same alone and
in any batch, bit for bit, on one machine. On machines with other instructions the float parts
between the whole-number products may differ in the last places.

Joined with the linear models by coefficients that `modscore.training.neural_join` fits on one half
of the held-out sets; every figure here is from the other half. Long comments are read in
stretches of {stretch} pieces that overlap by {shared}; the highest answer counts. Of a comment with
more than {most} stretches the network reads the first {most}, the linear model all of it, and the
higher estimate stands.

Trained by `modscore train neural --data DIR --minilm DIR --out FIRST` and eleven further rounds,
each `… --after THE_LAST --out NEXT` over a mixture of all sets: with no more said; with `--seed 5
--steps 700`; with `--seed 6 --steps 1200`; with `--seed 7 --steps 560`; with `--seed 8 --steps
800`; with `--seed 9 --steps 560`; with `--seed 10 --steps 800`; with `--seed 11 --steps 560`; with
`--seed 12 --steps 400`; with `--seed 13 --steps 1100`, from the mean of the sixth to the tenth;
with `--seed 14 --steps 560`. The mean of the last five is shipped: `python -m
modscore.training.neural_join --data DIR --network EIGHTH … --network LAST --out DIR`.
Seeds are fixed, but sums in bfloat16 depend on the machine and its number of threads. Each round
read the labels, templates and repeats of its day: those of the commits 233c225, 7bda20b and
1ffd9e4; the fourth the first 2,960 lines of `written.tsv` four times and `annotated.tsv` 3.5
times, the fifth those of 3c425ee, the sixth 7,769 of the sentences and 8,780 of the annotated
comments, the seventh those of 375b157, the eighth 9,376 and 11,780, the ninth 9,896 and 12,080,
the tenth those of 2be1e7f, the eleventh 11,856 and 13,280, the last 11,979 and 13,564.

**Meant for**: sorting comments for people to look at, statistics over threads, marking words.
**Not meant for**: acting on a person without a human look, languages other than English, judging
whether a claim is true, texts other than comments.
"""

LIMITS = """## Limits

- English only; dialect, reclaimed words and in-group banter are often judged too harshly.
- Hate that lives in pictures, hints or shared knowledge is missed; so is much irony.
- It reads a comment without the ones before it: who is addressed is a guess.
- Labels other than toxicity and hate rest on Wikipedia, Civil Comments and template sentences.
- Precision and recall hold where toxicity is as frequent as on Wikipedia talk pages (one in ten).
"""


def card(model: Cascade, pieces: int, figures: Path | None) -> str:
    """The whole card, in Markdown."""
    about = model.about
    text = INTRODUCTION.format(
        id=model.id,
        hash=model.hash,
        pieces=pieces,
        stretch=STRETCH,
        shared=SHARED,
        most=MOST,
        heads=", ".join(about["heads"]),
        sentence_heads=", ".join(about["sentence_heads"]),
    )
    lines = [
        *text.splitlines(),
        "",
        *_data(),
        *_table("Held-out sets", about["figures"], "The calibration error has 15 bins."),
        *_table("By length (toxicity, Wikipedia comments)", about["lengths"], "In characters."),
        *_points(about["operating_points"]),
        *_table(
            "Sentences of forum comments (forum_dev; joined on other comments)",
            about["sentences"],
            "ROC-AUC.",
        ),
    ]
    for name in ("functions", "identity", "obfuscation"):
        if figures is not None and (figures / f"{name}.md").exists():
            lines += [f"From `python -m benchmarks {name}`:", ""]
            lines += [(figures / f"{name}.md").read_text("utf-8").strip(), ""]
    return "\n".join([*lines, *LIMITS.splitlines()]) + "\n"


def _data() -> Iterator[str]:
    yield "## Data"
    yield ""
    yield "| set | read so many times | weight | licence | by |"
    yield "|---|---|---|---|---|"
    for name, (times, weight) in PLAN.items():
        if name in SOURCES:
            licence, author = SOURCES[name]
            yield f"| {name} | {times} | {weight} | {licence} | {author} |"
    yield ""


def _table(title: str, rows: list[dict[str, Any]], note: str) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield note
    yield ""
    yield "| " + " | ".join(rows[0]) + " |"
    yield "|" + "---|" * len(rows[0])
    for row in rows:
        yield "| " + " | ".join(str(value) for value in row.values()) + " |"
    yield ""


def _points(points: dict[str, Any]) -> Iterator[str]:
    rows = [
        {"label": name, "point": point, **points[name][point]}
        for name in ESTIMATED
        for point in ("high_precision", "balanced", "high_recall")
    ]
    note = "Chosen on one half of the Wikipedia comments, measured on the other."
    yield from _table("Operating points of the models alone", rows, note)


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description="Print the network's model card.")
    parser.add_argument("--model", default=ID, help="a shipped name, or a file")
    parser.add_argument("--figures", type=Path, help="the folder of the benchmarks' tables")
    chosen = parser.parse_args()
    network = Network.load(chosen.model)
    pieces = network.stored.tensors["pieces"].tobytes().count(b"\n") + 1
    print(card(Cascade(network), pieces, chosen.figures), end="")


if __name__ == "__main__":
    main()
