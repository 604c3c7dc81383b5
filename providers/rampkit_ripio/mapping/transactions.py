"""Ripio's transaction object, which is both an order and the movement of its money."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rampkit.models import Amount, Direction, Order, PayIn, Return, ReturnKind, Status, Transaction
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.instructions import amount_or_none
from rampkit_ripio.mapping.view import View
from rampkit_ripio.statuses import FINISHED_REFUNDS, REFUNDED, Standing, standing

__all__ = ["direction_of", "movement_of", "order_of", "parse_movement", "reference_of"]


def order_of(
    transaction: wire.Transaction, direction: Direction, told: Standing, view: View, *, raw: Any
) -> Order:
    """*transaction* as an order; *told* is what its status word says."""
    final = _after_refund(told, transaction.latestRefund)
    return Order(
        order_id=transaction.transactionId,
        reference=reference_of(transaction),
        status=final.status,
        pay_in=final.pay_in,
        pay_out=final.pay_out,
        provider_status=transaction.status,
        unmapped=final.unmapped,
        destination_amount=_delivered(transaction, direction),
        returns=_returns(transaction.latestRefund),
        created_at=transaction.createdAt,
        raw=view.keep(raw),
    )


def movement_of(transaction: wire.Transaction, direction: Direction, view: View, *, raw: Any) -> Transaction:
    """*transaction* as a movement: of the crypto sent, or of fiat that is paid out.

    Pages on-ramp/create-on-ramp-order and off-ramp/list-off-ramp-orders.
    """
    final = _after_refund(standing(direction, transaction.status), transaction.latestRefund)
    return Transaction(
        transaction_id=transaction.transactionId,
        status=final.status,
        pay_in=final.pay_in,
        pay_out=final.pay_out,
        provider_status=transaction.status,
        unmapped=final.unmapped,
        amount=_delivered(transaction, direction),
        asset=assets.fiat_or_crypto(transaction.toCurrency, transaction.chain),
        tx_hash=transaction.txnHash or None,
        returns=_returns(transaction.latestRefund),
        created_at=transaction.createdAt,
        raw=view.keep(raw),
    )


def parse_movement(payload: Any, asked: str, direction: Direction, view: View) -> Transaction:
    """The movement of one order.

    Raises:
        ValueError: It is not the one *asked* for.
    """
    transaction = wire.Transaction.read(payload)
    if transaction.transactionId != asked:
        raise ValueError("another order")
    return movement_of(transaction, direction, view, raw=payload)


def direction_of(transaction: wire.Transaction, view: View) -> Direction:
    """Which way value goes. Older items have no `source`; an off-ramp has neither rail nor wallet."""
    if transaction.fromCurrency is not None:
        is_fiat = transaction.fromCurrency.upper() == view.fiat.symbol
        return Direction.ON_RAMP if is_fiat else Direction.OFF_RAMP
    on_ramp = transaction.depositAddress or transaction.paymentMethodType or transaction.source == "ON_RAMP"
    return Direction.ON_RAMP if on_ramp else Direction.OFF_RAMP


def reference_of(transaction: wire.Transaction) -> UUID | None:
    """Our reference, if Ripio echoes one; an off-ramp never does."""
    try:
        return UUID(transaction.externalRef or "")
    except ValueError:
        return None


def _delivered(transaction: wire.Transaction, direction: Direction) -> Amount | None:
    """The crypto an on-ramp sends.

    Of an off-ramp a page says that `amount` is the fiat paid out, and a client compares it with the crypto
    sent: it is not told at all. The customer's history tells both, each under a name of its own.
    """
    if direction is Direction.OFF_RAMP:
        return None
    return amount_or_none(transaction.amount, assets.asset_of(transaction.toCurrency, transaction.chain))


def _after_refund(told: Standing, refund: wire.Refund | None) -> Standing:
    """A finished refund outranks the order's own word; an unfinished one has returned nothing yet."""
    if refund is None or refund.status is None:
        return told
    if refund.status.strip().upper() in FINISHED_REFUNDS:
        return REFUNDED
    if told.status == Status.REFUNDED:
        return Standing(told.status, PayIn.UNKNOWN, told.pay_out, told.source)
    return told


def _returns(refund: wire.Refund | None) -> tuple[Return, ...]:
    if refund is None:
        return ()
    return (
        Return(
            kind=ReturnKind.REFUND,
            return_id=refund.refundId or None,
            reason=refund.rejectionReason or None,
            provider_status=refund.status,
            at=refund.requestedAt,
        ),
    )
