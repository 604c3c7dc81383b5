"""Off-ramp: deposit addresses that pay out to a fiat account, and the orders they make."""

from __future__ import annotations

from rampkit_ripio.emulator import gates, rails, sessions, transactions
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.pages import created_between, page
from rampkit_ripio.emulator.records import FiatAccount, OffRampSession, Ramp
from rampkit_ripio.emulator.refusals import not_found
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource


def _create(call: Call) -> Answer:
    """Open a session for an enabled fiat account; the body is what public clients send, no page shows it."""
    account, fields = call.account, Fields(call.body)
    fiat_account_id = fields.uuid("fiatAccountId")
    customer_id = fields.optional_customer()
    currency, rail = fields.optional_text("toCurrency"), fields.optional_text("paymentMethodType")
    fields.check()
    fiat_account = account.fiat_account(fiat_account_id)
    customer = gates.admitted(account, fiat_account.customer_id, "session")
    if customer_id not in (None, customer.customer_id):
        fields.wrong("customerId", "The fiat account belongs to another customer.")
    if currency not in (None, account.country.fiat):
        fields.wrong("toCurrency", f'"{currency}" is not a valid choice.')
    if rail is not None and rails.current_name(rail) != fiat_account.rail:
        fields.wrong("paymentMethodType", f'"{rail}" is not a valid choice.')
    if fiat_account.status(account.stage.now) != "ENABLED":
        fields.wrong("fiatAccountId", "The fiat account is not enabled.")
    fields.check()
    session = _again(account, fiat_account) or _new(account, fiat_account)
    account.off_ramp_sessions[session.session_id] = session
    return Answer(_show(account, session), 201)


def _again(account: Account, fiat_account: FiatAccount) -> OffRampSession | None:
    """The session the fiat account has already, where the switch says that it has one only."""
    if account.stage.switches.repeated_off_ramp_session == "new":
        return None
    known = account.off_ramp_sessions.values()
    return next((each for each in known if each.fiat_account_id == fiat_account.fiat_account_id), None)


def _new(account: Account, fiat_account: FiatAccount) -> OffRampSession:
    world = account.stage.world
    chains = sorted({chain for chain, _ in rails.tokens_of(account.country)})
    return OffRampSession(
        session_id=world.uuid(),
        customer_id=fiat_account.customer_id,
        created_at=account.stage.now,
        to_currency=account.country.fiat,
        rail=fiat_account.rail,
        fiat_account_id=fiat_account.fiat_account_id,
        deposit_addresses={chain: f"0x{world.random.getrandbits(160):040x}" for chain in chains},
    )


def _list_sessions(call: Call) -> Answer:
    return sessions.listed(call, call.account.off_ramp_sessions, _show)


def _retrieve_session(call: Call) -> Answer:
    return Answer(_show(call.account, sessions.found(call, call.account.off_ramp_sessions)))


def _show(account: Account, session: OffRampSession) -> dict[str, object]:
    """As in docs.ripio.com/ramps-api/off-ramp/retrieve-an-off-ramp-session; a session has no status."""
    addresses = [{"chain": chain, "address": address} for chain, address in session.deposit_addresses.items()]
    return {
        "sessionId": session.session_id,
        "customerId": session.customer_id,
        "createdAt": account.stamp(session.created_at),
        "toCurrency": session.to_currency,
        "paymentMethodType": account.rail_in_print(session.rail),
        "fiatAccountId": session.fiat_account_id,
        "depositAddresses": addresses,
        **sessions.moved(account, session),
    }


def _list_orders(call: Call) -> Answer:
    """Off-ramp orders (docs.ripio.com/ramps-api/off-ramp/list-off-ramp-orders)."""
    account = call.account
    orders = [each for each in account.visible_transactions() if each.ramp is Ramp.OFF]
    shown = created_between(call, orders)
    style = account.stage.switches.off_ramp_orders
    return Answer(page(call, shown, lambda each: transactions.show(account, each), "transactions", style))


def _retrieve_order(call: Call) -> Answer:
    order = call.account.transaction(call.path["orderId"])
    if order.ramp is not Ramp.OFF:
        raise not_found()
    return Answer(transactions.show(call.account, order))


OFF_RAMP = (
    Resource(
        "/api/v1/offrampSession/",
        {
            "GET": Operation("listOffRampSessions", _list_sessions),
            "POST": Operation("createOffRampSession", _create, "json"),
        },
    ),
    Resource(
        "/api/v1/offrampSession/{sessionId}/",
        {"GET": Operation("retrieveOffRampSession", _retrieve_session)},
    ),
    Resource("/api/v1/offramp/", {"GET": Operation("listOffRampOrders", _list_orders)}),
    Resource("/api/v1/offramp/{orderId}/", {"GET": Operation("retrieveOffRampOrder", _retrieve_order)}),
)
"""The paths of the off-ramp."""
