"""Words with signs or digits in them, read as leet, as masked or as split by emphasis.

Stage: prepare; suspicious stretches come in; what each may say goes out.
Paired emphasis signs (``**bold**``, ``ho**t wat**er``) are told from masks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from modscore.text import disguises
from modscore.text.suspects import Suspects
from modscore.text.vocabulary import frequency_class, is_ordinary
from modscore.text.words import hash_words

_LONG = 40  # a longer stretch is cut where a sign is repeated
_LONGEST_EMPHASIS = 3
_FAR = 600  # emphasis signs further apart are no pair
_MOST_HIDDEN = 8  # masks after a word
_PIECE = re.compile(r"[a-z0-9]+(?:[^a-z0-9]{1,5}[a-z0-9]+)*[^a-z0-9]{0,5}")
_ALL_SIGNS = re.compile(r"@\$\$(?<![a-z0-9$@]@\$\$)(?![a-z0-9$@])")  # begins plainly: found fast
_IDENTIFIER = re.compile(r"[a-z0-9]{3,}(?:_[a-z0-9]{3,})+|[a-z]+_[0-9]+")
_PLUS = re.compile(r"[!|]?\+")  # a t at the end: "sh!+"
_EMPHASIS = re.compile(r"([*_~])\1*")
_AFTER = "!?|(<{+&=\\"  # ends a sentence or opens something, rather than hiding letters

Unit = tuple[int, str]
Found = tuple[int, int, Sequence[str], str]


def signs(suspects: Suspects) -> Iterator[Found]:
    """``sh1t``, ``a$$``, ``f**k``, ``s***``, ``*uck``, ``f**uc**k``."""
    units = list(_units(suspects))
    for found in _ALL_SIGNS.finditer(suspects.text):
        yield found.start(), found.end(), disguises.read_leet(found.group()), "leet"
    paired = _paired(suspects.text, units)
    for place, unit in units:
        first, last = disguises.trim(unit)
        lead, core, tail = unit[:first], unit[first:last], unit[last:].rstrip(_AFTER)
        start, end = place + first, place + last
        if place in paired:
            lead = ""
        if end in paired:
            tail = ""
        if "(" in core and suspects.text[end : end + 1] == ")":
            continue  # "word(s)"
        if disguises.has_mask(core):
            yield from _inner(start, core, tail, paired)
            continue
        if disguises.has_leet(core):
            yield start, end, disguises.read_leet(core), "leet"
            if lead.endswith("("):  # "(un7", but not "(unless"
                yield start - 1, end, disguises.read_leet("(" + core), "leet"
            yield start, end, disguises.read_grawlix(core), "masked"
        body = core.rstrip(disguises.LEET_SIGNS)
        if len(core) > 1 and (plus := _PLUS.match(unit, last)):
            yield start, place + plus.end(), disguises.read_leet(core + plus.group()), "leet"
        if tail and _hides(body, core[len(body) :] + tail):
            yield start, end + len(tail), disguises.read_masked(core + tail), "masked"
            grawlix = len(set(core[len(body) :] + tail)) > 1 and unit.endswith("!")
            if grawlix and len(unit) == last + len(tail) + 1:  # "f@#!"
                yield start, place + len(unit), disguises.read_masked(core + tail + "!"), "masked"
        if lead == "*" * len(lead) and 0 < len(lead) <= 4 and not _known(core):
            yield place, end, disguises.read_masked(lead + core), "masked"


def _inner(start: int, core: str, tail: str, paired: set[int]) -> Iterator[Found]:
    """Masks between letters, which emphasis inside one word may be as well."""
    if _IDENTIFIER.fullmatch(core):
        return
    runs = list(_EMPHASIS.finditer(core))
    if runs and start + runs[0].start() in paired:
        return
    if len(runs) > 1 and len(runs) % 2 == 0 and len({run.group() for run in runs}) == 1:
        word = _EMPHASIS.sub("", core)
        if word.isalpha():
            yield start, start + len(core), [word], "split"
    yield start, start + len(core), disguises.read_masked(core), "masked"
    if tail and disguises.has_mask(tail):
        yield start, start + len(core) + len(tail), disguises.read_masked(core + tail), "masked"


def _hides(core: str, tail: str) -> bool:
    """Whether signs after a word stand for its missing letters, not for a note or a blank."""
    if not disguises.has_mask(tail) or len(tail) > _MOST_HIDDEN or tail[0] in "!?(|":
        return False
    if not core.isalpha() and sum(map(str.isalpha, core)) < 3:
        return False
    if tail == "*" and _known(core):
        return False  # a note: "price*"
    stars = tail == "*" * len(tail)
    if len(core) == 1:
        return len(tail) > 1
    if len(core) == 2:
        return stars or len(tail) > 1
    return (stars and (len(core) <= 5 or len(tail) > 1)) or (len(tail) > 1 and tail[0] != "_")


def _units(suspects: Suspects) -> Iterator[Unit]:
    """Place and text of every stretch; the very long are cut at repeated signs."""
    for start, end in zip(*(places.tolist() for places in suspects.units()), strict=True):
        unit = suspects.text[start:end]
        if len(unit) <= _LONG:
            yield start, unit
            continue
        for piece in _PIECE.finditer(unit):
            if len(piece.group()) <= _LONG:
                yield start + piece.start(), piece.group()


def _paired(text: str, units: list[Unit]) -> set[int]:
    """Places of signs that open or close emphasis: ``*so*``, ``**so it**``, ``ho**t wat**er``.

    Signs inside words are emphasis only where a whole ordinary word is left without them.
    """
    paired: set[int] = set()
    opened: dict[str, int] = {}
    within: dict[str, int] = {}
    for place, unit in units:
        for run in _EMPHASIS.finditer(unit):
            sign, at = run.group(), place + run.start()
            if len(sign) > _LONGEST_EMPHASIS:
                continue
            before, after = unit[: run.start()], unit[run.end() :]
            if not before:
                opened[sign] = at
            elif not after.strip(_AFTER):  # closes what a word, or this one, opened
                book = opened if _near(text, opened.get(sign), at) else within
                if _near(text, book.get(sign), at):
                    paired.update((book.pop(sign), at))
            elif opened.get(sign) == place and _ordinary(before[len(sign) :]):  # "**bold**word"
                paired.update((opened.pop(sign), at))
            elif _ordinary(before + after) or _ordinary(before):
                if _near(text, within.get(sign), at):
                    paired.update((within.pop(sign), at))
                else:
                    within[sign] = at
    return paired


def _near(text: str, before: int | None, at: int) -> bool:
    return before is not None and at - before <= _FAR and "\n" not in text[before:at]


@disguises.kept
def _known(word: str) -> bool:
    """Whether a list, a note or an unclosed emphasis may begin with this word: ``*If``."""
    return len(word) < 2 or bool(frequency_class(hash_words([word]))[0] > 1)


@disguises.kept
def _ordinary(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and bool(is_ordinary(hash_words([word]))[0])
