"""``modscore train``: the commands that rebuild the shipped models, or models of your own.

Stage: the command line; folders of labelled comments come in; model files go out.
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import SettingError

app = typer.Typer(
    help="Train a model from data. Needs the extra: pip install 'modscore[train]'.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Data = Annotated[Path, typer.Option(help="The folder of training data.")]
Out = Annotated[Path, typer.Option(help="The folder that model files are written to.")]
Own = Annotated[
    list[Path] | None,
    typer.Option(
        "--labels",
        help="Your own labelled comments, CSV or JSONL: text, and any of toxicity, "
        "severe_toxicity, obscene, threat, insult, identity_attack in [0, 1]. May be repeated.",
    ),
]


@app.callback()
def training() -> None:
    """Train a model from data. Needs the extra: pip install 'modscore[train]'."""


@app.command()
def toxicity(data: Data, out: Out, own: Own = None) -> None:
    """Train the linear toxicity model: six calibrated chances from hashed letters and words.

    \b
      modscore train toxicity --data data/toxicity --out weights/
    """
    print(_module("toxicity", "train").train(data, out, own=own or ()))


@app.command()
def sentences(
    data: Data,
    out: Out,
    teacher: Annotated[
        str | None, typer.Option(help="A network that labels further comments: network-1, a file.")
    ] = None,
) -> None:
    """Train the linear sentence model: what each sentence does, and whether it wants a source.

    \b
      modscore train sentences --data data/ --out weights/
    """
    _module("claims", "train").write(data, out, teacher)


@app.command()
def neural(
    data: Data,
    minilm: Annotated[Path, typer.Option(help="The folder of all-MiniLM-L6-v2.")],
    out: Out,
    *,
    own: Own = None,
    after: Annotated[
        Path | None, typer.Option(help="A network trained before: a further round, from there.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed than the recipe's.")] = None,
    steps: Annotated[int | None, typer.Option(help="A shorter run.")] = None,
) -> None:
    """Train the network: hours on two cores. Goes on where it was stopped.

    \b
      modscore train neural --data data/ --minilm all-MiniLM-L6-v2/ --out first/
      modscore train neural --data data/ --minilm all-MiniLM-L6-v2/ --after first/ --out second/
    """
    module = _module("neural", "neural")
    recipe = module.Recipe() if after is None else module.FURTHER
    recipe = recipe if seed is None else replace(recipe, seed=seed)
    own = own or []
    print(module.train(data, minilm, out, recipe, steps=steps, own=own, after=after))


def _module(name: str, extra: str) -> Any:
    """The training module; SettingError when a package of the extra is missing."""
    try:
        return importlib.import_module(f"modscore.training.{name}")
    except ModuleNotFoundError as error:
        if str(error.name).startswith("modscore"):
            raise
        raise SettingError(
            f"train: expected the extra `{extra}`, got no {error.name}: "
            f"pip install 'modscore[{extra}]'"
        ) from None
