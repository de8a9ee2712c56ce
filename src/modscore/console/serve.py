"""`modscore serve` and `modscore calibrate`: the HTTP face, and what its suggestions teach.

Stage: command line; options come in; a server runs until it is told to stop, or a table of
thresholds goes out. Both need the extra ``server``.
"""

# ruff: noqa: PLC0415 - what only these commands need is imported by them: a quick start
from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import SettingError
from .safe import say

if TYPE_CHECKING:
    from ..server.settings import Settings

KEPT_SECONDS = 75  # an idle connection; callers who pause a few seconds would find it closed
SPARE_FILES = 200  # beside one for each connection
NEEDED = "expected the extra server: pip install 'modscore[server]'"


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Where to listen; 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="Where to listen; 8080.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; 1.")] = None,
    preset: Annotated[str | None, typer.Option(help="default, accurate or fast.")] = None,
) -> None:
    """Answer over HTTP: Perspective's comments:analyze, /v1/score, OpenAI's moderations and more.

    \b
    Everything else is set by environment variables MODSCORE_SERVE_…, as MODSCORE_SERVE_KEYS or
    MODSCORE_SERVE_RATE; docs/server.md lists them. Options win over variables.

    \b
      modscore serve
      modscore serve --host 0.0.0.0 --port 9000 --workers 2
    """
    try:
        import uvicorn

        from ..server.app import create_app
        from ..server.engine import make_scorer
        from ..server.settings import PREFIX, from_environment
        from ..server.wire import Bounded
    except ImportError as error:
        raise SettingError(f"serve: {NEEDED} ({error.name} is missing)") from None
    given = {"host": host, "port": port, "workers": workers, "preset": preset}
    for name, value in given.items():
        if value is not None:
            os.environ[f"{PREFIX}{name.upper()}"] = str(value)
    settings = from_environment()
    _allow_files(settings.max_connections + SPARE_FILES)
    shared = _running(settings)
    if settings.workers == 1:
        uvicorn.run(create_app(settings), http=Bounded, **shared)
        return
    make_scorer(settings)  # what is set wrong is told here, once
    with tempfile.TemporaryDirectory(prefix="modscore-figures-") as figures:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", figures)
        uvicorn.run(
            "modscore.server.app:create_app",
            factory=True,
            workers=settings.workers,
            http=Bounded,
            **shared,
        )


def _allow_files(wanted: int) -> None:
    """Let this process open so many files, connections among them, if the system lets us."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless = resource.RLIM_INFINITY
    if soft == endless or soft >= wanted:
        return
    most = wanted if hard == endless else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < wanted:
        say(f"at most {most} open files are allowed: expected {wanted} (ulimit -n)")


def _running(settings: Settings) -> dict[str, Any]:
    """What uvicorn is told, whatever the number of workers."""
    plain = {"class": "logging.StreamHandler", "formatter": "plain"}
    loggers = {
        "uvicorn": {"handlers": ["plain"], "level": "INFO", "propagate": False},
        "modscore": {"handlers": ["plain"], "level": "INFO", "propagate": False},
    }
    return {
        "host": settings.host,
        "port": settings.port,
        "access_log": False,  # its lines hold whole addresses, and so keys
        "ws": "none",
        "server_header": False,
        "timeout_keep_alive": KEPT_SECONDS,
        "timeout_graceful_shutdown": max(1, round(settings.drain_seconds)),
        "backlog": 256,
        "log_config": {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"plain": {"format": "%(message)s"}},
            "handlers": {"plain": plain},
            "loggers": loggers,
        },
    }


def calibrate(
    *,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Of the suggestions; a path will do.")
    ] = None,
    community: Annotated[
        str | None, typer.Option(help="Only this community's; without it, all together.")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(min=0.01, max=1.0, help="The lowest threshold that keeps this precision."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> None:
    """Fit a community's thresholds to what its moderators suggested, and say what to expect.

    \b
      modscore calibrate
      modscore calibrate --database /var/lib/modscore/suggestions.db --precision 0.9
    """
    try:
        from ..server.calibrate import as_rows, fitted, table
        from ..server.settings import from_environment
        from ..server.store import Store
    except ImportError as error:
        raise SettingError(f"calibrate: {NEEDED} ({error.name} is missing)") from None
    url = database if database is not None else from_environment().database
    if "://" not in url:
        url = f"sqlite:///{url}"
    path = url.removeprefix("sqlite:///")
    if path != url and not Path(path).is_file():
        raise SettingError(f"--database: expected a database of suggestions, got {path}")
    store = Store(url)
    try:
        results, skipped = fitted(store.read(community), precision)
    finally:
        store.close()
    if as_json:
        import msgspec

        print(msgspec.json.encode(as_rows(results)).decode())
    else:
        print(table(results))
    for line in skipped:
        say(line)
