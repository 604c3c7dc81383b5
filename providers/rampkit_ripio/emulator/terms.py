"""Terms and conditions: the active ones, and who accepted them."""

from __future__ import annotations

from rampkit_ripio.emulator import invented
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.records import Acceptance, Customer
from rampkit_ripio.emulator.refusals import terms_not_accepted
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource


def require_acceptance(customer: Customer) -> None:
    """Refuse a customer who has not accepted the terms."""
    if customer.acceptance is None:
        raise terms_not_accepted(customer.customer_id, customer.email)


def _active(call: Call) -> Answer:
    """The terms of the account's country.

    Page: docs.ripio.com/ramps-api/terms-and-conditions/get-terms-and-conditions.
    """
    terms = _terms(call.account)
    return Answer({"results": [terms]} if call.account.stage.switches.terms == "results" else terms)


def _accept(call: Call) -> Answer:
    """Record the consent (docs.ripio.com/ramps-api/customers/accept-terms)."""
    account = call.account
    customer = account.active_customer(call.path["customerId"])
    fields = Fields(call.body)
    terms_id, address = fields.uuid("termsId"), fields.ipv4("ipAddress")
    agent = fields.optional_text("userAgent")
    fields.check()
    if terms_id != account.terms_id:
        fields.wrong("termsId", "These terms are not active.")
    fields.check()
    customer.acceptance = Acceptance(terms_id, address, agent, account.stage.now)
    accepted_at = account.stamp(account.stage.now)
    answer = {"termsId": terms_id, "ipAddress": address, "userAgent": agent, "acceptedAt": accepted_at}
    return Answer(answer, 201)


def _state(call: Call) -> Answer:
    """Whether the customer accepted.

    Page: docs.ripio.com/ramps-api/terms-and-conditions/get-terms-acceptance-status.
    """
    acceptance = call.account.customer(call.path["customerId"]).acceptance
    accepted_at = call.account.stamp(acceptance.accepted_at) if acceptance else None
    return Answer({**_terms(call.account), "accepted": acceptance is not None, "acceptedAt": accepted_at})


def _terms(account: Account) -> dict[str, object]:
    country = account.country.code
    return {
        "termsId": account.terms_id,
        "country": country,
        "version": invented.TERMS_VERSION,
        "url": f"https://example.com/terms/{country.lower()}/v{invented.TERMS_VERSION}",
    }


TERMS = (
    Resource("/api/v1/termsAndConditions/", {"GET": Operation("getTerms", _active)}),
    Resource(
        "/api/v1/customers/{customerId}/acceptTerms/",
        {"POST": Operation("acceptTerms", _accept, "json")},
    ),
    Resource(
        "/api/v1/customers/{customerId}/termsAcceptance/",
        {"GET": Operation("getTermsAcceptance", _state)},
    ),
)
"""The paths about terms."""
