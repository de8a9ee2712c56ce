"""Whether a reporting verb has somebody's name beside it: "Lindqvist said" and not "he said".

Stage: claims; the original text and the place of a cue come in; a share of its amount goes out.
Rules read folded text, which has no capitals; this looks at the text as it was written.
"""

from __future__ import annotations

import re

NAMELESS = 0.45  # the share that is left when nobody is named: "he said that"
YOURS = 0.2  # "according to you"
REACH = 80  # characters before the verb that are read

_VERB = re.compile(
    r"(?:sa(?:ys|id)|wr(?:ote|ites)|note[sd]|state[sd]|testified|announced|reported|tweeted|warned"
    r"|claim(?:s|ed)|argue[sd]|project(?:s|ed))\b",
    re.I,
)
_ACCORDING = re.compile(r"according to\s+(?:the\s+|an?\s+)?", re.I)
_WORDS = re.compile(r"[^\W_][\w.'’&-]*")
_BETWEEN_WORDS = (
    "also just recently once then has had have even later now already today yesterday first"
)
_BETWEEN = frozenset(_BETWEEN_WORDS.split())
_NOBODY_WORDS = (
    "i he she they you we it who that this these those there which what one some many most people "
    "everyone somebody someone and but so as then when if or because while yet not never been was "
    "were is are be him his her them their your my me us our whom all others another"
)
_NOBODY = frozenset(_NOBODY_WORDS.split())
_CLOSED = re.compile(r"[,\"'”’]\s*$")


def named(text: str, start: int, end: int, sentence: int) -> float:
    """How much of a named source is one: 1.0 when a name stands by the verb, or it needs none.

    >>> text = "Mayor Lind said the pier is sound. Later he said the same."
    >>> named(text, 11, 19, 0), named(text, 44, 52, 35)
    (1.0, 0.45)
    """
    according = _ACCORDING.match(text, start, end + REACH)
    if according:
        whom = _WORDS.match(text, according.end())
        return YOURS if whom and whom.group().lower() in _NOBODY else 1.0
    verb = _VERB.match(text, start, end)
    if not verb:
        return 1.0
    before = text[max(sentence, start - REACH) : start]
    words = _WORDS.findall(before)
    while words and words[-1].lower() in _BETWEEN:
        words.pop()
    if words and _is_name(words[-1]):
        return 1.0
    after = _WORDS.search(text, verb.end(), verb.end() + REACH)
    turned = not words or _CLOSED.search(before)  # "…," says Lind
    if after and turned and _is_name(after.group()) and not after.group().isupper():
        return 1.0
    return NAMELESS


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _NOBODY
