"""A Sell and Pay as Ripio tells it (pages sell-and-pay/* of https://docs.ripio.com/ramps-api/)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from rampkit.errors import (
    InvalidInputError,
    InvalidRequestError,
    OutcomeUnknownError,
    QuoteExpiredError,
    QuoteMismatchError,
)
from rampkit.http import Request
from rampkit.models import Asset, SendCrypto, check_address
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.instructions import amount_or_none
from rampkit_ripio.mapping.view import View
from rampkit_ripio.promises import EXECUTE_SELL_AND_PAY
from rampkit_ripio.sell_and_pay import (
    MerchantCode,
    SellAndPay,
    SellAndPayDeposit,
    SellAndPayStatus,
    SellAndPayTrade,
)

__all__ = [
    "parse_listed",
    "parse_merchant_code",
    "parse_sell_and_pay",
    "require_as_asked",
    "require_executable",
    "was_executed",
]

_EXECUTED = {
    SellAndPayStatus.WAITING_DEPOSIT,
    SellAndPayStatus.RECEIVED_DEPOSIT,
    SellAndPayStatus.COMPLETED,
}
_CAME_IN = "crypto has come in already; see `deposit`"


def parse_merchant_code(payload: Any, view: View) -> MerchantCode:
    """Who would be paid."""
    code = wire.MerchantCode.read(payload)
    return MerchantCode(
        connection=view.connection, merchant_name=code.merchantName or None, raw=view.keep(payload)
    )


def parse_sell_and_pay(
    payload: Any, view: View, *, at: datetime | None, asked: str | None = None
) -> SellAndPay:
    """The object as it stood *at* that time; None leaves the time open.

    Raises:
        ValueError: It is not the one *asked* for.
    """
    told = wire.SellAndPay.read(payload)
    if asked is not None and told.id.lower() != asked.lower():
        raise ValueError("another Sell and Pay")
    status = SellAndPayStatus(told.status.strip())
    order = told.paymentOrder or wire.PaymentOrder()
    # Crypto that was held back leaves the status as it was: without the look at the deposit the person would
    # be asked to send it twice.
    open_step = _step(told, at) if told.cryptoDeposit is None else _CAME_IN
    step = open_step if status == SellAndPayStatus.WAITING_DEPOSIT else None
    return SellAndPay(
        connection=view.connection,
        sell_and_pay_id=told.id,
        provider_customer_id=told.customerId,
        status=status,
        provider_status=told.status,
        missing=_missing(told) if status == SellAndPayStatus.INCOMPLETE else (),
        merchant=order.merchant or None,
        qr_code=order.qrCode or None,
        amount=amount_or_none(told.amount, assets.fiat_or_crypto(told.paymentCurrency, None)),
        crypto_amount=amount_or_none(told.cryptoAmount, _asset(told)),
        refund_address=told.refundAddress or None,
        created_at=told.createdAt,
        expires_at=told.expiresAt,
        actions=(step,) if isinstance(step, SendCrypto) else (),
        problem=step if isinstance(step, str) else None,
        deposit=_deposit(told.cryptoDeposit),
        trade=_trade(told),
        raw=view.keep(payload),
    )


def parse_listed(item: Mapping[str, Any], view: View) -> SellAndPay:
    """One of a list. Nobody pays by a list: by the time it is read through, it may be paid or too late."""
    return parse_sell_and_pay(item, view, at=None).evolve(actions=(), problem=None)


def require_as_asked(payload: Any, request: Request, view: View, *, currency: Asset | None = None) -> None:
    """Refuse a copy that is not what *request* asked for: executed, it would move other money.

    Ripio is told an amount without its *currency*, which is that of the payment.

    Raises:
        QuoteMismatchError: It is not.
    """
    told = wire.SellAndPay.read(payload)
    paid_in = {} if currency is None else {"paymentCurrency": currency.symbol}
    asked: Mapping[str, str] = {**request.json, **paid_in}
    differing = [name for name, value in asked.items() if not _is_told(told, name, value)]
    if differing:
        raise QuoteMismatchError(
            f"Ripio's copy {told.id} differs from what was asked: {', '.join(differing)}; do not execute it",
            connection=view.connection,
            operation=request.operation,
        )


def was_executed(payment: SellAndPay) -> bool:
    """Whether it shows that it was executed; a word nobody has documented shows nothing."""
    return payment.status in _EXECUTED or payment.deposit is not None


def require_executable(payment: SellAndPay, at: datetime | None) -> None:
    """Refuse to execute what is not complete, not understood, or late *at* that time.

    Raises:
        InvalidRequestError: Something is missing.
        OutcomeUnknownError: Its status is a word nobody has documented: it may have been executed.
        QuoteExpiredError: Its time is over.
    """
    told: dict[str, Any] = {"connection": payment.connection, "operation": EXECUTE_SELL_AND_PAY}
    if payment.status == SellAndPayStatus.INCOMPLETE:
        lacks = " and ".join(payment.missing) or "something"
        raise InvalidRequestError(
            f"it lacks {lacks}; call update_sell_and_pay first", fields=payment.missing, **told
        )
    if payment.status != SellAndPayStatus.PENDING:
        raise OutcomeUnknownError(
            "Ripio calls it by a word rampkit does not know, so it may have been executed: read it again "
            "with get_sell_and_pay, or ask Ripio",
            code=payment.provider_status,
            **told,
        )
    if payment.expires_at is not None and at is not None and at >= payment.expires_at:
        raise QuoteExpiredError("its time is over; make a new one with create_sell_and_pay", **told)


def _step(told: wire.SellAndPay, at: datetime | None) -> SendCrypto | str:
    """How the person pays, or why nobody should."""
    asset = _asset(told)
    amount = amount_or_none(told.cryptoAmount, asset)
    if asset is None:
        return "rampkit has no word for the token or its network"
    if amount is None or not amount.value:
        return "Ripio does not say how much crypto it wants"
    if not _is_address(told.depositAddress, asset):
        return "the deposit address is none of its network"
    if told.expiresAt is None:
        return "Ripio does not say until when it waits"
    if at is not None and at >= told.expiresAt:
        return "its time is over"
    return SendCrypto(
        asset=asset, address=(told.depositAddress or "").strip(), amount=amount, expires_at=told.expiresAt
    )


def _is_address(text: str | None, asset: Asset) -> bool:
    if text is None or asset.network is None:
        return False
    try:
        check_address(text, asset.network)
    except InvalidInputError:
        return False
    return True


def _missing(told: wire.SellAndPay) -> tuple[str, ...]:
    lacks = {"deposit": not (told.depositCurrency and told.depositNetwork), "amount": told.amount is None}
    return tuple(name for name, is_so in lacks.items() if is_so)


def _is_told(told: wire.SellAndPay, name: str, asked: str) -> bool:
    """Whether a field is what was asked for; one that is not echoed says nothing."""
    if name == "amount":
        return told.amount is None or told.amount == Decimal(asked)
    source = told.paymentOrder if name == "qrCode" else told
    echo = getattr(source, name, None)
    return echo is None or echo.strip().lower() == asked.strip().lower()


def _asset(told: wire.SellAndPay) -> Asset | None:
    return assets.asset_of(told.depositCurrency, told.depositNetwork)


def _deposit(told: wire.CryptoDeposit | None) -> SellAndPayDeposit | None:
    if told is None:
        return None
    return SellAndPayDeposit(
        amount=amount_or_none(told.amount, assets.asset_of(told.currencyCode, told.network)),
        tx_hash=told.hash or None,
        provider_status=told.status or None,
        confirmed_at=told.confirmationDate,
    )


def _trade(told: wire.SellAndPay) -> SellAndPayTrade | None:
    trade = told.trade
    if trade is None:
        return None
    return SellAndPayTrade(
        trade_id=trade.id or None,
        sold=amount_or_none(trade.baseAmount, _asset(told)),
        proceeds=amount_or_none(trade.quoteAmount, assets.fiat_or_crypto(trade.quoteAsset, None)),
        rate=trade.rate,
    )
