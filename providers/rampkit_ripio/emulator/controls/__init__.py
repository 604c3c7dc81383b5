"""What a test may do from outside, on paths of its own: pay, settle, fail, approve, flip a switch."""

from __future__ import annotations

from starlette.routing import Route

from rampkit_ripio.emulator.controls import money, onboarding, payments, scene
from rampkit_ripio.emulator.controls.door import Control, Door

__all__ = ["Door", "routes_of"]


def routes_of(door: Door) -> list[Route]:
    """One route per control; the sandbox decides below which prefix."""
    controls: list[Control] = [*scene.CONTROLS, *onboarding.CONTROLS, *money.CONTROLS, *payments.CONTROLS]
    return [control.route(door) for control in controls]
