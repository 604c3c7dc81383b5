"""Points on which Ripio's pages and their readers disagree, one by one: both readings are served.

Most have more to say in the tests of their own subject; here each has one case, named by its number. The
emulator's own cases (`emulator/test_contradictions.py`) show that it can be on either side.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rampkit.errors import (
    AuthenticationError,
    InvalidInputError,
    RampError,
    TermsNotAcceptedError,
    UnsupportedError,
)
from rampkit.http import Flow, Request, Response
from rampkit.models import (
    AcceptTerms,
    AccountStatus,
    Amount,
    Customer,
    Direction,
    LinkStatus,
    PayIn,
    PayToAccount,
    Quote,
    Rail,
    Status,
    TermsAcceptance,
    VerificationStatus,
)
from rampkit.testing import answer, replay
from rampkit_ripio import RipioProvider

PERSON = Customer(id="user-1", country="AR", email="individual@mail.com")
RECORD = {"customerId": "b6cecc1f-c90d-424b-adaa-c82b780696c1", "email": "individual@mail.com"}
HERE = TermsAcceptance(ip_address="192.0.2.7")
CHECK = {"customerId": RECORD["customerId"], "status": "COMPLETED"}
FIELD = {"fieldName": "alias_or_cvu_destination", "required": True, "type": "TEXT"}
ASK = Request(operation="get_customer", path="/")


NOT_READ = {
    "C28": "webhooks are not read yet: the emulator signs the raw body, or a re-serialised one",
    "C29": "webhooks are not read yet: the emulator sends each form of the signature",
    "C30": "webhooks are not read yet: the emulator sends the object under each key",
    "C31": "webhooks are not read yet: the emulator sends events under both names",
    "C48": "which tags group the operations of the published file never passes the API",
}
"""Rows that no answer of today's calls shows, each with the reason."""

ROWS: dict[str, Callable[[Talk], None]] = {}


def row(name: str) -> Callable[[Callable[[Talk], None]], Callable[[Talk], None]]:
    """Let a function prove that the adapter serves all readings of a row."""

    def note(case: Callable[[Talk], None]) -> Callable[[Talk], None]:
        ROWS[name] = case
        return case

    return note


@dataclass
class Talk:
    """A connection, what is said on it, and a way to hear the answer."""

    ripio: Any
    desk: Any
    other: Callable[[str], Any]

    def value(self, flow: Flow[Any], *payloads: Any) -> Any:
        """What *flow* makes of these answers."""
        return replay(flow, [one if isinstance(one, Response) else answer(one) for one in payloads])[0]

    def sent(self, flow: Flow[Any], *payloads: Any) -> list[Request]:
        """What *flow* asks for, given these answers."""
        return replay(flow, [one if isinstance(one, Response) else answer(one) for one in payloads])[1]

    def made(self, **changes: Any) -> Any:
        """An order answered with these differences."""
        return self.ordered(self.ripio, self.desk.created(**changes))

    def ordered(self, ripio: Any, payload: Any, **changes: Any) -> Any:
        """The order of an active customer, answered with *payload*."""
        return self.value(ripio.create_order(self.desk.request(**changes)), self.desk.active(), payload)

    def order(self, ripio: Any, **changes: Any) -> Request:
        """What an order asks for."""
        flow = ripio.create_order(self.desk.request(**changes))
        next(flow)
        return flow.send(answer(self.desk.active()))

    def read(self, **changes: Any) -> Any:
        """An order read with these differences."""
        return self.value(self.ripio.get_order(self.desk.ref()), self.desk.purchase(**changes))

    def quote(self, **changes: Any) -> Any:
        """A price with these differences."""
        return self.value(self.ripio.quotes(self.desk.ask()), self.desk.quote_answer(**changes))[0]

    def account(self, **changes: Any) -> Any:
        """A virtual account with these differences."""
        return self.value(
            self.ripio.get_deposit_account(self.desk.standing()), self.desk.virtual_account(**changes)
        )

    def payout(self, **changes: Any) -> Any:
        """A payout account with these differences."""
        return self.value(
            self.ripio.get_accounts(self.desk.link, self.desk.registered()), self.desk.payout(**changes)
        )


