"""The emulator of Gnosis Ramp as the sandbox hosts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from starlette.routing import BaseRoute, Route

from rampkit.sandbox.emulator import Emulator, SandboxConnection
from rampkit.sandbox.payments import Payment, PaymentRefusedError, Receipt
from rampkit.sandbox.world import World
from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.accounts import AccountCalls
from rampkit_gnosis.emulator.controls import Controls
from rampkit_gnosis.emulator.customers import CustomerCalls
from rampkit_gnosis.emulator.deposits import Deposits
from rampkit_gnosis.emulator.discovery import DiscoveryCalls
from rampkit_gnosis.emulator.intents import IntentCalls
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.lifecycle import Lifecycle
from rampkit_gnosis.emulator.resource import Handler, Resource
from rampkit_gnosis.emulator.sign_in import SignInCalls
from rampkit_gnosis.emulator.webhooks import CONNECTION

BASE_PATHS = ("/v1", "/api/v1")
"""Both forms in use: guides at docs.ramp.gnosis.io/welcome/authentication, and the reference."""


class GnosisEmulator(Emulator):
    """Gnosis Ramp in memory, after docs.ramp.gnosis.io; see `invented` for what no page says."""

    code: ClassVar[str] = "gnosis"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._ledger = Ledger(world)
        self._lifecycle = Lifecycle(self._ledger)

    def routes(self) -> Sequence[BaseRoute]:
        """The documented calls, under both base paths."""
        resources = {**self._calls(), **self._legacy_calls(), "/{rest:path}": self._resource({})}
        # Not `Mount`: its pattern ends at a line break in a path, and another's answer would be given.
        return [Route(base + path, each) for base in BASE_PATHS for path, each in resources.items()]

    def controls(self) -> Sequence[BaseRoute]:
        """Move intents, flip switches, read the state, reset."""
        return Controls(self._ledger, self._lifecycle).routes()

    def connections(self) -> Sequence[SandboxConnection]:
        """The one project there is."""
        options = {
            "client_id": invented.CLIENT_ID,
            "client_secret": invented.CLIENT_SECRET,
            "webhook_secrets": invented.CLIENT_SECRET,
        }
        return [SandboxConnection(CONNECTION, self.code, options, base_path="/v1")]

    def pay(self, payment: Payment) -> Receipt | None:
        """Let a deposit of any amount reach an intent, after its end if it is to be late.

        Raises:
            PaymentRefusedError: The intent has not told anybody where to pay.
        """
        self._lifecycle.expire_due()
        intent = self._ledger.intents.get(payment.order)
        if intent is None:
            return None
        if intent.transaction is None:
            raise PaymentRefusedError(f"the intent is {intent.status}: it has asked for no money")
        amount = Decimal(intent.order.amount) if payment.amount is None else payment.amount
        if payment.late and not intent.is_final:
            self._lifecycle.expire(intent)
        Deposits(self._ledger, self._lifecycle).receive(intent, format(amount, "f"))
        currency = intent.order.corridor.source.code
        return Receipt(order=intent.id, amount=amount, currency=currency, status=intent.status.value)

    def _calls(self) -> dict[str, Resource]:
        customers, discovery = CustomerCalls(self._ledger), DiscoveryCalls(self._ledger)
        intents, sign_in = IntentCalls(self._ledger, self._lifecycle), SignInCalls(self._ledger)
        table: Mapping[str, Mapping[str, Handler]] = {
            "/auth/token": {"POST": sign_in.project_token},
            "/gnosispay/auth/nonce": {"GET": sign_in.nonce},
            "/gnosispay/auth/challenge": {"POST": sign_in.challenge},
            "/customers": {"GET": customers.all, "POST": customers.create},
            "/currencies/supported": {"GET": discovery.pairs},
            "/providers": {"GET": discovery.companies},
            "/intent/requirements": {"GET": discovery.requirements},
            "/intent/quote": {"GET": discovery.quote},
            "/intent": {"GET": intents.all, "POST": intents.create},
            "/intent/{id}": {"GET": intents.one},
            "/intent/{id}/transaction": {"GET": intents.transaction, "POST": intents.execute},
        }
        return {path: self._resource(handlers) for path, handlers in table.items()}

    def _legacy_calls(self) -> dict[str, Resource]:
        accounts, customers = AccountCalls(self._ledger), CustomerCalls(self._ledger)
        table: Mapping[str, Mapping[str, Handler]] = {
            "/customers/token-exchange": {"POST": customers.exchange},
            "/external-accounts/requirements": {"GET": accounts.requirements},
            "/customers/external-accounts": {"GET": accounts.all, "POST": accounts.create},
            "/customers/{id}/external-accounts": {"POST": accounts.create_for},
        }
        return {path: self._resource(handlers, legacy=True) for path, handlers in table.items()}

    def _resource(self, handlers: Mapping[str, Handler], *, legacy: bool = False) -> Resource:
        return Resource(self._ledger, self._lifecycle, handlers, legacy=legacy)
