"""Threads put together from posts that name only the post they answer.

Stage: intake; posts without a thread come in, in any order; threads go out. Memory is bounded as
in ``window``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records import Thread
from .fields import Draft
from .posts import Post, Topic
from .source import Source
from .window import UNNAMED, Opened, closed, full


def linked(source: Source, posts: Iterable[Post]) -> Iterator[Thread]:
    """The threads of the posts: answers and what they answer belong together, whichever comes
    first. A thread is called by its topic, or by the post above all others.
    """
    at: dict[str, Opened] = {}  # every id that a post has or names
    opened: dict[str | None, Opened] = {}
    weight = 0
    for _, post, id in posts:
        own, above = (post.id, post.parent) if isinstance(post, Draft) else (id, None)
        names = [name for name in (own, above) if name is not None]
        found = [at[name] for name in names if name in at]
        one = max(found, key=lambda each: len(each.ids)) if found else Opened(UNNAMED)
        for other in found:
            if other is not one:
                opened.pop(other.ids[0])
                one.swallow(other)
                at.update(dict.fromkeys(other.ids, one))
        for name in names:
            if name not in at:
                at[name] = one
                one.ids.append(name)
        if not one.ids:
            one.ids.append(f"\0{post.line if isinstance(post, Topic) else post.position}")
        weight += one.put(post)
        opened.pop(one.ids[0], None)
        opened[one.ids[0]] = one
        if isinstance(post, Topic) and own is not None:
            one.key = own
            one.topics.add(own)
        if weight > source.window:
            closing = full(opened, source.window // 2)
            weight -= sum(each.weight for each in closing)
            for each in closing:
                for name in each.ids:
                    at.pop(name, None)
            yield from closed(source, [_named(each) for each in closing])
    yield from closed(source, [_named(each) for each in opened.values()])


def _named(one: Opened) -> Opened:
    one.drafts.sort(key=lambda draft: draft.position)
    for draft in one.drafts:
        if draft.parent in one.topics:
            draft.parent = None  # an answer to the article is a root
    if one.key == UNNAMED and one.topic is None:
        known = {draft.id for draft in one.drafts}
        roots = (d for d in one.drafts if d.parent not in known)
        root = next(roots, one.drafts[0])
        one.key = root.parent or root.id or UNNAMED
    return one