@row("C1")
def token_names(talk: Talk) -> None:
    """The page prints camelCase, most clients read snake_case."""
    camel = talk.value(talk.ripio.authorize("project"), {"accessToken": "a", "expiresIn": 36000})
    snake = talk.value(talk.ripio.authorize("project"), {"access_token": "a", "expires_in": 36000})
    both = talk.value(talk.ripio.authorize("project"), {"accessToken": "a", "access_token": "a"})

    assert camel == snake == both


@row("C2")
def token_kind(talk: Talk) -> None:
    """JWT by the scheme, thirty opaque characters by the sample."""
    assert talk.value(talk.ripio.authorize("project"), {"accessToken": "UfpqHJaQEjV27rR6itJyhUz5x6eOxz"})
    assert talk.value(talk.ripio.authorize("project"), {"accessToken": "eyJh.eyJz.c2ln-_"})


@row("C3")
def customer_id_on_create(talk: Talk) -> None:
    """Required without a definition: never sent."""
    [request] = talk.sent(talk.ripio.register_customer(PERSON), RECORD)

    assert "customerId" not in request.json


@row("C4")
def customer_id_format(talk: Talk) -> None:
    """A UUID in paths, something else in the sample."""
    odd = "7142b065-79c4-4f48-9e33-11b23bg689e2"

    assert talk.value(talk.ripio.register_customer(PERSON), {"customerId": odd}).provider_customer_id == odd


@row("C5")
def activity(talk: Talk) -> None:
    """Older answers do not tell it."""
    assert talk.value(talk.ripio.register_customer(PERSON), RECORD).status == LinkStatus.ACTIVE


@row("C6")
def unauthenticated(talk: Talk) -> None:
    """401 here, 403 in the sibling's sample."""
    for status in (401, 403):
        body = {"code": 40001, "type": "NotAuthenticated", "detail": {}, "status": status}
        assert isinstance(talk.ripio.parse_error(answer(body, status=status), ASK), AuthenticationError)


@row("C7")
def session_items(talk: Talk) -> None:
    """`orders`, now `transactions`."""
    for key in ("transactions", "orders"):
        payload = {name: value for name, value in talk.desk.addresses().items() if name != "transactions"}
        order = talk.value(
            talk.ripio.get_order(talk.desk.ref("off_ramp")), {**payload, key: [talk.desk.sale()]}
        )
        assert order.order_id == talk.desk.sale_id


@row("C8")
def instructions_of_an_order(talk: Talk) -> None:
    """A list of fields, now an object."""
    for told in ({"cvu": "1"}, [{"fieldName": "cvu", "value": "1", "type": "TEXT"}]):
        order = talk.ordered(
            talk.ripio, {"transaction": talk.desk.purchase(), "fiatPaymentInstructions": told}
        )
        assert order.actions[0].identifier == "1"


@row("C9")
def instructions_of_a_session(talk: Talk) -> None:
    """With a status, without one, with a null key."""
    usable, pending = AccountStatus.USABLE, AccountStatus.PENDING

    assert talk.account(fiatPaymentInstructions={"cvu": "1", "status": "enabled"}).status == usable
    assert talk.account(fiatPaymentInstructions={"cvu": "1"}).status == usable
    assert talk.account(fiatPaymentInstructions={"cvu": None, "status": "processing"}).status == pending


@row("C10")
def rail_names(talk: Talk) -> None:
    """`wire`, now `bank_transfer`; the new one is sent."""
    assert isinstance(talk.quote(paymentMethodType="wire"), Quote)
    [request] = talk.sent(talk.ripio.quotes(talk.desk.ask()), talk.desk.quote_answer())
    assert request.json["paymentMethodType"] == "bank_transfer"


@row("C11")
def account_type(talk: Talk) -> None:
    """`accountType` with words of its own, now `paymentMethodType`."""
    payload = {**talk.desk.payout(), "accountType": "CBU_ALIAS_AR"}
    del payload["paymentMethodType"]
    flow = talk.ripio.get_accounts(talk.desk.link, talk.desk.registered())

    assert talk.value(flow, payload).status == AccountStatus.USABLE


@row("C12")
def requirements_query(talk: Talk) -> None:
    """`paymentMethod` on one page, `paymentMethodType` everywhere else: both are sent."""
    [request] = talk.sent(talk.ripio.requirements(talk.desk.pair("off_ramp"), country="AR"), [FIELD])

    assert request.query == {"paymentMethod": "bank_transfer", "paymentMethodType": "bank_transfer"}


