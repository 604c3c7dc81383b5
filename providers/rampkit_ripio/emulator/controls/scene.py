"""Controls over the whole sandbox: look, flip a switch, release webhooks, end tokens, forget everything."""

from __future__ import annotations

from rampkit_ripio.emulator import webhooks
from rampkit_ripio.emulator.controls.door import Control, Order
from rampkit_ripio.emulator.state import state_of, switches_of


def _state(order: Order) -> object:
    return {"accounts": {code: state_of(account) for code, account in order.door.accounts.items()}}


def _switches(order: Order) -> object:
    return switches_of(order.door.stage.switches)


def _switch(order: Order) -> object:
    stage = order.door.stage
    stage.switches = stage.switches.changed(order.body)
    return switches_of(stage.switches)


def _release(order: Order) -> object:
    return {"released": webhooks.release(order.door.stage, backwards=order.flag("backwards"))}


def _expire_tokens(order: Order) -> object:
    for account in order.door.accounts.values():
        account.tokens.clear()
    return {}


def _reset(order: Order) -> object:
    order.door.reset()
    return {}


CONTROLS = (
    Control("GET", "/state", _state),
    Control("GET", "/switches", _switches),
    Control("POST", "/switches", _switch),
    Control("POST", "/webhooks/release", _release),
    Control("POST", "/tokens/expire", _expire_tokens),
    Control("POST", "/reset", _reset),
)
"""The controls of the scene."""
