"""Support: what backs a claim, how near it must stand."""

from __future__ import annotations

from modscore.claims.certainty import certainty, in_words
from modscore.claims.evidence import BESIDE, FAR, Ground, support
from modscore.claims.links import STRENGTH
from modscore.claims.marks import Cues, Sign
from modscore.records import Finding

CLAIM = "The harbour lost forty ships in the storm."
LINK = "https://heron.news/17"
FULL_LINK = STRENGTH["page"]


def ground(text: str, cues: tuple[Finding, ...] = (), links: tuple[str, ...] = ()) -> Ground:
    """A comment with a sentence a line and the links named."""
    sentences, place = [], 0
    for line in text.split("\n"):
        if line:
            sentences.append((place, place + len(line)))
        place += len(line) + 1
    spans = []
    for link in links:
        at = text.index(link)
        spans.append((at, at + len(link)))
    return Ground(text, sentences, Cues.of(cues), spans)


def backed(text: str, number: int = 0, **given: tuple[str, ...]) -> float:
    return support(ground(text, **given).backings(number))  # type: ignore[arg-type]


def cue(text: str, part: str, kind: str) -> Finding:
    at = text.index(part)
    return Finding(kind, "rule:x.y", at, at + len(part), 0.5, "")


def test_nothing_backs_a_bare_claim() -> None:
    assert backed(CLAIM) == 0.0


def test_a_link_in_the_sentence_backs_it_most() -> None:
    text = f"{CLAIM[:-1]} ({LINK})."
    assert backed(text, links=(LINK,)) == FULL_LINK


def test_a_link_alone_on_the_next_line_counts_as_if_in_the_sentence() -> None:
    assert backed(f"{CLAIM}\n{LINK}", links=(LINK,)) == FULL_LINK


def test_a_link_backs_less_the_further_it_stands() -> None:
    found = [
        backed(CLAIM + "\nSo it goes." * between + f"\nRead on at {LINK}", links=(LINK,))
        for between in range(FAR + 1)
    ]
    assert found[:-1] == sorted(found[:-1], reverse=True)
    assert len(set(found[:-1])) == FAR
    assert found[-1] == 0.0


def test_a_blank_line_between_weakens_a_link() -> None:
    near = backed(f"{CLAIM}\nRead {LINK}", links=(LINK,))
    assert backed(f"{CLAIM}\n\nRead {LINK}", links=(LINK,)) < near


def test_a_shortener_is_weaker_than_a_report() -> None:
    short = "https://bit.ly/3abcd"
    assert 0 < backed(f"{CLAIM} {short}", links=(short,)) < FULL_LINK


def test_a_source_named_in_the_sentence_beside_backs_in_part() -> None:
    text = f"The Daily Heron reported it.\n{CLAIM}"
    found = (cue(text, "The Daily Heron reported", "named_source"),)
    assert support(ground(text, found).backings(1)) == round(0.5 * BESIDE, 6)


def test_a_vague_authority_hardly_counts() -> None:
    text = f"Everyone knows that {CLAIM}"
    assert (
        support(ground(text, (cue(text, "Everyone knows", "vague_authority"),)).backings(0)) < 0.2
    )


def test_a_cue_of_an_opinion_backs_nothing() -> None:
    assert support(ground(CLAIM, (cue(CLAIM, "lost", "opinion"),)).backings(0)) == 0.0


def test_ten_links_do_not_make_certainty() -> None:
    links = tuple(f"https://heron.news/{n}" for n in range(10))
    assert backed(f"{CLAIM} {' '.join(links)}", links=links) == FULL_LINK


def test_hedged_stands_below_plain_and_plain_below_boosted() -> None:
    text = "They surely took it all"
    hedged = certainty(text, 0, len(text), [Sign(0, 4, "hedge", 0.6)])
    plain = certainty(text, 0, len(text), [])
    boosted = certainty(text, 0, len(text), [Sign(5, 11, "booster", 0.6)])
    assert (in_words(hedged), in_words(plain), in_words(boosted)) == ("hedged", "plain", "boosted")


def test_a_hedge_in_another_clause_hardly_counts() -> None:
    text = "Maybe so, but the council sold the whole harbour to its friends"
    apart = certainty(text, 0, len(text), [Sign(0, 5, "hedge", 0.6)])
    within = certainty(text, 0, len(text), [Sign(text.index("sold"), 30, "hedge", 0.6)])
    assert within < apart < 0.6


def test_a_thousand_hedges_stay_in_range() -> None:
    text = "perhaps " * 1000
    cues = [Sign(8 * n, 8 * n + 7, "hedge", 0.6) for n in range(1000)]
    assert 0.0 < certainty(text, 0, len(text), cues) < 0.3


def test_a_link_that_closes_the_comment_backs_all_before_it_less_and_less() -> None:
    text = "\n".join([CLAIM, "They were old ships.", "The pier sank as well.", LINK])
    found = ground(text, links=(LINK,))
    far, middle, near = (support(found.backings(n)) for n in range(3))
    assert 0.5 < far < middle < near == FULL_LINK


def test_a_link_alone_on_an_earlier_line_is_no_closing_link() -> None:
    text = f"{LINK}\nSo it goes.\nOn and on.\n{CLAIM}"
    assert support(ground(text, links=(LINK,)).backings(3)) < 0.3
