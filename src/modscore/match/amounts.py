"""What a hit adds to a score: its rule's strength, less what the model has counted already.

Stage: match; hits and their strengths come in; amounts go out.

A strength is measured alone: the chance that a comment which the rule hits is toxic. The verdict
joins it to the model's estimate as one more independent cause, which it is not where the model
read the same words and knows them from thousands of comments. There it adds

    amount = strength ** HEARD

and the strength itself everywhere else: where the model read nothing (a quotation that the writer
agrees with), for what words alone do not tell (threats, dehumanising talk, harassment), and for
every rule of the user's own, which adds what it says. A model reads disguised words as the plain
ones (`disguised`); what is masked beyond that is a doubtful hit, and adds the less too. The power
was fitted on development data; it keeps the order of strengths, so a stronger rule adds more.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..rulebook.load import builtin
from ..rulebook.pack import Pack

HEARD = 2.5
OF_WORDS = frozenset(  # families whose rules find words that every toxicity model knows
    ("profanity", "profanity_other", "insults", "slurs", "dismissals", "emoji")
)


def known_to_models(pack: Pack) -> NDArray[np.bool_]:
    """Which rules are shipped ones, of the shipped strength, for words that models know."""
    return shipped(pack, OF_WORDS)


@lru_cache(maxsize=16)
def shipped(pack: Pack, families: frozenset[str]) -> NDArray[np.bool_]:
    """Which rules are shipped ones of these families, of the shipped strength."""
    known = builtin().by_id
    return np.array(
        [
            rule.family in families and rule.id in known and rule.amounts == known[rule.id].amounts
            for rule in pack.rules
        ],
        dtype=np.bool_,
    )
