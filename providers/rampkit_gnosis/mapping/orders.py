"""Orders: how they are read, and what the answers say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rampkit.errors import BadResponseError
from rampkit.http import Request, Response, path
from rampkit.models import CustomerLink, Direction, Order, OrderRef, Status, Transaction
from rampkit_gnosis import wire
from rampkit_gnosis.mapping.compliance import after_checks, failure_of
from rampkit_gnosis.mapping.connection import Connection
from rampkit_gnosis.mapping.customers import scope_of
from rampkit_gnosis.mapping.echo import Echo, Wish, echo_of
from rampkit_gnosis.mapping.instructions import has_instructions
from rampkit_gnosis.mapping.placing import order_id, transaction_path
from rampkit_gnosis.mapping.steps import payments, steps
from rampkit_gnosis.statuses import Stage, State, combined, intent_state, transaction_state

__all__ = [
    "list_request",
    "needs_transaction",
    "parse_execution",
    "parse_order",
    "parse_orders",
    "parse_transaction",
    "read_request",
    "transaction_request",
    "wish_of",
]

_LIST, _GET, _EXECUTE, _TRANSACTIONS = "list_orders", "get_order", "execute_order", "list_transactions"


def read_request(order: OrderRef, at: Connection) -> Request:
    """Read an intent.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-payment-intent
    """
    return Request(
        operation=_GET, path=path("intent", order_id(order, at, _GET)), scope=scope_of(order.customer)
    )


def list_request(link: CustomerLink) -> Request:
    """Read every intent of a customer, newest first.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-all-payment-intents
    """
    return Request(operation=_LIST, path="/intent", scope=scope_of(link))


def transaction_request(order: OrderRef, at: Connection, operation: str = _TRANSACTIONS) -> Request:
    """Read the one transaction of an intent.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-transaction-for-payment-intent
    """
    return Request(
        operation=operation, path=transaction_path(order, at, operation), scope=scope_of(order.customer)
    )


def wish_of(order: OrderRef) -> Wish:
    """What an answer about *order* must agree with."""
    return Wish(pair=order.pair, amount=order.requested)


def needs_transaction(response: Response, at: Connection) -> bool:
    """Whether the answer leaves out how to pay while a transaction may say it."""
    with at.reading(response, _GET):
        order = wire.Order.read(response.json())
        if order.transaction is not None:
            state = transaction_state(order.transaction.status, None)
            return state.stage is not Stage.ENDED and not has_instructions(order.transaction.context)
        stage = _state(order, None).stage
        if stage is Stage.READY:
            return "transaction" not in order.model_fields_set
        return stage is Stage.MOVING or order.intent.status == "PROCESSING"


def parse_order(
    response: Response, operation: str, wish: Wish, at: Connection, *, movement: Response | None = None
) -> Order:
    """The order in the answer to making or reading one; *movement* is the answer about its transaction."""
    with at.reading(response, operation):
        payload = response.json()
        transaction = None if movement is None else movement.json()
        return _order(payload, wish, at, transaction, replayed=_replayed(response))


def parse_orders(response: Response, at: Connection) -> Sequence[Order]:
    """The orders in a list."""
    with at.reading(response, _LIST):
        return tuple(_order(item, None, at, None) for item in wire.items(response.json()))


def parse_transaction(response: Response, order: OrderRef, at: Connection) -> Transaction:
    """A transaction that was asked for by itself."""
    with at.reading(response, _TRANSACTIONS):
        payload = response.json()
        movement = wire.Transaction.read(payload)
        state = transaction_state(movement.status, order.pair.direction)
        return _transaction(movement, payload, state, at)


def parse_execution(response: Response, order: OrderRef, at: Connection) -> Order:
    """The order in the answer to executing it.

    Instructions stand beside the transaction or in it: https://docs.ramp.gnosis.io/intents/executing-transactions
    """
    with at.reading(response, _EXECUTE):
        payload = response.json()
        execution = wire.Execution.read(payload)
        if execution.intentId != order.order_id:
            raise BadResponseError("it is about another order")
        beside = execution.depositInstructions
        context = beside if has_instructions(beside) else execution.transaction.context
        executed = _executed(order, execution.transaction, context, payload, at)
        return executed.evolve(replayed=_replayed(response))


def _replayed(response: Response) -> bool | None:
    """Whether the answer is a stored one. It says so if it is; that it is not, no page lets it say.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/create-payment-intent
    """
    told = response.headers.get("x-idempotency-replayed", "").strip().lower()
    return {"true": True, "false": False}.get(told)


def _executed(order: OrderRef, told: wire.Transaction, context: Any, payload: Any, at: Connection) -> Order:
    """An order as its transaction tells it: the answer's own status is IN_PROGRESS whatever happened."""
    direction = order.pair.direction
    state = transaction_state(told.status, direction)
    echo = Echo(direction, order.pair.source, order.requested, disputed=False)
    return Order(
        order_id=order.order_id,
        status=state.status,
        pay_in=state.pay_in,
        pay_out=state.pay_out,
        provider_status=told.status,
        unmapped=state.unmapped,
        source_amount=order.requested,
        actions=payments(context, echo, state),
        transactions=(_transaction(told, payload["transaction"], state, at),),
        updated_at=told.updatedAt,
        raw=at.kept(payload),
    )


