"""How one suspicious stretch may be read: plain string functions, no lexicon.

Stage: prepare; a short folded string comes in; the words it may have been go out.
``*`` in a word stands for one masked letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from itertools import product
from typing import TypeVar

from modscore.text.tables import plain

LEET = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "g",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "il",
    "|": "il",
    "+": "t",
    "(": "c",
    "¡": "i",
    "¢": "c",
    "£": "l",
    "€": "e",
    "¥": "y",
    "§": "s",
    "©": "c",
    "®": "r",
    "µ": "u",
    "¶": "p",
}
LEET_SIGNS = "".join(sign for sign in LEET if not sign.isdigit())
MASKS = "*#%_~^=&?×•·■█�"
_TRAILING = "!|(+"  # at the end of a word they are more often punctuation
_DIGITS = "0123456789"
_LONGEST = 24
_KEPT = 1 << 12  # the same few disguises come again and again
Answer = TypeVar("Answer")
LONGEST_STRETCHED = 30
_AMBIGUOUS = 3  # 1 ! | may be i or l; beyond this many, all are read alike
_RUN = re.compile(r"(.)\1+")
_DOUBLED = frozenset(("shiite", "shiites", "shiitake", "naziism"))  # and rightly so
_TO_STARS = str.maketrans(dict.fromkeys(MASKS, "*"))
_ANY_LETTER = "".join(sign for sign in LEET_SIGNS if sign not in "(|+")  # may mask any letter
_ALL_TO_STARS = str.maketrans(dict.fromkeys(MASKS + _ANY_LETTER, "*"))
_FIRST = str.maketrans({sign: letters[0] for sign, letters in LEET.items()})
_LAST = str.maketrans({sign: letters[-1] for sign, letters in LEET.items()})
_MASK = re.compile(rf"[\\{re.escape(MASKS)}]")
_LEET = re.compile(rf"[0-9{re.escape(LEET_SIGNS)}]")
_SIGN = re.compile(rf"[{re.escape(_ANY_LETTER)}]")
_TAG = r"(?:<[^<>\n]{0,40}>|\[/?[a-z]{1,8}\]|&(?:[a-z]{2,6}|\#x?[0-9a-f]{1,6});|\\(?=[a-z]))"
_PARTING = re.compile(_TAG)
# Nothing is tried twice (`+`): 100,000 tags in a row must cost no more than they are long.
_PARTED = re.compile(rf"[a-z]{{1,24}}+(?:(?:{_TAG}){{1,8}}+(?:[a-z]{{1,24}}+|(?<=;))){{1,12}}+")
_ABBREVIATED = re.compile(r"[a-z][&=~?][a-z]|[0-9][%&=~?]+[a-z]{1,3}")  # "R&R", "1%er"
_NUMBERED = re.compile(r"[a-z]+(?![5790]$|55$|77$|11$|00$|(?<=[a-z]{3})[348]$)[0-9]+")
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th|[a-z])")


def kept(read: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The function, its last answers kept; those to long texts are not, so the room is bounded."""
    known = lru_cache(maxsize=_KEPT)(read)

    @wraps(read)
    def short(text: str) -> Answer:
        return known(text) if len(text) <= 2 * _LONGEST else read(text)

    return short


@kept
def read_leet(text: str) -> Sequence[str]:
    """The words that signs and digits in a word may stand for.

    >>> read_leet("sh1t"), read_leet("@$$"), read_leet("142"), read_leet("1st")
    (['shit', 'shlt'], ['ass', 'as'], [], [])
    """
    if not 2 < len(text) <= _LONGEST:
        return []
    letters = sum(map(str.isalpha, text))
    digits = sum(map(_DIGITS.__contains__, text))
    signs = len(text) - letters - digits
    if digits + signs == 0 or _not_a_word(text, letters, digits, signs):
        return []
    words = _spelled(text)
    if _RUN.search(words[0]):
        words += [_RUN.sub(r"\1", word) for word in words]
    return list(dict.fromkeys(words))


def _not_a_word(text: str, letters: int, digits: int, signs: int) -> bool:
    if letters == 0:
        return signs < 2 or digits > 0  # "@$$" may be read; "$100" may not
    if letters == 1 and (signs == 0 or digits > 1):
        return True  # "A55", "4x4", "$50k"
    if digits and not signs:
        if _ORDINAL.fullmatch(text) or "2" in text:
            return True
        if _NUMBERED.fullmatch(text):
            return True  # "covid19", "mp3": a number after a word
        return len(text) > 5 and not text.strip("0123456789abcdef")
    return False


def _spelled(text: str) -> list[str]:
    doubtful = sum(len(LEET.get(char, "")) > 1 for char in text)
    if doubtful == 0:
        return [text.translate(_FIRST)]
    if doubtful > _AMBIGUOUS:
        return [text.translate(_FIRST), text.translate(_LAST)]
    return ["".join(letters) for letters in product(*(LEET.get(char, char) for char in text))]