@row("C13")
def lists(talk: Talk) -> None:
    """Bare arrays, or pages under four names."""
    for wrap in ("results", "transactions", "items", "data", None):
        listed = [talk.desk.purchase()]
        payload = listed if wrap is None else {"count": 1, "next": None, wrap: listed}
        assert len(talk.value(talk.ripio.list_orders(), payload)) == 1
        assert len(talk.value(talk.ripio.list_off_ramp_orders(), payload)) == 1
        accounts = [talk.desk.payout()] if wrap is None else {wrap: [talk.desk.payout()]}
        assert len(talk.value(talk.ripio.list_accounts(talk.desk.link), accounts)) == 1
        sessions = [talk.desk.virtual_account()]
        standing = sessions if wrap is None else {wrap: sessions}
        assert len(talk.value(talk.ripio.list_deposit_accounts(), standing)) == 1


@row("C14")
def final_from_amount(talk: Talk) -> None:
    """Net of fees, or what is to be paid: where it differs the price is not known."""
    disputed = talk.quote(finalFromAmount="1400.00000000")
    order = talk.ordered(talk.ripio, talk.desk.created(), quote=disputed)

    assert (disputed.source_amount, order.actions[0].amount) == (None, None)
    assert talk.quote(finalFromAmount="1500").source_amount == talk.desk.ask().amount


@row("C15")
def quote_sample(talk: Talk) -> None:
    """Its fee explains none of its other numbers: nothing is derived from it."""
    quote = talk.quote(finalFromAmount="1400.00000000")

    assert quote.destination_amount.value.as_tuple() == (0, (1, 3, 2, 8, 5, 7, 1, 4, 3), -8)
    assert quote.total_fee.text() == "0.37"


@row("C16")
def quote_customer(talk: Talk) -> None:
    """On no page, sent by two clients, echoed perhaps."""
    assert isinstance(talk.quote(customerId="abc"), Quote)
    ask = talk.desk.ask(provider_options={"ripio": {"customer_id": "abc"}})
    assert talk.sent(talk.ripio.quotes(ask), talk.desk.quote_answer())[0].json["customerId"] == "abc"


@row("C17")
def extra_data(talk: Talk) -> None:
    """For three Colombian rails, not for Bre-B, not elsewhere."""
    colombia, options = talk.other("CO"), {"callback": "https://x.example", "bank_code": "1"}
    for rail in Rail.PSE, Rail.BANCOLOMBIA, Rail.NEQUI, Rail.BRE_B:
        request = talk.order(colombia, quote=talk.desk.offer(rail=rail), options=options)
        assert ("extraData" in request.json) is (rail != Rail.BRE_B)
    assert "extraData" not in talk.order(talk.ripio, options=options).json


@row("C18")
def kyc_body(talk: Talk) -> None:
    """Three versions; the newest wraps the fields, or sends the way back alone."""
    flow = talk.ripio.verify_customer(talk.desk.link, PERSON, redirect_url="https://x.example")
    known = PERSON.evolve(identity={"first_name": "Mateo"})
    wanted = {"kycRequiredFields": [{"fieldName": "first_name", "required": True, "type": "TEXT"}]}
    by_fields = talk.sent(talk.ripio.verify_customer(talk.desk.link, known), wanted, {}, CHECK)

    assert talk.sent(flow, {}, CHECK)[0].json == {"redirectUrl": "https://x.example"}
    assert by_fields[1].json == {"kycSubmission": {"first_name": "Mateo"}}


@row("C19")
def kyc_field_names(talk: Talk) -> None:
    """Two samples, two styles: whatever the requirements name is checked and sent, and nothing else."""
    for names in (("legalFirstName", "dateOfBirth"), ("first_name", "birthday")):
        wanted = [{"fieldName": name, "required": True, "type": "TEXT"} for name in names]
        identity = dict.fromkeys(names, "1990-01-25")
        flow = talk.ripio.verify_customer(talk.desk.link, PERSON.evolve(identity=identity))
        sent = talk.sent(flow, {"kycRequiredFields": wanted}, {"submissionId": "s"}, CHECK)
        assert sent[1].json["kycSubmission"] == identity


