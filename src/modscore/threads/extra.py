"""Libraries that only some formats need: the extra ``formats``.

Stage: intake; a module's name comes in; the module goes out, or one clear error.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from ..errors import ReadError


def needed(module: str, what: str) -> ModuleType:
    """The module; ReadError that names the extra if it is not installed.

    >>> needed("no_such_parser", "a parsed file")
    Traceback (most recent call last):
    modscore.errors.ReadError: a parsed file: expected the package no_such_parser, got none \
(pip install 'modscore[formats]')
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        package = module.partition(".")[0]
        raise ReadError(
            f"{what}: expected the package {package}, got none (pip install 'modscore[formats]')"
        ) from None
