"""On-ramp sessions: a customer's permanent account for paying in (docs.ripio.com/ramps-api/on-ramp)."""

from __future__ import annotations

from decimal import Decimal

from rampkit_ripio.emulator import gates, instructions, invented, pricing, rails, sessions
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.records import Customer, OnRampSession, Target, Transaction
from rampkit_ripio.emulator.refusals import not_found
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource


def transaction(account: Account, session: OnRampSession, amount: Decimal) -> Transaction:
    """What a payment of *amount* to the session becomes, at the rate of the moment."""
    world, now = account.stage.world, account.stage.now
    target = session.target
    return Transaction(
        transaction_id=world.uuid(),
        created_at=now,
        updated_at=now,
        customer_id=session.customer_id,
        # Documented as required even here, where nobody asked for a quote or gave a reference.
        quote_id=world.uuid(),
        external_ref=world.uuid(),
        price=pricing.price(account, account.country.fiat, target.currency, amount),
        chain=target.chain,
        rail=session.rail,
        deposit_address=target.deposit_address,
        status="PENDING",
        session_id=session.session_id,
    )


def _create(call: Call) -> Answer:
    """Create the customer's session or give it another target; a customer has one.

    Page: docs.ripio.com/ramps-api/on-ramp/create-on-ramp-session.
    """
    account, fields = call.account, Fields(call.body)
    customer_id, chain = fields.customer(), fields.text("chain")
    rail, currency = rails.current_name(fields.text("paymentMethodType")), fields.text("currency")
    address = fields.text("depositAddress")
    fields.check()
    customer = gates.admitted(account, customer_id, "session")
    fields.evm_address("depositAddress")
    if rail not in _standing(account):
        fields.wrong("paymentMethodType", f'"{rail}" is not a valid choice.')
    if (chain, currency) not in rails.tokens_of(account.country):
        fields.wrong("currency", f'"{currency}" is not a valid choice on {chain}.')
    fields.check()
    target = Target(chain, currency, address)
    session = _of_customer(account, customer_id) or _new(account, customer, rail, target)
    account.on_ramp_sessions[session.session_id] = session
    session.target = target
    if session.rail != rail:
        session.rail, session.instructions = rail, instructions.for_session(account, rail)
    return Answer(_show(account, session), 201)


def _standing(account: Account) -> frozenset[str]:
    """The rails a session can be on; whether Brazil has sessions is disputed."""
    pix = account.stage.switches.pix_sessions == "key" and rails.PIX in account.country.on_ramp
    return account.country.standing | {rails.PIX} if pix else account.country.standing


def _new(account: Account, customer: Customer, rail: str, target: Target) -> OnRampSession:
    late = account.stage.switches.session_instructions == "processing"
    now = account.stage.now
    ready = customer.deposit_accounts.get(rail, now + invented.DEPOSIT_ACCOUNT_DELAY)
    return OnRampSession(
        session_id=account.stage.world.uuid(),
        customer_id=customer.customer_id,
        created_at=now,
        rail=rail,
        target=target,
        instructions=instructions.for_session(account, rail),
        enabled_at=ready if late else now,
    )


def _list(call: Call) -> Answer:
    return sessions.listed(call, call.account.on_ramp_sessions, _show)


def _retrieve(call: Call) -> Answer:
    return Answer(_show(call.account, sessions.found(call, call.account.on_ramp_sessions)))


def _retrieve_of_customer(call: Call) -> Answer:
    """A customer's session (docs.ripio.com/ramps-api/on-ramp/retrieve-a-customer-on-ramp-session)."""
    customer = call.account.active_customer(call.path["customerId"])
    session = _of_customer(call.account, customer.customer_id)
    if session is None:
        raise not_found()
    return Answer(_show(call.account, session))


def _of_customer(account: Account, customer_id: str) -> OnRampSession | None:
    known = account.on_ramp_sessions.values()
    return next((session for session in known if session.customer_id == customer_id), None)


def _show(account: Account, session: OnRampSession) -> dict[str, object]:
    return {
        "sessionId": session.session_id,
        "customerId": session.customer_id,
        "createdAt": account.stamp(session.created_at),
        "currency": session.target.currency,
        "chain": session.target.chain,
        "depositAddress": session.target.deposit_address,
        "fiatPaymentInstructions": _instructions(account, session),
        **sessions.moved(account, session),
    }


def _instructions(account: Account, session: OnRampSession) -> dict[str, object]:
    """The newest form says whether the account is ready, and hides its number until it is."""
    if account.stage.switches.session_instructions == "without_status":
        return dict(session.instructions)
    if account.stage.now < session.enabled_at:
        return {**dict.fromkeys(session.instructions), "status": "processing"}
    return {**session.instructions, "status": "disabled" if session.disabled else "enabled"}


ON_RAMP_SESSIONS = (
    Resource(
        "/api/v1/onrampSession/",
        {
            "GET": Operation("listOnRampSessions", _list),
            "POST": Operation("createOnRampSession", _create, "json"),
        },
    ),
    Resource("/api/v1/onrampSession/{sessionId}/", {"GET": Operation("retrieveOnRampSession", _retrieve)}),
    # The page prints no path for this call.
    Resource(
        "/api/v1/customers/{customerId}/onrampSession/",
        {"GET": Operation("retrieveCustomerOnRampSession", _retrieve_of_customer)},
    ),
)
"""The paths about on-ramp sessions."""