@row("C20")
def cuit_digits(talk: Talk) -> None:
    """Twelve in an old sample, eleven in the new, neither with a right check digit: Ripio may judge."""
    wanted = {"kycRequiredFields": [{"fieldName": "cuit", "required": True, "type": "TEXT"}]}
    for cuit in ("20111222330", "201112223301"):
        flow = talk.ripio.verify_customer(talk.desk.link, PERSON.evolve(identity={"cuit": cuit}))
        sent = talk.sent(flow, wanted, {"submissionId": "s"}, CHECK)
        assert sent[1].json["kycSubmission"] == {"cuit": cuit}


@row("C21")
def kyc_submissions(talk: Talk) -> None:
    """A plural path with one object, an array, or a page."""
    for payload in (CHECK, [CHECK], {"results": [CHECK]}):
        [check] = talk.value(talk.ripio.get_verification(talk.desk.link), payload)
        assert check.status == VerificationStatus.APPROVED


@row("C22")
def account_words(talk: Talk) -> None:
    """Three, four, or six words: two of them mean usable."""
    usable = [
        word
        for word in ("UNCONFIRMED", "PROCESSING", "ENABLED", "DISABLED", "ACTIVE", "SUSPENDED", "NEWS")
        if talk.payout(status=word).status == AccountStatus.USABLE
    ]

    assert usable == ["ENABLED", "ACTIVE"]


@row("C23")
def account_path(talk: Talk) -> None:
    """Singular on one page; the plural is real."""
    [request] = talk.sent(talk.ripio.get_accounts(talk.desk.link, talk.desk.registered()), talk.desk.payout())

    assert request.path.startswith("/api/v1/fiatAccounts/")


@row("C24")
def sandbox_exists(talk: Talk) -> None:
    """A client says there is none; the pages have one, and what it alone can is refused elsewhere."""
    live = RipioProvider("id", "secret", country="AR")

    assert (talk.ripio.base_url, live.base_url) == (
        "https://skala-sandbox.ripio.com",
        "https://skala.ripio.com",
    )
    with pytest.raises(UnsupportedError):
        talk.value(live.simulate_deposit({"alias_or_cvu": "1"}, 1))


@row("C25")
def customer_verb(talk: Talk) -> None:
    """One page reads with PUT; GET reads, PUT changes."""
    [request] = talk.sent(talk.ripio.get_customer(talk.desk.link), RECORD)
    [change] = talk.sent(talk.ripio.update_customer(talk.desk.link, PERSON), RECORD)

    assert (request.method, change.method, change.path) == ("GET", "PUT", request.path)


@row("C26")
def slashes(talk: Talk) -> None:
    """Headers of pages drop the last one; every call here has it, but for the one that is printed without."""
    flows = [
        talk.ripio.authorize("project"),
        talk.ripio.quotes(talk.desk.ask()),
        talk.ripio.register_customer(PERSON),
        talk.ripio.create_order(talk.desk.request()),
        talk.ripio.get_order(talk.desk.ref()),
        talk.ripio.list_orders(),
        talk.ripio.confirm_accounts(talk.desk.link, talk.desk.registered()),
        talk.ripio.rates(),
    ]

    assert all(next(flow).path.endswith("/") for flow in flows)
    pending = {"id": "p", "customerId": "c", "status": "PENDING"}
    _, execute = talk.sent(talk.ripio.execute_sell_and_pay("p"), pending, pending)
    assert execute.path == "/api/v1/sellAndPays/p/execute"


@row("C27")
def pretended_deposit(talk: Talk) -> None:
    """Text or number, one name or three; the answer may be a message."""
    flow = talk.ripio.simulate_deposit({"alias_or_cvu": "1"}, "2100")
    [request] = talk.sent(flow, {"message": "ok"})

    assert (request.json["amount"], request.json["paymentMethodType"]) == (2100, "bank_transfer")


@row("C32")
def first_status(talk: Talk) -> None:
    """WITHDRAWAL_PENDING in the sample of a new order, CREATED in a fixture."""
    for word in ("WITHDRAWAL_PENDING", "CREATED", "PENDING"):
        assert talk.made(status=word).status == Status.AWAITING_PAYMENT
    assert talk.read(status="WITHDRAWAL_PENDING").pay_in == PayIn.UNKNOWN


@row("C33")
def status_filter(talk: Talk) -> None:
    """No filter matches WITHDRAWAL_PENDING: none is sent."""
    [request] = talk.sent(talk.ripio.list_orders(), [])

    assert "status" not in request.query


@row("C34")
def cancellation(talk: Talk) -> None:
    """Two spellings."""
    assert (
        talk.read(status="CANCELLED").status == talk.read(status="ONRAMP_CANCELED").status == Status.CANCELED
    )


