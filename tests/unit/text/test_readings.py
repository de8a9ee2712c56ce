"""Readings: disguises that are read, and innocent text that is let alone."""

from __future__ import annotations

import pytest

from modscore.records import Comment, Thread
from modscore.text.prepare import prepare
from modscore.text.prepared import Reading


def read(text: str) -> tuple[Reading, ...]:
    return prepare([Thread("t", (Comment("1", text),))]).readings


# The disguised stretch is marked [[…]]; then what it may say, and how.
READ = {
    "digit": ("you [[sh1t]]", "shit", "leet"),
    "1 for l": ("a [[s1ut]]", "slut", "leet"),
    "signs": ("kick his [[@$$]]!", "ass", "leet"),
    "sign at the end": ("an [[a$$]].", "ass", "leet"),
    "bang inside": ("what a [[b!tch]]", "bitch", "leet"),
    "bangs after": ("[[sh1t]]!!!!!!", "shit", "leet"),
    "forty bangs after": ("[[sh1t]]" + "!" * 40, "shit", "leet"),
    "plus at the end": ("oh [[shi+]]!", "shit", "leet"),
    "bang and plus at the end": ("oh [[sh!+]]", "shit", "leet"),
    "signs only": ("that is my [[@$$]]", "ass", "leet"),
    "signs after letters": ("a [[jack@$$]]", "jackass", "leet"),
    "double one at the end": ("go to [[he11]]", "hell", "leet"),
    "bracket": ("[[(un7]]", "cunt", "leet"),
    "inside quotes": ('"[[1d10t]]"', "idiot", "leet"),
    "several": ("[[4$$h0l3]]", "asshole", "leet"),
    "in capitals": ("[[B1TCH]]", "bitch", "leet"),
    "digit doubled": ("[[sh11t]]", "shit", "leet"),
    "ph": ("oh [[phuck]] it", "fuck", "leet"),
    "euro and pound": ("[[s£ut]] [[b€ast]]", "slut", "leet"),
    "star": ("[[f*ck]] it", "f*ck", "masked"),
    "stars": ("this [[s**t]] again", "s**t", "masked"),
    "two masked words": ("[[f**k]] this s**t", "f**k", "masked"),
    "stars after": ("oh [[fu**]] it", "fu**", "masked"),
    "first letter alone": ("[[f***]] off", "f***", "masked"),
    "stars before": ("you [[*uck]]", "*uck", "masked"),
    "hash": ("[[sh#t]]", "sh*t", "masked"),
    "hashes": ("[[f##k]]", "f**k", "masked"),
    "underscore": ("[[f_ck]]", "f*ck", "masked"),
    "ampersand": ("[[f&ck]]", "f*ck", "masked"),
    "sign for any letter": ("[[f@ck]]", "f*ck", "masked"),
    "mixed signs": ("[[f@#k]]", "f**k", "masked"),
    "mixed signs to the end": ("[[f@#!]]", "f***", "masked"),
    "escaped stars": (r"[[f\*\*k]]", "f**k", "masked"),
    "hyphen": ("[[b-tch]]", "b*tch", "masked"),
    "hyphens": ("[[n----r]]", "n****r", "masked"),
    "several hyphens": ("[[m-th-r]]", "m*th*r", "masked"),
    "hyphens after": ("[[f---]] you", "f***", "masked"),
    "long dash": ("[[f—k]] you", "f**k", "masked"),
    "full stop": ("[[sh.t]] happens", "sh*t", "masked"),
    "apostrophe": ("[[f'ck]] it", "f*ck", "masked"),
    "a star among blanks": ("[[f * c k]]", "f*ck", "spaced"),
    "masked leet": ("[[a$$h*le]]", "assh*le", "masked"),
    "blanks": ("[[f u c k]] you", "fuck", "spaced"),
    "blanks, capitals": ("[[F U C K]] you", "fuck", "spaced"),
    "two blanks": ("[[f  u  c  k]]", "fuck", "spaced"),
    "within a row": ("u [[s l u t]]", "slut", "spaced"),
    "stops": ("[[f.u.c.k]]", "fuck", "spaced"),
    "hyphens between": ("[[f-u-c-k]]", "fuck", "spaced"),
    "stars between": ("[[f*u*c*k]]", "fuck", "spaced"),
    "slashes between": ("[[f/u/c/k]]", "fuck", "spaced"),
    "spaced leet": ("[[i d 1 o t]]", "idiot", "spaced"),
    "first letter apart": ("[[f uck]] you", "fuck", "spaced"),
    "last letter apart": ("[[fuc k]] you", "fuck", "spaced"),
    "torn in three": ("[[f u ck]] you", "fuck", "spaced"),
    "one hyphen": ("[[fu-ck]]", "fuck", "spaced"),
    "stretched": ("[[fuuuuuck]]", "fuck", "stretched"),
    "all stretched": ("[[aaasssshhholllle]]", "asshole", "stretched"),
    "rarely doubled": ("[[shiit]]", "shit", "stretched"),
    "kk": ("[[fukk]]", "fuck", "stretched"),
    "tags": ("[[fu<b></b>ck]]", "fuck", "split"),
    "square tags": ("[[f[i]u[/i]ck]]", "fuck", "split"),
    "entity": ("[[fu&shy;ck]]", "fuck", "split"),
    "spelling entity": ("[[f&#117;ck]]", "fuck", "split"),
    "emphasis inside": ("[[f**uc**k]]", "fuck", "split"),
}


