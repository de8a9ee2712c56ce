"""Links: what kind they are by their address alone, and what the address speaks of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modscore.claims.links import STRENGTH, link, stems, unrelated

KINDS = {
    "https://www.bls.gov/cpi": "report",
    "http://doi.org/10.1000/tides.12": "report",
    "https://www.statcan.gc.ca/harbour/2019": "report",
    "https://heron.news/files/minutes-2019.pdf": "report",
    "https://www.cam.ac.uk/tides": "report",
    "https://heron.news/2019/06/bridge-closed": "page",
    "en.wikipedia.org/wiki/Harbour": "page",
    "(https://heron.news/a_(b))": "page",
    '<a href="https://heron.news/bridge">': "page",
    "https://bit.ly/3abcd": "short",
    "t.co/9xYz": "short",
    "https://youtu.be/abc": "video",
    "https://m.youtube.com/watch?v=abc": "video",
    "https://twitter.com/a/status/12": "post",
    "https://x.com/a": "post",
    "https://old.reddit.com/r/harbour/comments/1": "post",
    "https://heron.news/": "home",
    "www.heron.news": "home",
    "https://example.com/study": "unreal",
    "http://localhost:8000/report": "unreal",
    "https://harbour.test/report.pdf": "unreal",
    "": "empty",
    "()": "empty",
    "(#)": "empty",
    "#note": "empty",
    '<a href="">': "empty",
    "<a href='#'>": "empty",
    "javascript:void(0)": "empty",
    "ann@heron.news": "empty",
}


@pytest.mark.parametrize(("text", "kind"), KINDS.items())
def test_kinds_of_links(text: str, kind: str) -> None:
    assert link(text).kind == kind


def test_a_report_is_worth_more_than_a_page_and_so_on_down() -> None:
    order = ["report", "page", "short", "video", "post", "home", "unreal", "empty"]
    worth = [STRENGTH[kind] for kind in order]
    assert worth == sorted(set(worth), reverse=True)
    assert set(order) == set(STRENGTH)
    assert STRENGTH["empty"] == 0.0


def test_look_alike_hosts_are_not_the_host() -> None:
    assert link("https://notyoutube.com/a").kind == "page"
    assert link("https://youtube.com.heron.news/a").kind == "page"
    assert link("https://bestexample.com/a").kind == "page"
    assert link("https://mygov.news/a").kind == "page"


def test_an_address_tells_what_it_is_about() -> None:
    storm = link("https://heron.news/2019/harbour-bridge-closed-after-storm")
    assert unrelated(storm, stems("Vaccines cause more deaths than cars."))
    assert not unrelated(storm, stems("The bridge has been shut for years."))
    assert not unrelated(link("https://heron.news/a?id=17"), stems("Anything."))


@given(st.text(alphabet="htps:/.#@()<>a=\"' é漢\ud800?%", max_size=60))
def test_any_text_has_a_kind(text: str) -> None:
    assert link(text).kind in STRENGTH


def test_a_long_address_takes_bounded_time() -> None:
    began = time.process_time()
    for text in ("a." * 500_000, "https://" + "a@" * 500_000, "(" * 1_000_000, "-" * 1_000_000):
        link(text)
    assert time.process_time() - began < 5
