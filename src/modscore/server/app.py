"""The application: all routes, and what stands around them.

Stage: server; `Settings` come in; an ASGI application goes out, for uvicorn or any other server.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import Scorer
from . import coral, discourse, openai, openapi, score
from . import meter as metering
from .body import Held
from .engine import Engine, make_quick, make_scorer
from .gate import Gate
from .perspective import routes as perspective
from .perspective.answer import made_by
from .refusal import Refusal, google
from .service import Service, answered, refused, route
from .settings import Settings, from_environment
from .store import Store
from .watch import Watched

SWITCH_SECONDS = 0.001  # how long scoring may hold the event loop up; Python's own is 0.005


def create_app(
    settings: Settings | None = None, *, scorer: Scorer | None = None, quick: Scorer | None = None
) -> Starlette:
    """The application. ``settings``: by default the environment's. ``scorer`` and ``quick``: ones
    made already, for full and for late answers, instead of those the settings ask for.

    Raises SettingError, RuleError or ModelError when something is set wrong.
    """
    settings = from_environment() if settings is None else settings
    scorer = make_scorer(settings) if scorer is None else scorer
    quick = make_quick(settings) if quick is None else quick
    store = Store(settings.database)
    store.check()
    meter = metering.Meter(scorer.provenance)
    engine = Engine(settings, scorer, quick, meter)
    held = Held(settings.max_held_bytes)
    service = Service(settings, engine, store, meter, Gate(settings), held)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        sys.setswitchinterval(SWITCH_SECONDS)
        for one in (scorer, quick):
            one.score("Warm is the first comment.")  # loads what is loaded with the first score
        yield
        engine.close()
        store.close()

    around = [Middleware(Watched, meter=meter)]
    if settings.cors:
        around.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.cors),
                allow_methods=["GET", "POST"],
                allow_headers=["*"],
            )
        )
    return Starlette(
        routes=[
            *_state(service),
            *perspective.routes(service),
            *(one for face in (score, openai, discourse, coral) for one in face.routes(service)),
        ],
        middleware=around,
        exception_handlers={HTTPException: _no_route},
        lifespan=lifespan,
    )


def _state(service: Service) -> list[Route]:
    async def health(_: Request, __: bytes) -> Response:
        return answered({"status": "ok"})

    async def ready(_: Request, __: bytes) -> Response:
        state = service.engine.ready
        made = made_by(service.engine.provenance)
        return answered({"ready": state, "modscore": made}, status=200 if state else 503)

    async def metrics(_: Request, __: bytes) -> Response:
        return Response(service.meter.text(), headers={"Content-Type": metering.CONTENT_TYPE})

    described = openapi.document(service.engine.provenance.version)

    async def description(_: Request, __: bytes) -> Response:
        return answered(described)

    return [
        route(service, path, handler, methods=("GET",), keyed=False)
        for path, handler in (
            ("/health", health),
            ("/ready", ready),
            ("/metrics", metrics),
            ("/openapi.json", description),
        )
    ]


async def _no_route(_: Request, error: Exception) -> Response:
    code = error.status_code if isinstance(error, HTTPException) else 404
    told = {404: "Requested entity was not found.", 405: "Method not allowed."}
    return refused(Refusal(code, told.get(code, "Request failed.")), google)