@pytest.mark.parametrize(("marked", "word", "how"), READ.values(), ids=READ.keys())
def test_read(marked: str, word: str, how: str) -> None:
    start = marked.index("[[")
    end = marked.index("]]", start) - 2
    text = marked[:start] + marked[start + 2 : end + 2] + marked[end + 4 :]
    text = text.replace("[[", "").replace("]]", "") if marked.count("[[") > 1 else text
    assert Reading(0, start, end, word, how) in read(text)


INNOCENT = {
    "numbers": "142,460 and 455 and 80085, 5.5.2019 at 14:30",
    "money": "$100, $50k, 20€",
    "hex ids": "commit 5a55e5d, d34db33f0a",
    "identifier": "id 7f4a55c2aa19ab",
    "versions": "v1.2.3 and 3.11",
    "ordinals": "1st 2nd 3rd 4th 21st 90s",
    "numbered": "covid19 mp3 ww2 co2 G20 A55",
    "initialisms": "U.S.A. and the U.K. p.m. e.g. i.e.",
    "bold inside words": "ho**t wat**er",
    "bold beside words": "**bold**word and word**bold**",
    "emphasis": "*so* **very so** _this one_ *all of it*",
    "sums": "x * y = z - 2",
    "lists": "a) one b) two",
    "hashtags": "#good #so",
    "stars of lists and notes": "*If so **In all me!* one*",
    "identifiers": "some_long_name file_2",
    "range": "A–K",
    "brackets": "a(n) word(s) (until then)",
    "elided": "I'm d'accord, o'clock, y'all",
    "one-letter pairs": "R&R S&M Q&A x-y",
    "ordinary doubles": "vacuum Shiites shiitake",
    "ordinary ph": "phone photo physics",
    "sentences run together": "so.It was",
    "degree": "Ph.D",
    "link": "https://example.org/sh1t/f*ck?a=b1tch",
    "code": "`f*ck sh1t`",
    "mention": "@b1tch hello",
    "nothing": "",
    "surrogates": "\ud800\udc00\ud800",
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT.keys())
def test_not_read(text: str) -> None:
    assert read(text) == ()


def test_order_and_places() -> None:
    comments = tuple(Comment(str(k), text) for k, text in enumerate(("é f*ck", "", "🙂 sh1t f*ck")))
    prepared = prepare([Thread("t", comments)])
    assert list(prepared.readings) == sorted(set(prepared.readings))
    found = {
        comments[r.comment].text[slice(*(prepared.local(p)[1] for p in (r.start, r.end)))]
        for r in prepared.readings
    }
    assert found == {"f*ck", "sh1t"}


@pytest.mark.parametrize(
    "unit", ["f u ", "f*k ", "a.b-", "sh1", "*a*", "<b>a", "a&b;", "uu ", "$!"]
)
def test_hostile_rows_are_bounded(unit: str) -> None:
    assert len(read(unit * 20_000)) <= 4000


def test_the_comment_after_changes_nothing() -> None:
    """A word at the end of one comment is no neighbour of the next comment's first."""
    first, second = "AA \ud7fcB", "0"
    threads = [Thread("1", (Comment("1", first),)), Thread("2", (Comment("1", second),))]
    assert prepare(threads).readings == prepare(threads[:1]).readings == ()


def test_a_row_that_goes_on_alike_is_read_twice_and_what_follows_it_too() -> None:
    found = read("f u c k " * 40 + "i d i o t")
    assert 2 <= [r.text for r in found].count("fuck") <= 4
    assert "idiot" in {r.text for r in found}
    assert len(found) < 250


@pytest.mark.parametrize("text", ["f*ck\u0301 it", "s\u200bh1t\u200b", "é f*c\u0323k\u0301 sh1t"])
def test_many_spans_at_once_are_those_of_each(text: str) -> None:
    prepared = prepare([Thread("t", (Comment("1", text), Comment("2", "sh1t " + text)))])
    starts, ends = prepared.word_start, prepared.word_end
    each = [prepared.span(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
    assert list(zip(*(many.tolist() for many in prepared.spans(starts, ends)), strict=True)) == each
