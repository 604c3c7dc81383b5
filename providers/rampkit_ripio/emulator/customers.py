"""Customers: create, read, change, close (docs.ripio.com/ramps-api/customers)."""

from __future__ import annotations

from rampkit_ripio.emulator import gates, invented, rails, webhooks
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import UUID, Fields
from rampkit_ripio.emulator.records import Customer
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource

_KINDS = ("INDIVIDUAL", "BUSINESS")


def _create(call: Call) -> Answer:
    """Create a customer, under the partner's own UUID if one was sent."""
    account, fields = call.account, Fields(call.body)
    email, kind = fields.email("email"), fields.choice("type", _KINDS)
    wanted = (fields.optional_text("customerId") or "").lower()
    fields.check()
    if wanted in account.customers:
        fields.wrong("customerId", "customerId already exists.")
    if account.stage.switches.duplicate_email == "refuse" and _taken(account, email):
        fields.wrong("email", "A customer with this email already exists.")
    fields.check()
    customer_id = wanted if UUID.fullmatch(wanted) else _new_id(account)
    customer = Customer(customer_id, email, kind, account.stage.now)
    account.customers[customer_id] = customer
    return Answer(_show(account, customer), 201)


def _retrieve(call: Call) -> Answer:
    return Answer(_show(call.account, call.account.customer(call.path["customerId"])))


def _update(call: Call) -> Answer:
    """Change the e-mail; a closed customer's too (docs.ripio.com/ramps-api/customers/update-customer)."""
    customer = call.account.customer(call.path["customerId"])
    fields = Fields(call.body)
    email = fields.email("email")
    fields.check()
    customer.email = email
    return Answer(_show(call.account, customer))


def _deactivate(call: Call) -> Answer:
    """Close the customer for good; closing it again changes nothing.

    What belongs to it vanishes from lists and details, and its fiat accounts become inactive
    (docs.ripio.com/ramps-api/customers/deactivate-customer).
    """
    account = call.account
    customer = account.customer(call.path["customerId"])
    if customer.active:
        customer.active = False
        for fiat_account in account.fiat_accounts.values():
            if fiat_account.customer_id == customer.customer_id:
                fiat_account.barred = "DISABLED"
        closed = {"customerId": customer.customer_id, "isActive": False}
        webhooks.announce(account, "ACCOUNT.CLOSED", "account", closed)
    return Answer({})


def _create_deposit_account(call: Call) -> Answer:
    """Start the deposit account where a rail needs one ahead, else do nothing.

    Page: docs.ripio.com/ramps-api/customers/create-deposit-account.
    """
    account = call.account
    account.active_customer(call.path["customerId"])
    fields = Fields(call.body)
    rail = rails.current_name(fields.text("paymentMethodType"))
    fields.check()
    if rail not in account.country.on_ramp:
        fields.wrong("paymentMethodType", f'"{rail}" is not a valid choice.')
    fields.check()
    customer = gates.admitted(account, call.path["customerId"], "elsewhere")
    if rail not in account.country.deposit_accounts:
        return Answer({})
    customer.deposit_accounts.setdefault(rail, account.stage.now + invented.DEPOSIT_ACCOUNT_DELAY)
    return Answer({}, 201)


def _new_id(account: Account) -> str:
    """A UUID, or text that only looks like one, as the printed example does with its `g`."""
    customer_id = account.stage.world.uuid()
    plain = account.stage.switches.customer_ids == "plain"
    return f"{customer_id[:-1]}g" if plain else customer_id


def _taken(account: Account, email: str) -> bool:
    return any(customer.email.lower() == email.lower() for customer in account.customers.values())


def _show(account: Account, customer: Customer) -> dict[str, object]:
    activity = {"isActive": customer.active} if account.stage.switches.customer_shows_activity else {}
    return {
        "customerId": customer.customer_id,
        "email": customer.email,
        **activity,
        "createdAt": account.stamp(customer.created_at),
    }


CUSTOMERS = (
    Resource("/api/v1/customers/", {"POST": Operation("createCustomer", _create, "json")}),
    Resource(
        "/api/v1/customers/{customerId}/",
        {
            "GET": Operation("retrieveCustomer", _retrieve),
            "PUT": Operation("updateCustomer", _update, "json"),
        },
    ),
    Resource(
        "/api/v1/customers/{customerId}/deactivate/",
        {"POST": Operation("deactivateCustomer", _deactivate)},
    ),
    # The page prints no path for this call.
    Resource(
        "/api/v1/customers/{customerId}/depositAccount/",
        {"POST": Operation("createDepositAccount", _create_deposit_account, "json")},
    ),
)
"""The customer's own paths."""
