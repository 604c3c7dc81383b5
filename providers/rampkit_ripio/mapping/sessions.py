"""Standing accounts: Ripio calls them sessions (pages on-ramp/create-on-ramp-session and the off-ramp's)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rampkit.errors import InvalidInputError, UnsupportedError
from rampkit.http import Commits, Request, path
from rampkit.models import (
    AccountPair,
    AccountStatus,
    Action,
    CryptoAddress,
    DepositAccount,
    Direction,
    Endpoint,
    Pair,
    Rail,
    SendCrypto,
    check_address,
)
from rampkit_ripio import assets, statuses, wire
from rampkit_ripio.mapping.instructions import folded, paying
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = [
    "KINDS",
    "Target",
    "address_for",
    "has_target",
    "is_of",
    "off_ramp_request",
    "on_ramp_request",
    "parse_off_ramp",
    "parse_on_ramp",
    "pays_to",
    "read_request",
    "standing_rail",
    "wallet_of",
]

KINDS = {Direction.ON_RAMP: "onrampSession", Direction.OFF_RAMP: "offrampSession"}
"""What Ripio calls the standing accounts of each direction."""

# Page on-ramp/retrieve-a-customer-on-ramp-session names CVU, CLABE and Bre-B keys. A permanent Pix key is
# announced only: https://ai.ripio.com/context.md
_STANDING = {"AR": Rail.TRANSFERS_3_0, "MX": Rail.SPEI, "CO": Rail.BRE_B}


def standing_rail(rail: Rail | None, view: View) -> Rail:
    """The one rail of the country that has permanent accounts.

    Raises:
        UnsupportedError: There is none, or *rail* is another one.
    """
    standing = _STANDING.get(view.country)
    if standing is None or rail not in {None, standing}:
        remedy = f"use {standing}" if standing else "use create_order"
        raise UnsupportedError(
            f"Ripio has no permanent account on this rail in {view.country}; {remedy}",
            connection=view.connection,
            operation="create_deposit_account",
        )
    return standing


def wallet_of(accounts: AccountPair, pair: Pair) -> CryptoAddress:
    """The wallet that the token of *pair* goes to. Ripio is told its address and nothing else.

    Raises:
        InvalidInputError: There is none, it is on another network, or it needs a memo.
    """
    wallet = accounts.destination
    if not isinstance(wallet, CryptoAddress):
        raise InvalidInputError("accounts.destination", "is not a wallet", remedy="say where the crypto goes")
    if wallet.network != str(pair.crypto.network):
        problem = f"is on {wallet.network}, not on {pair.crypto.network}"
        raise InvalidInputError("accounts.destination", problem, remedy="use another wallet")
    if wallet.memo is not None:
        remedy = "use a wallet that needs none"
        raise InvalidInputError("accounts.destination.memo", "cannot be told to Ripio", remedy=remedy)
    return wallet


@dataclass(frozen=True, slots=True)
class Target:
    """What deposits of a customer are to be converted to, and where that goes."""

    customer_id: str
    pair: Pair
    wallet: CryptoAddress

    def is_of_customer(self, item: Mapping[str, Any]) -> bool:
        """Whether a listed session is the customer's, whatever its target."""
        return is_of(self.customer_id, item)

    def is_in(self, item: Mapping[str, Any]) -> bool:
        """Whether a session has just this target."""
        told = (item.get("currency"), item.get("chain"), str(item.get("depositAddress")).lower())
        asked = (
            assets.asset_code(self.pair.crypto),
            assets.chain_code(self.pair),
            self.wallet.address.lower(),
        )
        return told == asked


