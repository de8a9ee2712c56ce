"""The lock file: which rules there are and have been, at which revision, with which content.

Stage: rulebook; a pack and the lock's text come in; faults, or the new text, go out.
A line is ``id rev hash``; the hash of a removed rule is ``removed``; its id is never used again.
"""

from __future__ import annotations

from ..errors import RuleError
from .pack import Pack, content_hash

LOCK_NAME = "rules.lock"
REMOVED = "removed"
HEAD = "# Written by `modscore rules lock`. A rule whose matching changes raises its rev.\n"
_SHOWN = 16  # hex digits of the content hash


def read(text: str) -> dict[str, tuple[int, str]]:
    """The revision and content hash of each id; `RuleError` for a line that has not this form."""
    found: dict[str, tuple[int, str]] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split()
        if len(parts) != 3 or not parts[1].isdecimal():
            faults.append(f"{LOCK_NAME}:{number}: line: expected `id rev hash`, got {line[:60]!r}")
        elif parts[0] in found:
            faults.append(f"{LOCK_NAME}:{number}: {parts[0]}: expected each id once, got it again")
        else:
            found[parts[0]] = (int(parts[1]), parts[2])
    if faults:
        raise RuleError(faults)
    return found


def check(pack: Pack, text: str) -> list[str]:
    """What in the pack does not agree with the lock, one fault each; nothing if all is well."""
    locked = read(text)
    faults = []
    for rule in pack.rules:
        start = f"{rule.place}: {rule.id}"
        rev, content = locked.get(rule.id, (0, ""))
        now = content_hash(rule)[:_SHOWN]
        if content == REMOVED:
            faults.append(
                f"{start}: id: expected a new id, got that of a rule removed at rev {rev}"
            )
        elif not content:
            faults.append(f"{start}: lock: expected the rule in {LOCK_NAME}, got none: lock it")
        elif rule.rev < rev:
            faults.append(f"{start}: rev: expected {rev} or more, got {rule.rev}")
        elif content != now and rule.rev == rev:
            faults.append(
                f"{start}: rev: expected {rev + 1}, since its matching changed, got {rev}"
            )
        elif (rule.rev, now) != (rev, content):
            faults.append(
                f"{start}: lock: expected rev {rule.rev} in {LOCK_NAME}, got {rev}: lock it"
            )
    for id, (rev, content) in locked.items():
        if id not in pack.by_id and content != REMOVED:
            faults.append(
                f"{LOCK_NAME}: {id}: expected `{id} {rev} {REMOVED}`, got a rule that is gone"
            )
    return faults


def updated(pack: Pack, text: str) -> str:
    """The lock's text for this pack; `RuleError` where a rev must rise or an id is used again."""
    faults = [fault for fault in check(pack, text) if ": id: " in fault or ": rev: " in fault]
    if faults:
        raise RuleError(faults)
    lines = {id: f"{id} {rev} {REMOVED}" for id, (rev, _) in read(text).items()}
    for rule in pack.rules:
        lines[rule.id] = f"{rule.id} {rule.rev} {content_hash(rule)[:_SHOWN]}"
    return HEAD + "".join(lines[id] + "\n" for id in sorted(lines))
