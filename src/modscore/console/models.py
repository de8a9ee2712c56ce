"""`modscore models`: which models there are, whether they are whole.

Stage: command line; ids of models come in; their hashes and cards are printed.
"""

# ruff: noqa: PLC0415 - what only some commands need is imported by them: a quick start
from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Annotated, Any

import typer

from ..errors import ModelError, SettingError
from .safe import clean

app = typer.Typer(
    help="The models: their ids and hashes, their cards, and whether they are whole. "
    "Without a command: the list.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def models(context: typer.Context) -> None:
    """List the models where no command is named."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the models that each preset uses, with the SHA-256 of their weights.

    \b
      modscore models list
      modscore models list --json
    """
    for preset, part, model in _models():
        if as_json:
            print(json.dumps({"preset": preset, "for": part, "id": model.id, "hash": model.hash}))
        else:
            print(f"{preset:8} {part:10} {model.id:28} {model.hash}")


@app.command()
def show(
    model_id: Annotated[str, typer.Argument(metavar="ID", help="As in the list.")],
) -> None:
    """Show a model's card: what it is for, what it was trained on, how good it is, its limits.

    \b
      modscore models show toxicity-linear-1
    """
    folder = resources.files("modscore.models") / "weights"
    known = sorted({model.id for _, _, model in _models()})
    if model_id not in known:
        near = difflib.get_close_matches(model_id, known, 1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise SettingError(f"models: expected one of {', '.join(known)}, got {model_id!r}{hint}")
    card = folder / f"{model_id}.md"
    if not card.is_file():
        raise ModelError(f"{model_id}: card: expected {model_id}.md beside the weights, got none")
    print(clean(card.read_text(encoding="utf-8")))


@app.command()
def verify() -> None:
    """Load every model and compare its weights with the hash it was published with.

    \b
      modscore models verify

    Exit code 1 if one is missing or altered.
    """
    failed = False
    for preset in _presets():
        for part, load in _loaders():
            try:
                model = load(preset)
            except ModelError as error:
                failed = True
                print(f"{preset:8} {part:10} {clean(str(error))}")
            else:
                if model is not None:
                    print(f"{preset:8} {part:10} {model.id:28} whole")
    if failed:
        raise typer.Exit(1)


def _presets() -> Iterator[str]:
    from ..models.presets import PRESETS

    yield from PRESETS


def _loaders() -> tuple[tuple[str, Callable[[str], Any]], ...]:
    """For each part of a preset, what loads it; a preset without the part gets None."""
    from ..models.presets import cascade, sentence_model, toxicity_model

    return (
        ("toxicity", lambda preset: toxicity_model()),
        ("sentences", lambda preset: sentence_model()),
        ("both", cascade),
    )


def _models() -> Iterator[tuple[str, str, Any]]:
    for preset in _presets():
        for part, load in _loaders():
            model = load(preset)
            if model is not None:
                yield preset, part, model
