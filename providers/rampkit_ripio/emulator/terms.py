"""Terms and conditions: the active ones, and who accepted them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.records import Acceptance, Customer
from rampkit_ripio.emulator.refusals import not_found, terms_not_accepted
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource

Gate: TypeAlias = Literal["session", "order", "elsewhere"]
"""What is being asked for; which of them needs accepted terms is disputed."""

_GATES: Mapping[str, frozenset[Gate]] = {
    "sessions": frozenset({"session"}),
    "ramps": frozenset({"session", "order"}),
    "everywhere": frozenset({"session", "order", "elsewhere"}),
}


def require_acceptance(account: Account, customer: Customer, gate: Gate) -> None:
    """Refuse a customer who has not accepted the current terms, where the switch puts the gate."""
    if gate in _GATES[account.stage.switches.terms_gate] and not accepted(account, customer):
        raise terms_not_accepted(customer.customer_id, customer.email)


def accepted(account: Account, customer: Customer) -> bool:
    """Whether the customer accepted the current terms; so did everybody where there are none."""
    if account.stage.switches.terms == "none":
        return True
    return customer.acceptance is not None and customer.acceptance.terms_id == account.terms_id


def renew(account: Account) -> None:
    """Publish new terms: whoever accepted the old ones has to accept again."""
    account.terms_id, account.terms_version = account.stage.world.uuid(), account.terms_version + 1


def _active(call: Call) -> Answer:
    """The terms of the account's country.

    Page: docs.ripio.com/ramps-api/terms-and-conditions/get-terms-and-conditions.
    """
    shape = call.account.stage.switches.terms
    if shape == "none":
        raise not_found()
    terms = _terms(call.account)
    renamed = {"id" if name == "termsId" else name: value for name, value in terms.items()}
    shapes: dict[str, object] = {
        "object": terms,
        "results": {"results": [terms]},
        "list": [terms],
        "id": renamed,
    }
    return Answer(shapes[shape])


def _accept(call: Call) -> Answer:
    """Record the consent (docs.ripio.com/ramps-api/customers/accept-terms)."""
    account = call.account
    customer = account.active_customer(call.path["customerId"])
    fields = Fields(call.body)
    terms_id, address = fields.uuid("termsId"), _address(call, fields)
    agent = fields.optional_text("userAgent")
    fields.check()
    if terms_id != account.terms_id or account.stage.switches.terms == "none":
        fields.wrong("termsId", "These terms are not active.")
    fields.check()
    customer.acceptance = Acceptance(terms_id, address, agent, account.stage.now)
    accepted_at = account.stamp(account.stage.now)
    answer = {"termsId": terms_id, "ipAddress": address, "userAgent": agent, "acceptedAt": accepted_at}
    return Answer(answer, 201)


def _address(call: Call, fields: Fields) -> str:
    """The address of the consent; who may leave it out is recorded with the address of the call."""
    if call.account.stage.switches.terms_address == "optional" and "ipAddress" not in fields.body:
        return call.request.client.host if call.request.client else "0.0.0.0"  # noqa: S104  # an unknown address
    return fields.ipv4("ipAddress")


def _state(call: Call) -> Answer:
    """Whether the customer accepted the current terms.

    Page: docs.ripio.com/ramps-api/terms-and-conditions/get-terms-acceptance-status.
    """
    account = call.account
    customer = account.customer(call.path["customerId"])
    state = {**_terms(account), "accepted": accepted(account, customer), "acceptedAt": None}
    if account.stage.switches.terms == "none":
        return Answer({**state, "termsId": None, "version": None, "url": None})
    if customer.acceptance is not None and state["accepted"]:
        state["acceptedAt"] = account.stamp(customer.acceptance.accepted_at)
    return Answer(state)


def _terms(account: Account) -> dict[str, object]:
    country, version = account.country.code, f"{account.terms_version}.0"
    return {
        "termsId": account.terms_id,
        "country": country,
        "version": version,
        "url": f"https://example.com/terms/{country.lower()}/v{version}",
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
