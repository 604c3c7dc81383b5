"""How the customer pays in, rail by rail (docs.ripio.com/ramps-api/on-ramp/create-on-ramp-order)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rampkit_ripio.emulator import invented, pix, rails
from rampkit_ripio.emulator.account import Account


def for_order(account: Account, rail: str, amount: Decimal) -> dict[str, str]:
    """Instructions for one payment of exactly *amount*."""
    world = account.stage.world
    match rail:
        case rails.PIX:
            # Where it is read first: Pix is the only rail whose instructions carry amount and expiry.
            expires_at = account.stamp(account.stage.now + invented.PIX_LIFETIME)
            return {"brCode": pix.br_code(amount, world.token(25)), "expiresAt": expires_at}
        case rails.NEQUI:
            return {"phoneNumber": f"*****{world.random.randint(0, 9999):04}"}
        case rails.BANCOLOMBIA:
            return {"paymentUrl": f"{invented.PAYMENT_HOST}/bancolombia/{world.token(16)}"}
        case _:
            return for_session(account, rail)


def for_session(account: Account, rail: str) -> dict[str, str]:
    """Instructions for any number of payments (docs.ripio.com/ramps-api/on-ramp/create-on-ramp-session)."""
    world = account.stage.world
    if rail == rails.BREB:
        return {"brebKey": f"@{world.token(world.random.choice(invented.BREB_KEY_LENGTHS)).upper()}"}
    if rail == rails.PIX:
        return {invented.PIX_KEY: world.uuid()}
    if account.country.code == "AR":
        return {"cvu": "0000465" + _digits(account, 15), "alias": f"ramp.{world.token(8)}.ripio"}
    if account.country.code == "MX":
        return {"clabe": "706180" + _digits(account, 12)}
    return {"paymentUrl": f"{invented.PAYMENT_HOST}/pse/{world.token(16)}"}


def show(account: Account, instructions: Mapping[str, str]) -> object:
    """An order's instructions, as an object or as the older list of fields."""
    if account.stage.switches.order_instructions == "object":
        return dict(instructions)
    return [{"fieldName": name, "value": value, "type": "TEXT"} for name, value in instructions.items()]


def _digits(account: Account, count: int) -> str:
    return "".join(account.stage.world.random.choices("0123456789", k=count))
