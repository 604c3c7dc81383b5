"""Fiat accounts: where an off-ramp pays out (docs.ripio.com/ramps-api/fiat-accounts)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rampkit_ripio.emulator import gates, invented, rails
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.pages import page
from rampkit_ripio.emulator.rails import PayoutField
from rampkit_ripio.emulator.records import FiatAccount
from rampkit_ripio.emulator.refusals import invalid
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource

_ALIAS = re.compile(r"[A-Za-z0-9.\-]{6,20}")


def _requirements(call: Call) -> Answer:
    """The keys of `accountFields`.

    Page: docs.ripio.com/ramps-api/fiat-accounts/retrieve-fiat-account-requirements.
    """
    name = call.account.stage.switches.requirements_parameter
    asked = call.request.query_params.get(name)
    if asked is None:
        raise invalid({name: ["This field is required."]})
    rail = rails.current_name(rails.RETIRED_REQUIREMENTS.get(asked, asked))
    fields = call.account.country.payouts.get(rail)
    if fields is None:
        raise invalid({name: [f'"{asked}" is not a valid choice.']})
    return Answer([{"fieldName": field.name, "required": True, "type": "TEXT"} for field in fields])


def _create(call: Call) -> Answer:
    """Register a payout destination (docs.ripio.com/ramps-api/fiat-accounts/create-fiat-account)."""
    account, fields = call.account, Fields(call.body)
    customer_id, rail = fields.customer(), _rail(fields)
    given = fields.mapping("accountFields")
    for name, value in given.items():
        if not isinstance(value, str):
            fields.wrong("accountFields", f"{name}: Not a valid string.")
    fields.check()
    customer = gates.admitted(account, customer_id, "elsewhere")
    _check_destination(account, fields, rail, given)
    enabled_at = account.stage.now + invented.FIAT_ACCOUNT_DELAY
    fiat_account = FiatAccount(
        fiat_account_id=account.stage.world.uuid(),
        customer_id=customer.customer_id,
        rail=rail,
        fields={name: str(value) for name, value in given.items()},
        created_at=account.stage.now,
        enabled_at=None if _waits(account) else enabled_at,
    )
    account.fiat_accounts[fiat_account.fiat_account_id] = fiat_account
    return Answer(_show(account, fiat_account), 201)


def _check_destination(account: Account, fields: Fields, rail: str, given: Mapping[str, object]) -> None:
    """Name every key that is missing or wrong for this rail."""
    known = account.country.payouts.get(rail)
    if known is None:
        fields.wrong("paymentMethodType", f'"{rail}" is not a valid choice.')
    for field in known or ():
        problem = _problem(field, given.get(field.name))
        if problem:
            fields.wrong(field.name, problem)
    fields.check()


def _waits(account: Account) -> bool:
    """Whether a new account waits for its confirmation, on which two pages disagree."""
    first = account.stage.switches.first_fiat_account_status
    return account.country.confirms_accounts if first == "country" else first == "UNCONFIRMED"


def _confirm(call: Call) -> Answer:
    """Let the partner confirm the holder (docs.ripio.com/ramps-api/fiat-accounts/confirm-fiat-account)."""
    account = call.account
    fiat_account = account.fiat_account(call.path["fiatAccountId"])
    status = fiat_account.status(account.stage.now)
    if status != "UNCONFIRMED":
        raise invalid({"status": [f"A fiat account in status {status} cannot be confirmed."]})
    fiat_account.enabled_at = account.stage.now + invented.FIAT_ACCOUNT_DELAY
    shown = _show(account, fiat_account)
    if account.stage.switches.confirmation_omits_rail:
        shown.pop("paymentMethodType", None)
    return Answer(shown)


def _list(call: Call) -> Answer:
    account, asked = call.account, call.request.query_params
    rail = rails.current_name(asked["paymentMethodType"]) if "paymentMethodType" in asked else None
    shown = [
        fiat_account
        for fiat_account in account.fiat_accounts.values()
        if account.belongs_to_active(fiat_account.customer_id)
        and asked.get("customerId", fiat_account.customer_id).lower() == fiat_account.customer_id
        and rail in (None, fiat_account.rail)
    ]
    return Answer(page(call, shown, lambda each: _show(account, each), "results"))


def _retrieve(call: Call) -> Answer:
    return Answer(_show(call.account, call.account.fiat_account(call.path["fiatAccountId"])))


def _rail(fields: Fields) -> str:
    """The rail of the request, also under its retired key."""
    retired = rails.RETIRED_ACCOUNT_TYPES.get(fields.optional_text("accountType") or "")
    if "paymentMethodType" not in fields.body and retired is not None:
        return retired
    return rails.current_name(fields.text("paymentMethodType"))


def _problem(field: PayoutField, value: object) -> str | None:
    """Lengths only: the documentation's own samples fail the national check digits."""
    if not isinstance(value, str) or not value:
        return "This field is required."
    if field.digits is None:
        return None
    if value.isascii() and value.isdigit():
        return None if len(value) == field.digits else f"Must have {field.digits} digits."
    if field.digits_only or not _ALIAS.fullmatch(value):
        return "Enter a valid value."
    return None


def _show(account: Account, fiat_account: FiatAccount) -> dict[str, object]:
    holder = {"holderName": invented.PAYER} if account.country.confirms_accounts else {}
    status = fiat_account.status(account.stage.now)
    shown: dict[str, object] = {
        "fiatAccountId": fiat_account.fiat_account_id,
        "fiatAccountFields": fiat_account.fields,
        "createdAt": account.stamp(fiat_account.created_at),
        "status": account.stage.switches.usable_fiat_account if status == "ENABLED" else status,
        "customerId": fiat_account.customer_id,
        "metadata": holder,
    }
    if account.stage.switches.fiat_account_type == "accountType":
        shown["accountType"] = account.country.account_types.get(fiat_account.rail, fiat_account.rail)
    else:
        shown["paymentMethodType"] = account.rail_in_print(fiat_account.rail)
    return shown


FIAT_ACCOUNTS = (
    Resource(
        "/api/v1/fiatAccounts/requirements/",
        {"GET": Operation("getFiatAccountRequirements", _requirements)},
    ),
    Resource(
        "/api/v1/fiatAccounts/",
        {
            "GET": Operation("listFiatAccounts", _list),
            "POST": Operation("createFiatAccount", _create, "json"),
        },
    ),
    Resource("/api/v1/fiatAccounts/{fiatAccountId}/", {"GET": Operation("retrieveFiatAccount", _retrieve)}),
    Resource(
        "/api/v1/fiatAccounts/{fiatAccountId}/confirm/",
        {"POST": Operation("confirmFiatAccount", _confirm)},
    ),
)
"""The paths about fiat accounts."""
