"""What a test may do from outside, on paths of its own: pay, settle, fail, approve, flip a switch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rampkit_ripio.emulator import (
    jsontext,
    kyc,
    lifecycle,
    off_ramp,
    on_ramp_sessions,
    qr_payments,
    support_tickets,
    transactions,
    webhooks,
)
from rampkit_ripio.emulator.account import Account, Stage
from rampkit_ripio.emulator.fields import AMOUNT
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.records import SellAndPay, Transaction
from rampkit_ripio.emulator.refusals import Refusal
from rampkit_ripio.emulator.state import state_of, switches_of

R = TypeVar("R")


class UnknownError(Exception):
    """No account knows the id."""


@dataclass(frozen=True, slots=True)
class Order:
    """A control call: the ids in its path and the JSON object it brought."""

    path: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Mapping[str, object] = field(default_factory=dict[str, object])

    def text(self, name: str, default: str) -> str:
        """A string from the body."""
        value = self.body.get(name, default)
        if not isinstance(value, str):
            raise ValueError(f"{name} is a string")  # noqa: TRY004  # one error for everything a body gets wrong
        return value

    def amount(self) -> Decimal:
        """The amount in the body, a string or a number."""
        value = self.body.get("amount")
        text = str(value) if isinstance(value, str | int | Decimal) else ""
        if not AMOUNT.fullmatch(text):
            raise ValueError("amount is a decimal with at most 8 decimals")
        return Decimal(text)


@dataclass(frozen=True, slots=True)
class Controls:
    """The control calls over all accounts."""

    stage: Stage
    accounts: Mapping[str, Account]
    reset: Callable[[], None]

    def routes(self) -> list[Route]:
        """One route per control call; the sandbox decides below which prefix."""
        orders = "/orders/{id}"
        return [
            _route("GET", "/state", self._state),
            _route("GET", "/switches", lambda _: switches_of(self.stage.switches)),
            _route("POST", "/switches", self._switch),
            _route("POST", "/webhooks/release", self._release),
            _route("POST", "/tokens/expire", self._expire_tokens),
            _route("POST", "/reset", self._reset),
            _route("POST", f"{orders}/pay", self._pay),
            _route("POST", f"{orders}/settle", self._settle),
            _route("POST", f"{orders}/fail", self._fail),
            _route("POST", f"{orders}/cancel", self._cancel),
            _route("POST", f"{orders}/expire", self._cancel),
            _route("POST", f"{orders}/refund", self._refund),
            _route("POST", "/quotes/{id}/expire", self._expire_quote),
            _route("POST", "/customers/{id}/approve", self._approve),
            _route("POST", "/customers/{id}/reject", self._reject),
            _route("POST", "/customers/{id}/reusable-kyc", self._know),
            _route("POST", "/fiat-accounts/{id}/enable", self._enable),
            _route("POST", "/fiat-accounts/{id}/disable", self._disable),
            _route("POST", "/onramp-sessions/{id}/deposit", self._pay_in),
            _route("POST", "/offramp-sessions/{id}/deposit", self._send_crypto),
            _route("POST", "/sell-and-pays/{id}/deposit", self._qr(qr_payments.receive)),
            _route("POST", "/sell-and-pays/{id}/block", self._qr(qr_payments.block)),
            _route("POST", "/sell-and-pays/{id}/settle", self._qr(qr_payments.settle)),
            _route("POST", "/support-tickets/{id}/register", self._register_ticket),
            _route("POST", "/support-tickets/{id}/fail", self._fail_ticket),
        ]

    def _state(self, _: Order) -> object:
        return {"accounts": {code: state_of(account) for code, account in self.accounts.items()}}

    def _switch(self, order: Order) -> object:
        self.stage.switches = self.stage.switches.changed(order.body)
        return switches_of(self.stage.switches)

    def _release(self, order: Order) -> object:
        return {"released": webhooks.release(self.stage, backwards=order.body.get("backwards") is True)}

    def _expire_tokens(self, _: Order) -> object:
        for account in self.accounts.values():
            account.tokens.clear()
        return {}

    def _reset(self, _: Order) -> object:
        self.reset()
        return {}

    def _pay(self, order: Order) -> object:
        late = order.body.get("late") is True
        return self._moved(order, lambda account, each: lifecycle.receive(account, each, late=late))

    def _settle(self, order: Order) -> object:
        until = order.text("until", "COMPLETED")
        return self._moved(order, lambda account, each: lifecycle.settle(account, each, until=until))

    def _fail(self, order: Order) -> object:
        status, reason = order.text("status", "FAILED"), order.text("reason", "INVALID_DESTINATION")
        return self._moved(
            order, lambda account, each: lifecycle.fail(account, each, status=status, reason=reason)
        )

    def _cancel(self, order: Order) -> object:
        """Cancel or expire: no page tells them apart, `status` may."""
        status = order.text("status", "CANCELLED")
        return self._moved(order, lambda account, each: lifecycle.cancel(account, each, status=status))

    def _refund(self, order: Order) -> object:
        return self._moved(order, lifecycle.refund)

    def _moved(self, order: Order, move: Callable[[Account, Transaction], None]) -> object:
        account, transaction = self._find(order, lambda each: each.transactions)
        move(account, transaction)
        return transactions.show(account, transaction)

    def _expire_quote(self, order: Order) -> object:
        account, quote = self._find(order, lambda each: each.quotes)
        quote.expires_at = account.stage.now
        return {"quoteId": quote.quote_id, "expiration": account.stamp(quote.expires_at)}

    def _approve(self, order: Order) -> object:
        return self._reviewed(order, "COMPLETED")

    def _reject(self, order: Order) -> object:
        return self._reviewed(order, "FAILED")

    def _reviewed(self, order: Order, status: str) -> object:
        account, customer = self._find(order, lambda each: each.customers)
        return {"submissionId": kyc.move(account, customer, status).submission_id, "status": status}

    def _know(self, order: Order) -> object:
        _, customer = self._find(order, lambda each: each.customers)
        customer.known_to_ripio = True
        return {"customerId": customer.customer_id}

    def _enable(self, order: Order) -> object:
        account, fiat_account = self._find(order, lambda each: each.fiat_accounts)
        fiat_account.disabled, fiat_account.enabled_at = False, account.stage.now
        return {"status": fiat_account.status(account.stage.now)}

    def _disable(self, order: Order) -> object:
        account, fiat_account = self._find(order, lambda each: each.fiat_accounts)
        fiat_account.disabled = True
        return {"status": fiat_account.status(account.stage.now)}

    def _pay_in(self, order: Order) -> object:
        account, session = self._find(order, lambda each: each.on_ramp_sessions)
        return transactions.show(account, on_ramp_sessions.deposit(account, session, order.amount()))

    def _send_crypto(self, order: Order) -> object:
        account, session = self._find(order, lambda each: each.off_ramp_sessions)
        chain, currency = order.text("chain", "BASE"), order.text("currency", "USDC")
        transaction = off_ramp.deposit(account, session, chain, currency, order.amount())
        return transactions.show(account, transaction)

    def _qr(self, move: Callable[[Account, SellAndPay], None]) -> Callable[[Order], object]:
        def moved(order: Order) -> object:
            account, payment = self._find(order, lambda each: each.sell_and_pays)
            move(account, payment)
            return {"id": payment.sell_and_pay_id, "status": payment.status}

        return moved

    def _register_ticket(self, order: Order) -> object:
        return self._registered(order, failed=False)

    def _fail_ticket(self, order: Order) -> object:
        return self._registered(order, failed=True)

    def _registered(self, order: Order, *, failed: bool) -> object:
        account, ticket = self._find(order, lambda each: each.tickets)
        support_tickets.register(account, ticket, failed=failed)
        return {"ticketId": ticket.ticket_id, "status": ticket.status, "issueKey": ticket.issue_key}

    def _find(self, order: Order, kept: Callable[[Account], Mapping[str, R]]) -> tuple[Account, R]:
        wanted = order.path["id"].lower()
        found: Iterator[tuple[Account, R]] = (
            (account, kept(account)[wanted]) for account in self.accounts.values() if wanted in kept(account)
        )
        try:
            return next(found)
        except StopIteration:
            raise UnknownError(f"nothing here has the id {wanted}") from None


def _route(method: str, path: str, run: Callable[[Order], object]) -> Route:
    async def endpoint(request: Request) -> Response:
        text = await request.body()
        try:
            body = jsontext.read(text or b"{}")
            if not isinstance(body, dict):
                raise ValueError("a control call takes a JSON object")  # noqa: TRY004, TRY301
            answer = run(Order(request.path_params, cast("dict[str, object]", body)))
        except UnknownError as error:
            return _json({"error": str(error)}, 404)
        except ImpossibleMoveError as error:
            return _json({"error": str(error)}, 409)
        except (ValueError, Refusal) as error:
            return _json({"error": str(error)}, 422)
        return _json(answer, 200)

    return Route(path, endpoint, methods=[method])


def _json(value: object, status: int) -> Response:
    return Response(jsontext.write(value), status, media_type="application/json")
