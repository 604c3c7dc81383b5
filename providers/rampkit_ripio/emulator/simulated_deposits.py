"""The sandbox's own call: a fiat deposit arrives."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rampkit_ripio.emulator import fiat_deposits, rails
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import AMOUNT, Fields
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.odd_deposits import Deposit, RefusedDepositError
from rampkit_ripio.emulator.refusals import invalid, not_found
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource

_DESTINATIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ARS": ("alias_or_cvu", ("cvu", "alias")),
    "MXN": ("clabe", ("clabe",)),
    "COP": ("payment_url", ("paymentUrl",)),
}
"""The field that names where the money goes, and the instructions it may repeat."""

_MOST_DIGITS = 18


def _simulate(call: Call) -> Answer:
    """Bring money to an order's or a session's payment instructions.

    Page: docs.ripio.com/ramps-api/sandbox/simulate-deposit-for-on-ramp-sandbox.
    """
    account, fields = call.account, Fields(call.body)
    if account.stage.switches.simulation == "absent":
        raise not_found()
    rail = _rail(fields)
    amount = _amount(fields)
    destinations = _destinations(fields)
    fields.check()
    name, keys = _DESTINATIONS.get(account.country.fiat, ("", ()))
    if rail != rails.BANK_TRANSFER or not name:
        raise invalid({"paymentMethodType": ["Only bank_transfer in ARS, MXN and COP is simulated."]})
    destination = destinations[name]
    if destination is None:
        raise invalid({name: ["This field is required."]})
    try:
        _receive(account, keys, destination, Deposit(amount))
    except (RefusedDepositError, ImpossibleMoveError) as error:
        raise invalid({name: [str(error)]}) from None
    message = account.stage.switches.simulate_deposit == "message"
    return Answer({"message": "Deposit simulated."} if message else {})


def _destinations(fields: Fields) -> dict[str, str | None]:
    texts = {name: fields.optional_text(name) for name, _ in _DESTINATIONS.values() if name != "payment_url"}
    return {**texts, "payment_url": fields.optional_uri("payment_url")}


def _receive(account: Account, keys: tuple[str, ...], destination: str, deposit: Deposit) -> None:
    for order in account.visible_transactions():
        if _pays(order.instructions, keys, destination):
            fiat_deposits.pay_order(account, order, deposit)
            return
    for session in account.on_ramp_sessions.values():
        if account.belongs_to_active(session.customer_id) and _pays(session.instructions, keys, destination):
            fiat_deposits.pay_session(account, session, deposit)
            return
    raise not_found()


def _pays(instructions: Mapping[str, str], keys: tuple[str, ...], destination: str) -> bool:
    return any(instructions.get(key) == destination for key in keys)


def _rail(fields: Fields) -> str:
    """The rail, also in snake case and, as in the first version, left out."""
    for name in ("paymentMethodType", "payment_method_type"):
        if name in fields.body:
            return rails.current_name(fields.text(name))
    return rails.BANK_TRANSFER


def _amount(fields: Fields) -> Decimal:
    """A JSON number, or a string as in the first version."""
    value = fields.body.get("amount")
    if isinstance(value, Decimal) and abs(value.adjusted()) <= _MOST_DIGITS:
        value = format(value, "f")
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not AMOUNT.fullmatch(text) or not Decimal(text):
        fields.wrong("amount", "A valid positive number is required.")
        return Decimal(0)
    return Decimal(text)


SIMULATED_DEPOSITS = (
    Resource("/api/v1/simulateDeposit/", {"POST": Operation("simulateDeposit", _simulate, "json")}),
)
"""The one simulation Ripio documents."""
