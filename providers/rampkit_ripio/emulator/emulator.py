"""The emulator itself: four accounts behind one API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rampkit.sandbox.emulator import Emulator, SandboxConnection
from rampkit.sandbox.payments import Payment, Receipt
from rampkit.sandbox.world import World
from rampkit_ripio.emulator.account import Account, Stage
from rampkit_ripio.emulator.controls import Door
from rampkit_ripio.emulator.controls import routes_of as control_routes
from rampkit_ripio.emulator.customers import CUSTOMERS
from rampkit_ripio.emulator.fiat_accounts import FIAT_ACCOUNTS
from rampkit_ripio.emulator.histories import HISTORIES
from rampkit_ripio.emulator.kyc import KYC
from rampkit_ripio.emulator.markets import MARKETS
from rampkit_ripio.emulator.off_ramp import OFF_RAMP
from rampkit_ripio.emulator.on_ramp_orders import ON_RAMP_ORDERS
from rampkit_ripio.emulator.on_ramp_sessions import ON_RAMP_SESSIONS
from rampkit_ripio.emulator.outside_payments import pay
from rampkit_ripio.emulator.passing_time import catch_up
from rampkit_ripio.emulator.quotes import QUOTES
from rampkit_ripio.emulator.rails import COUNTRIES
from rampkit_ripio.emulator.refusals import not_found
from rampkit_ripio.emulator.resource import Answer, routes_of
from rampkit_ripio.emulator.sell_and_pay import SELL_AND_PAY
from rampkit_ripio.emulator.simulated_deposits import SIMULATED_DEPOSITS
from rampkit_ripio.emulator.support_tickets import SUPPORT_TICKETS
from rampkit_ripio.emulator.switches import Switches
from rampkit_ripio.emulator.terms import TERMS
from rampkit_ripio.emulator.tokens import TokenEndpoint
from rampkit_ripio.emulator.transactions import TRANSACTIONS

RESOURCES = (
    *CUSTOMERS,
    *TERMS,
    *KYC,
    *FIAT_ACCOUNTS,
    *QUOTES,
    *ON_RAMP_ORDERS,
    *ON_RAMP_SESSIONS,
    *OFF_RAMP,
    *TRANSACTIONS,
    *HISTORIES,
    *MARKETS,
    *SIMULATED_DEPOSITS,
    *SELL_AND_PAY,
    *SUPPORT_TICKETS,
)
"""Every documented path but the token's."""


class RipioEmulator(Emulator):
    """Ripio's Ramp API in memory: one partner account per country, none of them aware of the others."""

    code: ClassVar[str] = "ripio"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._stage = Stage(world)
        self._accounts: dict[str, Account] = {}
        self._open_accounts()

    def routes(self) -> Sequence[BaseRoute]:
        """The documented API; anything else answers 404 in the same envelope."""
        token = TokenEndpoint(self._stage, self._accounts)
        return [
            Route("/oauth2/token/", token),
            Route("/oauth2/token", token),
            *routes_of(RESOURCES, self._stage, self._accounts, catch_up),
            Route("/{path:path}", _nothing_here, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ]

    def controls(self) -> Sequence[BaseRoute]:
        """What a test may do from outside."""
        return control_routes(Door(self._stage, self._accounts, self._reset))

    def connections(self) -> Sequence[SandboxConnection]:
        """`ripio-ar`, `ripio-br`, `ripio-co` and `ripio-mx`."""
        return [account.connection for account in self._accounts.values()]

    def pay(self, payment: Payment) -> Receipt | None:
        """Bring money to an order, a session or a Sell and Pay of any account.

        Raises:
            PaymentRefusedError: It cannot be paid like that.
        """
        return pay(self._accounts.values(), payment)

    def _reset(self) -> None:
        """Forget everything but the world: its clock, its dice and what was delivered."""
        self._stage.switches = Switches()
        self._stage.held.clear()
        self._open_accounts()

    def _open_accounts(self) -> None:
        for code, country in COUNTRIES.items():
            self._accounts[code] = Account(country, self._stage, self.world.uuid())


async def _nothing_here(_: Request) -> Response:
    refusal = not_found()
    return Answer(refusal.envelope, refusal.status).response()
