"""Simulated companies: what really happened to the orders, which is what every trace is judged by."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from rampkit.capabilities import Doubt, LookUp, Never, Replay
from rampkit.http import Request, Response, json_text

QUOTE_LIFE = timedelta(seconds=60)
KEY_LIFE = timedelta(hours=24)
SEEN_AFTER = timedelta(seconds=90)
"""How long a new order may stay invisible, where it becomes visible at all."""


@dataclass(frozen=True)
class Manner:
    """How a company works, and what its adapter declares of that."""

    name: str
    doubt: Doubt
    keeps: str = "nothing"
    """What an idempotency key stands for: nothing, orders, or answers (errors too)."""
    compares_body: bool = False
    """Whether another body under a known key makes another order; else it is ignored."""
    refuses_late: bool = False
    """Whether an order on an expired quote is refused."""
    hides_for: timedelta | None = None
    """How long an order may stay invisible; None: for ever."""

    @property
    def doubt_of_executing(self) -> Doubt:
        """What is declared of starting a movement: that a quote is over refuses no late request for it."""
        return LookUp(self.doubt.by) if isinstance(self.doubt, LookUp) else self.doubt

    @property
    def settles(self) -> bool:
        """Whether doubt about it can always be ended while its keys live."""
        if isinstance(self.doubt, Replay):
            return self.keeps != "answers"
        return isinstance(self.doubt, LookUp) and self.doubt.absence_final_after is not None


MANNERS = {
    manner.name: manner
    for manner in (
        Manner("stores-all", Replay(KEY_LIFE), keeps="answers"),
        Manner("stores-2xx", Replay(KEY_LIFE), keeps="orders"),
        Manner("body-makes-anew", Replay(KEY_LIFE), keeps="orders", compares_body=True),
        Manner("no-key-look-up", LookUp("reference")),
        Manner("no-key-never", Never()),
        Manner(
            "fenced-by-quote",
            LookUp("reference", absence_final_after=max(QUOTE_LIFE, SEEN_AFTER) + timedelta(seconds=10)),
            refuses_late=True,
            hides_for=SEEN_AFTER,
        ),
        # It declares an absence final that is not: the explorer has to find what comes of that.
        Manner("breaks-its-promise", LookUp("reference", absence_final_after=timedelta())),
    )
}
"""Every meaning of "idempotent" that companies are known to have, and the ways around having none."""


@dataclass(frozen=True)
class Held:
    """An order that a company holds."""

    id: str
    reference: str
    sent_at: int
    """The step of the world at which its request left."""
    sender: int
    """The call that sent it."""
    visible_at: datetime | None
    payments: int = 0
    executions: int = 0


@dataclass(frozen=True)
class Parcel:
    """A request that orders something, on its way."""

    request: Request
    sent_at: int
    sender: int


@dataclass
class Company:
    """One company: its books, and what it answers."""

    name: str
    manner: Manner
    orders: list[Held] = field(default_factory=list)
    kept: dict[tuple[str | None, str], tuple[datetime, Response]] = field(default_factory=dict)
    late: list[Parcel] = field(default_factory=list)
    """Requests whose sender has stopped listening before they arrived."""

    def copy(self) -> Company:
        """The same company in another world."""
        return Company(self.name, self.manner, [*self.orders], dict(self.kept), [*self.late])

    def take(self, parcel: Parcel, now: datetime, *, hidden: bool = False) -> Response:
        """Act on a request that orders something."""
        request = parcel.request
        known = self._known(request, now)
        if known is not None:
            return known
        if request.operation == "execute_order":
            answer = self._executed(request.path.split("/")[2])
        elif self.manner.refuses_late and datetime.fromisoformat(request.json["valid_until"]) < now:
            answer = Response(status=400, body=b"{}")
        elif not self._has_keys() and self._with_reference(request.json["reference"]):
            answer = Response(status=409, body=b"{}")
        else:
            answer = self._created(parcel, now, hidden=hidden)
        if answer.ok:
            self.keep(request, answer, now)
        return answer

    def keep(self, request: Request, answer: Response, now: datetime) -> None:
        """Keep *answer* under the request's key, where this company does."""
        if self._has_keys():
            self.kept[self._place(request)] = (now, answer)

    def _has_keys(self) -> bool:
        return self.manner.keeps != "nothing"

    def _known(self, request: Request, now: datetime) -> Response | None:
        kept_at, answer = self.kept.get(self._place(request), (now, None))
        return answer if now < kept_at + KEY_LIFE else None

    def _place(self, request: Request) -> tuple[str | None, str]:
        return request.idempotency_key, json_text(request.json) if self.manner.compares_body else ""

    def _with_reference(self, reference: str) -> bool:
        return any(order.reference == reference for order in self.orders)

    def _created(self, parcel: Parcel, now: datetime, *, hidden: bool) -> Response:
        visible_at = now if not hidden else (now + self.manner.hides_for if self.manner.hides_for else None)
        order = Held(
            id=f"{self.name}{len(self.orders)}",
            reference=parcel.request.json["reference"],
            sent_at=parcel.sent_at,
            sender=parcel.sender,
            visible_at=visible_at,
        )
        self.orders.append(order)
        return _told(order)

    def _executed(self, order_id: str) -> Response:
        order = self.order(order_id)
        return self._changed(replace(order, executions=order.executions + 1))

    def _changed(self, order: Held) -> Response:
        self.orders = [order if one.id == order.id else one for one in self.orders]
        return _told(order)

    def order(self, order_id: str) -> Held:
        """The order of that id."""
        return next(one for one in self.orders if one.id == order_id)

    def has(self, order_id: str | None) -> bool:
        """Whether there is such an order."""
        return any(one.id == order_id for one in self.orders)

    def pay(self, order_id: str) -> None:
        """Money arrives for an order. A company takes it whenever it comes, after the expiry too."""
        order = self.order(order_id)
        self._changed(replace(order, payments=order.payments + 1))

    def read(self, request: Request, now: datetime) -> Response:
        """Answer a question."""
        what, name = request.path.split("/")[1:3]
        if what == "quote":
            return _answer({"valid_until": (now + QUOTE_LIFE).isoformat()})
        seen = [one for one in self.orders if one.visible_at is not None and one.visible_at <= now]
        wanted = [one for one in seen if name == (one.reference if what == "find" else one.id)]
        if wanted:
            return _told(wanted[0])
        return _answer(None) if what == "find" else Response(status=404, body=b"{}")


def _told(order: Held) -> Response:
    # A second payment is sent back; the first one is kept.
    moving = order.payments > 0 or order.executions > 0
    status = "processing" if moving else "awaiting_payment"
    return _answer({"id": order.id, "status": status, "paid": order.payments > 0})


def _answer(content: object) -> Response:
    return Response(status=200, body=json.dumps(content).encode())