@row("C35")
def off_ramp_amount(talk: Talk) -> None:
    """Fiat by the page, crypto by a client: not told as what arrives."""
    order = talk.value(
        talk.ripio.get_order(talk.desk.ref("off_ramp")), talk.desk.addresses(transactions=[talk.desk.sale()])
    )

    told = order.source_amount, order.destination_amount, order.transactions[0].amount

    assert told == (None, None, None)


@row("C36")
def address_of_acceptance(talk: Talk) -> None:
    """Two clients forget it; it is required."""
    with pytest.raises(InvalidInputError):
        talk.value(talk.ripio.accept_terms(talk.desk.link, TermsAcceptance()))


@row("C37")
def terms_shapes(talk: Talk) -> None:
    """One object, a page, an array, `id`."""
    for payload in ({"termsId": "t"}, {"results": [{"termsId": "t"}]}, [{"id": "t"}], {"id": "t"}):
        assert talk.value(talk.ripio.get_terms(), payload).terms_id == "t"


@row("C38")
def terms_gate(talk: Talk) -> None:
    """On sessions by the error, on any operation by the prose."""
    body = {"code": 20039, "type": "X", "detail": {"message": "m"}, "status": 400}
    refused, terms = answer(body, status=400), {"termsId": "t", "url": "https://ripio.com/terms"}
    order = talk.ripio.create_order(talk.desk.request())
    account = talk.ripio.create_deposit_account(
        talk.desk.link,
        talk.desk.pair("off_ramp"),
        talk.desk.accounts("off_ramp"),
        registered=talk.desk.registered(),
    )
    for flow, *answers in ((order, talk.desk.active(), refused, terms), (account, [], refused, terms)):
        with pytest.raises(TermsNotAcceptedError) as caught:
            talk.value(flow, *answers)
        assert caught.value.actions == (
            AcceptTerms(terms_id="t", url="https://ripio.com/terms", host_known=True),
        )


@row("C39")
def bre_b_keys(talk: Talk) -> None:
    """Any text."""
    colombia, desk = talk.other("CO"), talk.desk
    for key in ("@ABC123", "@E6JZKEPG5S", "3001234567"):
        payload = desk.created({"brebKey": key}, fromCurrency=None, paymentMethodType="breb")
        order = talk.ordered(colombia, payload, quote=desk.offer(rail=Rail.BRE_B))
        assert order.actions[0].identifier == key


@row("C40")
def payment_currencies(talk: Talk) -> None:
    """ARS by the list, ARS, MXN and USD by the words: any is sent, and what is unknown here is no amount."""
    paid = {"id": "p", "customerId": talk.desk.customer_id, "status": "PENDING", "amount": "1"}
    for currency, amount in (("ARS", Amount("1", "ARS")), ("MXN", Amount("1", "MXN")), ("USD", None)):
        flow = talk.ripio.create_sell_and_pay(talk.desk.link, "00020126", currency)
        assert next(flow).json["paymentCurrency"] == currency
        told = talk.value(talk.ripio.get_sell_and_pay("p"), {**paid, "paymentCurrency": currency})
        assert told.amount == amount


@row("C41")
def confirm_sample(talk: Talk) -> None:
    """Lacks a field that is declared required."""
    payload = talk.desk.payout(status="PROCESSING")
    del payload["paymentMethodType"]
    flow = talk.ripio.confirm_accounts(talk.desk.link, talk.desk.registered())
    now = talk.value(flow, talk.desk.payout(status="UNCONFIRMED"), payload)

    assert now.status == AccountStatus.PENDING


@row("C42")
def transaction_hash(talk: Talk) -> None:
    """Absent, null, or text."""
    for told in ({}, {"txnHash": None}, {"txnHash": "0xab"}):
        payload = {key: value for key, value in talk.desk.purchase().items() if key != "txnHash"}
        [movement] = talk.value(talk.ripio.list_transactions(talk.desk.ref()), {**payload, **told})
        assert movement.tx_hash == told.get("txnHash")


@row("C43")
def failure_reason(talk: Talk) -> None:
    """Filled on a completed item: the status counts."""
    assert talk.read(status="COMPLETED", failureReason="INVALID_DESTINATION").status == Status.COMPLETED
    item = {"transactionId": "t", "status": "COMPLETED", "failureReason": "INVALID_DESTINATION"}
    [moved] = talk.value(talk.ripio.list_history(talk.desk.link, Direction.OFF_RAMP), [item])
    assert (moved.status, moved.failure_reason) == (Status.COMPLETED, "INVALID_DESTINATION")


