"""The bytes of a path, standard input or an open file, unpacked, with what is known of them.

Stage: intake; a path, "-" or a file object comes in; plain bytes go out, in pieces.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from ..errors import ReadError, SettingError
from .packed import SUFFIXES, CutError, Unpacked, is_packed
from .shown import shown

HEAD = 1 << 16  # bytes looked at to tell the format
_CHUNK = 1 << 16
_FOLDERS = ("utterances.jsonl", "utterances.json")  # what is read of a folder: ConvoKit's


class Stream:
    """Open bytes: ``name`` in messages, ``suffix`` in small letters, the ``first`` 64 KB.

    ``taken`` counts the bytes read so far as they are in the file and ``plain`` as they were
    unpacked; ``size`` is the file's, None if unknown. ``text`` tells that it gave text, not
    bytes, ``owned`` that it was opened here.
    """

    def __init__(self, path: Any) -> None:
        self.taken = self.plain = 0
        self.size: int | None = None
        self.owned = self.text = False
        self._unpacked: Unpacked | None = None
        self._cut: CutError | None = None
        self._file = self._open(path)
        try:
            self.first = self._begin()
        except BaseException:
            self.close()
            raise

    def pull(self) -> bytes:
        """The next bytes, b"" at the end; CutError where a packed stream is cut or damaged."""
        if self._cut:
            raise self._cut
        part = self._unpacked.read() if self._unpacked else self._take(_CHUNK)
        self.plain += len(part)
        return part

    def rest(self, skip: int) -> io.BufferedIOBase:
        """All bytes but the first few, as a file that can be read in pieces."""
        return _Rest(self, self.first[skip:])

    def raw(self) -> str | bytes:
        """The path of a plain file, for what opens files itself; else all of the bytes."""
        if self.owned and self._unpacked is None:
            return self.name
        parts = [self.first]
        while part := self.pull():
            parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        """Close the file, unless it was handed in open."""
        if self.owned:
            self._file.close()

    def _open(self, path: Any) -> Any:
        if path == "-":
            path = getattr(sys.stdin, "buffer", sys.stdin)
            self.name, self.suffix = "standard input", ""
        elif hasattr(path, "read"):
            name = getattr(path, "name", None)
            self.name = name if isinstance(name, str) and name else "stream"
            self.suffix = _suffix(self.name)
        else:
            return self._open_file(path)
        self.text = isinstance(path, io.TextIOBase)
        return path

    def _open_file(self, path: Any) -> Any:
        if not isinstance(path, str | os.PathLike):
            raise SettingError(
                f"path: expected a path, '-' or an open file, got {shown(path)}"
                + (" (modscore.score takes threads)" if isinstance(path, list | dict) else "")
            )
        self.name = os.fsdecode(path)
        try:
            if os.path.isdir(path):
                inside = [os.path.join(self.name, one) for one in _FOLDERS]
                self.name = path = next((one for one in inside if os.path.isfile(one)), self.name)
            stream = open(path, "rb")  # noqa: SIM115 (closed by close())
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            reason = getattr(error, "strerror", None) or str(error)
            named = self.name if self.name.isprintable() else shown(self.name)
            raise ReadError(f"{named}: expected a readable file, got: {reason}") from None
        self.suffix = _suffix(self.name)
        self.owned = True
        self.size = os.fstat(stream.fileno()).st_size or None
        return stream

    def _begin(self) -> bytes:
        first = self._take(HEAD)
        if not is_packed(first):
            self.plain = len(first)
            return first
        self._unpacked = Unpacked(self._take, first)
        parts: list[bytes] = []
        try:
            while self.plain < HEAD and (part := self.pull()):
                parts.append(part)
        except CutError as error:
            self._cut = error  # told when reading comes so far
        return b"".join(parts)

    def _take(self, size: int) -> bytes:
        chunk = self._file.read(size)
        if isinstance(chunk, str):
            self.text = True
            chunk = chunk.encode("utf-8", "surrogatepass")
        if not isinstance(chunk, bytes):
            raise ReadError(f"{self.name}: expected bytes or text to read, got {shown(chunk)}")
        self.taken += len(chunk)
        return chunk


class _Rest(io.BufferedIOBase):
    """What is left of a stream after its head was looked at, the head first."""

    def __init__(self, stream: Stream, first: bytes) -> None:
        self._stream = stream
        self._first = first

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        raise io.UnsupportedOperation("read in pieces")

    def read1(self, size: int = -1) -> bytes:
        if self._first:
            first, self._first = self._first, b""
            return first
        return self._stream.pull()


def _suffix(name: str) -> str:
    """The suffix that tells the format.

    >>> _suffix("A.JSON"), _suffix("a.ndjson.zst")
    ('.json', '.ndjson')
    """
    stem, suffix = os.path.splitext(name.lower())
    return os.path.splitext(stem)[1] if suffix in SUFFIXES else suffix
