"""Why a claim was judged so, in plain words.

Stage: claims; a sentence, its cues and its backings come in; one sentence a moderator could show
to the author goes out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from modscore.claims.certainty import in_words
from modscore.claims.evidence import Backing
from modscore.claims.marks import Sign

_KINDS = (  # the first kind that is there names the claim
    ("accusation", "Accuses someone"),
    ("conspiracy", "Tells of a hidden plan"),
    ("number", "States a number"),
    ("cause", "States a cause"),
    ("universal", "Makes a sweeping statement"),
)
# not a year, not a footnote mark
_NUMBER = re.compile(r"(?<![\[\w.])(?!(?:1[5-9]|20)\d\d\b)\d[\d,.]*(?![\]\w])")
_BACKED = {
    "link": "a link",
    "citation": "a citation",
    "named_source": "a named source",
    "evidence": "a document or figure it names",
    "quotation": "a quotation",
    "experience": "the writer as witness",
    "article": "the article, which says the same",
    "earlier_comment": "an earlier comment, which says the same",
}
_QUIET = 0.25  # a backing weaker than this is not named
_LONGEST = 60


def why(
    sentence: str,
    *,
    cues: Sequence[Sign],
    backings: Sequence[Backing],
    support: float,
    certainty: float,
    unsure: str | None,
) -> str:
    """One sentence: what is stated, what backs it, how surely it is said.

    >>> why("40 lied.", cues=[], backings=[], support=0.0, certainty=0.6, unsure=None)
    'States a number as fact; no source in the comment.'
    """
    kinds = {cue.kind for cue in cues}
    stated = next((words for kind, words in _KINDS if kind in kinds), "")
    if not stated:
        stated = "States a number" if _NUMBER.search(sentence) else "States something to be checked"
    manner = in_words(certainty)
    said = {"hedged": ", with reserve", "plain": " as fact", "boosted": " as beyond doubt"}[manner]
    if stated.startswith(("Accuses", "Makes", "Tells")) and manner == "plain":
        said = ", as fact"
    parts = [stated + said, _backing(backings)]
    if "vague_authority" in kinds and support < 0.5:
        parts.append("an unnamed authority is no source")
    if unsure:
        parts.append(f"little to go by ({unsure})")
    return "; ".join(parts) + "."


def _backing(backings: Sequence[Backing]) -> str:
    named = sorted(
        (b for b in backings if b.strength >= _QUIET and b.kind in _BACKED),
        key=lambda b: -b.strength,
    )
    if not named:
        return "no source in the comment"
    best = named[0]
    where = ""
    if best.beside and best.kind not in ("article", "earlier_comment"):
        where = " in another sentence"
    degree = "backed by" if best.strength >= 0.5 else "weakly backed by"
    return f"{degree} {_BACKED[best.kind]}{where}"
