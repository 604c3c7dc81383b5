"""What is sent about a Sell and Pay (pages sell-and-pay/* of https://docs.ripio.com/ramps-api/)."""

from __future__ import annotations

from decimal import Decimal

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import Amount, Asset, CryptoAddress
from rampkit_ripio import assets
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.promises import EXECUTE_SELL_AND_PAY

__all__ = [
    "create_request",
    "execute_request",
    "list_request",
    "read_request",
    "update_request",
    "validate_request",
]

_WHERE = ("api", "v1", "sellAndPays")
_LONGEST_REFERENCE = 250
_LONGEST_CURRENCY = 10
_LONGEST_NETWORK = 128
_LONGEST_ADDRESS = 255
_MOST_DECIMALS = 8


def validate_request(qr_code: str) -> Request:
    """Ask what a QR code says (page sell-and-pay/validate-qr-code). Nothing is stored.

    Raises:
        InvalidInputError: The code is empty.
    """
    where = path(*_WHERE, "validateQrCode", "")
    body = {"qrCode": _code(qr_code)}
    return Request(operation="validate_qr_code", method="POST", path=where, json=body, scope=SCOPE)


def create_request(
    customer_id: str,
    qr_code: str,
    payment_currency: Asset | str,
    *,
    deposit: Asset | str | None,
    refund_address: CryptoAddress | None,
    reference: str | None,
) -> Request:
    """Write one down (page sell-and-pay/create-sell-and-pay); nothing moves before it is executed.

    Raises:
        InvalidInputError: A value cannot be used.
    """
    body = {
        "customerId": customer_id,
        "qrCode": _code(qr_code),
        "paymentCurrency": _currency(payment_currency),
        **_deposit_fields(deposit, refund_address),
    }
    if reference is not None:
        body["externalRef"] = _within(reference, _LONGEST_REFERENCE, "reference")
    return Request(
        operation="create_sell_and_pay",
        method="POST",
        path=path(*_WHERE, ""),
        json=body,
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def update_request(
    sell_and_pay_id: str,
    *,
    amount: Amount | Decimal | int | str | None,
    deposit: Asset | str | None,
    refund_address: CryptoAddress | None,
    view: View,
) -> Request:
    """Complete or change one (page sell-and-pay/update-sell-and-pay, which shows no verb: PATCH is assumed).

    Raises:
        InvalidInputError: A value cannot be used, or there is none.
    """
    body = _deposit_fields(deposit, refund_address)
    if amount is not None:
        body["amount"] = _decimal_text(amount, view)
    if not body:
        raise InvalidInputError("", "changes nothing", remedy="give an amount or a deposit")
    return Request(
        operation="update_sell_and_pay",
        method="PATCH",
        path=path(*_WHERE, sell_and_pay_id, ""),
        json=body,
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def read_request(sell_and_pay_id: str, operation: str) -> Request:
    """Read one (page sell-and-pay/retrieve-sell-and-pay)."""
    return Request(operation=operation, path=path(*_WHERE, sell_and_pay_id, ""), scope=SCOPE)


def list_request() -> Request:
    """List all of the account (page sell-and-pay/list-sell-and-pay), which shows no filter."""
    return Request(operation="list_sell_and_pays", path=path(*_WHERE, ""), scope=SCOPE)


def execute_request(sell_and_pay_id: str) -> Request:
    """Start one (page sell-and-pay/execute-sell-and-pay): the one path printed without its last slash."""
    return Request(
        operation=EXECUTE_SELL_AND_PAY,
        method="POST",
        path=path(*_WHERE, sell_and_pay_id, "execute"),
        scope=SCOPE,
        commits=Commits.ORDER,
    )


def _code(qr_code: str) -> str:
    if not qr_code.strip():
        raise InvalidInputError("qr_code", "is empty", remedy="give the text of the merchant's code")
    return qr_code


def _currency(payment_currency: Asset | str) -> str:
    asset = Asset.parse(payment_currency)
    if not asset.is_fiat:
        raise InvalidInputError("payment_currency", "is no money", remedy="name what the merchant is paid in")
    return asset.symbol


def _deposit_fields(deposit: Asset | str | None, refund_address: CryptoAddress | None) -> dict[str, str]:
    """Token and network, which Ripio wants together, and where the token goes back to."""
    if deposit is None:
        if refund_address is not None:
            raise InvalidInputError(
                "refund_address",
                "says nothing without what is deposited",
                remedy="give the deposit too, so that both are known to be on one network",
            )
        return {}
    asset = Asset.parse(deposit)
    network = assets.network_code(asset)
    if network is None:
        raise InvalidInputError(
            "deposit", "is on no network Ripio has a word for", remedy="look at deposit_networks()"
        )
    fields = {
        "depositCurrency": _within(assets.asset_code(asset), _LONGEST_CURRENCY, "deposit"),
        "depositNetwork": _within(network, _LONGEST_NETWORK, "deposit"),
    }
    if refund_address is not None:
        fields["refundAddress"] = _within(_on(asset, refund_address), _LONGEST_ADDRESS, "refund_address")
    return fields


def _on(asset: Asset, wallet: CryptoAddress) -> str:
    if wallet.network != str(asset.network):
        problem = f"is on {wallet.network}, not on {asset.network}"
        raise InvalidInputError("refund_address", problem, remedy="use another wallet")
    if wallet.memo is not None:
        remedy = "use a wallet that needs none"
        raise InvalidInputError("refund_address.memo", "cannot be told to Ripio", remedy=remedy)
    return wallet.address


def _within(text: str, longest: int, field: str) -> str:
    if not text or len(text) > longest:
        raise InvalidInputError(field, f"is not 1 to {longest} characters", remedy="shorten it")
    return text


def _decimal_text(amount: Amount | Decimal | int | str, view: View) -> str:
    paid = amount if isinstance(amount, Amount) else Amount(amount, view.fiat)
    if not paid.asset.is_fiat:
        raise InvalidInputError("amount", "is no money", remedy="say what the merchant gets")
    text = format(paid.require_positive().value, "f")
    if len(text.partition(".")[2].rstrip("0")) > _MOST_DECIMALS:
        raise InvalidInputError(
            "amount", f"has more than {_MOST_DECIMALS} decimals", remedy="round it yourself first"
        )
    return text