def on_ramp_request(target: Target, rail: Rail, view: View) -> Request:
    """Create the customer's one session, or point it elsewhere (page on-ramp/create-on-ramp-session).

    The call is an upsert, and yet not to be resent: that could undo a change that somebody made meanwhile.
    """
    return Request(
        operation="create_deposit_account",
        method="POST",
        path=path("api", "v1", KINDS[Direction.ON_RAMP], ""),
        json={
            "customerId": target.customer_id,
            "paymentMethodType": assets.rail_code(view.country, rail),
            "chain": assets.chain_code(target.pair),
            "currency": assets.asset_code(target.pair.crypto),
            "depositAddress": target.wallet.address,
        },
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def off_ramp_request(account_id: str) -> Request:
    """Create deposit addresses that pay out to a payout account. A public client sends exactly this."""
    return Request(
        operation="create_deposit_account",
        method="POST",
        path=path("api", "v1", KINDS[Direction.OFF_RAMP], ""),
        json={"fiatAccountId": account_id},
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def read_request(session_id: str, direction: Direction, operation: str) -> Request:
    """Read a session (pages on-ramp/retrieve-an-on-ramp-session, off-ramp/retrieve-an-off-ramp-session)."""
    where = path("api", "v1", KINDS[direction], session_id, "")
    return Request(operation=operation, path=where, scope=SCOPE)


def is_of(customer_id: str | None, item: Mapping[str, Any]) -> bool:
    """Whether a listed session is the customer's, in whatever case its id is written; None: anybody's."""
    return customer_id is None or str(item.get("customerId")).lower() == customer_id.lower()


def pays_to(account_id: str, item: Mapping[str, Any]) -> bool:
    """Whether a listed session pays out to a payout account, in whatever case its id is written."""
    return str(item.get("fiatAccountId")).lower() == account_id.lower()


def has_target(account: DepositAccount, pair: Pair, wallet: Endpoint | None) -> bool:
    """Whether deposits are converted to just that token in just that wallet."""
    target = account.target
    if not isinstance(target, CryptoAddress) or not isinstance(wallet, CryptoAddress):
        return False
    return account.pair == pair and target.address.lower() == wallet.address.lower()


def parse_on_ramp(
    payload: Any, customer_id: str, view: View, *, asked: str | None = None, target: Target | None = None
) -> DepositAccount:
    """A virtual account, with the target Ripio holds for it.

    Raises:
        ValueError: It is another session or customer's, or its target is unknown or not the one wanted.
    """
    session = wire.OnRampSession.read(payload)
    _require_asked(session, customer_id, asked)
    if target is not None and not target.is_in(payload):
        raise ValueError("another target")
    token = assets.asset_of(session.currency, session.chain)
    if token is None or token.network is None:
        raise ValueError("an unknown target")
    status, word, action = _pay_in(session, view)
    return DepositAccount(
        connection=view.connection,
        deposit_account_id=session.sessionId,
        customer_id=session.customerId,
        pair=Pair(view.fiat, token),
        rail=_STANDING.get(view.country),
        status=status,
        target=CryptoAddress(address=session.depositAddress, network=token.network.name),
        actions=() if action is None else (action,),
        accepts=(view.fiat,),
        provider_status=word,
        created_at=session.createdAt,
        raw=view.keep(payload),
    )


def _pay_in(session: wire.OnRampSession, view: View) -> tuple[AccountStatus, str | None, Action | None]:
    """Whether the account can be used, Ripio's word for that, and how to pay in."""
    told = folded(session.fiatPaymentInstructions)
    word = told.get("status")
    # Older answers have no status: their account could be used as soon as it was there.
    status = AccountStatus.USABLE if word is None else statuses.account_status(str(word))
    action = paying(told, _STANDING.get(view.country), None, view)
    if status == AccountStatus.USABLE and action is None:
        status = AccountStatus.PENDING  # the key may be null for a while
    usable = status == AccountStatus.USABLE
    return status, None if word is None else str(word), action if usable else None


def parse_off_ramp(
    payload: Any,
    pair: Pair,
    customer_id: str,
    target: Endpoint | None,
    view: View,
    *,
    asked: str | None = None,
    payout_id: str | None = None,
) -> DepositAccount:
    """Deposit addresses, of which the one on the network of *pair* counts.

    Raises:
        ValueError: It is another session or customer's, pays out other money or to another account, or its
            address is none.
    """
    session = wire.OffRampSession.read(payload)
    _require_asked(session, customer_id, asked)
    if payout_id not in {None, session.fiatAccountId}:
        raise ValueError("another payout account")
    address = address_for(session, pair)
    steps = () if address is None else (SendCrypto(asset=pair.crypto, address=address),)
    return DepositAccount(
        connection=view.connection,
        deposit_account_id=session.sessionId,
        customer_id=session.customerId,
        pair=pair,
        rail=assets.rail_of(view.country, session.paymentMethodType),
        # A session has no status of its own; one without an address on this network cannot be paid into.
        status=AccountStatus.USABLE if steps else AccountStatus.PENDING,
        target=target,
        target_id=session.fiatAccountId,
        actions=steps,
        accepts=(pair.crypto,) if steps else (),
        created_at=session.createdAt,
        raw=view.keep(payload),
    )


def _require_asked(
    session: wire.OnRampSession | wire.OffRampSession, customer_id: str, asked: str | None
) -> None:
    if session.customerId != customer_id or asked not in {None, session.sessionId}:
        raise ValueError("another session")


def address_for(session: wire.OffRampSession, pair: Pair) -> str | None:
    """Where to send the token of *pair*; None where the session has no address for it on its network.

    Raises:
        ValueError: The session pays out other money, or the address cannot be one of the network.
    """
    network = pair.crypto.network
    if network is None or session.toCurrency.upper() != pair.fiat.symbol:
        raise ValueError("other money")
    token, chain = assets.asset_code(pair.crypto), assets.chain_code(pair)
    found = {
        item.address
        for item in session.depositAddresses
        if item.chain == chain and item.currency in {None, token}
    }
    if len(found) > 1:
        raise ValueError("two addresses on one network")
    return check_address(found.pop(), network) if found else None
