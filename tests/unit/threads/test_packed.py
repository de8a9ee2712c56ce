from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from modscore.errors import ReadError
from modscore.threads.read import Reject, read

zstandard = pytest.importorskip("zstandard")
TEXT = b"".join(b'{"id": "%d", "text": "Hello there, %d."}\n' % (i, i) for i in range(4_000))


def zst(plain: bytes) -> bytes:
    window = zstandard.ZstdCompressionParameters(window_log=27, compression_level=3)
    packed = zstandard.ZstdCompressor(compression_params=window).compress(plain)
    assert isinstance(packed, bytes)
    return packed


KINDS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zst,
}


@pytest.mark.parametrize("kind", KINDS)
def test_packed_files_read_as_plain_ones(tmp_path: Path, kind: str) -> None:
    pack = KINDS[kind]
    path = tmp_path / f"a.jsonl.{kind}"
    half = TEXT.index(b"\n", len(TEXT) // 2) + 1
    for packed in (pack(TEXT), pack(TEXT[:half]) + pack(TEXT[half:])):
        path.write_bytes(packed)
        threads = read(path)
        (thread,) = threads
        assert threads.format == "jsonl"
        assert threads.taken == threads.size == len(packed)
        assert len(thread.comments) == 4_000


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_or_damaged_is_told(tmp_path: Path, kind: str) -> None:
    packed = KINDS[kind](TEXT)
    path = tmp_path / f"a.jsonl.{kind}"
    for spoiled in (packed[: len(packed) * 3 // 4], packed[:-2], packed[:8]):
        path.write_bytes(spoiled)
        with pytest.raises(ReadError, match=rf"^{path}:\d+: expected (the rest of )?an? ?\w+|the"):
            list(read(path))
        rejects: list[Reject] = []
        comments = sum(len(t.comments) for t in read(path, rejects=rejects.append))
        assert len(rejects) == 1
        assert rejects[0].reason.endswith("got the end of the file")
        assert rejects[0].line == comments + 1
    path.write_bytes(packed[:200] + b"\x55" * 50 + packed[250:])
    with pytest.raises(ReadError):
        list(read(path))


def test_a_bomb_is_unpacked_in_pieces() -> None:
    packed = zstandard.ZstdCompressor().compress(b"\n" * (100 << 20))
    from modscore.threads.packed import Unpacked

    feed = io.BytesIO(packed)
    first = feed.read(1 << 16)
    stream = Unpacked(feed.read, first)
    size = largest = 0
    while part := stream.read():
        size += len(part)
        largest = max(largest, len(part))
    assert size == 100 << 20
    assert largest <= 70 << 20


def test_the_long_window_of_monthly_dumps_is_unpacked(tmp_path: Path) -> None:
    row = json.dumps({"id": "1", "text": "Hello."}).encode() + b"\n"
    window = bytes([(31 - 10) << 3])  # 2 GiB: what such a frame asks for, though it holds little
    block = ((len(row) << 3) | 1).to_bytes(3, "little") + row  # the last one, not compressed
    path = tmp_path / "RC_2023-01.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd\x00" + window + block)
    with pytest.raises(zstandard.ZstdError, match="too much memory"):
        zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())
    assert [c.text for thread in read(path) for c in thread.comments] == ["Hello."]


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    path = tmp_path / "a.zst"
    path.write_bytes(zst(b"x"))
    with pytest.raises(ReadError, match=r"pip install 'modscore\[formats\]'"):
        read(path)
