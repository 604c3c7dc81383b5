"""Who may use a ramp: an active customer with accepted terms and an approved check, in this order."""

from __future__ import annotations

from rampkit_ripio.emulator import kyc, terms
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.records import Customer
from rampkit_ripio.emulator.terms import Gate


def admitted(account: Account, customer_id: str, gate: Gate) -> Customer:
    """The customer, who may have what is behind *gate*."""
    customer = account.active_customer(customer_id)
    terms.require_acceptance(account, customer, gate)
    kyc.require_approval(customer)
    return customer
