"""Bytes from a file, standard input or an open stream, decoded with their place kept.

Stage: intake; a path, "-" or a file object comes in; decoded lines or the whole text go out.
UTF-8 (with or without a byte order mark) and UTF-16 with one; anything else is a ReadError.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from ..errors import ReadError, SettingError
from .shown import shown

HEAD = 1 << 16  # bytes looked at to tell the format
_CHUNK = 1 << 16
_PACKED = {  # files that are no text: how they begin, what they are, what to do
    b"\x1f\x8b": "a gzip file: unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstandard file: unpack it first",
    b"BZh": "a bzip2 file: unpack it first",
    b"\xfd7zXZ": "an xz file: unpack it first",
    b"PK\x03\x04": "a zip file or a spreadsheet: unpack it, or save it as CSV, first",
    b"PAR1": "a Parquet file: turn it into JSONL or CSV first",
    b"SQLite format 3": "a SQLite database: export it as CSV first",
}
_ESCAPED = re.compile("[\udc80-\udcff]")  # how bytes that are not UTF-8 pass a lenient reading
_MARKS = (  # byte order marks
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class ColumnMap(msgspec.Struct, frozen=True):
    """Which column of a table holds which field; ``unused`` are the columns left over.

    >>> str(ColumnMap({"text": "body", "id": "id"}, ("votes",)))
    'text=body id=id; not used: votes'
    """

    fields: dict[str, str]
    unused: tuple[str, ...] = ()

    def __str__(self) -> str:
        used = " ".join(f"{field}={column}" for field, column in self.fields.items())
        return used + (f"; not used: {', '.join(self.unused)}" if self.unused else "")


class Head(NamedTuple):
    """The beginning of a source, for telling its format.

    ``suffix`` is the file's, in small letters, or "" if no format knows it.
    """

    text: str
    suffix: str


class Source:
    """An open source: its name in messages, its text, and how it should be read.

    ``taken`` counts the bytes read so far and ``size`` those there are, None if unknown. A format
    that maps columns leaves its `ColumnMap` in ``mapping``; what a lenient reading mended and
    belongs to no thread goes into ``repairs``.
    """

    def __init__(
        self,
        path: Any,
        *,
        article: int = 0,
        columns: Mapping[str, str] | None = None,
        lenient: bool = False,
    ) -> None:
        self.article = article
        self.columns = dict(columns or {})
        self.lenient = lenient
        self.mapping: ColumnMap | None = None
        self.repairs: list[str] = []
        self.taken = 0
        self.size: int | None = None
        self._errors = "strict"
        self._owned = False
        self._stream = self._open(path)
        self._first = self._pull(HEAD)
        self._encoding, self._skip = self._detect()

    def head(self, suffixes: Collection[str]) -> Head:
        """The beginning of the text; a character cut at its end is left out."""
        decoder = codecs.getincrementaldecoder(self._encoding)("replace")
        suffix = self._suffix if self._suffix in suffixes else ""
        return Head(decoder.decode(self._first[self._skip :]), suffix)

    def lines(self, newline: str | None = "\n") -> Iterator[str]:
        """The lines with their ends, decoded as they are asked for; for ``newline`` see `open`.

        Raises ReadError at the first byte that is not of the encoding.
        """
        raw: Any = _Rest(self, self._first[self._skip :])
        text = io.TextIOWrapper(raw, self._encoding, self._errors, newline)
        number = 0
        try:
            for line in text:
                number += 1
                escaped = self._errors == "surrogateescape" and not line.isascii()
                yield self._mended(line, number) if escaped else line
        except UnicodeDecodeError as error:
            raise self._undecodable(error, number) from None

    def text(self) -> str:
        """All of it, decoded, line ends as they are."""
        return "".join(self.lines())

    def at(self, line: int) -> str:
        """How a message names a line of this source."""
        return f"{self.name}:{line}"

    def close(self) -> None:
        """Close the file, unless it was handed in open."""
        if self._owned:
            self._stream.close()

    def _open(self, path: Any) -> Any:
        if path == "-":
            path = getattr(sys.stdin, "buffer", sys.stdin)
            self.name, self._suffix = "standard input", ""
        elif hasattr(path, "read"):
            name = getattr(path, "name", None)
            self.name = name if isinstance(name, str) and name else "stream"
            self._suffix = os.path.splitext(self.name)[1].lower()
        else:
            return self._open_file(path)
        if isinstance(path, io.TextIOBase):
            self._errors = "surrogatepass"  # a str may hold what UTF-8 may not
        return path

    def _open_file(self, path: Any) -> Any:
        if not isinstance(path, str | os.PathLike):
            raise SettingError(
                f"path: expected a path, '-' or an open file, got {shown(path)}"
                + (" (modscore.score takes threads)" if isinstance(path, list | dict) else "")
            )
        self.name = os.fsdecode(path)
        self._suffix = os.path.splitext(self.name)[1].lower()
        try:
            stream = open(path, "rb")  # noqa: SIM115 (closed by close())
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            reason = getattr(error, "strerror", None) or str(error)
            named = self.name if self.name.isprintable() else shown(self.name)
            raise ReadError(f"{named}: expected a readable file, got: {reason}") from None
        self._owned = True
        self.size = os.fstat(stream.fileno()).st_size or None
        return stream

    def _pull(self, size: int) -> bytes:
        chunk = self._stream.read(size)
        if isinstance(chunk, str):
            self._errors = "surrogatepass"
            chunk = chunk.encode("utf-8", "surrogatepass")
        if not isinstance(chunk, bytes):
            raise ReadError(f"{self.name}: expected bytes or text to read, got {shown(chunk)}")
        self.taken += len(chunk)
        return chunk

    def _detect(self) -> tuple[str, int]:
        for start, kind in _PACKED.items():
            if self._first.startswith(start):
                self.close()
                raise ReadError(f"{self.name}: expected text, got {kind}")
        for mark, encoding in _MARKS:
            if self._first.startswith(mark):
                if self.lenient and self._errors == "strict":
                    self._errors = "surrogateescape" if encoding == "utf-8" else "replace"
                return encoding, len(mark)
        if self._first[:1000].count(0) * 3 > len(self._first[:1000]):
            self.close()
            raise ReadError(
                f"{self.name}: expected text, got zero bytes (UTF-16 needs a byte order mark)"
            )
        if self.lenient and self._errors == "strict":
            self._errors = "surrogateescape"
        return "utf-8", 0

    def _mended(self, line: str, number: int) -> str:
        bad = _ESCAPED.findall(line)
        if not bad:
            return line
        got = f"byte 0x{ord(bad[0]) - 0xDC00:02x}" + (f" and {len(bad) - 1} more" * (len(bad) > 1))
        self.repairs.append(f"{self.at(number)}: expected UTF-8, got {got}: replaced")
        return _ESCAPED.sub("\N{REPLACEMENT CHARACTER}", line)

    def _undecodable(self, error: UnicodeDecodeError, lines: int) -> ReadError:
        # The decoder's input ends where reading stands, so the place follows from the end.
        offset = self.taken - len(error.object) + error.start
        before = error.object[: error.start].decode(self._encoding, "replace")
        what = "UTF-16" if "16" in self._encoding else "UTF-8"
        got = f"byte 0x{error.object[error.start]:02x} at offset {offset}"
        return ReadError(
            f"{self.at(lines + 1 + before.count(chr(10)))}: expected {what}, got {got}"
        )


class _Rest(io.BufferedIOBase):
    """What is left of a source after its head was looked at, the head first."""

    def __init__(self, source: Source, first: bytes) -> None:
        self._source = source
        self._first = first

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        raise io.UnsupportedOperation("read in pieces")

    def read1(self, size: int = -1) -> bytes:
        if self._first:
            first, self._first = self._first, b""
            return first
        return self._source._pull(_CHUNK)
