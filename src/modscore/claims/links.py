"""What a link is worth as a source: a report, a page, a post, a shortened or an empty address.

Stage: claims; the text of one link comes in; its kind, how far such a link backs a claim and the
words of its address go out. No page is opened: the address alone is judged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Link(NamedTuple):
    """One link: ``kind`` is a key of ``STRENGTH``; ``words`` are the stems of its address."""

    kind: str
    words: frozenset[str]

    @property
    def strength(self) -> float:
        """How far a claim in the same sentence is backed by it."""
        return STRENGTH[self.kind]


STRENGTH = {
    "report": 0.92,  # a paper, a statistics office, a court, an authority, a document
    "page": 0.85,  # any other page with an address of its own: news, an encyclopedia
    "short": 0.55,  # a shortener: nobody sees what stands behind it
    "video": 0.5,
    "post": 0.45,  # a social network, a forum: somebody said so
    "home": 0.35,  # the front page of a site: where on it?
    "unreal": 0.3,  # a name kept for examples: no such page can be
    "empty": 0.0,  # nothing, or a place on this very page
}

_ADDRESS = re.compile(
    r"[\"'(<\s=]*(?:[a-z][a-z+.-]{1,12}://)?(?:[^/?#\s@]{1,80}@)?(?:www\.)?"
    r"(?P<host>[^/?#:\s()\"'<>]{1,253})(?::\d+)?(?P<path>[^\s\"'<>]*)",
    re.I,
)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]*)", re.I)
_HOST = re.compile(r"[^.]+(?:\.[^.]+)+")
_ENDING = r"(?:^|\.)(?:{})$"
_UNREAL = re.compile(
    _ENDING.format(r"example(?:\.(?:com|org|net|edu))?|test|invalid|localhost|local|foo\.bar")
    + r"|^(?:localhost|(?:127|10|192\.168)\.[\d.]+|(?:foo|your-?site|my-?site|domain|site)\.com)$"
)
_SHORT = re.compile(
    _ENDING.format(
        r"bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|cutt\.ly|rb\.gy|shorturl\.at"
        r"|tiny\.cc|lnkd\.in|fb\.me|trib\.al|dlvr\.it|ift\.tt|amzn\.to|nyti\.ms|wapo\.st|bbc\.in"
        r"|cnn\.it|reut\.rs|bloom\.bg|tgr\.ph|shorturl\.\w+|v\.gd|soo\.gd|s\.id|t\.ly|snip\.ly"
        r"|adf\.ly|bl\.ink|rebrand\.ly"
    )
)
_VIDEO = re.compile(
    _ENDING.format(
        r"youtube\.com|youtu\.be|vimeo\.com|rumble\.com|bitchute\.com|dailymotion\.com|odysee\.com"
        r"|twitch\.tv|rutube\.ru|tiktok\.com|liveleak\.com|brighteon\.com"
    )
)
_POST = re.compile(
    _ENDING.format(
        r"twitter\.com|x\.com|facebook\.com|fb\.com|instagram\.com|reddit\.com|redd\.it|t\.me"
        r"|telegram\.(?:me|org)|vk\.com|ok\.ru|linkedin\.com|tumblr\.com|pinterest\.\w+|imgur\.com"
        r"|threads\.net|mastodon\.\w+|bsky\.app|gab\.(?:com|ai)|parler\.com|truthsocial\.com"
        r"|4chan\.org|quora\.com|discord\.(?:gg|com)|whatsapp\.com|9gag\.com|snapchat\.com"
        r"|blogspot\.\w+|wordpress\.com|livejournal\.com"
    )
)
_REPORT = re.compile(
    _ENDING.format(
        r"(?:gov|gob|gouv|govt|go|mil|parliament|edu|ac)(?:\.[a-z]{2})?|int|europa\.eu"
        r"|(?:doi|arxiv|un|unesco|unicef|unhcr|oecd|imf|worldbank|nber|pewresearch|ourworldindata"
        r"|cochranelibrary|jstor|ssrn|courtlistener|icj-cij|echr\.coe|coe|nato|osce|amnesty|hrw)"
        r"\.(?:org|int|com)"
        r"|(?:statcan|canlii|parl)\.(?:gc\.)?(?:ca|org)|gc\.ca|canada\.ca|admin\.ch|bund\.de"
        r"|destatis\.de|insee\.fr|scb\.se|ssb\.no|(?:nature|sciencedirect|thelancet|bmj|nejm|cell"
        r"|science|springer|springeropen|biomedcentral|frontiersin|mdpi|plos|wiley|tandfonline"
        r"|jamanetwork|statista|gallup|justia|oyez|congress)\.(?:com|org|gov)"
    )
)
_PAPER = re.compile(r"\.pdf(?:$|[?#])|(?:^|/)doi/|\b10\.\d{4,5}/", re.I)
_WORD = re.compile(r"[a-z]{4,}")
_PLAIN_WORDS = (
    "article articles html index news story stories content page pages html5 archive view watch "
    "http https category opinion blog post posts www2 media files uploads documents document "
    "default node read local world national public online wiki questions item items"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
STEM = 4  # letters by which words of an address and of a claim are compared
MOST = 2000  # characters of an address that are looked at


@lru_cache(maxsize=4096)
def link(text: str) -> Link:
    """The link written as ``text``: a bare address, ``(target)`` or ``<a href=…>``.

    >>> [link(one).kind for one in ("https://bit.ly/3x", "www.bls.gov/cpi", "(#)", "t.co/a.b/c")]
    ['short', 'report', 'empty', 'short']
    """
    text = text[:MOST].strip()
    if text[:1] == "<":
        href = _HREF.search(text)
        text = href.group(1) if href else ""
    text = text.strip("()[]<>\"' \t")
    found = _ADDRESS.match(text)
    if not found or text[:1] in "#/" or text.lower().startswith(("javascript:", "mailto:")):
        return Link("empty", frozenset())
    host, path = found["host"].lower().rstrip("."), found["path"]
    if "@" in text.partition("/")[0] or not (_HOST.fullmatch(host) or host == "localhost"):
        return Link("empty", frozenset())
    words = frozenset(word[:STEM] for word in _WORD.findall(path.lower()) if word not in _PLAIN)
    return Link(_kind(host, path), words)


def _kind(host: str, path: str) -> str:
    for kind, pattern in _BY_HOST:
        if pattern.search(host):
            return kind
    if not path.strip("/?#") and not _REPORT.search(host):
        return "home"
    return "report" if _REPORT.search(host) or _PAPER.search(path) else "page"


_BY_HOST = (("unreal", _UNREAL), ("short", _SHORT), ("video", _VIDEO), ("post", _POST))


def unrelated(link: Link, stems: frozenset[str]) -> bool:
    """Whether an address that says what it is about shares no word with the claim.

    >>> harbour = link("https://heron.news/2019/06/harbour-bridge-closed-after-storm")
    >>> unrelated(harbour, frozenset({"brid"})), unrelated(harbour, frozenset({"taxe"}))
    (False, True)
    """
    return len(link.words) >= TELLING and not link.words & stems


TELLING = 3  # words of an address that make it tell what it is about


def stems(text: str) -> frozenset[str]:
    """The stems of the longer words of a text, as ``Link.words`` has them."""
    return frozenset(word[:STEM] for word in _WORD.findall(text.lower()))
