"""Rule hits where a network has read the comment: it knows what the words do there.

Stage: match, after the models; `Matches` and what the network says of the words come in; `Matches`
go out, for the findings.

A shipped rule for words that models know (`amounts.known_to_models`) finds the word whatever it
does: "fucking brilliant", "call him an idiot and you are out". Where a network has read its words
such a hit counts as far as the network takes them for toxic (obscene it stays):

    amount * AGAIN * min(1, highest chance of a word in it / SURE)

One of more than PHRASE words is narrowed to those that the network marks ("shut up" is no "up").
A hit that then adds less than LEAST, or less than UNMARKED without a marked word, is left out.
A shipped rule for threats, dehumanising talk or harassment finds what words alone do not tell, and
tells most of it; where the estimate of a comment that the network read lies below DOUBTED ("told
him he would burn in hell") it counts that part of itself, though never less than LEFT. A user's
own rules and words that the network did not read (quotations that the writer agrees with, the end
of an endless comment) stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..text.prepared import Words
from .amounts import OF_WORDS, shipped
from .compile import CompiledPack
from .run import Matches

AGAIN = 0.2  # the network's estimate holds these words already
SURE = 0.3  # of three raters one marked the word
LEAST, UNMARKED = 0.02, 0.2
PHRASE = 2
DOUBTED, LEFT = 0.2, 0.2
OF_MEANING = frozenset(("threats", "dehumanising", "harassment"))  # families
Floats = NDArray[np.float64]
_TOXIC = ("toxicity", "severe_toxicity", "threat", "insult", "identity_attack")


def understood(
    compiled: CompiledPack, matches: Matches, words: Mapping[int, Words], toxicity: Floats
) -> Matches:
    """The matches with the hits in these comments weighed by what the network says there;
    ``toxicity``: the estimate of each comment."""
    known = shipped(compiled.pack, OF_WORDS)
    meant = shipped(compiled.pack, OF_MEANING)
    toxic = np.isin(matches.signals, _TOXIC)[matches.signal]
    open_ = (known | meant)[matches.rule] & toxic & ~matches.endorsed
    read = np.isin(matches.comment, np.fromiter(words, np.int64, len(words)))
    rows = np.flatnonzero(open_ & read)
    if not len(rows):
        return matches
    start, end, amount = matches.start.copy(), matches.end.copy(), matches.amount.copy()
    kept = np.ones(len(matches), dtype=np.bool_)
    for row in rows.tolist():
        told = words[int(matches.comment[row])]
        inside = slice(
            int(np.searchsorted(told.end, start[row], side="right")),
            int(np.searchsorted(told.start, end[row])),
        )
        if inside.stop <= inside.start:
            continue  # not read
        if meant[matches.rule[row]]:
            amount[row] *= max(LEFT, min(1.0, float(toxicity[matches.comment[row]]) / DOUBTED))
            continue
        chance = float(told.chance[inside].max())
        amount[row] *= AGAIN * min(1.0, chance / SURE)
        marked = np.flatnonzero(told.marked[inside]) + inside.start
        kept[row] = amount[row] >= (LEAST if len(marked) else UNMARKED)
        if len(marked) and inside.stop - inside.start > PHRASE:
            start[row] = max(start[row], told.start[marked[0]])
            end[row] = min(end[row], told.end[marked[-1]])
    narrowed = replace(matches, start=start, end=end, amount=amount)
    return narrowed.take(kept)
