"""Quotes: a price held for a fixed source amount (docs.ripio.com/ramps-api/quotes/create-quote)."""

from __future__ import annotations

from datetime import timedelta

from rampkit_ripio.emulator import invented, pricing, rails, terms
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.records import Price, Quote, Ramp
from rampkit_ripio.emulator.refusals import not_found, quote_already_executed, quote_expired
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource


def take(account: Account, quote_id: str, customer_id: str) -> Quote:
    """The live on-ramp quote *customer_id* may execute, from now on used."""
    quote = account.quotes.get(quote_id)
    if quote is None or quote.customer_id not in (None, customer_id) or quote.price.ramp is not Ramp.ON:
        raise not_found()
    if quote.used and account.stage.switches.quote_single_use:
        raise quote_already_executed()
    if account.stage.now >= quote.expires_at:
        raise quote_expired()
    return quote


def _create(call: Call) -> Answer:
    account, fields = call.account, Fields(call.body)
    source, destination = fields.text("fromCurrency"), fields.text("toCurrency")
    amount, chain = fields.amount("fromAmount"), fields.text("chain")
    rail = rails.current_name(fields.text("paymentMethodType"))
    customer_id = fields.optional_customer()
    fields.check()
    if customer_id is not None:
        terms.require_acceptance(account, account.active_customer(customer_id), "elsewhere")
    _check_corridor(account, fields, rail)
    if pricing.too_fine(account, source, amount):
        fields.wrong("fromAmount", "Ensure that there are no more than 2 decimal places.")
    fields.check()
    quote = Quote(
        quote_id=account.stage.world.uuid(),
        price=pricing.quote(account, source, destination, amount),
        chain=chain,
        rail=rail,
        customer_id=customer_id,
        expires_at=account.stage.now + timedelta(seconds=account.stage.switches.quote_lifetime),
    )
    account.quotes[quote.quote_id] = quote
    return Answer(_show(account, quote), 201)


def _check_corridor(account: Account, fields: Fields, rail: str) -> None:
    """Name the field that leads out of the account's corridors."""
    country = account.country
    source, destination = fields.text("fromCurrency"), fields.text("toCurrency")
    chain = fields.text("chain")
    traded = rails.tokens_of(country)
    currencies = {currency for _, currency in traded}
    ramp = Ramp.ON if source == country.fiat else Ramp.OFF
    crypto = destination if ramp is Ramp.ON else source
    if ramp is Ramp.OFF and source not in currencies:
        fields.wrong("fromCurrency", f'"{source}" is not a valid choice.')
    elif crypto not in currencies or (ramp is Ramp.OFF and destination != country.fiat):
        fields.wrong("toCurrency", f'"{destination}" is not a valid choice.')
    elif (chain, crypto) not in traded:
        fields.wrong("chain", f'"{chain}" is not a valid choice.')
    known = rails.ALL if account.stage.switches.quote_rails == "any" else country.on_ramp
    if rail not in (known if ramp is Ramp.ON else country.payouts):
        fields.wrong("paymentMethodType", f'"{rail}" is not a valid choice.')


def _show(account: Account, quote: Quote) -> dict[str, object]:
    price, switches = quote.price, account.stage.switches
    shown: dict[str, object] = {
        "quoteId": quote.quote_id,
        "fromCurrency": price.from_currency,
        "toCurrency": price.to_currency,
        "fromAmount": eight_decimals(price.from_amount),
        "finalFromAmount": eight_decimals(price.final_from_amount),
        "toAmount": eight_decimals(price.to_amount),
        "finalToAmount": eight_decimals(price.final_to_amount),
        "rate": eight_decimals(price.rate),
        "expiration": account.stamp(quote.expires_at),
        "fees": [_fee(price, explained=switches.quote_fees == "explained")],
    }
    if switches.quote_echoes_customer and quote.customer_id is not None:
        shown["customerId"] = quote.customer_id
    return shown


def _fee(price: Price, *, explained: bool) -> dict[str, object]:
    return {
        "amount": format(price.fee if explained else invented.SAMPLE_FEE, "f"),
        "type": "Gas Price",
        "currency": price.fee_currency,
        "appliesOnFromAmount": price.final_from_amount != price.from_amount,
        "appliesOnToAmount": price.final_to_amount != price.to_amount,
    }


QUOTES = (Resource("/api/v1/quotes/", {"POST": Operation("createQuote", _create, "json")}),)
"""The one path about quotes."""
