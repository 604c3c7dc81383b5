"""Which of the API's known faces the emulator shows."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias, get_args, get_origin, get_type_hints

Outcome: TypeAlias = Literal["refund", "convert", "ignore", "refuse"]
"""What becomes of money that nobody expected: it is sent back; the order goes on with what arrived; it is
kept and nothing visible happens; or the payment itself is refused."""


@dataclass(frozen=True, slots=True)
class Switches:
    """One setting per point on which the documentation and its readers disagree, or say nothing."""

    token_names: Literal["both", "camel", "snake"] = "both"  # noqa: S105  # a setting, not a password
    """Names in the token answer: camelCase is documented, most clients read snake_case."""
    token_kind: Literal["opaque", "jwt"] = "opaque"  # noqa: S105  # a setting, not a password
    """What a token looks like: the sample is opaque, the security scheme says JWT."""
    token_lifetime: int = 36000
    """Seconds a token lives (docs.ripio.com/ramps-api/authentication/acquire-access-token)."""
    unauthenticated_status: Literal[401, 403] = 401
    """Status of error 40001: 401 here, 403 in the sibling API."""
    customer_ids: Literal["uuid", "plain"] = "uuid"
    """Whether a new customer's id is a UUID or, like the printed example, none."""
    customer_shows_activity: bool = True
    """Whether a customer carries `isActive`; older versions did not."""
    duplicate_email: Literal["accept", "refuse"] = "accept"
    """What a second customer with the same e-mail gets."""

    terms: Literal["object", "results", "list", "id", "none"] = "object"
    """Shape of the active terms (with `id` for `termsId` in one), or that the country has none."""
    terms_address: Literal["required", "optional"] = "required"
    """Whether a consent needs its `ipAddress`, which two clients leave out."""
    terms_gate: Literal["ramps", "sessions", "everywhere"] = "ramps"
    """Who needs accepted terms: sessions and orders, sessions alone, or whatever names a customer's ramp."""
    kyc: Literal["approve", "review", "fail"] = "approve"
    """Where a submission lands: the sandbox approves (docs.ripio.com/ramps-api/kyc/kyc-with-ripio)."""
    kyc_field_names: Literal["submit", "requirements"] = "submit"
    """Names the requirements print: those of the submission's sample, or of their own (`legalFirstName`)."""
    kyc_provider_url: bool = False
    """Whether a submission answers with a `providerUrl`, as production does."""
    kyc_submissions: Literal["object", "list", "results"] = "object"
    """Shape of the latest submission."""
    check_kyc: Literal["text", "object"] = "text"
    """Whether the reuse check answers with a bare string or with an object around it."""

    rail_names: Literal["current", "retired"] = "current"
    """Whether `bank_transfer` prints as `wire`, its old name."""
    fiat_account_type: Literal["paymentMethodType", "accountType"] = "paymentMethodType"
    """Which key names the rail of a fiat account; the old one has old values too (`CBU_ALIAS_AR`)."""
    first_fiat_account_status: Literal["country", "UNCONFIRMED", "PROCESSING"] = "country"
    """Whether a new fiat account waits for its confirmation: Argentina's alone, all, or none."""
    usable_fiat_account: Literal["ENABLED", "ACTIVE"] = "ENABLED"
    """What a fiat account that can be paid prints as its status."""
    requirements_parameter: Literal["paymentMethod", "paymentMethodType"] = "paymentMethod"
    """Which query parameter of the requirements names the rail."""
    confirmation_omits_rail: bool = False
    """Whether the confirm answer lacks `paymentMethodType`, as the documentation's sample does."""

    quote_lifetime: int = 30
    """Seconds a quote lives; the sibling API's figure."""
    quote_single_use: bool = True
    """Whether a quote makes one order only."""
    quote_final_from: Literal["equal", "net", "gross"] = "equal"
    """`finalFromAmount`: equal to `fromAmount`, net of fees as in the documentation's sample, or with the
    fees on top, then also the amount to pay."""
    quote_fees: Literal["explained", "sample"] = "explained"
    """Whether the printed fee explains the final amounts; the documentation's sample does not."""
    quote_rails: Literal["own", "any"] = "own"
    """Whether only the country's rails are quoted; the documentation's sample has ARS with `pix`."""
    quote_echoes_customer: bool = False
    """Whether a quote repeats the `customerId` it was asked with."""

    repeated_external_ref: Literal["refuse", "accept"] = "refuse"
    """What a second order with the same `externalRef` gets: 400, or another order."""
    extra_data: Literal["required", "optional"] = "required"
    """Whether three Colombian rails need `extraData`; older pages do not know it."""
    first_status: Literal["PENDING", "CREATED", "WITHDRAWAL_PENDING"] = "PENDING"
    """Status printed in the answer that creates an order."""
    order_instructions: Literal["object", "list"] = "object"
    """Shape of an order's payment instructions; the list is the old one."""
    order_detail: Literal["transaction", "order"] = "transaction"
    """What an order's own path answers: the transaction, or the transaction with its instructions."""
    transaction_hash: Literal["null", "absent"] = "null"
    """How a transaction without a hash prints it."""
    status_filter: Literal["coarse", "exact"] = "coarse"
    """Whether the filter PROCESSING also finds WITHDRAWAL_PENDING, which no filter value names."""
    stray_failure_reason: bool = False
    """Whether a completed transaction's history has a `failureReason`, as in the documentation's sample."""
    refund_fields: bool = False
    """Whether an on-ramp transaction carries the refund keys that one client knows."""
    off_ramp_amount: Literal["fiat", "crypto"] = "fiat"
    """What `amount` of an off-ramp transaction means."""

    session_items: Literal["transactions", "orders"] = "transactions"
    """Key under which a session lists its transactions."""
    session_instructions: Literal["enabled", "processing", "without_status"] = "enabled"
    """Whether a session's instructions are ready at once, later, or silent about it."""
    pix_sessions: Literal["refuse", "key"] = "refuse"
    """Whether Brazil has sessions, each with a Pix key."""
    repeated_off_ramp_session: Literal["new", "same"] = "new"
    """What a second off-ramp session for the same fiat account is."""

    lists: Literal["page", "bare", "items", "data"] = "page"
    """Whether lists come in pages, as bare arrays as they once did, or under another key."""
    off_ramp_orders: Literal["bare", "page"] = "bare"
    """The list of off-ramp orders: its only known page shows a bare array."""
    networks: Literal["list", "object", "camel"] = "list"
    """Shape of the network lists."""
    fraction_digits: Literal[0, 3, 6] = 6
    """Fraction digits of a timestamp."""
    missing_slash: Literal["serve", "redirect", "refuse"] = "serve"
    """What a path without its final slash gets."""

    simulation: Literal["served", "absent"] = "served"
    """Whether deposits can be simulated; one client says that there is no sandbox."""
    simulate_deposit: Literal["empty", "message"] = "empty"
    """What a simulated deposit answers; the message is the oldest form."""
    support_tickets: bool = True
    """Whether the accounts may raise support tickets."""
    ticket_resolution_event: bool = False
    """Whether a resolved ticket is announced; the documentation's two pages disagree."""
    payment_currencies: Literal["country", "described"] = "country"
    """What a Sell and Pay may pay in: the country's money, or what the page describes (ARS, MXN, USD)."""

    late_deposit: Outcome = "refund"
    """What becomes of money for an order, an account or a payment that is over."""
    short_deposit: Outcome = "refund"
    """What becomes of less than was asked for, or of less than the fees."""
    excess_deposit: Outcome = "refund"
    """What becomes of more than was asked for, or of more than the limit."""
    repeated_deposit: Outcome = "refund"
    """What becomes of a second payment for the same thing."""
    stranger_deposit: Outcome = "refund"
    """What becomes of a payment from somebody else's account."""
    order_lifetime: int = 0
    """Seconds after which an unpaid order is cancelled; 0 for never."""

    signature: Literal["documented", "short_header", "bare_value"] = "documented"
    """Header and value of a webhook's signature."""
    signed_bytes: Literal["raw", "reserialised"] = "raw"
    """What a webhook's signature covers: the bytes sent, or the same event printed compactly."""
    event_object: Literal["transactionObject", "transaction", "payload"] = "transactionObject"
    """Key of the transaction in an on-ramp or off-ramp event; the last is `payload.transactionObject`."""
    event_extras: bool = False
    """Whether events carry the keys third-party receivers insist on."""
    sell_and_pay_events: Literal["current", "retired"] = "current"
    """`DEPOSIT.RECEIVED` or the older `DEPOSIT_CONFIRMED`."""
    sell_and_pay_end_events: bool = False
    """Whether a paid merchant and a refund are announced, under invented names."""
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