@kept
def trim(text: str) -> tuple[int, int]:
    """Where a word begins and ends between masks and signs that are rather punctuation.

    >>> trim("(sh1t!!"), trim("**bold**"), trim("?!")
    ((1, 5), (2, 6), (0, 0))
    """
    end = len(text.rstrip(_TRAILING + MASKS))
    start = len(text) - len(text.lstrip("(|+" + MASKS))
    return min(start, end), end


def has_mask(text: str) -> bool:
    """Whether a sign in the text may hide a letter."""
    return _MASK.search(text) is not None


def has_leet(text: str) -> bool:
    """Whether a sign or digit in the text may stand for a letter."""
    return _LEET.search(text) is not None


@kept
def read_masked(text: str) -> Sequence[str]:
    """The words that signs inside or after letters may hide, ``*`` for each hidden letter.

    >>> read_masked("f*ck"), read_masked("f@#k"), read_masked("a$$h*le"), read_masked("*")
    (['f*ck'], ['fa*k', 'f**k'], ['assh*le', 'a**h*le'], [])
    """
    text = text.replace("\\", "")
    if not 2 < len(text) <= _LONGEST or _ABBREVIATED.fullmatch(text):
        return []
    words = _spelled(text.translate(_TO_STARS))[:2]
    if _SIGN.search(text):
        words.append(text.translate(_ALL_TO_STARS).translate(_FIRST))
    return [word for word in dict.fromkeys(words) if _enough(word)]


@kept
def read_grawlix(text: str) -> Sequence[str]:
    """The word with every sign between its letters taken for a mask, if there is one.

    >>> read_grawlix("f@ck"), read_grawlix("a$$"), read_grawlix("sh1t")
    (['f*ck'], [], [])
    """
    if not _SIGN.search(text.strip(LEET_SIGNS)) or len(text) > _LONGEST:
        return []
    word = text.translate(_ALL_TO_STARS).translate(_FIRST)
    return [word] if _enough(word) else []


def _enough(word: str) -> bool:
    """Whether so much of the word is left that it can be known: its first letter, or two."""
    letters = sum(map(str.isalpha, word))
    return letters >= 2 or (letters == 1 and word[0] != "*")


def read_stretched(text: str) -> list[str]:
    """A word with its doubled letters single: all of them, or some where there are few.

    >>> read_stretched("fuuck"), read_stretched("foolss"), read_stretched("fukk")
    (['fuck'], ['fols', 'folss', 'fools'], ['fuk', 'fuck'])
    """
    runs = list(_RUN.finditer(text))
    if not runs or not text.isalpha() or text in _DOUBLED:
        return []
    words = [_RUN.sub(r"\1", text)]
    if len(runs) > 1:
        few = product((False, True), repeat=len(runs))
        one = ([k == kept for k in range(len(runs))] for kept in range(len(runs)))
        for kept_runs in few if len(runs) <= _AMBIGUOUS else one:
            parts, last = [], 0
            for run, keep in zip(runs, kept_runs, strict=True):
                parts.append(text[last : run.start()] + run.group()[: 1 + keep])
                last = run.end()
            words.append("".join(parts) + text[last:])
    for twin, letter in (("vv", "w"), ("kk", "ck")):
        if twin in text:
            words.append(text.replace(twin, letter))
    return [word for word in dict.fromkeys(words) if word != text]


def read_spelled(text: str) -> list[str]:
    """What single characters in a row spell.

    >>> read_spelled("sh1t"), read_spelled("123"), read_spelled("f*ck"), read_spelled("x*y")
    (['shit', 'shlt'], [], ['f*ck'], [])
    """
    letters = sum(map(str.isalpha, text))
    masks = len(_MASK.findall(text))
    if letters == 0 or (masks and (masks > 1 or letters < 3)):
        return []
    return _spelled(text.translate(_TO_STARS))[:2]


def find_split(text: str, start: int) -> tuple[int, str] | None:
    """End and word where tags, entities or escapes part the letters from ``start`` on.

    >>> find_split("fu<b></b>ck off", 0), find_split("f&#117;ck", 0), find_split("a < b", 0)
    ((11, 'fuck'), (9, 'fuck'), None)
    """
    found = _PARTED.match(text, start)
    if not found:
        return None
    word = _PARTING.sub(_entity, found.group())
    if not word.isalpha() or len(word) > _LONGEST:
        return None
    return found.end(), word


def _entity(found: re.Match[str]) -> str:
    sign = found.group()
    if not sign.startswith("&"):
        return ""
    from html import unescape  # noqa: PLC0415 - rarely needed, and slow to load

    return plain(char) if len(char := unescape(sign)) == 1 else sign
