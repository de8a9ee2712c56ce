"""Bytes from a file, standard input or an open stream, decoded with their place kept.

Stage: intake; a path, "-" or a file object comes in; decoded lines or the whole text go out.
UTF-8 (with or without a byte order mark) and UTF-16 with one, also packed (gzip, bzip2, xz,
zstandard); anything else is a ReadError. How formats are built on this stands in ``formats``.
"""

from __future__ import annotations

import codecs
import io
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from ..errors import ReadError
from .fields import Faults
from .head import Head
from .packed import CutError
from .stream import Stream

WINDOW = 48 << 20  # bytes of comments held while their threads are put together
LONGEST_LINE = 1 << 28  # characters; longer is no line of anything
_LONGEST_TEXT = 1 << 31
_REPAIRS = 1000  # messages kept; further ones are counted
_PACKED = {  # files that are no text: how they begin, what they are, what to do
    b"PK\x03\x04": "a zip file or a spreadsheet: unpack it, or save it as CSV, first",
    b"SQLite format 3": "a SQLite database: export it as CSV first",
}
_BINARY = {  # files that are no text, but that a format reads as `Source.raw` has them
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"\xff\xff\xff\xff": "an Arrow stream",
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


class Reject(NamedTuple):
    """A row that could not be read: ``line`` counts from 1, or is None where there are none."""

    file: str
    line: int | None
    reason: str


class Source:
    """An open source: its name in messages, its text, and how it should be read.

    ``taken`` counts the bytes read so far and ``size`` those there are, None if unknown. A format
    that maps columns leaves its `ColumnMap` in ``mapping``; what a lenient reading mended and
    belongs to no thread goes into ``repairs``, best by `note`. A row that cannot be read goes
    to `reject`; ``faults`` does so for `fields.draft` when the position of a row is its line.
    """

    def __init__(
        self,
        path: Any,
        *,
        article: int = 0,
        columns: Mapping[str, str] | None = None,
        lenient: bool = False,
        rejects: Callable[[Reject], object] | None = None,
        window: int = WINDOW,
        apart: bool = False,
    ) -> None:
        self.article = article
        self.columns = dict(columns or {})
        self.lenient = lenient or rejects is not None
        self.rejects = rejects
        self.window = window
        self.apart = apart
        self.mapping: ColumnMap | None = None
        self.lines_of: tuple[int | None, ...] = ()  # of the comments of the thread last made
        self.repairs: list[str] = []
        self.more_repairs = 0
        self.faults = Faults(self.lenient, self.place, told=self.note, dropped=self._drop)
        self.path = ""  # where in the value of a line the comment stands that is now read
        self.binary = ""  # what it is, when it is no text but a format reads it
        self.stream = Stream(path)
        self.name = self.stream.name
        self._errors = "surrogatepass" if self.stream.text else "strict"  # a str may hold halves
        self._encoding, self._skip = self._detect()

    @property
    def taken(self) -> int:
        """Bytes read so far."""
        return self.stream.taken

    @taken.setter
    def taken(self, count: int) -> None:
        self.stream.taken = count

    @property
    def size(self) -> int | None:
        """Bytes there are, None if unknown."""
        return self.stream.size

    def head(self, suffixes: Collection[str]) -> Head:
        """The beginning of the text; a character cut at its end is left out."""
        decoder = codecs.getincrementaldecoder(self._encoding)("replace")
        suffix = self.stream.suffix if self.stream.suffix in suffixes else ""
        return Head(decoder.decode(self.stream.first[self._skip :]), suffix)

    def lines(self, newline: str | None = "\n", *, whole: bool = False) -> Iterator[str]:
        """The lines with their ends, decoded as they are asked for; for ``newline`` see `open`.

        Raises ReadError at the first byte that is not of the encoding, and for a line that is
        absurdly long, which comes in pieces if only the ``whole`` is wanted.
        """
        if self.binary:
            raise ReadError(f"{self.name}: expected text, got {self.binary}")
        raw: Any = self.stream.rest(self._skip)
        text = io.TextIOWrapper(raw, self._encoding, self._errors, newline)
        number = 0
        try:
            while line := text.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE and not whole:
                    raise ReadError(
                        f"{self.at(number)}: expected a line of at most {LONGEST_LINE >> 20} "
                        "million characters, got a longer one"
                    )
                escaped = self._errors == "surrogateescape" and not line.isascii()
                yield self._mended(line, number) if escaped else line
        except UnicodeDecodeError as error:
            raise self._undecodable(error, number) from None
        except CutError as error:
            self.reject(number + 1, str(error), mended="what came before it was read")

    def text(self) -> str:
        """All of it, decoded, line ends as they are."""
        parts: list[str] = []
        size = 0
        for line in self.lines(whole=True):
            parts.append(line)
            size += len(line)
            if size > _LONGEST_TEXT:
                raise ReadError(
                    f"{self.name}: expected at most {_LONGEST_TEXT >> 30} billion characters in "
                    "one document, got more (JSON lines may be longer)"
                )
        return "".join(parts)

    def raw(self) -> str | bytes:
        """The path of a plain file, for what opens files itself; else all of the bytes."""
        return self.stream.raw()

    def at(self, line: int) -> str:
        """How a message names a line of this source."""
        return f"{self.name}:{line}"

    def note(self, message: str) -> None:
        """Keep a message of what was mended; only counted once there are very many."""
        if len(self.repairs) < _REPAIRS:
            self.repairs.append(message)
        else:
            self.more_repairs += 1

    def reject(self, line: int | None, reason: str, mended: str = "dropped") -> None:
        """A row that cannot be read: ReadError; but when lenient it is told and left out.

        It is told to ``rejects``, or where there is none noted in ``repairs``.
        """
        place = self.name if line is None else self.at(line)
        if not self.lenient:
            raise ReadError(f"{place}: {reason}")
        if self.rejects is None:
            self.note(f"{place}: {reason}: {mended}")
        else:
            self.rejects(Reject(self.name, line, reason))

    def beside(self, name: str) -> Source | None:
        """Another file of the folder this one stands in; None if there is none."""
        path = os.path.join(os.path.dirname(self.name), name)
        there = self.stream.owned and os.path.isfile(path)
        return Source(path, lenient=self.lenient) if there else None

    def place(self, line: int, field: str) -> str:
        """How a message names a field of the comment on a line."""
        path = ".".join(filter(None, (self.path, field)))
        return f"{self.at(line)}: {path}" if path else self.at(line)

    def close(self) -> None:
        """Close the file, unless it was handed in open."""
        self.stream.close()

    def _drop(self, line: int, reason: str) -> None:
        self.reject(line, f"{self.path}.{reason}" if self.path else reason)

    def _detect(self) -> tuple[str, int]:
        first = self.stream.first
        for start, kind in _PACKED.items():
            if first.startswith(start):
                self.close()
                raise ReadError(f"{self.name}: expected text, got {kind}")
        for start, kind in _BINARY.items():
            if first.startswith(start):
                self.binary = kind
                return "latin-1", 0
        for mark, encoding in _MARKS:
            if first.startswith(mark):
                if self.lenient and self._errors == "strict":
                    self._errors = "surrogateescape" if encoding == "utf-8" else "replace"
                return encoding, len(mark)
        if first[:1000].count(0) * 3 > len(first[:1000]):
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
        self.note(f"{self.at(number)}: expected UTF-8, got {got}: replaced")
        return _ESCAPED.sub("\N{REPLACEMENT CHARACTER}", line)

    def _undecodable(self, error: UnicodeDecodeError, lines: int) -> ReadError:
        # The decoder's input ends where reading stands, so the place follows from the end.
        offset = self.stream.plain - len(error.object) + error.start
        before = error.object[: error.start].decode(self._encoding, "replace")
        what = "UTF-16" if "16" in self._encoding else "UTF-8"
        got = f"byte 0x{error.object[error.start]:02x} at offset {offset}"
        return ReadError(
            f"{self.at(lines + 1 + before.count(chr(10)))}: expected {what}, got {got}"
        )
