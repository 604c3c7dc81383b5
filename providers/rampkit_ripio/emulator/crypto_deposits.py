"""Crypto reaches the address of an off-ramp session: as expected, or otherwise."""

from __future__ import annotations

from decimal import Decimal

from rampkit_ripio.emulator import lifecycle, odd_deposits, pricing, rails
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.odd_deposits import Deposit
from rampkit_ripio.emulator.records import Oddity, OffRampSession, Transaction
from rampkit_ripio.emulator.refusals import invalid


def pay_session(
    account: Account, session: OffRampSession, chain: str, currency: str, deposit: Deposit
) -> Transaction | None:
    """Bring *deposit* to the address on *chain*; return its transaction, or None where it leaves no trace."""
    transaction = _transaction(account, session, chain, currency, deposit.amount)
    # Late is what comes when it cannot be paid out any more.
    payable = account.fiat_accounts[session.fiat_account_id].status(account.stage.now) == "ENABLED"
    open_ = payable and account.belongs_to_active(session.customer_id)
    oddity = pricing.oddity(account, transaction.price) if open_ else Oddity.LATE
    return odd_deposits.land(account, transaction, oddity, deposit)


def _transaction(
    account: Account, session: OffRampSession, chain: str, currency: str, amount: Decimal
) -> Transaction:
    """What crypto on the session's address becomes, at the rate of the moment."""
    if (chain, currency) not in rails.tokens_of(account.country):
        raise invalid({"currency": [f"{currency} on {chain} is not traded here."]})
    world, now = account.stage.world, account.stage.now
    return Transaction(
        transaction_id=world.uuid(),
        created_at=now,
        updated_at=now,
        customer_id=session.customer_id,
        quote_id=world.uuid(),
        external_ref=None,
        price=pricing.price(account, currency, session.to_currency, amount),
        chain=chain,
        rail=session.rail,
        deposit_address=session.deposit_addresses[chain],
        status="PENDING",
        session_id=session.session_id,
        fiat_account_id=session.fiat_account_id,
        txn_hash=lifecycle.transaction_hash(account),
    )
