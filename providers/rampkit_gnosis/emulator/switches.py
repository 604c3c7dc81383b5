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

    token_field: Literal["accessToken", "access_token", "null", "absent"] = "accessToken"  # noqa: S105  # a name
    """`accessToken` at /customers/creating-customer, where it may be null; `access_token` in the older
    openapi.yaml; neither in the newest text of the reference of create-customer."""

    token_seconds: int = 3600
    """Life of a customer token: one hour at /customers/creating-customer, anything in the older guide."""

    token_life: Literal["fixed", "subject"] = "fixed"  # noqa: S105  # a rule
    """One hour, or what is left of the subject token plus a configured time, which is `token_seconds` then
    (gnosisramps.mintlify.app/auth/external-auth)."""

    shared_kyc: Literal["full", "partial", "none"] = "full"
    """How much of the compliance a subject token spares a customer: all, a part, or nothing, as where the
    company shares none (/customers/creating-customer-with-external-auth)."""

    sign_in_text: Literal["any", "g3", "g2"] = "any"
    """Statement and URI of a wallet's message: those of the page named above, of
    gnosisramps.mintlify.app/auth/gnosispay-wallet, or either."""

    signatures: Literal["recovered", "trusted"] = "recovered"
    """Whether the signature of a wallet is checked; a contract's (docs.gnosispay.com, EIP-1271) cannot be
    without a chain to ask, and goes through on trust."""

    customer_id: Literal["echo", "uuid", "cust"] = "echo"
    """The id that was sent (/customers/creating-customer) or one of the provider's own: bare in the reference
    sample, after `cust_` in older guides."""

    customer_owner: Literal["present", "absent"] = "present"
    """`organizationId` and `projectId` of a new customer: required in the reference, left out at
    /use-cases/onramp."""

    currency_shape: Literal["string", "object"] = "string"
    """Currency of an account: a code at /intents/creating-intent, an object in the reference."""

    details_field: Literal["details", "metadata"] = "details"
    """Name of an account's payload: `details` now, `metadata` in older captures of the reference."""

    amount_field: Literal["srcAmount", "transferAmount", "metadata"] = "srcAmount"
    """Where an intent's amount stands: `srcAmount` now, `transferAmount.amount` before, and
    `metadata.transferAmount` in the prose of gnosisramps.mintlify.app/intents/amounts."""

    intent_fields: Literal["all", "guide", "reference"] = "all"
    """Optional fields of an intent: /intents/creating-intent and the reference each leave some out."""

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

    transaction_fields: Literal["guide", "reference", "g2", "g1"] = "guide"
    """`lastActivityAt` not in the reference; `intentId` only in older generations, where `providerReference`
    came with the second."""

    onboarding_field: Literal["onboardingUrl", "frontendUrl"] = "onboardingUrl"
    """Name of the onboarding link, now and in the older openapi.yaml."""

    onboarding_host: Literal[
        "onboarding.ramp.gnosis.io", "dashboard.uramp.io", "app.gnosisramp.com", "app.gnosisramp.io"
    ] = "onboarding.ramp.gnosis.io"
    """Host of the onboarding page: /intents/creating-intent, the reference of get-all-payment-intents, its
    older captures, gnosisramps.mintlify.app/intents/iframe-integration."""

    old_answers: Literal["g2", "g2b"] = "g2"
    """An intent with stored accounts: whole accounts and plans in the older openapi.yaml, flat in the older
    captures of the reference."""

    plan_finished: Literal["COMPLETED", "null"] = "COMPLETED"
    """`currentStepCode` of a finished plan: `COMPLETED` in the reference, null in the older openapi.yaml."""

    provider_name: Literal["id", "name", "upper"] = "id"
    """`bridge` at /intents/creating-intent, `Bridge` in the reference, `BANXA` in its older captures."""

    provider_key: Literal["providerId", "provider", "absent"] = "providerId"
    """The company in the served schemas: `providerId` at /intents/requirements, `provider` in the prose of
    the reference, at the root of the body alone at /intents/creating-intent, where it decides in any case."""

    missing_currency: Literal["filled", "refused"] = "filled"
    """`currency` in the details: required by the schemas, left out of every sample of creating-intent."""

    payin_schema: Literal["routing", "account"] = "routing"
    """A fiat source: its routing in the reference, a whole account in the older guide."""

    payout_schema: Literal["account", "routing"] = "account"
    """A fiat destination: the whole account in the reference, its routing at /intents/creating-intent."""

    rail_key: Literal["rail", "rails"] = "rail"
    """Key of the rail in the served schemas: `rail` now, `rails` before."""

    chain_word: Literal["code", "name"] = "code"
    """Chain of a crypto instruction: as in currency codes (`GNO`) or in the first requirements (`GNOSIS`)."""

    account_label: Literal["null", "text"] = "null"
    """`label` of an account stored without one: null in the older guide, a text in the older openapi.yaml."""

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

    webhook_fate: Literal["once", "twice", "swapped", "lost", "retried"] = "once"
    """At least once and unordered (/webhooks/overview): repeat, swap in pairs, or lose deliveries, or try as
    often as there are retries."""

    idempotency: Literal["on", "ignored"] = "on"
    """Older deployments may ignore `Idempotency-Key`: it is absent from their openapi.yaml."""

    auto_complete: Literal["returning", "always", "never"] = "returning"
    """Whose compliance is already done when an intent is created (/intents/handling-compliance)."""

    auto_complete_executes: Literal["always", "on_request"] = "always"
    """It starts at once (reference) or only with `autoExecute` (/intents/executing-transactions)."""

    legacy_calls: Literal["served", "gone"] = "served"
    """Whether calls of older generations still answer; no page says."""

    short_deposit: Literal["waits", "proceeds", "fails"] = "waits"
    """Invented: whether a deposit too small waits for the rest, is taken for the whole or ends the intent."""

    late_deposit: Literal["kept", "revives"] = "kept"
    """Invented: whether a deposit after the end changes nothing or takes the intent up again."""

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

    def older(self) -> Switches:
        """These switches for an intent with stored accounts, which answers in the shapes of its time."""
        flat = self.old_answers == "g2b"
        return replace(
            self,
            status_set="g2",
            currency_shape="object",
            details_field="metadata",
            amount_field="transferAmount",
            provider_name="upper",
            entry_shape="g2",
            instructions_shape="absent",
            transaction_fields="g1" if self.transaction_fields == "g1" else "g2",
            onboarding_field="onboardingUrl" if flat else "frontendUrl",
        )

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
