"""Ids and replies: every id once, every parent known, no circle.

Stage: intake; drafts of comments come in; they go out with final ids and parents, or a fault is
raised. One pass each, no recursion: a chain of a million replies is fine.
"""

from __future__ import annotations

from collections.abc import Sequence

from .fields import Draft, Faults
from .shown import shown

_LONGEST_CIRCLE = 6  # ids that a message about a circle of replies names


def settle(drafts: Sequence[Draft], faults: Faults) -> dict[str, int]:
    """Give every draft its id and check its parent, in place; ids by index come back.

    A missing id becomes the comment's position, counted from 1, or the next free number.
    """
    index = _ids(drafts, faults)
    for draft in drafts:
        if draft.parent is not None and draft.parent not in index:
            fault = f"expected the id of a comment in this thread, got {shown(draft.parent)}"
            faults.at(draft.position, "parent", fault, "taken as no answer to a comment")
            draft.parent = None
    _circles(drafts, index, faults)
    return index


def _ids(drafts: Sequence[Draft], faults: Faults) -> dict[str, int]:
    index: dict[str, int] = {}
    again: list[int] = []
    for i, draft in enumerate(drafts):
        if draft.id is None:
            continue
        if index.setdefault(draft.id, i) == i:
            continue
        before = faults.place(drafts[index[draft.id]].position, "")
        if not faults.lenient:
            fault = f"expected an id of its own, got {shown(draft.id)} as in {before}"
            faults.at(draft.position, "id", fault, "")
        again.append(i)
    copies: dict[str, int] = {}
    for i in again:  # renamed after all ids are known, so that no copy takes another's id
        draft = drafts[i]
        old = str(draft.id)
        count = copies.get(old, 1) + 1
        while f"{old}-{count}" in index:
            count += 1
        copies[old] = count
        draft.id = f"{old}-{count}"
        index[draft.id] = i
        before = faults.place(drafts[index[old]].position, "")
        fault = f"expected an id of its own, got {shown(old)} as in {before}"
        faults.at(draft.position, "id", fault, f"renamed {shown(draft.id)}")
    free = 0
    for i, draft in enumerate(drafts):
        if draft.id is None:
            free = max(free, draft.position) + 1
            while str(free) in index:
                free += 1
            draft.id = str(free)
            index[draft.id] = i
    return index


def _circles(drafts: Sequence[Draft], index: dict[str, int], faults: Faults) -> None:
    above = [-1 if d.parent is None else index[d.parent] for d in drafts]
    if all(parent < i for i, parent in enumerate(above)):
        return  # every parent stands before its answers: the usual case
    seen = [0] * len(drafts)  # 0 not seen, else the walk that saw it
    for start in range(len(drafts)):
        walk = start + 1
        at = start
        while at >= 0 and not seen[at]:
            seen[at] = walk
            at = above[at]
        if at >= 0 and seen[at] == walk:
            _cut(drafts, above, at, faults)


def _cut(drafts: Sequence[Draft], above: list[int], at: int, faults: Faults) -> None:
    circle = [at]
    while above[circle[-1]] != at:
        circle.append(above[circle[-1]])
    turn = circle.index(min(circle))  # told from the comment that comes first in the thread
    circle = circle[turn:] + circle[:turn]
    named = [shown(drafts[i].id) for i in circle[:_LONGEST_CIRCLE]]
    if len(circle) > _LONGEST_CIRCLE:
        named.append(f"… ({len(circle)} comments)")
    first = drafts[circle[0]]
    fault = f"expected no circle of answers, got {' → '.join([*named, named[0]])}"
    faults.at(first.position, "parent", fault, "taken as no answer to a comment")
    first.parent = None
    above[circle[0]] = -1
