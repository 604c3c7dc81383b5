"""On-ramp orders: a quote turned into payment instructions (docs.ripio.com/ramps-api/on-ramp)."""

from __future__ import annotations

from rampkit_ripio.emulator import gates, instructions, invented, quotes, rails, transactions
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.pages import created_between, page
from rampkit_ripio.emulator.records import Quote, Ramp, Transaction
from rampkit_ripio.emulator.refusals import not_found
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource


def _create(call: Call) -> Answer:
    """Accept an order (docs.ripio.com/ramps-api/on-ramp/create-on-ramp-order)."""
    account, fields = call.account, Fields(call.body)
    customer_id, quote_id = fields.customer(), fields.uuid("quoteId")
    address, reference = fields.text("depositAddress"), fields.uuid("externalRef")
    _check_extra(fields)
    fields.check()
    gates.admitted(account, customer_id, "order")
    fields.evm_address("depositAddress")
    if account.stage.switches.repeated_external_ref == "refuse" and _known(account, reference):
        fields.wrong("externalRef", "An order with this externalRef already exists.")
    fields.check()
    quote = quotes.take(account, quote_id, customer_id)
    _check_rail(account, fields, quote.rail)
    quote.used = True
    order = _order(account, quote, customer_id, address, reference)
    account.transactions[order.transaction_id] = order
    first = {"status": account.stage.switches.first_status}
    return Answer(
        {
            "transaction": {**transactions.show(account, order), **first},
            "fiatPaymentInstructions": instructions.show(account, order.instructions),
        },
        201,
    )


def _check_extra(fields: Fields) -> None:
    """Name what is wrong inside of `extraData`, if it was sent."""
    details = Fields(fields.optional_mapping("extraData") or {})
    details.optional_uri("callback")
    details.optional_text("bankCode")
    fields.absorb("extraData", details)


def _check_rail(account: Account, fields: Fields, rail: str) -> None:
    """Refuse an order on a rail of another country, or without what this rail needs."""
    if rail not in account.country.on_ramp:
        fields.wrong("quoteId", f'"{rail}" is no way to pay in here.')
    needed = account.stage.switches.extra_data == "required" and rail in account.country.extra_data
    if needed and "extraData" not in fields.body:
        fields.wrong("extraData", "This field is required.")
    fields.check()


def _order(account: Account, quote: Quote, customer_id: str, address: str, reference: str) -> Transaction:
    now = account.stage.now
    return Transaction(
        transaction_id=account.stage.world.uuid(),
        created_at=now,
        updated_at=now,
        customer_id=customer_id,
        quote_id=quote.quote_id,
        external_ref=reference,
        price=quote.price,
        chain=quote.chain,
        rail=quote.rail,
        deposit_address=address,
        status="PENDING",
        instructions=instructions.for_order(account, quote.rail, quote.price.payable),
        payable_until=now + invented.PIX_LIFETIME if quote.rail == rails.PIX else None,
    )


def _known(account: Account, reference: str) -> bool:
    return any(order.external_ref == reference for order in account.transactions.values())


def _list(call: Call) -> Answer:
    account = call.account
    orders = [each for each in account.visible_transactions() if each.ramp is Ramp.ON]
    shown = created_between(call, orders)
    return Answer(page(call, shown, lambda each: transactions.show(account, each), "transactions"))


def _retrieve(call: Call) -> Answer:
    account = call.account
    order = account.transaction(call.path["orderId"])
    if order.ramp is not Ramp.ON:
        raise not_found()
    shown = transactions.show(account, order)
    if account.stage.switches.order_detail == "transaction":
        return Answer(shown)
    paid_how = instructions.show(account, order.instructions)
    return Answer({"transaction": shown, "fiatPaymentInstructions": paid_how})


ON_RAMP_ORDERS = (
    Resource(
        "/api/v1/onramp/",
        {
            "GET": Operation("listOnRampOrders", _list),
            "POST": Operation("createOnRampOrder", _create, "json"),
        },
    ),
    Resource("/api/v1/onramp/{orderId}/", {"GET": Operation("retrieveOnRampOrder", _retrieve)}),
)
"""The paths about on-ramp orders."""
