"""The application that carries every emulator, its controls and the sandbox's own."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from rampkit.sandbox.emulator import Emulator
from rampkit.sandbox.faults import ArmedFaults
from rampkit.sandbox.host import HostControls
from rampkit.sandbox.sabotage import Sabotage
from rampkit.sandbox.world import World

CONTROLS = "/_sandbox"
"""Where the sandbox's own controls are, and below it those of each emulator."""


def build_app(world: World, emulators: Sequence[Emulator], faults: ArmedFaults) -> Starlette:
    """Mount each emulator at `/<code>` and its controls at `/_sandbox/<code>`."""
    host = HostControls(world, emulators, faults)
    return Starlette(
        routes=[
            *(
                Mount(f"{CONTROLS}/{emulator.code}", app=_exact(emulator.controls()))
                for emulator in emulators
            ),
            Mount(CONTROLS, app=_exact(host.routes())),
            *(Mount(f"/{emulator.code}", app=_exact(emulator.routes())) for emulator in emulators),
            Mount("", app=_signpost(emulators)),
        ],
        middleware=[Middleware(Sabotage, faults=faults)],
    )


def _exact(routes: Sequence[BaseRoute]) -> Router:
    """Starlette redirects a path with a slash too many, which no emulated provider is known to do."""
    return Router(routes=routes, redirect_slashes=False)


def _signpost(emulators: Sequence[Emulator]) -> ASGIApp:
    known = {emulator.code: f"/{emulator.code}/" for emulator in emulators}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        response = JSONResponse({"emulators": known, "controls": f"{CONTROLS}/"}, status_code=404)
        await response(scope, receive, send)

    return answer
