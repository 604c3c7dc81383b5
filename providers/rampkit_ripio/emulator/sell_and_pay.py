"""Sell and Pay: a merchant's QR code paid with crypto (docs.ripio.com/ramps-api/sell-and-pay)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_UP, Context, Decimal

from rampkit_ripio.emulator import invented, pricing, rails, terms
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.pages import page
from rampkit_ripio.emulator.records import Ramp, SellAndPay
from rampkit_ripio.emulator.refusals import invalid, not_found, sell_and_pay_not_enabled
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource

_EIGHT_DECIMALS = Decimal("0.00000001")
_WIDE = Context(prec=60)


def show(account: Account, payment: SellAndPay) -> dict[str, object]:
    """The object every call answers with (docs.ripio.com/ramps-api/sell-and-pay/create-sell-and-pay)."""
    amount, crypto = payment.amount, payment.crypto_amount
    return {
        "id": payment.sell_and_pay_id,
        "createdAt": account.stamp(payment.created_at),
        "expiresAt": account.stamp(payment.expires_at),
        "customerId": payment.customer_id,
        "trade": payment.trade,
        "paymentOrder": _payment_order(account, payment),
        "amount": None if amount is None else format(amount, "f"),
        "cryptoAmount": None if crypto is None else eight_decimals(crypto),
        "paymentCurrency": payment.payment_currency,
        "depositCurrency": payment.deposit_currency,
        "depositNetwork": payment.deposit_network,
        "depositAddress": payment.deposit_address,
        "cryptoDeposit": payment.deposit,
        "status": payment.status,
        "refundAddress": payment.refund_address,
    }


def _payment_order(account: Account, payment: SellAndPay) -> dict[str, object]:
    return {
        "id": payment.order_id,
        "customerId": payment.customer_id,
        "createdAt": account.stamp(payment.created_at),
        "merchant": invented.MERCHANT,
        "qrCode": payment.qr_code,
        "amount": "" if payment.amount is None else format(payment.amount, "f"),
        "currency": payment.payment_currency,
        "providerTxnId": f"sandbox-{payment.order_id[:8]}",
    }


def _validate(call: Call) -> Answer:
    """Read a QR code (docs.ripio.com/ramps-api/sell-and-pay/validate-qr-code)."""
    _enabled(call.account)
    fields = Fields(call.body)
    _qr_code(fields)
    fields.check()
    return Answer({"merchantName": invented.MERCHANT})


def _create(call: Call) -> Answer:
    account = _enabled(call.account)
    fields = Fields(call.body)
    payment = _new(account, fields)
    changes = _changes(fields)
    if "depositCurrency" in fields.body and "depositNetwork" not in fields.body:
        fields.wrong("depositNetwork", "This field is required with depositCurrency.")
    fields.check()
    customer = account.active_customer(payment.customer_id)
    terms.require_acceptance(account, customer, "elsewhere")
    if payment.payment_currency not in _currencies(account):
        fields.wrong("paymentCurrency", f'"{payment.payment_currency}" is not a valid choice.')
    fields.check()
    _change(account, payment, changes, None)
    account.sell_and_pays[payment.sell_and_pay_id] = payment
    return Answer(show(account, payment), 201)


def _new(account: Account, fields: Fields) -> SellAndPay:
    """What the fields ask for, kept by nobody yet."""
    world, now = account.stage.world, account.stage.now
    qr_code = _qr_code(fields)
    return SellAndPay(
        sell_and_pay_id=world.uuid(),
        customer_id=fields.customer(),
        created_at=now,
        expires_at=now + invented.SELL_AND_PAY_LIFETIME,
        order_id=world.uuid(),
        qr_code=qr_code,
        external_ref=fields.optional_text("externalRef", longest=250),
        payment_currency=fields.text("paymentCurrency"),
        amount=None if invented.OPEN_QR in qr_code else invented.QR_AMOUNT,
    )


def _update(call: Call) -> Answer:
    """Fill in what is missing; the page shows no verb.

    Page: docs.ripio.com/ramps-api/sell-and-pay/update-sell-and-pay.
    """
    account = call.account
    payment = _of(call)
    fields = Fields(call.body)
    changes = _changes(fields)
    amount = fields.amount("amount") if "amount" in fields.body else None
    fields.check()
    if payment.status not in ("INCOMPLETE", "PENDING"):
        raise invalid({"status": [f"A payment in status {payment.status} cannot be changed."]})
    _change(account, payment, changes, amount)
    return Answer(show(account, payment))


def _execute(call: Call) -> Answer:
    """Wait for the crypto (docs.ripio.com/ramps-api/sell-and-pay/execute-sell-and-pay)."""
    payment = _of(call)
    if payment.status != "PENDING":
        raise invalid({"status": [f"A payment in status {payment.status} cannot be executed now."]})
    payment.status = "WAITING_DEPOSIT"
    return Answer(show(call.account, payment))


def _retrieve(call: Call) -> Answer:
    return Answer(show(call.account, _of(call)))


def _list(call: Call) -> Answer:
    account = _enabled(call.account)
    payments = list(account.sell_and_pays.values())
    # No page ever showed this list in another form.
    return Answer(page(call, payments, lambda each: show(account, each), "results", "page"))


def _change(
    account: Account,
    payment: SellAndPay,
    changes: Mapping[str, str | None],
    amount: Decimal | None,
) -> None:
    """Apply *changes*, and price the payment once it is complete."""
    currency = changes["depositCurrency"] or payment.deposit_currency
    network = changes["depositNetwork"] or payment.deposit_network
    amount = amount or payment.amount
    if currency and network and not _traded(account, payment, currency, network):
        raise invalid({"depositCurrency": [f"{currency} on {network} is not traded here."]})
    payment.deposit_currency, payment.deposit_network, payment.amount = currency, network, amount
    payment.refund_address = changes["refundAddress"] or payment.refund_address
    if currency and network and amount:
        rate = pricing.rate_in(payment.payment_currency, currency, Ramp.OFF)
        payment.crypto_amount = (amount / rate).quantize(_EIGHT_DECIMALS, rounding=ROUND_UP, context=_WIDE)
        payment.deposit_address = (
            payment.deposit_address or f"0x{account.stage.world.random.getrandbits(160):040x}"
        )
        payment.status = "PENDING"


def _traded(account: Account, payment: SellAndPay, currency: str, network: str) -> bool:
    priced = payment.payment_currency in invented.RATES.get(currency, {})
    return priced and (network, currency) in rails.tokens_of(account.country)


def _currencies(account: Account) -> frozenset[str]:
    """What a merchant can be paid in, on which the page disagrees with itself."""
    described = account.stage.switches.payment_currencies == "described"
    return invented.DESCRIBED_CURRENCIES if described else frozenset({account.country.fiat})


def _changes(fields: Fields) -> dict[str, str | None]:
    return {
        "depositCurrency": fields.optional_text("depositCurrency", longest=10),
        "depositNetwork": fields.optional_text("depositNetwork", longest=128),
        "refundAddress": fields.optional_text("refundAddress", longest=255),
    }


def _qr_code(fields: Fields) -> str:
    code = fields.text("qrCode", shortest=1)
    if invented.UNREADABLE_QR in code:
        fields.wrong("qrCode", "The QR code cannot be read.")
    return code


def _of(call: Call) -> SellAndPay:
    payment = _enabled(call.account).sell_and_pays.get(call.path["sell_and_pay_id"].lower())
    if payment is None:
        raise not_found()
    return payment


def _enabled(account: Account) -> Account:
    if not account.country.sell_and_pay:
        raise sell_and_pay_not_enabled()
    return account


SELL_AND_PAY = (
    Resource(
        "/api/v1/sellAndPays/",
        {
            "GET": Operation("listSellAndPay", _list),
            "POST": Operation("createSellAndPay", _create, "json"),
        },
    ),
    # Before the path with an id, which would take it for one.
    Resource("/api/v1/sellAndPays/validateQrCode/", {"POST": Operation("validateQrCode", _validate, "json")}),
    Resource(
        "/api/v1/sellAndPays/{sell_and_pay_id}/",
        {
            "GET": Operation("retrieveSellAndPay", _retrieve),
            "PATCH": Operation("updateSellAndPay", _update, "json"),
        },
    ),
    # The one path that the documentation prints without its slash.
    Resource(
        "/api/v1/sellAndPays/{sell_and_pay_id}/execute",
        {"POST": Operation("executeSellAndPay", _execute)},
    ),
)
"""The paths of Sell and Pay."""
