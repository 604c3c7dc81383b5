"""Where each fact about Gnosis Ramp is written down."""

from __future__ import annotations

__all__ = [
    "AMOUNTS",
    "AUTHENTICATION",
    "COMPLIANCE",
    "CREATE_INTENT",
    "CREATE_INTENT_REFERENCE",
    "CURRENCIES",
    "CUSTOMERS",
    "CUSTOMER_REFERENCE",
    "EXECUTE",
    "EXECUTE_REFERENCE",
    "EXTERNAL_ACCOUNTS",
    "OLD_AMOUNTS",
    "OLD_LIFECYCLE",
    "OLD_SPEC",
    "OLD_TRANSACTIONS",
    "OVERVIEW",
    "QUOTE_REFERENCE",
    "REQUIREMENTS_REFERENCE",
    "TRANSACTIONS",
    "TRANSACTION_REFERENCE",
]

_GUIDES = "https://docs.ramp.gnosis.io"
_REFERENCE = f"{_GUIDES}/api-reference/endpoints"
_OLD = "https://gnosisramps.mintlify.app"

AUTHENTICATION = f"{_GUIDES}/welcome/authentication"
CUSTOMERS = f"{_GUIDES}/customers/creating-customer"
OVERVIEW = f"{_GUIDES}/intents/overview"
CURRENCIES = f"{_GUIDES}/intents/currencies-providers"
CREATE_INTENT = f"{_GUIDES}/intents/creating-intent"
AMOUNTS = f"{_GUIDES}/intents/amount-formatting"
COMPLIANCE = f"{_GUIDES}/intents/handling-compliance"
EXECUTE = f"{_GUIDES}/intents/executing-transactions"
TRANSACTIONS = f"{_GUIDES}/intents/transactions-deposits"

CUSTOMER_REFERENCE = f"{_REFERENCE}/customers/create-customer"
CREATE_INTENT_REFERENCE = f"{_REFERENCE}/intents/create-payment-intent"
EXECUTE_REFERENCE = f"{_REFERENCE}/intents/execute-transaction-for-payment-intent"
TRANSACTION_REFERENCE = f"{_REFERENCE}/intents/get-transaction-for-payment-intent"
QUOTE_REFERENCE = f"{_REFERENCE}/intents/get-indicative-quote"
REQUIREMENTS_REFERENCE = f"{_REFERENCE}/intents/get-intent-requirements"
EXTERNAL_ACCOUNTS = f"{_REFERENCE}/external-accounts/create-external-account"

OLD_AMOUNTS = f"{_OLD}/intents/amounts"
OLD_LIFECYCLE = f"{_OLD}/intents/lifecycle"
OLD_TRANSACTIONS = f"{_OLD}/intents/transactions"
OLD_SPEC = "https://github.com/henghonglee-hq/docs/blob/c231820/openapi.yaml"
