"""Detoxify's files: found, read without running them, checked, built into a network.

Stage: models; a name and perhaps paths come in; a `Network` goes out. The package itself unpickles
checkpoints, which may run what they hold; here torch reads them as tensors and plain values.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import ModelError
from ..records import ESTIMATED
from .detoxify_network import Network

RENAMED = {  # the labels of the first checkpoints, as the package itself renames them
    "toxic": "toxicity",
    "severe_toxic": "severe_toxicity",
    "identity_hate": "identity_attack",
}
_ARGS = {"model_type": str, "model_name": str, "tokenizer_name": str, "num_classes": int}
_KINDS = {
    "model_name": ("ForSequenceClassification",),
    "tokenizer_name": ("Tokenizer", "TokenizerFast"),
}
_LONGEST_REASON = 160


def load(
    name: str,
    checkpoint: str | os.PathLike[str] | None = None,
    config: str | os.PathLike[str] | None = None,
) -> Network:
    """The network of a checkpoint; ModelError says what is missing or of another form."""
    package = _package()
    if config is not None and not (Path(config) / "config.json").is_file():
        raise ModelError(f"{config}: config: expected a folder with config.json, got none")
    path = _fetched(package, name) if checkpoint is None else Path(checkpoint)
    stored, digest = _read(path)
    args, columns, state = _checked(package, path, stored)
    if config is not None:
        args = {**args, "model_type": os.fspath(Path(config).absolute())}
    place = config if config is not None else args["model_type"]
    named = frozenset(state)
    try:
        with _quiet(package.transformers.utils.logging):
            model, tokenizer = package.get_model_and_tokenizer(**args, state_dict=state)
    except Exception as fault:  # of many kinds, from three packages
        wanted = "config and tokenizer files that fit the checkpoint"
        if config is None:
            wanted += " (config=FOLDER), or a network to fetch them"
        raise ModelError(f"{place}: config: expected {wanted}, got: {_reason(fault)}") from fault
    lacking = [key for key in model.state_dict() if key not in named]
    if lacking:
        raise ModelError(f"{path}: state_dict: expected {lacking[0]}, got no such weights")
    network = Network(model, tokenizer, columns, digest, importlib.metadata.version("detoxify"))
    network.estimates(network.tokens("a"))  # weights that give no number are told here
    return network


def _package() -> Any:
    try:
        from detoxify import detoxify  # noqa: PLC0415 - takes seconds; only where it is wanted
    except (ImportError, OSError) as fault:  # OSError: a torch whose libraries do not load
        raise ModelError(
            "Detoxify: package: expected detoxify and torch (pip install 'modscore[detoxify]'), "
            f"got: {_reason(fault)}"
        ) from fault
    return detoxify


def _fetched(package: Any, name: str) -> Path:
    """The file in torch's cache, fetched if it is not there; its name ends in its SHA-256."""
    import torch  # noqa: PLC0415

    url: str = package.MODEL_URLS[name]
    path = Path(torch.hub.get_dir()) / "checkpoints" / url.rsplit("/", 1)[1]
    if not path.is_file():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            pin = path.stem.rsplit("-", 1)[1]
            torch.hub.download_url_to_file(url, str(path), hash_prefix=pin, progress=False)
        except Exception as fault:  # no network, a refusal, another file than the pinned one
            raise ModelError(
                f"Detoxify: {name}: expected weights (checkpoint=FILE or {path}), or a network to "
                f"fetch {url}, got: {_reason(fault)}"
            ) from fault
    return path


def _read(path: Path) -> tuple[Any, str]:
    """What the checkpoint holds, nothing of it run, and its SHA-256: of the same open file."""
    import torch  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            try:
                return torch.load(file, map_location="cpu", weights_only=True), digest
            except Exception as fault:  # a broken archive, a pickle that would run code, …
                raise ModelError(
                    f"{path}: checkpoint: expected tensors and plain values saved by torch, got: "
                    f"{_reason(fault)}"
                ) from fault
    except OSError as fault:
        got = fault.strerror or type(fault).__name__
        raise ModelError(f"{path}: checkpoint: expected a readable file, got: {got}") from fault


