"""Packages that one adapter alone needs.

Stage: adapters; a module's name comes in; the module goes out, or one clear error.
"""

from __future__ import annotations

import importlib
from typing import Any

from ..errors import SettingError


class PackageMissingError(SettingError, ImportError):
    """A package that an adapter stands on is not installed; an ImportError too."""


def needed(module: str, place: str, extra: str) -> Any:
    """The module; PackageMissingError that names the extra if it is not installed.

    >>> needed("no_such_engine", "modscore.adapters.none", "none")
    Traceback (most recent call last):
    modscore.adapters.needed.PackageMissingError: modscore.adapters.none: no_such_engine: expected \
the package, got none (pip install 'modscore[none]')
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != package:
            raise  # the package is there; something that it needs is not
        raise PackageMissingError(
            f"{place}: {package}: expected the package, got none (pip install 'modscore[{extra}]')"
        ) from None
