"""Simple English forms of a term.

Stage: match (compile); the words of a term come in; its forms go out.
Agent nouns (-er) are left to the rule file: too many of them are other words (butter, hooker).
"""

from __future__ import annotations

_VOWELS = "aeiou"


def forms(words: list[str], *, inflect: bool) -> list[str]:
    """The term, its possessive, and with ``inflect`` the forms of its last word.

    >>> forms(["shut", "up"], inflect=False)
    ['shut up', "shut up's"]
    >>> forms(["spy"], inflect=True)
    ['spy', "spy's", 'spies', 'spied', 'spying', 'spyin']
    """
    *before, last = words
    found = [last]
    if last.isalpha():
        found.append(last + "'s")
    if inflect and last.isalpha() and last.isascii() and len(last) > 1:
        found += _inflected(last)
    return [" ".join((*before, form)) for form in dict.fromkeys(found)]


def _inflected(word: str) -> list[str]:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return [word[:-1] + "ies", word[:-1] + "ied", word + "ing", word + "in"]
    if word.endswith("e"):
        return [word + "s", word + "d", word[:-1] + "ing", word[:-1] + "in"]
    many = word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
    stem = word + word[-1] if _doubles(word) else word
    return [many, stem + "ed", stem + "ing", stem + "in"]


def _doubles(word: str) -> bool:
    """Whether the last letter is doubled before -ed: shag, shagged."""
    return (
        2 < len(word) < 6
        and word[-1] not in _VOWELS + "wxy"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )
