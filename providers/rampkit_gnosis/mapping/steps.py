"""What the person does next with an intent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.models import Action, Direction, Rail, VerifyIdentity, Wait, safe_url
from rampkit_gnosis import wire
from rampkit_gnosis.assets import rail_of
from rampkit_gnosis.mapping.compliance import requirement_of
from rampkit_gnosis.mapping.connection import Connection
from rampkit_gnosis.mapping.echo import Echo
from rampkit_gnosis.mapping.instructions import Payment, payment_steps
from rampkit_gnosis.statuses import Stage, State

__all__ = ["payments", "steps"]


def steps(
    order: wire.Order, transaction: wire.Transaction | None, echo: Echo, state: State, at: Connection
) -> tuple[Action, ...]:
    """The person's steps: the identity check while it is open, then how to pay for as long as that is said.

    https://docs.ramp.gnosis.io/intents/handling-compliance,
    https://docs.ramp.gnosis.io/intents/transactions-deposits
    """
    intent = order.intent
    if transaction is not None:
        return payments(transaction.context, echo, state, rail=_rail(intent), expires_at=intent.expiredAt)
    if state.stage is Stage.COMPLIANCE:
        return _verification(order, at)
    return ()


def payments(
    context: Any, echo: Echo, state: State, *, rail: Rail | None = None, expires_at: datetime | None = None
) -> tuple[Action, ...]:
    """How to pay. Nobody is asked to pay for what has ended, stands still or is in a state we do not know."""
    if state.stage is not Stage.MOVING or echo.direction is None:
        return ()
    if echo.pair_disputed:
        return (Wait(reason="the provider's copy of the order is for another pair; do not pay"),)
    if echo.source is None or echo.source.is_fiat is not (echo.direction is Direction.ON_RAMP):
        return ()
    payment = Payment(
        direction=echo.direction, asset=echo.source, amount=echo.amount, rail=rail, expires_at=expires_at
    )
    return payment_steps(context, payment)


def _verification(order: wire.Order, at: Connection) -> tuple[Action, ...]:
    """The onboarding page; older generations call it `frontendUrl`. Its address is never made up."""
    url = order.onboardingUrl or order.frontendUrl
    if not url:
        return ()
    requirement = requirement_of(order.intent)
    if not _is_safe(url):
        return (VerifyIdentity(requirement=requirement),)
    return (VerifyIdentity(url=url, host_known=at.knows_host(url), requirement=requirement),)


def _is_safe(url: str) -> bool:
    try:
        safe_url(url)
    except (InvalidInputError, ValueError):
        return False
    return True


def _rail(intent: wire.Intent) -> Rail | None:
    """The rail of the paying account: `rail` in the newest generation, `rails` before."""
    account = intent.src
    told = ((account.details or account.metadata) if account else None) or {}
    code: Any = told.get("rail") or told.get("rails")
    return rail_of(code) if isinstance(code, str) else None