@row("C44")
def networks(talk: Talk) -> None:
    """Array or object, snake or camel."""
    snake = {"network_name": "BASE", "assets": [{"name": "USDC", "contract_address": "0x1"}]}
    camel = {"networkName": "BASE", "assets": [{"name": "USDC", "contractAddress": "0x1"}]}
    told = [
        talk.value(talk.ripio.deposit_networks(), payload)
        for payload in ([snake], {"networks": [snake]}, [camel], {"networks": [camel]})
    ]

    assert told == [told[0]] * 4


@row("C45")
def timestamps(talk: Talk) -> None:
    """No, three or six digits after the second."""
    for digits in ("", ".123", ".123456"):
        assert talk.read(createdAt=f"2026-02-01T12:00:00{digits}Z").created_at is not None


@row("C46")
def naming(talk: Talk) -> None:
    """It is camelCase, but for the areas that are snake_case."""
    assert "externalRef" in talk.order(talk.ripio).json
    assert "alias_or_cvu" in next(talk.ripio.simulate_deposit({"alias_or_cvu": "1"}, 1)).json
    assert "include_currency" in next(talk.ripio.deposit_networks()).query


@row("C47")
def session_rail(talk: Talk) -> None:
    """`wire` in samples of what is read, `bank_transfer` in what is sent."""
    flow = talk.ripio.get_deposit_account(talk.desk.standing("off_ramp"))

    assert talk.value(flow, talk.desk.addresses(paymentMethodType="wire")).rail == Rail.TRANSFERS_3_0


@row("C49")
def brazilian_sessions(talk: Talk) -> None:
    """A permanent Pix key is announced, denied, and on no page: orders are used."""
    brazil = talk.other("BR")
    pair = talk.desk.pair().parse("BRL/USDC_ETHEREUM_SEPOLIA")
    with pytest.raises(UnsupportedError, match="create_order"):
        talk.value(brazil.create_deposit_account(talk.desk.link, pair, talk.desk.accounts()))


@row("C50")
def ticket_events(talk: Talk) -> None:
    """Registered is all a ticket tells; a resolution, should it come, is no word of ours."""
    for word, known in (("CREATED", True), ("RESOLVED", False)):
        ticket = {"ticketId": "t", "status": word, "issueKey": "SUP-1"}
        told = talk.value(talk.ripio.get_support_ticket("t"), ticket)
        assert (told.status.known, told.provider_status) == (known, word)


@row("C51")
def off_ramp_orders(talk: Talk) -> None:
    """A bare array on the page, a page for one client."""
    for payload in ([talk.desk.sale()], {"count": 1, "next": None, "transactions": [talk.desk.sale()]}):
        [order] = talk.value(talk.ripio.list_off_ramp_orders(), payload)
        assert order.order_id == talk.desk.sale_id


@pytest.mark.parametrize("name", sorted(ROWS, key=lambda each: int(each[1:])))
def test_both_readings_are_served(ripio, desk, ripio_of, name):
    """And what is sent is what the newest page says."""
    ROWS[name](Talk(ripio, desk, ripio_of))


def test_no_row_is_forgotten():
    """Every row has a case here, or one of the emulator's and a reason, or concerns no call at all."""
    text = (Path(__file__).parent / "emulator" / "test_contradictions.py").read_text()
    shown = set(re.findall(r'^@row\("(C[0-9]+)"\)$', text, re.MULTILINE))

    assert ROWS.keys() | NOT_READ.keys() == {f"C{number}" for number in range(1, 52)}
    assert not ROWS.keys() & NOT_READ.keys()
    assert NOT_READ.keys() - shown == {"C48"}


def test_no_reading_ends_in_a_bare_error(ripio):
    """What no page foresees is still an error of the tree."""
    assert isinstance(ripio.parse_error(answer("", status=418), ASK), RampError)


def test_a_transfer_is_what_the_samples_describe(ripio, desk):
    """The samples these checks start from lead to an order that can be paid."""
    flow = ripio.create_order(desk.request())
    order, _ = replay(flow, [answer(desk.active()), answer(desk.created())])

    assert isinstance(order.actions[0], PayToAccount)
