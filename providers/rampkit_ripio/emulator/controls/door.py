"""A control call: its path, what it brought, and how the answer gets out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar, cast, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rampkit_ripio.emulator import jsontext
from rampkit_ripio.emulator.account import Account, Stage
from rampkit_ripio.emulator.fields import AMOUNT
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.odd_deposits import RefusedDepositError
from rampkit_ripio.emulator.passing_time import catch_up
from rampkit_ripio.emulator.refusals import Refusal
from rampkit_ripio.emulator.switches import Outcome

R = TypeVar("R")


class UnknownError(Exception):
    """No account knows the id."""


@dataclass(frozen=True, slots=True)
class Door:
    """What a control can reach."""

    stage: Stage
    accounts: Mapping[str, Account]
    reset: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody outside wants: the ids in the path and the JSON object of the body."""

    door: Door
    path: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Mapping[str, object] = field(default_factory=dict[str, object])

    def text(self, name: str, default: str) -> str:
        """A string from the body."""
        value = self.body.get(name, default)
        if not isinstance(value, str):
            raise ValueError(f"{name} is a string")  # noqa: TRY004  # one error for everything a body gets wrong
        return value

    def flag(self, name: str) -> bool:
        """Whether the body says true."""
        return self.body.get(name) is True

    def amount(self, default: Decimal | None = None) -> Decimal:
        """The amount in the body, a string or a number."""
        if "amount" not in self.body and default is not None:
            return default
        value = self.body.get("amount")
        text = str(value) if isinstance(value, str | int | Decimal) else ""
        if not AMOUNT.fullmatch(text) or not Decimal(text):
            raise ValueError("amount is a positive decimal with at most 8 decimals")
        return Decimal(text)

    def outcome(self) -> Outcome | None:
        """What shall become of an odd deposit, where the body says it."""
        outcome = self.body.get("outcome")
        if outcome is not None and outcome not in get_args(Outcome):
            raise ValueError(f"outcome is one of {', '.join(get_args(Outcome))}")
        return cast("Outcome | None", outcome)

    def find(self, kept: Callable[[Account], Mapping[str, R]]) -> tuple[Account, R]:
        """Whatever has the id of the path, and the account it belongs to."""
        wanted = self.path["id"].lower()
        for account in self.door.accounts.values():
            if wanted in kept(account):
                return account, kept(account)[wanted]
        raise UnknownError(f"no account knows {self.path['id']}")


@dataclass(frozen=True, slots=True)
class Control:
    """One call from outside, and what it does."""

    method: str
    path: str
    run: Callable[[Order], object]

    def route(self, door: Door) -> Route:
        """The route of this control."""

        async def endpoint(request: Request) -> Response:
            try:
                body = jsontext.read(await request.body() or b"{}")
                answer = self._answer(Order(door, request.path_params, _members(body)))
            except UnknownError as error:
                return _json({"error": str(error)}, 404)
            except ImpossibleMoveError as error:
                return _json({"error": str(error)}, 409)
            except (ValueError, Refusal, RefusedDepositError) as error:
                return _json({"error": str(error)}, 422)
            return _json(answer, 200)

        return Route(self.path, endpoint, methods=[self.method])

    def _answer(self, order: Order) -> object:
        for account in order.door.accounts.values():
            catch_up(account)
        return self.run(order)


def _members(body: object) -> dict[str, object]:
    if not isinstance(body, dict):
        raise ValueError("a control call takes a JSON object")  # noqa: TRY004  # a wrong body, like any other
    return cast("dict[str, object]", body)


def _json(value: object, status: int) -> Response:
    return Response(jsontext.write(value), status, media_type="application/json")
