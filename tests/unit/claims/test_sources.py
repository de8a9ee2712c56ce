"""Names beside reporting verbs, footnotes, list items, links that stand apart."""

from __future__ import annotations

import time

import pytest

from modscore.claims.evidence import Ground, support
from modscore.claims.links import STRENGTH
from modscore.claims.marks import Cues
from modscore.claims.names import NAMELESS, YOURS, named
from modscore.claims.notes import CITED, Notes
from modscore.records import Finding

CLAIM = "The harbour lost forty ships in the storm."
REPORT = "https://www.harbour.gov/2019/losses"


def ground(text: str, cues: tuple[Finding, ...] = (), links: tuple[str, ...] = ()) -> Ground:
    """A comment with a sentence a line and the links named."""
    sentences, place = [], 0
    for line in text.split("\n"):
        if line:
            sentences.append((place, place + len(line)))
        place += len(line) + 1
    spans = [(text.index(link), text.index(link) + len(link)) for link in links]
    return Ground(text, sentences, Cues.of(cues), spans)


def backed(text: str, links: tuple[str, ...]) -> float:
    return support(ground(text, links=links).backings(0))


def cue(text: str, part: str, kind: str) -> Finding:
    at = text.index(part)
    return Finding(kind, "rule:x.y", at, at + len(part), 0.5, "")


@pytest.mark.parametrize(
    ("text", "verb", "share"),
    [
        ("Lindqvist said that it sank.", "said that", 1.0),
        ("CBSA says half of it sank.", "says half", 1.0),
        ("Lindqvist has also said that it sank.", "said that", 1.0),
        ('"It sank," says Lindqvist.', "says Lindqvist", 1.0),
        ("He said that it sank.", "said that", NAMELESS),
        ("Then someone said that it sank.", "said that", NAMELESS),
        ("According to Lindqvist it sank.", "According to Lindqvist", 1.0),
        ("According to you it sank.", "According to you", YOURS),
        ("The court ruled that it sank.", "The court ruled", 1.0),
    ],
)
def test_a_name_by_the_verb(text: str, verb: str, share: float) -> None:
    start = text.index(verb)
    assert named(text, start, start + len(verb), 0) == share


def test_he_said_backs_less_than_lindqvist_said() -> None:
    found = []
    for who in ("Lindqvist", "he"):
        text = f"So {who} said that the harbour lost forty ships."
        at = (cue(text, "said that", "named_source"),)
        found.append(support(ground(text, at).backings(0)))
    assert found[0] > found[1] > 0


def test_words_that_name_nobody_beat_the_reporting_verb_in_them() -> None:
    text = "It has been reported that the harbour lost forty ships."
    vague = cue(text, "It has been reported", "vague_authority")
    verb = cue(text, "reported that", "named_source")
    both, alone = ground(text, (vague, verb)), ground(text, (vague,))
    assert support(both.backings(0)) == support(alone.backings(0)) < 0.1


def test_a_footnote_mark_leads_to_its_note() -> None:
    text = f"{CLAIM[:-1]} [1].\nThey were old.\nSo it goes.\nOn and on.\n[1] {REPORT}"
    found = ground(text, links=(REPORT,)).backings(0)
    assert found[0].kind == "citation"
    assert text[found[0].start : found[0].end] == "[1]"
    assert support(found) > 0.8
    other = text.replace("storm [1]", "storm [2]")
    assert all(b.kind != "citation" for b in ground(other, links=(REPORT,)).backings(0))


@pytest.mark.parametrize(
    ("mark", "note"),
    [("¹", "¹ Berg, Tides, 1987"), ("(2)", "2. Berg v. Lind"), ("[^a]", "[^a]: p. 4")],
)
def test_kinds_of_footnote_marks(mark: str, note: str) -> None:
    text = f"It fell by half{mark} that year.\n\n{note}"
    assert [strength for *_, strength in Notes(text, []).marks(0, 30)] == [CITED]


def test_a_note_that_says_nothing_backs_nothing() -> None:
    text = "It fell by half [1] that year.\n\n[1] so there"
    assert list(Notes(text, []).marks(0, 30)) == []


def test_a_link_in_another_list_item_backs_less() -> None:
    items = f"- {CLAIM}\n- The pier burned too, read {REPORT}"
    lines = items.replace("- ", "")
    assert 0 < backed(items, links=(REPORT,)) < backed(lines, links=(REPORT,))


def test_a_link_alone_in_the_next_list_item_backs_the_one_before() -> None:
    assert backed(f"- {CLAIM}\n- {REPORT}", links=(REPORT,)) == STRENGTH["report"]


def test_an_address_that_speaks_of_other_things_hardly_counts() -> None:
    other = "https://www.harbour.gov/music/spring-concert-programme-choir"
    same = "https://www.harbour.gov/ships/forty-ships-lost-storm"
    text = f"{CLAIM}\nRead on at "
    apart, near = (backed(text + one, links=(one,)) for one in (other, same))
    assert apart < near / 2
    assert backed(f"{CLAIM}\n{other}", links=(other,)) < 0.4


def test_an_address_that_a_sentence_only_points_to_speaks_for_what_follows() -> None:
    other = "https://www.harbour.gov/music/spring-concert-programme-choir"
    pointed, said = (
        support(ground(f"{words} {other}\n{CLAIM}", links=(other,)).backings(1))
        for words in ("It is here:", "The concert programme of this spring is here:")
    )
    assert pointed > 2 * said > 0


def test_a_link_before_the_first_sentence_is_of_none() -> None:
    other = "https://www.harbour.gov/music/spring-concert-programme-choir"
    text, place = f"{other} Ships sank.", (0, len(other))
    found = Ground(text, [(len(other) + 1, len(text))], Cues.of(()), [place])
    assert support(found.backings(0)) < 0.3
    Ground(other, [], Cues.of(()), [place])  # a comment of one link has no sentence at all


def test_kinds_of_links_back_by_what_they_are() -> None:
    links = [
        REPORT,
        "https://heron.news/2019/06/17",
        "https://bit.ly/3abcd",
        "https://youtu.be/abc",
        "https://twitter.com/a/status/1",
        "https://example.com/17",
    ]
    found = [backed(f"{CLAIM[:-1]} {one}", links=(one,)) for one in links]
    assert found == sorted(set(found), reverse=True)
    assert found[-1] > 0


def test_many_fake_links_do_not_add_up() -> None:
    fakes = [f"https://example.com/{n}" for n in range(50)]
    text = f"{CLAIM[:-1]} {' '.join(fakes)}"
    assert backed(text, links=tuple(fakes)) == STRENGTH["unreal"]


def test_a_true_link_among_fakes_still_counts() -> None:
    fakes = [f"https://example.com/{n}" for n in range(50)]
    text = f"{CLAIM[:-1]} {' '.join(fakes)} {REPORT}"
    assert backed(text, links=(*fakes, REPORT)) == STRENGTH["report"]


def test_notes_and_links_without_end_take_linear_time() -> None:
    text = "It fell [1] by (2) half¹.\n[1] https://heron.news/a 1987\n" * 5_000
    places = [(k, k + 20) for k in range(len(text)) if text.startswith("https", k)]
    sentences = ground(text).sentences
    began = time.process_time()
    found = Ground(text, sentences, Cues.of(()), places)
    for number in range(len(sentences)):
        found.backings(number)
    assert time.process_time() - began < 20
