"""Part files: each is there whole or not at all, whatever kills the run.

Stage: batch; the bytes of a chunk's rows come in; a numbered file goes out. A part is a line of
JSON that tells what is in it (`Header`), then the rows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..errors import SettingError

_OURS = re.compile(r"(?:\d{8}\.part|manifest\.json|rejects\.jsonl|whole|lock)(?:\.\d+\.aside)?")


class Count(msgspec.Struct):
    """What was counted: ``unscored`` had no text, ``uncertain`` little ground for a judgement."""

    comments: int = 0
    threads: int = 0
    unscored: int = 0
    uncertain: int = 0
    flagged: dict[str, int] = {}

    def add(self, other: Count) -> None:
        """Take in another count."""
        self.comments += other.comments
        self.threads += other.threads
        self.unscored += other.unscored
        self.uncertain += other.uncertain
        for flag, count in other.flagged.items():
            self.flagged[flag] = self.flagged.get(flag, 0) + count


class Header(msgspec.Struct):
    """The first line of a part: which chunk its rows were made of, and how many bytes they are."""

    digest: str
    size: int
    count: Count


_header = msgspec.json.Decoder(Header)


def name(folder: str, number: int) -> str:
    """The path of a part.

    >>> name("scores.parts", 7)
    'scores.parts/00000007.part'
    """
    return os.path.join(folder, f"{number:08d}.part")


def put(path: str, pieces: Iterable[bytes]) -> None:
    """Write a file aside, see it to the disk, and give it its name."""
    aside = f"{path}.{os.getpid()}.aside"
    try:
        with open(aside, "wb") as out:
            for piece in pieces:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
    except BaseException:
        forget(aside)
        raise
    settle(os.path.dirname(path) or ".")


def settle(folder: str) -> None:
    """See the names in a folder to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # a folder cannot be opened on Windows
        return
    try:
        os.fsync(handle)
    except OSError:  # nor on every network drive
        pass
    finally:
        os.close(handle)


def put_part(folder: str, number: int, digest: str, count: Count, rows: bytes) -> None:
    """Write a part."""
    header = msgspec.json.encode(Header(digest, len(rows), count))
    put(name(folder, number), (header, b"\n", rows))


def header(folder: str, number: int) -> Header | None:
    """What a part's first line tells; None if there is no such part, or not all of it."""
    path = name(folder, number)
    try:
        with open(path, "rb") as part:
            line = part.readline()
            found = _header.decode(line)
            whole = os.fstat(part.fileno()).st_size == len(line) + found.size
            return found if whole else None
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def rows(folder: str, number: int) -> Iterator[bytes]:
    """The rows of a part, in pieces."""
    with open(name(folder, number), "rb") as part:
        part.readline()
        while piece := part.read(1 << 20):
            yield piece


def clear(folder: str) -> None:
    """Remove a folder of parts; what is not of ours in it stays, and so does then the folder."""
    try:
        found = os.listdir(folder)
    except FileNotFoundError:
        return
    for one in found:
        if _OURS.fullmatch(one):
            forget(os.path.join(folder, one))
    try:
        os.rmdir(folder)
    except OSError:
        return


def forget(path: str) -> None:
    """Remove a file, if it is there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def lock(folder: str) -> Any:
    """A hold on the folder that ends with the process; SettingError if another process has it."""
    held = open(os.path.join(folder, "lock"), "wb")  # noqa: SIM115 - held until it is closed
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return held
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise SettingError(
            f"batch: {folder}: expected no other run at work there, got one"
        ) from None
    return held
