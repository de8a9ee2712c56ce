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
from .agreement import agreement
from .forum import MEASURING, held_forum, read_forum, training_forum
from .measure import table

_TEXT = """# {id}

SHA-256 of the file: `{hash}`

A linear model of what a sentence of an English comment does ({kinds}), one calibrated chance each.
It sees words, pairs of words, letter groups and surface marks (numbers, names, tense, person,
length, position). Rules and formulas join it with evidence and certainty (`modscore.claims`).

Trained by `modscore train sentences --data DIR --teacher FILE --out DIR` on {sentences:,}
annotated sentences of {comments:,} comments, ClaimBuster as a help, and further comments without
labels that the network read first (its last round, before the mean was taken).

## Data

| set | licence | by |
| --- | --- | --- |
| forum_train, one annotator | CC0 texts | Civil Comments |
| `training/annotated.tsv`, by language models | CC0; MIT | Civil Comments; Ruddit (Reddit) |
| ClaimBuster | CC BY 4.0 | Arslan, Hassan, Li, Tremayne |
| Civil Comments, Fox News comments, unlabelled | CC0; MIT | Civil Comments; Gao, Huang |

## Figures

Positive: a checkable claim, worth a source, with none or a vague one. The estimate `worthy`, alone,
on sentences that training never saw: `forum_dev` (mean of two annotators at least .5) and one
sixteenth of `annotated.tsv`. Its readers' agreement with forum_train's annotator, on {again}
sentences in {mixed} readings of comments that were mixed in unmarked: Cohen's kappa {kappa:.2f};
comment grades correlate at {grades}.

```
{figures}
```

## Limits

English. It judges form, not truth. It was taught on news comments: accusations
that need knowledge of the world, fragments that lean on the sentence before, and short flat claims
are often missed; detailed demands and private stories with numbers are often taken for claims.
Meant to rank what a person should look at.
"""


def card(model: SentenceModel, data: Path) -> str:
    """The whole card, in Markdown; ``data`` is the folder of the data sets."""
    figures = []
    for name, held in (
        ("forum_dev", read_forum(data / "forum" / "forum_dev.jsonl")),
        ("annotated, held out", held_forum(data, MEASURING)),
    ):
        scores = model.estimate(held.prepared)[:, SENTENCE_ESTIMATED.index("worthy")]
        figures.append(table(name, held, scores))
    learnt, agreed = training_forum(data), agreement(data)
    return _TEXT.format(
        id=model.id,
        hash=model.hash,
        kinds=", ".join(SENTENCE_ESTIMATED),
        figures="\n\n".join(figures),
        sentences=len(learnt.codes),
        comments=len(learnt.rows),
        again=agreed.sentences,
        mixed=agreed.comments,
        kappa=agreed.kappa,
        grades=", ".join(f"{value:.2f} ({name})" for name, value in agreed.grades.items()),
    )


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description="Print the card of the sentence model.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    stored = artifact.load("sentences-linear-1", "sentences")
    model = SentenceModel(stored.tensors, stored.id, stored.hash)
    print(card(model, parser.parse_args().data), end="")


if __name__ == "__main__":
    main()
