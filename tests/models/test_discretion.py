"""What a printed model gives away: listed here field by field."""

import inspect
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import pytest

from rampkit import models
from rampkit.models import AccountPair, Amount, Asset, BankAccount, CryptoAddress, Model, Pair

CANARY = "canary-7f3a"
WALLET = "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"
NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
ID = UUID("21d8a046-3221-4b43-a301-0f9adcdd9a45")
MODELS = [
    item for _, item in sorted(vars(models).items()) if inspect.isclass(item) and issubclass(item, Model)
]

# Ids, provider's words and our own sentences. Whatever names or reaches a person is not among them.
SHOWN = {
    "AcceptTerms": {"terms_id"},
    "Attempt": {"connection", "environment", "order_id"},
    "Confirm": {"what"},
    "Customer": {"id"},
    "CustomerLink": {"connection", "customer_id", "provider_customer_id"},
    "DepositAccount": {"connection", "deposit_account_id", "customer_id", "target_id", "provider_status"},
    "Event": {"connection", "event_type", "event_id", "order_id", "provider_customer_id"},
    "Fee": {"label"},
    "Intent": {
        "id",
        "customer_id",
        "provider_status",
        "connection",
        "via",
        "order_id",
        "deposit_account_id",
        "anomalies",
    },
    "IntentRequest": {"customer_id"},
    "Milestone": {"name", "provider_status"},
    "NotAsked": {"connection", "provider", "message"},
    "OpenUrl": {"purpose"},
    "Order": {"order_id", "provider_status", "via", "deposit_account_id"},
    "OrderRef": {"order_id", "deposit_account_id", "quote_id"},
    "OrderRequest": {"deposit_account_id"},
    "PayToAccount": {"bank"},
    "Quote": {"connection", "provider", "via", "quote_id"},
    "Refusal": {"connection", "provider", "via", "message"},
    "RegisteredAccounts": {"connection", "source_id", "destination_id", "provider_status"},
    "Requirements": {"connection", "source", "destination"},
    "Return": {"return_id", "provider_status"},
    "ScanCode": {"format"},
    "Send": {"send_id", "operation", "code"},
    "StoredAccount": {"connection", "account_id", "provider_status"},
    "Terms": {"connection", "terms_id", "version"},
    "TermsAcceptance": {"terms_id"},
    "Transaction": {"transaction_id", "provider_status", "tx_hash"},
    "Verification": {"connection", "scope", "provider_status", "verification_id"},
    "VerificationRequirements": {"connection", "identity"},
    "VerifyIdentity": {"requirement"},
}

# What a field needs to be of, where a canary will not do.
VALID = {
    Amount: Amount("1", "USD"),
    Asset: Asset("USD"),
    Pair: Pair("USD", "USDC_BASE"),
    datetime: NOON,
    Decimal: Decimal(1),
    UUID: ID,
    bool: True,
    int: 1,
    "country": "US",
    "region": "US-NY",
    "address": WALLET,
    "network": "base",
    "url": f"https://example.com/{CANARY}",
    "destination_amount": Amount("1", "USDC_BASE"),
    "at_least": Amount("1", "USDC_BASE"),
    "accounts": AccountPair(),
}


FREE = {"raw", "details", "identity", "metadata", "options", "evidence", "payload", "provider_options"}


# Numbers and keys are checked by scheme and country: these two let any text through.
UNCHECKED = {"country": "NL", "scheme": "a_new_one"}


def _filled(model):
    """*model* with the canary in every text and every free field."""
    values = {name: _value(name, field.annotation) for name, field in model.model_fields.items()}
    return model(**{**values, **(UNCHECKED if model is BankAccount else {})})


def _value(name, kind):
    if name in FREE or kind == Mapping[str, Any] | None:
        return {CANARY: {CANARY: CANARY}}
    return VALID[name] if name in VALID else _of(kind)


def _of(kind):
    inner = get_args(kind)
    if get_origin(kind) is tuple:
        return (_of(inner[0]),)
    if get_origin(kind) is Literal:
        return inner[0]
    return _of(inner[0]) if inner else _one(kind)


def _one(kind):
    if issubclass(kind, Model):
        return _filled(kind)
    return next(iter(kind)) if issubclass(kind, Enum) else VALID.get(kind, CANARY)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_a_repr_shows(model):
    """Of all text a model can hold, its repr shows the listed fields and nothing else."""
    filled = _filled(model)
    shown = {
        name
        for name, field in model.model_fields.items()
        if field.repr and CANARY in repr(getattr(filled, name)) and not _nested(getattr(filled, name))
    }

    assert shown == SHOWN.get(model.__name__, set())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_hidden_fields_are_in_no_printout(model):
    """Fields that are not shown are missing from repr, str and f-strings alike."""
    filled = _filled(model)
    shown = [f"{name}={getattr(filled, name)!r}" for name, field in model.model_fields.items() if field.repr]

    assert repr(filled) == f"{model.__name__}({', '.join(shown)})"
    assert str(filled) == f"{filled}" == " ".join(shown)


def _nested(value):
    return isinstance(value, Model) or (
        isinstance(value, tuple) and any(isinstance(item, Model) for item in value)
    )


def test_an_address_is_hidden_and_its_network_shown():
    """Enough to read a log, too little to follow a person."""
    assert repr(CryptoAddress(address=WALLET, network="base", memo="1")) == "CryptoAddress(network='base')"
