"""From the body of `POST /intent` to an order the provider can take."""

from __future__ import annotations

from typing import Any, cast

from rampkit_gnosis.emulator import bodies
from rampkit_gnosis.emulator.amounts import check_amount
from rampkit_gnosis.emulator.corridors import COMPANIES, Corridor, RampCompany, find_corridor
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.records import Customer, ExternalAccount, JsonObject, Order, StoredPair
from rampkit_gnosis.emulator.refusals import bad_request
from rampkit_gnosis.emulator.requirements import destination_schema, no_candidate, no_company, source_schema
from rampkit_gnosis.emulator.switches import Switches


def read_order(body: JsonObject, customer: Customer, ledger: Ledger) -> Order:
    """Check the body of `POST /intent`, with accounts inline or, as of old, stored ones.

    Raises:
        Refusal: 400, with what is wrong with it.
    """
    if "srcExternalAccountId" in body and ledger.switches.legacy_calls == "served":
        return _old_order(body, customer, ledger)
    return _order(body, ledger)


def _order(body: JsonObject, ledger: Ledger) -> Order:
    """docs.ramp.gnosis.io/intents/creating-intent."""
    bodies.check(bodies.CREATE_INTENT, body)
    switches, src, dest = ledger.switches, body["src"], body["dest"]
    corridor = _corridor(src["currencyCode"], dest["currencyCode"])
    check_amount(body["srcAmount"], corridor.source, "srcAmount", exact=switches.precision == "exact")
    bodies.check(source_schema(corridor, switches), _details(src, switches), "src.details")
    bodies.check(destination_schema(corridor, switches), _details(dest, switches), "dest.details")
    fiat = src if corridor.direction == "ONRAMP" else dest
    return Order(
        corridor,
        _company(corridor, body.get("providerId")),
        fiat["details"][switches.rail_key],
        src["details"],
        dest["details"],
        body["srcAmount"],
        auto_execute=body.get("autoExecute", False),
        onboarding_redirect=bodies.web_address(body, "onboardingRedirectUrl"),
        checkout_redirect=bodies.web_address(body, "checkoutRedirectUrl"),
    )


def _old_order(body: JsonObject, customer: Customer, ledger: Ledger) -> Order:
    """gnosisramps.mintlify.app/intents/lifecycle."""
    bodies.check(bodies.CREATE_OLD_INTENT, body)
    source = _stored(body["srcExternalAccountId"], customer, ledger)
    destination = _stored(body["destExternalAccountId"], customer, ledger)
    corridor = _corridor(source.currency.code, destination.currency.code)
    _check_extras(body, customer, corridor)
    check_amount(body["amount"], corridor.source, "amount", exact=False)
    fiat = source if corridor.direction == "ONRAMP" else destination
    redirect = bodies.web_address(body, "redirectUrl")
    return Order(
        corridor,
        _company(corridor, body.get("providerId")),
        _stored_rail(fiat.metadata, corridor),
        source.metadata,
        destination.metadata,
        body["amount"],
        auto_execute=body.get("autoExecute", False),
        onboarding_redirect=bodies.web_address(body, "onboardingRedirectUrl") or redirect,
        checkout_redirect=bodies.web_address(body, "checkoutRedirectUrl"),
        stored=StoredPair(source, destination),
    )


def _check_extras(body: JsonObject, customer: Customer, corridor: Corridor) -> None:
    """The two fields of the first guide alone; that they must agree with the rest is invented."""
    if body.get("customerId", customer.id) not in {customer.id, customer.uuid}:
        raise bad_request("customerId is not the customer of the token")
    if body.get("currencyCode", corridor.source.code) != corridor.source.code:
        raise bad_request("currencyCode is not the currency of the source account")


def _corridor(source: str, destination: str) -> Corridor:
    corridor = find_corridor(source, destination)
    if corridor is None:
        raise no_company()
    return corridor


def _company(corridor: Corridor, preferred: str | None) -> RampCompany:
    """The preferred company, else the first eligible one (gnosisramps.mintlify.app/intents/lifecycle)."""
    if preferred is not None and preferred not in corridor.company_ids:
        raise no_candidate(preferred)
    return COMPANIES[corridor.company_ids[0] if preferred is None else preferred]


def _details(side: JsonObject, switches: Switches) -> JsonObject:
    """Fill in `currency`: the schema requires it, every sample of /intents/creating-intent leaves it out."""
    if switches.missing_currency == "refused":
        return cast("JsonObject", side["details"])
    return {"currency": side["currencyCode"], **side["details"]}


def _stored(account_id: str, customer: Customer, ledger: Ledger) -> ExternalAccount:
    account = ledger.accounts.get(account_id)
    if account is None or account.customer_id != customer.id:
        raise bad_request(f"External account '{account_id}' not found")
    return account


def _stored_rail(metadata: JsonObject, corridor: Corridor) -> str:
    rail: Any = metadata.get("rails", metadata.get("rail", corridor.rails[0]))
    if rail not in corridor.rails:
        raise no_company()
    return str(rail)
