"""Threads put together from posts that stand scattered in a file, in bounded memory.

Stage: intake; posts come in, in the order of the file; threads go out, as soon as the window is
full or the file ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records import Comment, Thread
from .fields import Draft, Faults
from .posts import Post, Topic
from .shown import shown
from .source import Source
from .tree import settle

UNNAMED = "1"  # the id of a thread that has none
_WEIGHT = 500  # bytes that an empty post takes


class Opened:
    """A thread that is being put together; ``ids`` are those by which posts find it."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.topic: Topic | None = None
        self.drafts: list[Draft] = []
        self.ids: list[str] = []
        self.topics: set[str] = set()  # ids of topics, where answers name them as their parent
        self.weight = 0

    def put(self, post: Draft | Topic) -> int:
        """Take the post in; how many bytes it weighs comes back."""
        if isinstance(post, Draft):
            self.drafts.append(post)
            grown = _WEIGHT + len(post.text)
        else:
            grown = self._take(post)
        self.weight += grown
        return grown

    def _take(self, new: Topic) -> int:
        old = self.topic
        if old is None:
            self.topic = new
            return _WEIGHT + len(new.article or "") + sum(map(len, new.options))
        old.title = old.title or new.title
        old.article = old.article or new.article
        old.options += new.options
        old.notes += new.notes
        return sum(map(len, (*new.options, *new.notes)))

    def swallow(self, other: Opened) -> None:
        """Take in another thread that turned out to be a part of this one."""
        self.drafts += other.drafts
        self.ids += other.ids
        if other.topics and not self.topics:
            self.key = other.key
        self.topics |= other.topics
        self.weight += other.weight
        if other.topic is not None:
            self._take(other.topic)

    def line(self) -> int:
        """Where in the file its first post stands."""
        first = [draft.position for draft in self.drafts[:1]]
        return min(first + ([self.topic.line] if self.topic else []), default=0)


def assemble(source: Source, posts: Iterable[Post]) -> Iterator[Thread]:
    """The threads of the posts, in the order in which each is first seen.

    When the open threads weigh more than ``source.window`` bytes, those touched least recently
    are closed, down to half of it; what comes for one of them later makes another thread of the
    same id. So a file that fits in the window comes out whole, and any other in flat memory.
    """
    opened: dict[str | None, Opened] = {}
    weight = 0
    for key, post, _ in posts:
        one = opened.pop(key, None)
        if one is None:
            one = Opened(UNNAMED if key is None else key)
        opened[key] = one  # the last touched stands last
        weight += one.put(post)
        if weight > source.window:
            closing = full(opened, source.window // 2)
            weight -= sum(each.weight for each in closing)
            yield from closed(source, closing)
    yield from closed(source, list(opened.values()))


def full(opened: dict[str | None, Opened], limit: int) -> list[Opened]:
    """Take out the least recently touched threads until the rest weighs no more than that."""
    weight = sum(one.weight for one in opened.values())
    keys: list[str | None] = []
    for key, one in opened.items():
        if weight <= limit:
            break
        keys.append(key)
        weight -= one.weight
    return [opened.pop(key) for key in keys]


def closed(source: Source, threads: list[Opened]) -> Iterator[Thread]:
    """The finished threads, in the order of the file."""
    threads.sort(key=Opened.line)
    threads.reverse()
    while threads:
        one = threads.pop()
        yield finish(source, one.key, one.drafts, one.topic)


def finish(source: Source, id: str, drafts: list[Draft], topic: Topic | None = None) -> Thread:
    """The thread of these drafts: every id once, unknown parents and circles cut.

    Exports lack posts, and that is no fault of who reads one: this never raises, but
    `Thread.repairs` tells of double ids and circles and counts the parents that are missing.
    """
    notes = list(topic.notes) if topic else []
    known = {draft.id for draft in drafts}
    if None in known:
        for draft in drafts:  # called by the line, if nothing else is
            if draft.id is None and (line := str(draft.position)) not in known:
                draft.id = line
                known.add(line)
    lost = [d for d in drafts if d.parent is not None and d.parent not in known]
    if lost:
        place, parent = source.at(lost[0].position), shown(lost[0].parent)
        notes.append(
            f"{place}: parent: expected every parent in the file, got {len(lost)} that are not "
            f"(the first {parent}): taken as no answer to a comment"
        )
        for draft in lost:
            draft.parent = None
    faults = Faults(True, source.place, told=notes.append)
    settle(drafts, faults)
    source.lines_of = tuple([draft.position for draft in drafts])
    return Thread(
        id,
        tuple(Comment(str(d.id), d.text, d.author, d.parent, d.created) for d in drafts),
        topic.title if topic else None,
        "\n\n".join(filter(None, (topic.article, *topic.options))) or None if topic else None,
        tuple(notes),
    )
