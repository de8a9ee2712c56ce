"""`modscore models` and `modscore train`: which models there are, whether they are whole.

Stage: command line; ids of models come in; their hashes and cards are printed.
"""

from __future__ import annotations

import typer

app = typer.Typer(
    help="The models: ids, hashes, cards.", no_args_is_help=True, rich_markup_mode=None
)
train = typer.Typer(help="Train a model.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_() -> None:
    """List."""


@train.command()
def toxicity() -> None:
    """Train."""
