"""Packed files, unpacked as they are read: gzip, bzip2, xz and zstandard.

Stage: intake; packed bytes come in, in pieces; plain bytes go out, in pieces of bounded size.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any

from ..errors import ReadError
from .extra import needed

SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd")
_PIECE = 1 << 16  # packed bytes read at once
_MOST = 1 << 20  # plain bytes given at once
_SIP = 1 << 11  # zstandard cannot stop midway; so much of it unpacks to 64 MB at the very most
_WINDOW = 2**31  # what Reddit's monthly dumps need to be unpacked


class CutError(ReadError):
    """A packed stream that ends too early or is damaged; what came before it is sound."""


class _Gzip:
    """zlib with the manner of `bz2.BZ2Decompressor`."""

    def __init__(self) -> None:
        self._one = zlib.decompressobj(wbits=31)

    def decompress(self, packed: bytes, most: int) -> bytes:
        return self._one.decompress(self._one.unconsumed_tail + packed, most)

    @property
    def eof(self) -> bool:
        return self._one.eof

    @property
    def needs_input(self) -> bool:
        return not self._one.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._one.unused_data


class _Zstandard:
    """zstandard with the same manner; ``most`` is kept by sips."""

    def __init__(self) -> None:
        zstandard: Any = needed("zstandard", "a zstandard file")
        self._one = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        self._rest = b""

    def decompress(self, packed: bytes, most: int) -> bytes:
        self._rest += packed
        plain: list[bytes] = []
        size = at = 0
        while at < len(self._rest) and size < most and not self._one.eof:
            plain.append(self._one.decompress(self._rest[at : at + _SIP]))
            size += len(plain[-1])
            at += _SIP
        self._rest = self._rest[at:]
        return b"".join(plain)

    @property
    def eof(self) -> bool:
        return bool(self._one.eof)

    @property
    def needs_input(self) -> bool:
        return not self._rest

    @property
    def unused_data(self) -> bytes:
        return bytes(self._one.unused_data) + self._rest


_KINDS: dict[bytes, tuple[str, Callable[[], Any]]] = {
    b"\x1f\x8b": ("gzip", _Gzip),
    b"BZh": ("bzip2", bz2.BZ2Decompressor),
    b"\xfd7zXZ": ("xz", lzma.LZMADecompressor),
    b"\x28\xb5\x2f\xfd": ("zstandard", _Zstandard),
    **{bytes([sign]) + b"\x2a\x4d\x18": ("zstandard", _Zstandard) for sign in range(0x50, 0x60)},
}


class Unpacked:
    """A packed stream as a plain one; several packed streams in a row are read as one."""

    def __init__(self, read: Callable[[int], bytes], first: bytes) -> None:
        self._read = read
        self._packed = first
        self._kind, self._make = next(v for k, v in _KINDS.items() if first.startswith(k))
        self._one = self._make()
        self._begun = False  # whether the packed stream now read has begun

    def read(self) -> bytes:
        """The next plain bytes, b"" at the end; CutError for a damaged or cut stream."""
        while True:
            if self._one.eof:
                self._packed = self._one.unused_data + self._packed
                self._one, self._begun = self._make(), False
            if not self._packed and self._one.needs_input:
                self._packed = self._read(_PIECE)
                if not self._packed:
                    if self._begun:
                        expected = f"expected the rest of a {self._kind} stream"
                        raise CutError(f"{expected}, got the end of the file")
                    return b""
            if not self._begun and not self._packed.strip(b"\0"):
                self._packed = b""  # zeros that fill up the last block of a tape or disk
                continue
            packed, self._packed, self._begun = self._packed, b"", True
            try:
                plain: bytes = self._one.decompress(packed, _MOST)
            except (zlib.error, OSError, EOFError, lzma.LZMAError) as error:
                raise self._damaged(error) from None
            except Exception as error:
                if type(error).__name__ != "ZstdError":
                    raise
                raise self._damaged(error) from None
            if plain:
                return plain

    def _damaged(self, error: Exception) -> CutError:
        return CutError(f"expected a {self._kind} stream, got: {error}")


def is_packed(first: bytes) -> bool:
    """Whether a file that begins so is one of these.

    >>> is_packed(b"BZh91AY"), is_packed(b"Bzzz")
    (True, False)
    """
    return any(first.startswith(sign) for sign in _KINDS)
