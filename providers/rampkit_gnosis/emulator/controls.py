"""What a test does from outside: move an intent, flip a switch, look into the books."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.answers import json_answer
from rampkit_gnosis.emulator.deposits import Deposits
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.lifecycle import IllegalMoveError, Lifecycle
from rampkit_gnosis.emulator.records import Deposit, Intent, JsonObject
from rampkit_gnosis.emulator.resource import Handler
from rampkit_gnosis.emulator.timestamps import stamp
from rampkit_gnosis.emulator.tokens import issue_token

SUBJECT_SECONDS = 3600
"""Life of a subject token made by a control call."""

Move = Callable[[Intent, JsonObject], None]
"""One control call's effect on an intent."""


class Controls:
    """The control calls; none of them shares a path with a documented one."""

    def __init__(self, ledger: Ledger, lifecycle: Lifecycle) -> None:
        self._ledger = ledger
        self._lifecycle = lifecycle
        self._deposits = Deposits(ledger, lifecycle)

    def routes(self) -> Sequence[BaseRoute]:
        """All control calls."""
        return [
            Route("/intents/{id}/{move}", _told(self._move), methods=["POST"]),
            Route("/state", self._state, methods=["GET"]),
            Route("/switches", self._show_switches, methods=["GET"]),
            Route("/switches", _told(self._flip_switches), methods=["POST"]),
            Route("/subject-tokens", _told(self._subject_token), methods=["POST"]),
            Route("/reset", self._reset, methods=["POST"]),
        ]

    async def _move(self, request: Request) -> Response:
        """Move an intent."""
        self._lifecycle.expire_due()
        intent = self._ledger.intents.get(request.path_params["id"])
        move = self._moves().get(request.path_params["move"])
        if intent is None or move is None:
            return _problem(404, "no such intent" if intent is None else "no such move")
        move(intent, await _options(request))
        return json_answer(_summary(intent))

    def _moves(self) -> Mapping[str, Move]:
        life = self._lifecycle
        return {
            "open-compliance": lambda intent, _: life.open_compliance(intent),
            "approve": lambda intent, _: life.approve(intent),
            "reject": lambda intent, options: life.reject(intent, _text(options, "reason", invented.REFUSAL)),
            "confirm": lambda intent, _: life.confirm(intent),
            "deposit": self._deposit,
            "pay": lambda intent, _: life.pay(intent),
            "settle": lambda intent, _: life.settle(intent),
            "fail": lambda intent, options: life.fail(intent, _text(options, "reason", invented.FAILURE)),
            "expire": lambda intent, _: life.expire(intent),
            "cancel": lambda intent, _: life.cancel(intent),
        }

    def _deposit(self, intent: Intent, options: JsonObject) -> None:
        self._deposits.receive(intent, _text(options, "amount", intent.order.amount))

    async def _state(self, _request: Request) -> Response:
        """Everything that was ever created, oldest first."""
        self._lifecycle.expire_due()
        intents = list(self._ledger.intents.values())
        counts = {
            "customers": len(self._ledger.customers),
            "intents": len(intents),
            "transactions": sum(each.transaction is not None for each in intents),
            "externalAccounts": len(self._ledger.accounts),
            "intentsByStatus": dict(Counter(each.status.value for each in intents)),
        }
        return json_answer({"counts": counts, "intents": [_summary(each) for each in intents]})

    async def _show_switches(self, _request: Request) -> Response:
        return json_answer(self._ledger.switches.as_json())

    async def _flip_switches(self, request: Request) -> Response:
        """Change the switches named in the body and show them all."""
        self._ledger.switches = self._ledger.switches.flipped(await _options(request))
        return json_answer(self._ledger.switches.as_json())

    async def _subject_token(self, request: Request) -> Response:
        """Make a token of an outside identity provider that the emulator trusts."""
        subject = _text(await _options(request), "subject", "subject-1")
        return json_answer({"token": issue_token(self._ledger.world, "subject", subject, SUBJECT_SECONDS)})

    async def _reset(self, _request: Request) -> Response:
        """Forget everything; clock, dice and deliveries belong to the world and stay."""
        self._ledger.clear()
        return Response(status_code=204)


def _told(handler: Handler) -> Handler:
    """Answer 409 to a move that cannot be made and 400 to a body that cannot be meant."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except IllegalMoveError as problem:
            return _problem(409, str(problem))
        except ValueError as problem:
            return _problem(400, str(problem))

    return answer


def _summary(intent: Intent) -> JsonObject:
    transaction = intent.transaction
    return {
        "id": intent.id,
        "customer": intent.customer.id,
        "status": intent.status.value,
        "type": intent.order.corridor.direction,
        "src": intent.order.corridor.source.code,
        "dest": intent.order.corridor.destination.code,
        "srcAmount": intent.order.amount,
        "rail": intent.order.rail,
        "provider": intent.order.company.id,
        "autoExecute": intent.order.auto_execute,
        "idempotencyKey": intent.create_key,
        "executeIdempotencyKey": intent.execute_key,
        "transaction": transaction and {"id": transaction.id, "status": transaction.status.value},
        "deposits": [_deposit(each) for each in intent.deposits],
    }


def _deposit(deposit: Deposit) -> JsonObject:
    return {"amount": f"{deposit.amount:f}", "at": stamp(deposit.at), "arrival": deposit.arrival.value}


async def _options(request: Request) -> JsonObject:
    """The body of a control call; an empty one says nothing."""
    raw = await request.body()
    options: Any = json.loads(raw) if raw else {}
    if not isinstance(options, dict):
        raise ValueError("the body is a JSON object")  # noqa: TRY004  # a caller's mistake, told like the others
    return cast("JsonObject", options)


def _text(options: JsonObject, name: str, default: str) -> str:
    value = options.get(name, default)
    if not isinstance(value, str):
        raise ValueError(f"{name} is a text")  # noqa: TRY004  # a caller's mistake, told like the others
    return value


def _problem(status: int, message: str) -> Response:
    return json_answer({"error": message}, status)
