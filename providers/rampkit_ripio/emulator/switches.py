"""Which of the API's known faces the emulator shows."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Switches:
    """One setting per point on which the documentation and its readers disagree, or say nothing."""

    token_names: Literal["both", "camel", "snake"] = "both"  # noqa: S105  # a setting, not a password
    """Names in the token answer: camelCase is documented, most clients read snake_case."""
    token_lifetime: int = 36000
    """Seconds a token lives (docs.ripio.com/ramps-api/authentication/acquire-access-token)."""
    unauthenticated_status: Literal[401, 403] = 401
    """Status of error 40001: 401 here, 403 in the sibling API."""
    customer_shows_activity: bool = True
    """Whether a customer carries `isActive`; older versions did not."""
    duplicate_email: Literal["accept", "refuse"] = "accept"
    """What a second customer with the same e-mail gets."""

    terms: Literal["object", "results"] = "object"
    """Shape of the active terms."""
    kyc: Literal["approve", "review", "fail"] = "approve"
    """Where a submission lands: the sandbox approves (docs.ripio.com/ramps-api/kyc/kyc-with-ripio)."""
    kyc_provider_url: bool = False
    """Whether a submission answers with a `providerUrl`, as production does."""
    kyc_submissions: Literal["object", "list", "results"] = "object"
    """Shape of the latest submission."""

    rail_names: Literal["current", "retired"] = "current"
    """Whether `bank_transfer` prints as `wire`, its old name."""
    fiat_account_type: Literal["paymentMethodType", "accountType"] = "paymentMethodType"
    """Which key names the rail of a fiat account; the old one has old values too (`CBU_ALIAS_AR`)."""
    confirmation_omits_rail: bool = False
    """Whether the confirm answer lacks `paymentMethodType`, as the documentation's sample does."""

    quote_lifetime: int = 30
    """Seconds a quote lives; the sibling API's figure."""
    quote_single_use: bool = True
    """Whether a quote makes one order only."""
    quote_final_from: Literal["equal", "net"] = "equal"
    """`finalFromAmount`: equal to `fromAmount`, or net of fees as in the documentation's sample."""
    quote_echoes_customer: bool = False
    """Whether a quote repeats the `customerId` it was asked with."""

    repeated_external_ref: Literal["refuse", "accept"] = "refuse"
    """What a second order with the same `externalRef` gets: 400, or another order."""
    first_status: Literal["PENDING", "CREATED", "WITHDRAWAL_PENDING"] = "PENDING"
    """Status printed in the answer that creates an order."""
    order_instructions: Literal["object", "list"] = "object"
    """Shape of an order's payment instructions; the list is the old one."""
    order_detail: Literal["transaction", "order"] = "transaction"
    """What an order's own path answers: the transaction, or the transaction with its instructions."""
    transaction_hash: Literal["null", "absent"] = "null"
    """How a transaction without a hash prints it."""
    refund_fields: bool = False
    """Whether an on-ramp transaction carries the refund keys that one client knows."""
    off_ramp_amount: Literal["fiat", "crypto"] = "fiat"
    """What `amount` of an off-ramp transaction means."""

    session_items: Literal["transactions", "orders"] = "transactions"
    """Key under which a session lists its transactions."""
    session_instructions: Literal["enabled", "processing", "without_status"] = "enabled"
    """Whether a session's instructions are ready at once, later, or silent about it."""

    lists: Literal["page", "bare"] = "page"
    """Whether lists come in pages or as bare arrays, as they once did."""
    off_ramp_orders: Literal["bare", "page"] = "bare"
    """The list of off-ramp orders: its only known page shows a bare array."""
    networks: Literal["list", "object", "camel"] = "list"
    """Shape of the network lists."""
    fraction_digits: Literal[0, 3, 6] = 6
    """Fraction digits of a timestamp."""

    simulate_deposit: Literal["empty", "message"] = "empty"
    """What a simulated deposit answers; the message is the oldest form."""
    support_tickets: bool = True
    """Whether the accounts may raise support tickets."""

    signature: Literal["documented", "short_header", "bare_value"] = "documented"
    """Header and value of a webhook's signature."""
    event_object: Literal["transactionObject", "transaction"] = "transactionObject"
    """Key of the transaction in an on-ramp or off-ramp event."""
    event_extras: bool = False
    """Whether events carry the keys third-party receivers insist on."""
    sell_and_pay_events: Literal["current", "retired"] = "current"
    """`DEPOSIT.RECEIVED` or the older `DEPOSIT_CONFIRMED`."""
    webhooks: Literal["sent", "duplicated", "lost", "held", "badly_signed"] = "sent"
    """What becomes of a webhook; held ones wait for a control call."""

    def changed(self, changes: Mapping[str, object]) -> Switches:
        """These switches with *changes*; raise ValueError for an unknown name or value.

        The name `legacy` with a true value turns every old shape on at once.
        """
        own = dict(changes)
        legacy = own.pop("legacy", False)
        for name, value in own.items():
            _check(name, value)
        return replace(self, **{**(LEGACY_SHAPES if legacy else {}), **own})  # type: ignore[arg-type]


LEGACY_SHAPES: Mapping[str, object] = types.MappingProxyType(
    {
        "token_names": "camel",
        "customer_shows_activity": False,
        "session_items": "orders",
        "session_instructions": "without_status",
        "order_instructions": "list",
        "rail_names": "retired",
        "fiat_account_type": "accountType",
        "lists": "bare",
        "transaction_hash": "absent",
        "simulate_deposit": "message",
        "sell_and_pay_events": "retired",
    },
)
"""The API as its older documentation shows it."""


def _check(name: str, value: object) -> None:
    hints = get_type_hints(Switches)
    if name not in {switch.name for switch in fields(Switches)}:
        raise ValueError(f"there is no switch {name!r}")
    hint = hints[name]
    if get_origin(hint) is Literal:
        allowed = get_args(hint)
        if not any(value == choice and type(value) is type(choice) for choice in allowed):
            raise ValueError(f"{name} is one of {', '.join(map(repr, allowed))}")
    elif type(value) is not hint:
        raise ValueError(f"{name} takes a value of type {hint.__name__}")
