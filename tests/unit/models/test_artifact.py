from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save as save_tensors

from modscore.errors import ModelError
from modscore.models import artifact

_TENSORS = {"numbers": np.arange(6, dtype=np.int16).reshape(2, 3)}


def _saved(folder: Path) -> Path:
    return artifact.save(folder, "mine-1", "toy", _TENSORS, {"made_of": "nothing"})


def test_a_saved_model_comes_back(tmp_path: Path) -> None:
    stored = artifact.load(_saved(tmp_path), "toy")
    assert (stored.id, stored.kind, stored.about) == ("mine-1", "toy", {"made_of": "nothing"})
    assert stored.tensor("numbers", np.int16, 2, -1).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert artifact.pins(tmp_path)["mine-1"][0] == stored.hash


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    assert _saved(tmp_path / "a").read_bytes() == _saved(tmp_path / "b").read_bytes()


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = _saved(tmp_path)
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(ModelError, match=r"mine-1\.safetensors: size: expected \d+ bytes, got"):
        artifact.load(path)


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    path = _saved(tmp_path)
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(ModelError, match=r"sha256: expected [0-9a-f]{64}, got [0-9a-f]{64}"):
        artifact.load(path)


@pytest.mark.parametrize("raw", [b"", b"short", b"\xff" * 64, b"\x00" * 64])
def test_a_file_of_another_form_is_refused_without_a_lock(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "other.safetensors"
    path.write_bytes(raw)
    with pytest.raises(ModelError, match="expected a modscore model"):
        artifact.load(path)


def test_safetensors_that_are_no_model_of_ours_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.safetensors"
    path.write_bytes(save_tensors(_TENSORS))
    with pytest.raises(ModelError, match="expected a modscore model"):
        artifact.load(path)


def test_another_format_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(artifact, "FORMAT", 99)
        path = _saved(tmp_path)
    with pytest.raises(ModelError, match=r"format: expected 1, got 99"):
        artifact.load(path)


def test_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"kind: expected 'neural', got 'toy'"):
        artifact.load(_saved(tmp_path), "neural")


def test_a_missing_file_and_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.safetensors: model file: expected a readable"):
        artifact.load(tmp_path / "none.safetensors")
    with pytest.raises(ModelError, match=r"models: no-such: expected one of .*toxicity"):
        artifact.load("no-such")


def test_a_tensor_of_another_form_is_named(tmp_path: Path) -> None:
    stored = artifact.load(_saved(tmp_path))
    with pytest.raises(ModelError, match=r"mine-1: numbers: expected int16 \(3, 3\), got int16"):
        stored.tensor("numbers", np.int16, 3, 3)
    with pytest.raises(ModelError, match=r"mine-1: weights: expected .* got nothing"):
        stored.tensor("weights", np.int16, 3)


def test_a_lock_that_is_no_lock_is_refused(tmp_path: Path) -> None:
    path = _saved(tmp_path)
    (tmp_path / artifact.LOCK).write_text("only two\n")
    with pytest.raises(ModelError, match=r"weights\.lock:1: pin: expected name, sha256 and size"):
        artifact.load(path)


def test_all_shipped_models_are_as_pinned_and_small_enough() -> None:
    folder = artifact.weights_folder()
    names = artifact.pins(folder)
    assert sorted(names) == sorted(path.stem for path in folder.glob("*.safetensors"))
    for name in names:
        assert artifact.load(name).id == name
    assert sum(size for _, size in names.values()) <= 30_000_000
