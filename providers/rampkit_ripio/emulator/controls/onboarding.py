"""Controls over who a customer is: KYC, terms, fiat accounts, support tickets."""

from __future__ import annotations

from typing import Literal

from rampkit_ripio.emulator import kyc, support_tickets, terms
from rampkit_ripio.emulator.controls.door import Control, Order


def _approve(order: Order) -> object:
    return _reviewed(order, "COMPLETED")


def _reject(order: Order) -> object:
    return _reviewed(order, "FAILED")


def _review(order: Order) -> object:
    """Bring the check to any status: the vocabulary is open."""
    return _reviewed(order, order.text("status", "IN_REVIEW"))


def _reviewed(order: Order, status: str) -> object:
    account, customer = order.find(lambda each: each.customers)
    return {"submissionId": kyc.move(account, customer, status).submission_id, "status": status}


def _know(order: Order) -> object:
    _, customer = order.find(lambda each: each.customers)
    customer.known_to_ripio = True
    return {"customerId": customer.customer_id}


def _renew_terms(order: Order) -> object:
    for account in order.door.accounts.values():
        terms.renew(account)
    return {code: account.terms_id for code, account in order.door.accounts.items()}


def _enable(order: Order) -> object:
    account, fiat_account = order.find(lambda each: each.fiat_accounts)
    fiat_account.enabled_at = account.stage.now
    return _barred(order, None)


def _disable(order: Order) -> object:
    return _barred(order, "DISABLED")


def _suspend(order: Order) -> object:
    return _barred(order, "SUSPENDED")


def _barred(order: Order, status: Literal["DISABLED", "SUSPENDED"] | None) -> object:
    account, fiat_account = order.find(lambda each: each.fiat_accounts)
    fiat_account.barred = status
    return {"status": fiat_account.status(account.stage.now)}


def _register_ticket(order: Order) -> object:
    return _registered(order, failed=False)


def _fail_ticket(order: Order) -> object:
    return _registered(order, failed=True)


def _registered(order: Order, *, failed: bool) -> object:
    account, ticket = order.find(lambda each: each.tickets)
    support_tickets.register(account, ticket, failed=failed)
    return support_tickets.show(ticket)


def _resolve_ticket(order: Order) -> object:
    account, ticket = order.find(lambda each: each.tickets)
    support_tickets.resolve(account, ticket)
    return support_tickets.show(ticket)


CONTROLS = (
    Control("POST", "/customers/{id}/approve", _approve),
    Control("POST", "/customers/{id}/reject", _reject),
    Control("POST", "/customers/{id}/review", _review),
    Control("POST", "/customers/{id}/reusable-kyc", _know),
    Control("POST", "/terms/renew", _renew_terms),
    Control("POST", "/fiat-accounts/{id}/enable", _enable),
    Control("POST", "/fiat-accounts/{id}/disable", _disable),
    Control("POST", "/fiat-accounts/{id}/suspend", _suspend),
    Control("POST", "/support-tickets/{id}/register", _register_ticket),
    Control("POST", "/support-tickets/{id}/fail", _fail_ticket),
    Control("POST", "/support-tickets/{id}/resolve", _resolve_ticket),
)
"""The controls of the onboarding."""