def _checked(
    package: Any, path: Path, stored: Any
) -> tuple[dict[str, Any], list[int], dict[str, Any]]:
    """The arguments for the package, the place of each label, and the weights."""
    args = _at(path, stored, "config", "arch", "args")
    classes = _at(path, stored, "config", "dataset", "args").get("classes")
    state = _at(path, stored, "state_dict")
    if set(args) != set(_ARGS) or not all(type(args[key]) is _ARGS[key] for key in _ARGS):
        wanted = ", ".join(f"{key} ({kind.__name__})" for key, kind in _ARGS.items())
        raise ModelError(f"{path}: config.arch.args: expected {wanted}, got {_short(args)}")
    for key, ends in _KINDS.items():
        if not args[key].endswith(ends) or not hasattr(package.transformers, args[key]):
            raise ModelError(
                f"{path}: config.arch.args.{key}: expected the name of a class of transformers "
                f"that ends in {' or '.join(ends)}, got {_short(args[key])}"
            )
    known = [RENAMED.get(one, one) for one in classes] if isinstance(classes, list) else []
    if not set(ESTIMATED) <= set(known) or len(known) > args["num_classes"]:
        raise ModelError(
            f"{path}: config.dataset.args.classes: expected {', '.join(ESTIMATED)} among at most "
            f"{args['num_classes']}, got {_short(classes)}"
        )
    for key, weights in state.items():
        _check_weights(path, key, weights)
    return dict(args), [known.index(label) for label in ESTIMATED], dict(state)


def _at(path: Path, stored: Any, *keys: str) -> Mapping[str, Any]:
    """The mapping under these keys."""
    for depth, key in enumerate(("checkpoint", *keys)):
        stored = stored if not depth else stored.get(key)
        if not isinstance(stored, Mapping):
            name = ".".join(keys[:depth]) or key
            raise ModelError(
                f"{path}: {name}: expected a mapping, as Detoxify saves it, got {_short(stored)}"
            )
    return stored  # type: ignore[no-any-return]


def _check_weights(path: Path, key: Any, weights: Any) -> None:
    import torch  # noqa: PLC0415

    if not isinstance(key, str) or not isinstance(weights, torch.Tensor):
        raise ModelError(f"{path}: state_dict: {key}: expected a tensor, got {_short(weights)}")
    plain = weights.layout is torch.strided and weights.device.type == "cpu"
    if not plain or (weights.is_floating_point() and not bool(torch.isfinite(weights).all())):
        got = "NaN or infinity" if plain else f"{weights.layout} on {weights.device}"
        raise ModelError(f"{path}: state_dict: {key}: expected finite weights, got {got}")


@contextmanager
def _quiet(logging: Any) -> Iterator[None]:
    """Without progress bars and remarks of transformers; errors are raised, not remarked."""
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()


def _reason(fault: BaseException) -> str:
    """The fault in one short line; of what torch says of pickles only the name that it refused,
    not its advice to read the file unsafely."""
    text = str(fault)
    if "weights_only" in text:
        name = re.search(r"GLOBAL (\S+)", text)
        return f"a pickle that holds {name[1]}" if name else "a pickle of another kind"
    text = " ".join(text.split())
    return textwrap.shorten(f"{type(fault).__name__}: {text}", _LONGEST_REASON, placeholder="…")


def _short(value: Any) -> str:
    shown = repr(value) if isinstance(value, str | int | float | list | None) else ""
    if isinstance(value, Mapping):
        shown = f"a mapping with {', '.join(map(str, value)) or 'nothing'}"
    shown = " ".join(shown.split()) or type(value).__name__
    return shown if len(shown) <= _LONGEST_REASON else shown[:_LONGEST_REASON] + "…"
