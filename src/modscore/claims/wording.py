"""Why a claim was judged so, in plain words.

Stage: claims; a sentence, its cues and its backings come in; one sentence a moderator could show
to the author goes out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from modscore.claims.certainty import in_words
from modscore.claims.evidence import Backing
from modscore.claims.marks import Sign
from modscore.text.prepared import Prepared

_KINDS = (  # the first kind that is there names the claim
    ("accusation", "Accuses someone"),
    ("conspiracy", "Tells of a hidden plan"),
    ("number", "States a number"),
    ("cause", "States a cause"),
    ("universal", "Makes a sweeping statement"),
)
# not a year, not a footnote mark
_NUMBER = re.compile(r"(?<![\[\w.])(?!(?:1[5-9]|20)\d\d\b)\d[\d,.]*(?![\]\w])")
_STATED = dict(_KINDS)
_BACKED = {
    "link": "a link",
    "citation": "a citation",
    "named_source": "a named source",
    "evidence": "a document or figure it names",
    "quotation": "a quotation",
    "experience": "the writer as witness",
    "article": "the article, which says the same",
    "earlier_comment": "an earlier comment, which says the same",
    "parent": "the comment it answers, which says the same",
}
_LINKS = {
    "report": "a link to a report or an authority",
    "short": "a shortened link (where it leads is not shown)",
    "video": "a link to a video",
    "post": "a link to a post",
    "home": "a link to a front page",
    "unreal": "a link to a made-up address",
}
_QUIET = 0.08  # a backing weaker than this is not named
_DEGREES = ((0.5, "backed by"), (0.25, "weakly backed by"), (0.0, "hardly backed by"))
_NOTHING = "no source in the comment"
_VAGUE = (  # what is wrong with a vague source, by its words; the first that is found
    (
        re.compile(r"^(?:you can |just )?(?:google|look|do|check|a quick)\b"),
        "is no source",
    ),
    (
        re.compile(
            r"\b(?:stud|research|polls?\b|survey|reports?\b|data|stat|number|test|evidence)"
        ),
        "does not say which",
    ),
    (
        re.compile(
            r"\b(?:every|any|all|most|many|some|they|we|people|expert|scien|scholar|doctor|source"
            r"|econom|histor|analyst|critic|observer|insider|the whole|psycholog|lots|several)"
        ),
        "names nobody",
    ),
)
_LONGEST = 40  # letters of a vague source that are told


def why(
    sentence: str,
    *,
    cues: Sequence[Sign],
    backings: Sequence[Backing],
    support: float,
    certainty: float,
    unsure: str | None,
    vague: str = "",
) -> str:
    """One sentence: what is stated, what backs it, how surely it is said. ``vague``: the words
    that lean on nobody in particular.

    >>> why("40 lied.", cues=[], backings=[], support=0.0, certainty=0.6, unsure=None)
    'States a number as fact; no source in the comment.'
    """
    stated = ""
    if len(cues) == 1:
        stated = _STATED.get(cues[0].kind, "")
        if support >= 0.5 or cues[0].kind != "vague_authority":
            vague = ""
    elif cues:
        kinds = {cue.kind for cue in cues}
        stated = next((words for kind, words in _KINDS if kind in kinds), "")
        if support >= 0.5 or "vague_authority" not in kinds:
            vague = ""
    if not stated:
        stated = "States a number" if _NUMBER.search(sentence) else "States something to be checked"
    return _why(stated, in_words(certainty), _backing(backings), vague, unsure)


HARDLY = "Hardly a claim that needs a source."


@lru_cache(maxsize=1024)  # most claims are told of in one of a few ways
def _why(stated: str, manner: str, backing: str, vague: str, unsure: str | None) -> str:
    if unsure and "English" in unsure:
        return f"Cannot be read here ({unsure}); may state something to be checked; {backing}."
    said = {"hedged": ", with reserve", "plain": " as fact", "boosted": " as beyond doubt"}[manner]
    if stated.startswith(("Accuses", "Makes", "Tells")) and manner == "plain":
        said = ", as fact"
    parts = [stated + said, backing]
    if vague:
        parts.append(_of_nobody(vague))
    if unsure:
        parts.append(f"little to go by ({unsure})")
    return "; ".join(parts) + "."


def _of_nobody(words: str) -> str:
    """What is wrong with a vague source.

    >>> _of_nobody("Everyone  knows"), _of_nobody("Studies show")
    ("'everyone knows' names nobody", "'studies show' does not say which")
    """
    words = " ".join(words.split())
    if not words.isascii() or not words.isprintable() or len(words) > _LONGEST:
        return "an unnamed authority is no source"
    words = words.lower()
    wrong = next((wrong for sign, wrong in _VAGUE if sign.search(words)), "does not say where")
    return f"'{words}' {wrong}"


def numbered(prepared: Prepared, sentences: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which sentences may hold a number: all that hold a digit, and some more."""
    digits = np.flatnonzero((prepared.points - 0x30 < 10) | (prepared.points > 0x2FF))
    first = np.searchsorted(digits, prepared.sentence_start[sentences])
    found: NDArray[np.bool_] = first < np.searchsorted(digits, prepared.sentence_end[sentences])
    return found


def _backing(backings: Sequence[Backing]) -> str:
    if not backings:
        return _NOTHING
    named = sorted(
        (b for b in backings if b.strength >= _QUIET and b.kind in _BACKED),
        key=lambda b: -b.strength,
    )
    if not named:
        return _NOTHING
    best = named[0]
    what = _LINKS.get(best.what, "") if best.kind == "link" else ""
    what = what or _BACKED[best.kind]
    if best.kind in ("earlier_comment", "parent") and _TELLABLE.fullmatch(best.what):
        what = what.replace("comment", f"comment by {best.what}", 1)
    where = ""
    if best.beside and best.kind not in ("article", "earlier_comment", "parent"):
        where = " in another sentence"
    degree = next(words for least, words in _DEGREES if best.strength >= least)
    return f"{degree} {what}{where}"


_TELLABLE = re.compile(r"[\w .'-]{1,40}")  # a name that reads well in a sentence
