"""Folding: what becomes plain, what stays itself, and where it came from."""

from __future__ import annotations

import numpy as np
import pytest

from modscore.text.fold import fold, plain_text
from modscore.text.prepare import points_of

PLAIN = {
    "case": ("HeLLo", "hello"),
    "accents": ("Ñandú café naïve", "nandu cafe naive"),
    "combining marks": ("n\u0303a\u0301\u0300", "na"),
    "strokes and hooks": ("øłđħ ɓƈ", "oldh bc"),
    "ligatures": ("ﬁne æon œuvre ß ﷼", "fine aeon oeuvre ss ریال"),
    "long s": ("ſo", "so"),
    "fractions": ("½ cup", "1/2 cup"),
    "raised figures": ("x² №1", "x2 no1"),
    "full width": ("ｆｕｌｌ！", "full!"),
    "mathematical": ("𝕱𝖚𝖑𝖑 𝒻𝓊𝓁𝓁 𝚏𝚞𝚕𝚕", "full full full"),
    "enclosed": ("ⓕⓤⓛⓛ 🄵🅄🄻🄻 🅵🆄🅻🅻 🅕🅤🅛🅛", "full full full full"),
    "small capitals": ("ꜰᴜʟʟʏ ʜɪɢʜ", "fully high"),
    "regional letters": ("🇫🇺🇱🇱", "full"),
    "flags": ("🇺🇸🇫🇷", "🇺🇸🇫🇷"),
    "zero width": ("fo\u200bo\u200d\ufeffl", "fool"),
    "soft hyphen": ("fo\u00adol", "fool"),
    "bidi controls": ("\u202efool\u2069", "fool"),
    "variation selectors": ("f\ufe0fool", "fool"),
    "tag characters": ("a\U000e0041b", "ab"),
    "control characters": ("fo\x07ol", "fool"),
    "quotes": ("“a” ‘b’ «c»", '"a" \'b\' "c"'),
    "dashes": ("a—b – c", "a-b - c"),
    "ellipsis": ("well…", "well..."),
    "apostrophes": ("don’t donʼt don`t don´t", "don't don't don't don't"),
    "backticks stay": ("`x` y", "`x` y"),
    "blanks": ("a\u00a0b\u3000c\td\u2003e", "a b c d e"),
    "newlines": ("a\nb\r\nc\u2028d", "a\nb \nc\nd"),
    "stretched": ("sooooo gooood", "soo good"),
    "long rows of digits and signs": ("1000 !!!! ----", "1000 !!!! ----"),
    "words of one letter": ("xxx kkkk www. III", "xxx kkkk www. iii"),
    "stretched across invisible signs": ("so\u200boo\u0301o", "soo"),
    "emoji": ("🙂👍🏽", "🙂👍🏽"),
    "surrogates": ("\ud800a\udfff", "\ud800a\udfff"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN.keys())
def test_plain_text(text: str, expected: str) -> None:
    assert plain_text(text) == expected


PRETENDING = {
    "one Cyrillic letter": ("fооl", "fool"),
    "Greek letters": ("fοοl ρlay", "fool play"),
    "letters that only pretend": ("fцnny яude", "funny rude"),
    "a whole word among Latin ones": ("you are all сосо here", "you are all coco here"),
    "letters hardly written": ("ѕһоре", "shope"),
    "Armenian and Cherokee": ("հello Ꮃorld", "hello world"),
    "split by an invisible sign": ("f\u200bоol", "fool"),
}
ITSELF = {
    "Russian": "это просто сложно",
    "Russian with one Latin word": "он сказал hello и ушёл домой",
    "short Russian words": "он и она сор",
    "Russian words in an English comment": "the word сложно means hard",
    "Greek": "ουτοσ ειναι",
    "Hindi": "हिन्दी में",
    "Thai": "ภาษาไทย",
    "Korean": "한국어",
    "Chinese": "中文下山工口",
    "Japanese": "ひらがなカタカナ",
    "Hebrew": "שלום",
    "Arabic": "مرحبا",
}


@pytest.mark.parametrize(("text", "expected"), PRETENDING.values(), ids=PRETENDING.keys())
def test_lookalikes_become_latin(text: str, expected: str) -> None:
    assert plain_text(text) == expected


@pytest.mark.parametrize("text", ITSELF.values(), ids=ITSELF.keys())
def test_other_scripts_stay(text: str) -> None:
    assert plain_text(text) == text


def test_one_comment_does_not_decide_for_another() -> None:
    points, starts = points_of(["we all say so here", "сосо", "сор и он да"])
    folded, _ = fold(points, starts)
    assert "".join(map(chr, folded)) == "we all say so here\nсосо\nсор и он да\n"


ORIGINS = {
    "plain": ("abc", [0, 1, 2]),
    "one becomes several": ("aﬃb", [0, 1, 1, 1, 2]),
    "one becomes none": ("a\u200bb\u0301c", [0, 2, 4]),
    "first and last of a row stay": ("goooood", [0, 1, 5, 6]),
    "both": ("½ooo\u200bok", [0, 0, 0, 1, 5, 6]),
    "nothing stays": ("\u200b\u200b", []),
}


@pytest.mark.parametrize(("text", "expected"), ORIGINS.values(), ids=ORIGINS.keys())
def test_origin(text: str, expected: list[int]) -> None:
    points = np.array([ord(c) for c in text], dtype=np.uint32)
    assert fold(points)[1].tolist() == expected
