"""The simulated world: time, companies, a payer, and a journal whose claims outlive the dead for a lease."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from choices import Choices
from companies import Company, Parcel
from ramp import START

from rampkit.errors import AnswerLostError, NotSentError
from rampkit.http import Commits, Request, Response
from rampkit.journal import MemoryJournal

LEASE = timedelta(seconds=20)
ERRORS = {"500": 500, "429": 429, "401": 401}
BEFORE = ("500", "429", "401", "not sent", "lost on the way")
AFTER = ("500 after commit", "answer lost", "answer cut", "arrives late")
TWICE = ("arrives twice",)
HIDING = ("accepted and hidden", "answer lost and hidden")


class LeasedJournal(MemoryJournal):
    """The real journal in memory; a claim whose worker is dead or asleep can be taken over after its lease.

    Everything else, fences above all, is `MemoryJournal`'s own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self._taken: dict[str, datetime] = {}

    def is_free(self, intent_id) -> bool:
        """Whether a claim would be given: nobody has it, or had it for too long."""
        return intent_id not in self._claimed or self.now >= self._taken[intent_id] + LEASE

    def claim(self, intent_id):
        if self.is_free(intent_id):
            self._claimed.discard(intent_id)
        claim = super().claim(intent_id)
        if claim is not None:
            self._taken[intent_id] = self.now
        return claim

    def copy(self) -> LeasedJournal:
        """The same journal in another world; records never change."""
        twin = copy.copy(self)
        twin._records = {name: [*records] for name, records in self._records.items()}
        twin._fences = self._fences.copy()
        twin._claimed = {*self._claimed}
        twin._taken = dict(self._taken)
        return twin


@dataclass(frozen=True)
class Budget:
    """How much may still go wrong, or happen besides."""

    faults: int = 0
    crashes: int = 0
    switches: int = 0
    refusals: int = 0
    payments: int = 0

    def less(self, **spent: int) -> Budget:
        """What is left after *spent*."""
        return replace(self, **{name: getattr(self, name) - count for name, count in spent.items()})


@dataclass
class World:
    """Everything outside the code that is being proved."""

    companies: dict[str, Company]
    budget: Budget
    journal: LeasedJournal = field(default_factory=LeasedJournal)
    step: int = 0
    calls: int = 0
    shown: list[tuple[str, str]] = field(default_factory=list)
    """Company and order that the payer was told how to pay."""
    failed: list[tuple[int, int]] = field(default_factory=list)
    """Call and first step of each call that told that nothing exists."""

    def copy(self) -> World:
        """A world that can go another way from here."""
        companies = {name: company.copy() for name, company in self.companies.items()}
        return replace(
            self,
            companies=companies,
            journal=self.journal.copy(),
            shown=[*self.shown],
            failed=[*self.failed],
        )

    def now(self) -> datetime:
        """The date and time: this is the clock of deadlines as well."""
        return self.journal.now

    def monotonic(self) -> float:
        """Seconds since the world began."""
        return (self.journal.now - START).total_seconds()

    def pass_time(self, span: timedelta) -> None:
        """Let time pass."""
        self.journal.now += span

    def spend(self, **spent: int) -> None:
        """Take from the budget."""
        self.budget = self.budget.less(**spent)

    def orders(self):
        """Every order that exists, with its company."""
        return [(name, order) for name, company in self.companies.items() for order in company.orders]

    def others_act(self, choices: Choices) -> None:
        """The payer pays what was shown, and late requests arrive: as often as they may, or not now."""
        while True:
            deeds = ["nothing", *self._payments(), *self._arrivals()]
            deed = choices.pick("meanwhile", deeds)
            if deed == "nothing":
                return
            what, name, *order = deed.split()
            if what == "pay":
                self.spend(payments=1)
                self.companies[name].pay(order[0])
            else:
                self._arrived(self.companies[name])

    def _payments(self) -> list[str]:
        return [f"pay {name} {order}" for name, order in self.shown] if self.budget.payments else []

    def _arrivals(self) -> list[str]:
        return [f"arrival {name}" for name, company in self.companies.items() if company.late]

    def _arrived(self, company: Company) -> None:
        company.take(company.late.pop(0), self.now())

    def arrive(self) -> None:
        """Whatever is still on its way arrives."""
        for company in self.companies.values():
            while company.late:
                self._arrived(company)

    def under_way(self) -> bool:
        """Whether anything is still on its way."""
        return any(company.late for company in self.companies.values())

    def held_back(self) -> list[tuple[str, Parcel]]:
        """Whatever is still on its way, taken out of it; see `deliver`."""
        held = [(name, parcel) for name, company in self.companies.items() for parcel in company.late]
        for company in self.companies.values():
            company.late.clear()
        return held

    def deliver(self, held: list[tuple[str, Parcel]]) -> None:
        """What was held back arrives."""
        for name, parcel in held:
            self.companies[name].take(parcel, self.now())

    def answer(self, send, sender: int, choices: Choices) -> Response:
        """What comes back for a request, or the error instead of it."""
        self.others_act(choices)
        company = self.companies[send.connection]
        if send.request.commits is not Commits.ORDER:
            return self._read(company, send, choices)
        parcel = Parcel(send.request, self.step, sender)
        ways = self._ways(send.request)
        way = choices.pick(f"{company.name} {send.request.operation}", ways)
        if way == "accepted":
            return company.take(parcel, self.now())
        if way == "refused":
            self.spend(refusals=1)
            return self._refused(company, parcel, 400)
        self.spend(faults=1)
        return self._faulty(company, parcel, way)

    def _ways(self, request: Request) -> list[str]:
        creates, keyed = request.operation == "create_order", request.idempotency_key is not None
        faults = (
            *BEFORE,
            *AFTER,
            *(TWICE if creates or keyed else ()),
            *(HIDING if creates else ()),
        )
        refusal = ["refused"] if self.budget.refusals else []
        return ["accepted", *refusal, *(faults if self.budget.faults else ())]

    def _faulty(self, company: Company, parcel: Parcel, way: str) -> Response:
        if way in ERRORS:
            return self._refused(company, parcel, ERRORS[way])
        if way == "not sent":
            raise NotSentError("no route", connection=company.name)
        if way == "arrives late":
            company.late.append(parcel)
        elif way != "lost on the way":
            answer = company.take(parcel, self.now(), hidden=way in HIDING)
            if way == "accepted and hidden":
                return answer
            if way == "arrives twice":
                return company.take(parcel, self.now())
            if way == "answer cut":
                return replace(answer, body=answer.body[:-1])
            if way == "500 after commit":
                return self._refused(company, parcel, 500)
        raise AnswerLostError("silence", connection=company.name)

    def _refused(self, company: Company, parcel: Parcel, status: int) -> Response:
        """An error; where errors are kept under a key, this one is, unless it came before all work."""
        answer = Response(status=status, body=b"{}")
        if company.manner.keeps == "answers" and status in {400, 500}:
            company.keep(parcel.request, answer, self.now())
        return answer

    def _read(self, company: Company, send, choices: Choices) -> Response:
        ways = ["told", *(["answer lost", "500"] if self.budget.faults else [])]
        way = choices.pick(f"{company.name} {send.request.operation}", ways)
        if way == "told":
            return company.read(send.request, self.now())
        self.spend(faults=1)
        if way == "500":
            return Response(status=500, body=b"{}")
        raise AnswerLostError("silence", connection=company.name)
