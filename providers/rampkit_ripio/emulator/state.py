"""Everything an account holds, told at once: what a test looks at to prove what did not happen."""

from __future__ import annotations

from dataclasses import asdict

from rampkit_ripio.emulator import terms
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.records import Customer, FiatAccount, OddDeposit, SupportTicket, Transaction
from rampkit_ripio.emulator.switches import Switches


def state_of(account: Account) -> dict[str, object]:
    """Everything the account ever held, closed customers' too."""
    return {
        "customers": [_customer(account, each) for each in account.customers.values()],
        "fiatAccounts": [_fiat_account(account, each) for each in account.fiat_accounts.values()],
        "quotes": [
            {"quoteId": quote.quote_id, "used": quote.used, "expiration": account.stamp(quote.expires_at)}
            for quote in account.quotes.values()
        ],
        "transactions": [_transaction(account, each) for each in account.transactions.values()],
        "onRampSessions": list(account.on_ramp_sessions),
        "offRampSessions": list(account.off_ramp_sessions),
        "sellAndPays": [
            {"id": payment.sell_and_pay_id, "status": payment.status}
            for payment in account.sell_and_pays.values()
        ],
        "supportTickets": [_ticket(each) for each in account.tickets.values()],
        "oddDeposits": [_odd_deposit(account, each) for each in account.odd_deposits],
    }


def switches_of(switches: Switches) -> dict[str, object]:
    """The switches by name."""
    return asdict(switches)


def _transaction(account: Account, transaction: Transaction) -> dict[str, object]:
    return {
        "transactionId": transaction.transaction_id,
        "type": transaction.ramp.value,
        "status": transaction.status,
        "externalRef": transaction.external_ref,
        "quoteId": transaction.quote_id,
        "customerId": transaction.customer_id,
        "sessionId": transaction.session_id,
        "createdAt": account.stamp(transaction.created_at),
        "fromAmount": eight_decimals(transaction.price.from_amount),
        "fromCurrency": transaction.price.from_currency,
        "toAmount": eight_decimals(transaction.price.final_to_amount),
        "toCurrency": transaction.price.to_currency,
    }


def _customer(account: Account, customer: Customer) -> dict[str, object]:
    return {
        "customerId": customer.customer_id,
        "email": customer.email,
        "isActive": customer.active,
        "termsAccepted": terms.accepted(account, customer),
        "kyc": [submission.status for submission in customer.submissions],
    }


def _fiat_account(account: Account, fiat_account: FiatAccount) -> dict[str, object]:
    return {
        "fiatAccountId": fiat_account.fiat_account_id,
        "customerId": fiat_account.customer_id,
        "status": fiat_account.status(account.stage.now),
    }


def _ticket(ticket: SupportTicket) -> dict[str, object]:
    return {
        "ticketId": ticket.ticket_id,
        "status": ticket.status,
        "files": ticket.files,
        "resolved": ticket.resolved,
    }


def _odd_deposit(account: Account, deposit: OddDeposit) -> dict[str, object]:
    return {
        "paidTo": deposit.paid_to,
        "amount": eight_decimals(deposit.amount),
        "currency": deposit.currency,
        "oddity": deposit.oddity.value,
        "outcome": deposit.outcome,
        "at": account.stamp(deposit.at),
    }
