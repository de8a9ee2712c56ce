"""Model files: read, verified, never executed.

Stage: models; a name or a path comes in; an ``Artifact`` goes out: named arrays and what is
known of them. The only place that opens model files. One safetensors file a model, no pickle.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from ..errors import ModelError

FORMAT = 1
LOCK = "weights.lock"
SUFFIX = ".safetensors"
_KEY = "modscore"


@dataclass(frozen=True, eq=False)
class Artifact:
    """A model as stored. ``about`` holds settings, calibration facts, points and sources."""

    id: str
    kind: str
    hash: str  # SHA-256 of the whole file, in hex
    tensors: Mapping[str, NDArray[Any]]
    about: Mapping[str, Any]

    def tensor(self, name: str, dtype: type[np.generic], *shape: int) -> NDArray[Any]:
        """The named array; ModelError when it is missing or of another form (-1: any size)."""
        found = self.tensors.get(name)
        wanted = f"{np.dtype(dtype).name} {shape}"
        if found is None:
            raise ModelError(f"{self.id}: {name}: expected {wanted}, got nothing")
        fits = len(shape) == found.ndim and all(
            want in (-1, have) for want, have in zip(shape, found.shape, strict=True)
        )
        if not fits or found.dtype != np.dtype(dtype):
            raise ModelError(
                f"{self.id}: {name}: expected {wanted}, got {found.dtype.name} {found.shape}"
            )
        return found


def load(model: str | Path, kind: str | None = None) -> Artifact:
    """The artifact of a shipped model's name, or of a file that ends in ``.safetensors``.

    A shipped model must have the SHA-256 that ``weights.lock`` pins; a file of your own is
    pinned too when a ``weights.lock`` beside it names it. ModelError says what is wrong.
    """
    path = Path(model)
    if path.suffix != SUFFIX:
        folder = weights_folder()
        names = sorted(pins(folder))
        if str(model) not in names:
            raise ModelError(f"models: {model}: expected one of {', '.join(names)}, got no such")
        path = folder / f"{model}{SUFFIX}"
    try:
        raw = path.read_bytes()
    except OSError as fault:
        got = fault.strerror or type(fault).__name__
        raise ModelError(f"{path}: model file: expected a readable file, got: {got}") from fault
    digest = hashlib.sha256(raw).hexdigest()
    pin = pins(path.parent).get(path.stem)
    if pin is not None:
        if len(raw) != pin[1]:
            raise ModelError(f"{path}: size: expected {pin[1]} bytes, got {len(raw)}")
        if digest != pin[0]:
            raise ModelError(f"{path}: sha256: expected {pin[0]}, got {digest}")
    return _parse(path, raw, digest, kind)


def save(
    folder: Path, id: str, kind: str, tensors: Mapping[str, NDArray[Any]], about: Mapping[str, Any]
) -> Path:
    """Writes ``<id>.safetensors`` and pins it in the folder's ``weights.lock``; the file's path."""
    head = {"format": FORMAT, "id": id, "kind": kind, "about": dict(about)}
    plain = {name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)}
    raw = save_tensors(plain, {_KEY: json.dumps(head, sort_keys=True, ensure_ascii=False)})
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id}{SUFFIX}"
    path.write_bytes(raw)
    pinned = {**pins(folder), id: (hashlib.sha256(raw).hexdigest(), len(raw))}
    lines = [f"{name} {digest} {size}\n" for name, (digest, size) in sorted(pinned.items())]
    (folder / LOCK).write_text("".join(lines), encoding="utf-8")
    _pins.cache_clear()
    return path


def weights_folder() -> Path:
    """Where the shipped models lie."""
    return Path(__file__).with_name("weights")  # not importlib.resources: it loads slowly


def pins(folder: Path) -> Mapping[str, tuple[str, int]]:
    """Name -> (SHA-256, size) of the models that a folder's lock names; empty without one."""
    lock = folder / LOCK
    try:
        return _pins(lock, lock.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=8)
def _pins(lock: Path, changed: int) -> dict[str, tuple[str, int]]:
    del changed  # only a part of the cache's key
    found = {}
    for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), 1):
        parts = line.split()
        if len(parts) != 3 or not parts[2].isdigit():
            raise ModelError(f"{lock}:{number}: pin: expected name, sha256 and size, got {line!r}")
        found[parts[0]] = (parts[1], int(parts[2]))
    return found


def _parse(path: Path, raw: bytes, digest: str, kind: str | None) -> Artifact:
    try:
        tensors = load_tensors(raw)
        size = int.from_bytes(raw[:8], "little")
        metadata = json.loads(raw[8 : 8 + size]).get("__metadata__") or {}
        head = json.loads(metadata[_KEY])
    except (SafetensorError, ValueError, KeyError, TypeError) as fault:
        raise ModelError(
            f"{path}: model file: expected a modscore model in safetensors form, got: {fault}"
        ) from fault
    if head.get("format") != FORMAT:
        raise ModelError(f"{path}: format: expected {FORMAT}, got {head.get('format')!r}")
    if kind is not None and head.get("kind") != kind:
        raise ModelError(f"{path}: kind: expected {kind!r}, got {head.get('kind')!r}")
    return Artifact(str(head["id"]), str(head["kind"]), digest, tensors, head["about"])
