"""The tables of the shipped rules, kept in a file beside them so that a first score comes soon.

Stage: match (compile); a pack comes in; its `Tables` go out if the file was made for this very
pack, else nothing. The file holds the pack's hash and then, compressed, the tables.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..rulebook.load import rules_folder
from ..rulebook.pack import Pack
from .phrases import Columns
from .tables import Links, Tables

FORMAT = 1  # rises when `_File` changes, or what its parts mean
TABLES_NAME = "tables.bin"
_HASH = 64  # letters of a pack's hash


class _Numbers(msgspec.Struct, array_like=True):
    size: int  # bytes of each
    raw: bytes


class _Links(msgspec.Struct, array_like=True):
    counts: _Numbers
    values: _Numbers


class _File(msgspec.Struct, array_like=True):
    format: int
    phrases: list[_Numbers]
    term_rules: _Links
    woken: _Links
    confirmed: _Links
    made: tuple[tuple[int, str], ...]
    doubted: tuple[int, ...]
    signs: dict[str, tuple[int, ...]]
    roaming: tuple[int, ...]
    readable: dict[str, tuple[int, ...]]
    negative: tuple[int, ...]


def tables(pack: Pack) -> Tables | None:
    """The kept tables of this pack; None if there are none, or of another version."""
    raw = _raw()
    if raw[:_HASH] != pack.hash.encode():
        return None
    try:
        found = msgspec.msgpack.decode(zlib.decompress(raw[_HASH:]), type=_File)
    except (zlib.error, msgspec.DecodeError):
        return None
    return _read(found) if found.format == FORMAT else None


def written(pack: Pack, worked_out: Tables) -> bytes:
    """What the file shall hold for this pack."""
    file = _File(
        FORMAT,
        phrases=[_numbers(column) for column in worked_out.phrases],
        term_rules=_links(worked_out.term_rules),
        woken=_links(worked_out.woken),
        confirmed=_links(worked_out.confirmed),
        made=worked_out.made,
        doubted=worked_out.doubted,
        signs=worked_out.signs,
        roaming=worked_out.roaming,
        readable=worked_out.readable,
        negative=worked_out.negative,
    )
    return pack.hash.encode() + zlib.compress(msgspec.msgpack.encode(file), 9)


def write(folder: Path, pack: Pack, worked_out: Tables) -> Path:
    """Keep the tables in this folder of rules; the file written."""
    target = folder / TABLES_NAME
    target.write_bytes(written(pack, worked_out))
    return target


@cache
def _raw() -> bytes:
    file = rules_folder() / TABLES_NAME
    return bytes(file.read_bytes()) if file.is_file() else b""


def _read(found: _File) -> Tables:
    sizes, hashes, lengths, letters, first, second = map(_array, found.phrases)
    return Tables(
        phrases=Columns(
            sizes.astype(np.int64),
            hashes.astype(np.uint64),
            lengths.astype(np.int64),
            letters.astype(np.uint32),
            first.astype(np.int64),
            second.astype(np.int64),
        ),
        term_rules=_linked(found.term_rules),
        woken=_linked(found.woken),
        confirmed=_linked(found.confirmed),
        made=found.made,
        doubted=found.doubted,
        signs=found.signs,
        roaming=found.roaming,
        readable=found.readable,
        negative=found.negative,
    )


def _linked(links: _Links) -> Links:
    return Links(_array(links.counts), _array(links.values))


def _links(links: Links) -> _Links:
    return _Links(_numbers(np.diff(links.starts)), _numbers(links.values))


def _numbers(numbers: NDArray[Any]) -> _Numbers:
    """Whole numbers, none below zero, in as few bytes as will do."""
    size = np.min_scalar_type(int(numbers.max(initial=0))).itemsize
    return _Numbers(size, numbers.astype(f"<u{size}").tobytes())


def _array(numbers: _Numbers) -> NDArray[Any]:
    return np.frombuffer(numbers.raw, f"<u{numbers.size}")