@dataclass(frozen=True, slots=True)
class _Movement:
    """An order's transaction, as it was told and as it is meant."""

    told: wire.Transaction
    state: State
    transaction: Transaction


def _order(
    payload: Any, wish: Wish | None, at: Connection, separate: Any, *, replayed: bool | None = None
) -> Order:
    order = wire.Order.read(payload)
    intent, echo = order.intent, echo_of(order.intent, wish)
    moved = _movement(payload["transaction"] if order.transaction else None, separate, echo, at)
    state = combined(_state(order, echo.direction), moved.state if moved else None)
    automatic = intent.autoExecute or (intent.autoExecute is None and wish is not None and wish.auto_execute)
    ready = state.stage is Stage.READY
    return Order(
        order_id=intent.id,
        # Execution that starts by itself leaves the application nothing to do.
        status=Status.AWAITING_PAYMENT if ready and automatic else state.status,
        pay_in=state.pay_in,
        pay_out=state.pay_out,
        provider_status=intent.status,
        unmapped=state.unmapped,
        via=_via(intent, wish),
        source_amount=echo.amount,
        actions=steps(order, moved.told if moved else None, echo, _paying(state, moved), at),
        transactions=(moved.transaction,) if moved else (),
        failure_reason=failure_of(intent, state),
        executable=ready and not automatic and not echo.disputed,
        replayed=replayed,
        created_at=intent.createdAt,
        updated_at=_latest(intent, moved),
        raw=at.kept(payload),
    )


def _state(order: wire.Order, direction: Direction | None) -> State:
    return after_checks(intent_state(order.intent.status, direction), order)


def _movement(beside: Any, separate: Any, echo: Echo, at: Connection) -> _Movement | None:
    """The transaction, from an answer of its own or from beside the intent."""
    payload = beside if separate is None else separate
    if payload is None:
        return None
    told = wire.Transaction.read(payload)
    state = transaction_state(told.status, echo.direction)
    return _Movement(told, state, _transaction(told, payload, state, at))


def _transaction(told: wire.Transaction, payload: Any, state: State, at: Connection) -> Transaction:
    return Transaction(
        transaction_id=told.id,
        status=state.status,
        pay_in=state.pay_in,
        pay_out=state.pay_out,
        provider_status=told.status,
        unmapped=state.unmapped,
        created_at=told.createdAt,
        updated_at=told.updatedAt,
        raw=at.kept(payload),
    )


def _paying(state: State, moved: _Movement | None) -> State:
    """The state that decides whether to ask for money: a transaction we do not understand asks for none."""
    return moved.state if moved is not None and moved.state.unmapped else state


def _via(intent: wire.Intent, wish: Wish | None) -> str | None:
    """The company's id. Answers spell it as id, name or code, which differ in case only.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/create-payment-intent
    """
    account = intent.mmPlan.providerAccount if intent.mmPlan else None
    told = (intent.provider or (account.providerCode if account else None) or "").lower()
    if wish is not None and wish.via is not None and wish.via.lower() == told:
        return wish.via
    return told or None


def _latest(intent: wire.Intent, moved: _Movement | None) -> datetime | None:
    times = (intent.updatedAt, moved.told.updatedAt if moved else None)
    return max((time for time in times if time is not None), default=None)
