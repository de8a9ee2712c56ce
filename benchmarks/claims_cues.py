"""What backs a claim and how surely it is said, against annotated codes; the tables of `claims`."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from modscore.claims.assess import assess
from modscore.claims.certainty import in_words
from modscore.claims.marks import PLACE, Signs, signs
from modscore.match.compile import compile as compile_pack
from modscore.match.run import match
from modscore.records import SENTENCE_ESTIMATED, Claim
from modscore.rounding import rounded
from modscore.rulebook.load import builtin
from modscore.training.forum import Forum

from .measures import precision_recall
from .results import Table, table

SPECIFIC = 0.3  # support of this much or more counts as backed


class Code(NamedTuple):
    """An annotated code: a letter at a place, on sentences of some kinds, and who is said to be."""

    name: str
    kinds: str
    place: int
    letter: str
    says: Callable[[Claim], bool]


def cue_tables(name: str, forum: Forum) -> Table:
    """Precision and recall of support and certainty on the annotated claims of a set, whatever
    the sentence model says of them."""
    claims, seconds = _claims(forum)
    codes = (
        Code("specific", "CR", 1, "2", lambda c: c.support >= SPECIFIC),
        Code("vague", "CR", 1, "1", lambda c: c.support < SPECIFIC and _vague(c)),
        Code("hedged", "CRP", 2, "H", lambda c: in_words(c.certainty) == "hedged"),
        Code("boosted", "CRP", 2, "B", lambda c: in_words(c.certainty) == "boosted"),
    )
    lines = [_line(forum, claims, code) for code in codes]
    return table(
        f"{name}: what backs a claim, how surely it is said",
        ("code", "annotated", "found", "precision", "recall", "F1"),
        lines,
        f"Claims stage: {len(forum.codes) / seconds:,.0f} sentences a second, each taken for a "
        f"claim. Backed: support of {SPECIFIC} or more.",
    )


def _line(forum: Forum, claims: Sequence[Claim | None], code: Code) -> tuple[object, ...]:
    judged = forum.share(code.kinds) > 0.5
    true = (forum.share(code.letter, code.place) >= 0.5)[judged]
    said = np.array([claim is not None and code.says(claim) for claim in claims])[judged]
    precision, recall = precision_recall(true, said)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    figures = (f"{figure:.3f}" for figure in (precision, recall, f1))
    return (code.name, int(true.sum()), int(said.sum()), *figures)


def _vague(claim: Claim) -> bool:
    return any(cue.kind == "vague_authority" for cue in claim.cues)


def _claims(forum: Forum) -> tuple[list[Claim | None], float]:
    """The claim made of each annotated sentence, None where its words are somebody else's."""
    estimates = np.full((len(forum.codes), len(SENTENCE_ESTIMATED)), 0.8)
    marks = cues_of(forum)
    begin = time.process_time()
    found = assess(forum.prepared, marks, estimates, forum.threads)
    seconds = time.process_time() - begin
    placed = {(k, claim.start): claim for k, some in enumerate(found) for claim in some}
    starts = forum.prepared.sentence_start - forum.prepared.starts[forum.owner]
    keys = zip(forum.owner.tolist(), starts.tolist(), strict=True)
    return [placed.get(key) for key in keys], seconds


@functools.cache
def cues_of(forum: Forum) -> Signs:
    """The cues of a set, by the built-in rules."""
    hits = match(compile_pack(builtin()), forum.prepared)
    kind = np.array([PLACE.get(signal, -1) for signal in hits.signals])[hits.signal]
    rows = np.flatnonzero(kind >= 0)
    comment, amount = hits.comment[rows].astype(np.int64), rounded(hits.amount[rows])
    return signs(comment, hits.start[rows], hits.end[rows], kind[rows], amount)
