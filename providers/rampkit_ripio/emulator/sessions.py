"""What on-ramp and off-ramp sessions have in common: they are listed, found and hold transactions alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from rampkit_ripio.emulator import transactions
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.pages import created_between, page
from rampkit_ripio.emulator.refusals import not_found
from rampkit_ripio.emulator.resource import Answer, Call


class Session(Protocol):
    """A standing way to pay in."""

    session_id: str
    customer_id: str
    created_at: datetime


S = TypeVar("S", bound=Session)


def listed(call: Call, sessions: Mapping[str, S], show: Callable[[Account, S], object]) -> Answer:
    """A page of active customers' *sessions* (docs.ripio.com/ramps-api/on-ramp/list-on-ramp-sessions)."""
    account = call.account
    visible = [each for each in sessions.values() if account.belongs_to_active(each.customer_id)]
    return Answer(page(call, created_between(call, visible), lambda each: show(account, each), "results"))


def found(call: Call, sessions: Mapping[str, S]) -> S:
    """The session in the path, unless its customer was deactivated."""
    session = sessions.get(call.path["sessionId"].lower())
    if session is None or not call.account.belongs_to_active(session.customer_id):
        raise not_found()
    return session


def moved(account: Account, session: Session) -> dict[str, object]:
    """The transactions of a *session*, newest first, under the key that the switch names."""
    shown = [
        transactions.show(account, transaction)
        for transaction in account.visible_transactions()
        if transaction.session_id == session.session_id
    ]
    return {account.stage.switches.session_items: shown}
