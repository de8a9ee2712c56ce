from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from modscore import SettingError
from modscore.batch import parts
from modscore.batch.parts import Count


def test_a_part_comes_back_as_it_was_put(tmp_path: Path) -> None:
    count = Count(comments=2, threads=1, flagged={"toxicity": 1})
    parts.put_part(str(tmp_path), 3, "ab", count, b"one\ntwo\n")
    header = parts.header(str(tmp_path), 3)
    assert header is not None
    assert (header.digest, header.count) == ("ab", count)
    assert b"".join(parts.rows(str(tmp_path), 3)) == b"one\ntwo\n"
    assert os.listdir(tmp_path) == ["00000003.part"]


@pytest.mark.parametrize("kept", [0, 5, -1])
def test_what_is_no_whole_part_is_none(tmp_path: Path, kept: int) -> None:
    parts.put_part(str(tmp_path), 0, "ab", Count(), b"one\n")
    path = Path(parts.name(str(tmp_path), 0))
    path.write_bytes(path.read_bytes()[:kept])
    assert parts.header(str(tmp_path), 0) is None
    assert parts.header(str(tmp_path), 1) is None


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    target = tmp_path / "file"
    with pytest.raises(KeyboardInterrupt):
        parts.put(str(target), pieces())
    assert os.listdir(tmp_path) == []
    parts.put(str(target), [b"old"])
    with pytest.raises(KeyboardInterrupt):
        parts.put(str(target), pieces())
    assert target.read_bytes() == b"old"


def test_only_our_own_files_are_cleared(tmp_path: Path) -> None:
    ours = ["00000001.part", "00000002.part.77.aside", "manifest.json", "whole", "lock"]
    others = ["1.part", "notes.part", "00000001.part.bak"]
    for name in ours + others:
        (tmp_path / name).touch()
    parts.clear(str(tmp_path))
    assert sorted(os.listdir(tmp_path)) == sorted(others)
    for name in others:
        (tmp_path / name).unlink()
    parts.clear(str(tmp_path))
    assert not tmp_path.exists()
    parts.clear(str(tmp_path))


def test_a_lock_ends_with_its_holder(tmp_path: Path) -> None:
    with parts.lock(str(tmp_path)), pytest.raises(SettingError, match="expected no other run"):
        parts.lock(str(tmp_path))
    parts.lock(str(tmp_path)).close()


def test_counts_add_up() -> None:
    total = Count(comments=1, flagged={"insult": 1})
    total.add(Count(comments=2, threads=1, unscored=1, uncertain=1, flagged={"threat": 1}))
    total.add(Count(flagged={"threat": 2}))
    assert total == Count(3, 1, 1, 1, {"insult": 1, "threat": 3})
    assert Count().flagged == {}
