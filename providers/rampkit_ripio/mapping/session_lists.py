"""Lists of standing accounts, which Ripio calls sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Request, path
from rampkit.models import AccountStatus, Asset, DepositAccount, Direction, Pair, SendCrypto
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.sessions import KINDS, address_for, is_of, parse_on_ramp
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["customers_session_request", "parse_addresses", "parse_virtual_account", "sessions_request"]


def sessions_request(direction: Direction, operation: str) -> Request:
    """List the sessions of all customers: no page shows a filter.

    Pages on-ramp/list-on-ramp-sessions and off-ramp/list-off-ramp-sessions.
    """
    return Request(operation=operation, path=path("api", "v1", KINDS[direction], ""), scope=SCOPE)


def customers_session_request(customer_id: str, operation: str) -> Request:
    """Read the on-ramp session of one customer (page on-ramp/retrieve-a-customer-on-ramp-session).

    The page does not show the path of its call: this one is a guess.
    """
    where = path("api", "v1", "customers", customer_id, KINDS[Direction.ON_RAMP], "")
    return Request(operation=operation, path=where, scope=SCOPE)


def parse_virtual_account(
    item: Mapping[str, Any], view: View, *, customer_id: str | None
) -> DepositAccount | None:
    """An on-ramp session; None if it is another customer's, or of a token or network nobody has words for."""
    session = wire.OnRampSession.read(item)
    if not is_of(customer_id, item) or assets.asset_of(session.currency, session.chain) is None:
        return None
    return parse_on_ramp(item, session.customerId, view)


def parse_addresses(
    item: Mapping[str, Any], view: View, *, customer_id: str | None, tokens: Sequence[Asset]
) -> DepositAccount | None:
    """An off-ramp session, with an address for each of *tokens* that it takes.

    None if it is another customer's, pays out other money or takes none of them.
    """
    session = wire.OffRampSession.read(item)
    steps = tuple(_sending(session, tokens, view))
    if not is_of(customer_id, item) or not steps:
        return None
    return DepositAccount(
        connection=view.connection,
        deposit_account_id=session.sessionId,
        customer_id=session.customerId,
        pair=Pair(steps[0].asset, view.fiat),
        rail=assets.rail_of(view.country, session.paymentMethodType),
        status=AccountStatus.USABLE,
        target_id=session.fiatAccountId,
        actions=steps,
        accepts=tuple(step.asset for step in steps),
        created_at=session.createdAt,
        raw=view.keep(item),
    )


def _sending(session: wire.OffRampSession, tokens: Sequence[Asset], view: View) -> Iterator[SendCrypto]:
    """How each token is sent; one without an address that can be paid is left out."""
    for token in tokens:
        try:
            address = address_for(session, Pair(token, view.fiat))
        except (InvalidInputError, ValueError):
            continue
        if address is not None:
            yield SendCrypto(asset=token, address=address)
