"""Orders that are deposits to a standing account: nothing is ordered, the first deposit is the order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rampkit.errors import AccountNotReadyError
from rampkit.models import (
    AccountStatus,
    Action,
    Direction,
    Order,
    OrderRef,
    OrderRequest,
    PayIn,
    PayOut,
    PayToAccount,
    SendCrypto,
    Status,
    Transaction,
)
from rampkit_ripio import wire
from rampkit_ripio.mapping import sessions
from rampkit_ripio.mapping.moments import is_before
from rampkit_ripio.mapping.transactions import movement_of, order_of
from rampkit_ripio.mapping.view import View
from rampkit_ripio.statuses import standing

__all__ = ["parse_deposits", "parse_standing_order"]


def parse_standing_order(
    payload: Any, ref: OrderRef, view: View, *, request: OrderRequest | None = None
) -> Order:
    """The order *ref* stands for: the first deposit since it was opened, or the wait for one.

    Further deposits since then are in `transactions`. Sessions do not say what was sent (the amount of an
    off-ramp is disputed), so neither amount is told; nor is a reference, for nobody gave Ripio one. When it
    is made by *request*, an account that delivers elsewhere is not to be paid into.

    Raises:
        AccountNotReadyError: There is no deposit yet and nothing to pay into, or it would go elsewhere.
        ValueError: It is another session, or holds a deposit without a time.
    """
    found = _since(payload, ref, view)
    if request is not None:
        _require_target(payload, request, view)
    if not found:
        return _waiting(payload, ref, view)
    chosen = next((pair for pair in found if pair[0].transactionId == ref.order_id), found[0])
    direction = ref.pair.direction
    order = order_of(chosen[0], direction, standing(direction, chosen[0].status), view, raw=chosen[1])
    return order.evolve(
        reference=None,
        transactions=tuple(movement_of(one, direction, view, raw=raw) for one, raw in found),
        deposit_account_id=ref.deposit_account_id,
    )


def parse_deposits(payload: Any, ref: OrderRef, view: View) -> tuple[Transaction, ...]:
    """Every deposit since *ref* was opened, oldest first."""
    direction = ref.pair.direction
    return tuple(movement_of(one, direction, view, raw=raw) for one, raw in _since(payload, ref, view))


def _since(payload: Any, ref: OrderRef, view: View) -> list[tuple[wire.Transaction, Any]]:
    kind = wire.OnRampSession if ref.pair.direction is Direction.ON_RAMP else wire.OffRampSession
    session = kind.read(payload)
    if session.sessionId != ref.deposit_account_id or session.customerId != view.customer_id(ref.customer):
        raise ValueError("another session")
    found = [(_moment(one), one, raw) for raw in session.transactions for one in [wire.Transaction.read(raw)]]
    found.sort(key=lambda item: (item[0], item[1].transactionId))
    return [(one, raw) for at, one, raw in found if not is_before(at, ref.opened_at)]


def _moment(transaction: wire.Transaction) -> datetime:
    if transaction.createdAt is None:
        raise ValueError("a deposit without a time")
    return transaction.createdAt


def _require_target(payload: Any, request: OrderRequest, view: View) -> None:
    """Refuse an account that delivers to another wallet or payout account than *request* names.

    A customer may have several deposit accounts of one pair: the money of a wish goes where it says.
    """
    if request.pair.direction is Direction.OFF_RAMP:
        account_id = None if request.registered is None else request.registered.destination_id
        same = wire.OffRampSession.read(payload).fiatAccountId == account_id
    else:
        account = sessions.parse_on_ramp(payload, view.customer_id(request.customer), view)
        same = sessions.has_target(account, request.pair, request.accounts.destination)
    if not same:
        raise AccountNotReadyError(
            "the deposit account delivers to another account than the wish names; call "
            "create_deposit_account for that one",
            connection=view.connection,
            operation="create_order",
        )


def _waiting(payload: Any, ref: OrderRef, view: View) -> Order:
    action = _pay_in(payload, ref, view)
    if action is None:
        raise AccountNotReadyError(
            "the deposit account cannot be paid into (yet); see get_deposit_account",
            connection=view.connection,
        )
    return Order(
        order_id=None,
        status=Status.AWAITING_PAYMENT,
        pay_in=PayIn.EXPECTED,
        pay_out=PayOut.NONE,
        actions=(action,),
        deposit_account_id=ref.deposit_account_id,
        raw=view.keep(payload),
    )


def _pay_in(payload: Any, ref: OrderRef, view: View) -> Action | None:
    customer_id = view.customer_id(ref.customer)
    if ref.pair.direction is Direction.OFF_RAMP:
        account = sessions.parse_off_ramp(payload, ref.pair, customer_id, None, view)
    else:
        account = sessions.parse_on_ramp(payload, customer_id, view)
    if account.status != AccountStatus.USABLE or account.pair != ref.pair:
        return None
    (step,) = account.actions
    return step.evolve(amount=ref.requested) if isinstance(step, SendCrypto | PayToAccount) else step
