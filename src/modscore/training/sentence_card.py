"""The model card of the sentence model.

Stage: training; the shipped model and the annotated forum comments come in; Markdown goes out,
every figure measured anew. Run: ``python -m modscore.training.sentence_card --data DIR``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ..models import artifact
from ..models.sentences import SentenceModel
from ..records import SENTENCE_ESTIMATED
from .forum import read_forum
from .measure import table

_TEXT = """# {id}

SHA-256 of the file: `{hash}`

A linear model of what a sentence of an English comment does ({kinds}), one calibrated chance each.
It sees words, pairs of words, letter groups and surface marks (numbers, names, tense, person,
length, position). Rules and formulas join it with evidence and certainty (`modscore.claims`).

Trained by `python -m modscore.training.claims --data DIR --teacher FOLDER --cache DIR --out DIR`
on 4,503 annotated sentences of forum comments, ClaimBuster as a help, and 48,000 sentences
without labels that a frozen all-MiniLM-L6-v2 encoder (Apache-2.0) with a linear head read first.

## Data

| set | licence | by |
| --- | --- | --- |
| forum comments, annotated for us | CC0 and MIT texts | Civil Comments; Fox News comments |
| ClaimBuster | CC BY 4.0 | Arslan, Hassan, Li, Tremayne |
| Civil Comments, Fox News comments, unlabelled | CC0; MIT | Civil Comments; Gao, Huang |

## Figures

Positive: a checkable claim, worth a source, with none or a vague one (mean of two annotators at
least .5). Sentences of `forum_dev`, which training never saw; the estimate `worthy`, alone.

```
{figures}
```

## Limits

English. It judges form, not truth. It was taught by one annotator on news comments: accusations
that need knowledge of the world, fragments that lean on the sentence before, and short flat claims
are often missed; detailed demands and private stories with numbers are often taken for claims.
Meant to rank what a person should look at.
"""


def card(model: SentenceModel, data: Path) -> str:
    """The whole card, in Markdown; ``data`` holds ``forum/forum_dev.jsonl``."""
    dev = read_forum(data / "forum" / "forum_dev.jsonl")
    scores = model.estimate(dev.prepared)[:, SENTENCE_ESTIMATED.index("worthy")]
    kinds = ", ".join(SENTENCE_ESTIMATED)
    figures = table("forum_dev", dev, scores)
    return _TEXT.format(id=model.id, hash=model.hash, kinds=kinds, figures=figures)


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description="Print the card of the sentence model.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    stored = artifact.load("sentences-linear-1", "sentences")
    model = SentenceModel(stored.tensors, stored.id, stored.hash)
    print(card(model, parser.parse_args().data), end="")


if __name__ == "__main__":
    main()
