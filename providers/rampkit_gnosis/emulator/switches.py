"""Where the provider's pages disagree, and which of them the emulator follows right now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeGuard, cast, get_args, get_origin, get_type_hints

from rampkit_gnosis.emulator import invented

_IDS = "frozenset[str]"
"""How the annotation of a set of company ids reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """One field for each disagreement; the defaults follow the newest guides at docs.ramp.gnosis.io."""

    project_auth: Literal["any", "basic", "bearer"] = "any"
    """Basic at /welcome/authentication, an OAuth2 Bearer token in the reference of get-indicative-quote."""

    token_field: Literal["accessToken", "access_token"] = "accessToken"  # noqa: S105  # a field name
    """`accessToken` at /customers/creating-customer, `access_token` in the older openapi.yaml."""

    token_seconds: int = 3600
    """Life of a customer token: one hour at /customers/creating-customer, anything in the older guide."""

    customer_id: Literal["echo", "uuid"] = "echo"
    """The id that was sent (/customers/creating-customer) or one of the provider's own (reference sample)."""

    customer_owner: Literal["present", "absent"] = "present"
    """`organizationId` and `projectId`: required in the reference, left out at /use-cases/onramp."""

    currency_shape: Literal["string", "object"] = "string"
    """Currency of an account: a code at /intents/creating-intent, an object in the reference."""

    details_field: Literal["details", "metadata"] = "details"
    """Name of an account's payload: `details` now, `metadata` in older captures of the reference."""

    amount_field: Literal["srcAmount", "transferAmount"] = "srcAmount"
    """Name of an intent's amount: `srcAmount` now, `transferAmount.amount` before."""

    status_set: Literal["g3", "g2"] = "g3"
    """Ten intent statuses at /intents/overview, five in the older openapi.yaml."""

    created_word: Literal["CREATED", "PENDING"] = "CREATED"
    """First status: `CREATED` at /intents/creating-intent, `PENDING` in samples of the reference."""

    approved: Literal["transient", "visible"] = "transient"
    """Whether an approved intent rests in `COMPLIANCE_APPROVED` or moves on at once (/intents/overview)."""

    success_word: Literal["SUCCESS", "COMPLETED"] = "SUCCESS"
    """A transaction that ended well: `SUCCESS` in the reference, `COMPLETED` in older guides."""

    execute_word: Literal["PENDING", "IN_PROGRESS"] = "PENDING"
    """Status of the transaction in the execute answer: /intents/executing-transactions or the older guide."""

    instructions_shape: Literal["object", "array", "absent"] = "object"
    """`depositInstructions`: an object at /intents/executing-transactions, an array in the reference."""

    context_shape: Literal["array", "object", "empty", "null", "absent"] = "array"
    """`context`: an array at /intents/transactions-deposits, an object or an empty one in the reference."""

    entry_shape: Literal["g3", "g2"] = "g3"
    """An instruction: `encoding/type/instructions` now, `kind/label/crypto/metadata` before."""

    no_transaction: Literal["null", "absent"] = "null"
    """A missing transaction: `null` at /intents/creating-intent, optional in the reference."""

    transaction_fields: Literal["guide", "reference", "g2"] = "guide"
    """`lastActivityAt` only in the guide; `intentId` and `providerReference` only in older generations."""

    onboarding_field: Literal["onboardingUrl", "frontendUrl"] = "onboardingUrl"
    """Name of the onboarding link, now and in the older openapi.yaml."""

    provider_name: Literal["id", "name", "upper"] = "id"
    """`bridge` at /intents/creating-intent, `Bridge` in the reference, `BANXA` in its older captures."""

    payin_schema: Literal["routing", "account"] = "routing"
    """A fiat source: its routing in the reference, a whole account in the older guide."""

    payout_schema: Literal["account", "routing"] = "account"
    """A fiat destination: the whole account in the reference, its routing at /intents/creating-intent."""

    rail_key: Literal["rail", "rails"] = "rail"
    """Key of the rail in the served schemas: `rail` now, `rails` before."""

    precision: Literal["exact", "maximum"] = "exact"
    """Decimals of an amount: exact at /intents/amount-formatting, a maximum in the older guide."""

    error_shape: Literal["error", "code", "details"] = "error"
    """`error` in the guides, `code` in the older openapi.yaml, `details` at gnosisramps.mintlify.app."""

    quote_arithmetic: Literal["consistent", "reference"] = "consistent"
    """/use-cases/onramp subtracts the total fee; the sample of get-indicative-quote does not."""

    pair_companies: Literal["ids", "objects"] = "ids"
    """Who serves a pair: `providerIds` now, `providers` in the openapi.yaml of 2026-02-26."""

    webhook_fields: Literal["full", "minimal"] = "full"
    """Event data with every field (/webhooks/event-reference) or as sampled at /webhooks/overview."""

    webhook_key: Literal["client_secret", "signing_secret"] = "client_secret"
    """Key of the signature: /webhooks/signature-verification or /webhooks/overview."""

    webhook_fate: Literal["once", "twice", "swapped", "lost"] = "once"
    """At least once and unordered (/webhooks/overview): repeat, swap in pairs, or lose deliveries."""

    idempotency: Literal["on", "ignored"] = "on"
    """Older deployments may ignore `Idempotency-Key`: it is absent from their openapi.yaml."""

    auto_complete: Literal["returning", "always", "never"] = "returning"
    """Whose compliance is already done when an intent is created (/intents/handling-compliance)."""

    auto_complete_executes: Literal["always", "on_request"] = "always"
    """It starts at once (reference) or only with `autoExecute` (/intents/executing-transactions)."""

    legacy_calls: Literal["served", "gone"] = "served"
    """Whether calls of older generations still answer; no page says."""

    no_price: frozenset[str] = frozenset(invented.UNPRICED)
    """Companies that quote with `hasIndicativePrice: false` (/intents/getting-quote)."""

    no_quote: frozenset[str] = frozenset()
    """Companies whose quote fails, so that their rows are left out (/intents/getting-quote)."""

    def flipped(self, changes: Mapping[str, Any]) -> Switches:
        """Return these switches with *changes* made, refusing names and values nobody knows.

        Raises:
            ValueError: A name or a value is unknown.
        """
        hints = get_type_hints(Switches)
        values: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in hints:
                raise ValueError(f"unknown switch {name!r}; there are {', '.join(sorted(hints))}")
            values[name] = _accept(name, hints[name], value)
        return replace(self, **values)

    def as_json(self) -> dict[str, Any]:
        """The switches as a control call shows and takes them."""
        shown: dict[str, Any] = {}
        for field in fields(self):
            value: Any = getattr(self, field.name)
            shown[field.name] = sorted(cast("frozenset[str]", value)) if field.type == _IDS else value
        return shown


def _accept(name: str, hint: Any, value: Any) -> Any:
    """Check one value against the annotation of its switch."""
    if get_origin(hint) is Literal:
        if value in get_args(hint):
            return value
        raise ValueError(f"{name} is one of {', '.join(get_args(hint))}")
    if hint is int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise ValueError(f"{name} is a whole number")
    if _is_texts(value):
        return frozenset(value)
    raise ValueError(f"{name} is a list of provider ids")


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in cast("list[object]", value))
