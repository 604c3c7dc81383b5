"""What has to hold in every trace: judged by what the companies hold and calls told, not by the journal."""

from __future__ import annotations

from datetime import timedelta

from ramp import START

from rampkit.errors import (
    AllProvidersFailedError,
    AuthenticationError,
    IntentBusyError,
    InvalidInputError,
    NotSentError,
    OutcomeUnknownError,
    RampError,
    RejectedError,
    UnsupportedError,
)
from rampkit.models.actions import ScanCode
from rampkit.models.statuses import Money
from rampkit.saga.view import intent_of

KEYS_LIVE = timedelta(hours=23)


class ViolationError(Exception):
    """A trace broke the promise."""


def require(holds: object, promise: str) -> None:
    """Let the trace fail with *promise* unless it holds."""
    if not holds:
        raise ViolationError(promise)


def at_most_one(world) -> None:
    """One order of the intent in all the world, and its movement started once."""
    orders = world.orders()
    require(len(orders) <= 1, f"{len(orders)} orders of one intent can take money")
    require(all(order.executions <= 1 for _, order in orders), "a movement was started twice")


def returned(caller) -> None:
    """What a call tells is so, at some moment of it."""
    world, result = caller.world, caller.result
    at_most_one(world)
    if isinstance(result, OutcomeUnknownError):
        for name, order in world.orders():
            named = (result.connection, str(result.reference))
            require(named == (name, order.reference), "the doubt told is not about the order that exists")
    elif isinstance(result, (AllProvidersFailedError, UnsupportedError)):  # none there to be executed
        world.failed.append((caller.number, caller.began_at))
        nothing_came(world)
    elif isinstance(result, (RejectedError, AuthenticationError, NotSentError)):
        started = any(order.executions for _, order in world.orders())
        require(not started, "it told that nothing was started, but something was")
    elif isinstance(result, Exception):
        require(isinstance(result, IntentBusyError), f"it ended in {type(result).__name__}")
    else:
        _true(caller, result)


def nothing_came(world) -> None:
    """No request of a call that told "nobody took it", or of an earlier one, made an order."""
    for number, began_at in world.failed:
        made = [one for _, one in world.orders() if one.sender == number or one.sent_at < began_at]
        require(not made, "it told that nobody took the intent, but an order exists")


def _true(caller, intent) -> None:
    world = caller.world
    company = world.companies.get(intent.connection)
    require(company and company.has(intent.order_id), "it names an order that does not exist")
    order = company.order(intent.order_id)
    for action in intent.actions:
        if isinstance(action, ScanCode):
            require(company.has(action.code), "it shows how to pay an order that does not exist")
            if (company.name, action.code) not in world.shown:
                world.shown.append((company.name, action.code))
    fresh = intent.stale_since is None and order.id in caller.paid_before
    require(not (fresh and intent.money == Money.UNTOUCHED), "it tells a paid order unpaid")
    require(order.payments or intent.money != Money.WITH_PROVIDER, "it tells an unpaid order paid")


def ended_in_time(world, result) -> None:
    """Within minutes no doubt is left that the company's promises can end."""
    if isinstance(result, OutcomeUnknownError):
        alive = world.now() - START < KEYS_LIVE
        able = world.companies[result.connection].manner.settles
        require(not (alive and able), "a doubt stays that could be ended")


def settled(world, result, ramps, history) -> None:
    """In the end nothing goes wrong any more: an order that is known, or a doubt that a person has to end."""
    at_most_one(world)
    nothing_came(world)
    orders = world.orders()
    if isinstance(result, OutcomeUnknownError):
        needs = intent_of(history, ramps, world.now()).needs
        require(needs is not None, "a doubt stays and nobody is told to end it")
        return
    require(
        not isinstance(result, (RampError, InvalidInputError)) or not orders,
        f"an order was lost: {type(result).__name__}",
    )
    require(not isinstance(result, IntentBusyError), "an intent is held by nobody alive")
    require(orders or isinstance(result, AllProvidersFailedError), "an order is told that does not exist")
