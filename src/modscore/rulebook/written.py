"""The built-in rules, checked and written out in a form that loads fast.

Stage: rulebook; a pack comes in and bytes go out, or the other way round. They name the rule files
that they were made from.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from .pack import Pack, Triggers
from .schema import Rule


class _Written(msgspec.Struct):
    sources: str
    hash: str  # the pack's
    rules: tuple[Rule, ...]
    triggers: bytes  # needed only where another pack is made of this one


def encoded(pack: Pack, sources: str) -> bytes:
    """The pack written out; ``sources`` stands for the files that it was made from."""
    late = zlib.compress(msgspec.msgpack.encode(dict(pack.triggers)), 9)
    written = _Written(sources, pack.hash, pack.rules, late)
    return zlib.compress(msgspec.msgpack.encode(written), 9)


def decoded(raw: bytes, sources: str) -> Pack | None:
    """The pack again; None if it was made from other files, or by another version."""
    try:
        found = msgspec.msgpack.decode(zlib.decompress(raw), type=_Written)
    except (zlib.error, msgspec.DecodeError):  # of another version: the YAML is the judge
        return None
    if found.sources != sources:
        return None
    return Pack(found.rules, _Late(found.triggers), found.hash)


class _Late(Mapping[str, Triggers]):
    """Triggers that are read when first asked for."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @cached_property
    def _known(self) -> dict[str, Triggers]:
        return msgspec.msgpack.decode(zlib.decompress(self._raw), type=dict[str, Triggers])

    def __getitem__(self, pattern: str) -> Triggers:
        return self._known[pattern]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
