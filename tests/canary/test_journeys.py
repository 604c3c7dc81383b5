"""From registration to settlement, and every way to fail on the way: nothing planted turns up elsewhere."""

from __future__ import annotations

import json

import pytest

from rampkit import (
    AccountPair,
    Amount,
    BankAccount,
    CryptoAddress,
    Customer,
    IntentRequest,
    InvalidInputError,
    MemoryJournal,
    QuoteRequest,
    RampError,
)
from rampkit.http import Upload
from rampkit.models import Rail, Status, TermsAcceptance
from rampkit.sandbox import Fault

NAME, EMAIL, TAX_ID = "Amélie Dávila Canary", "amelie.davila@canary.example", "987-65-4329"
WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
BACK = "https://app.example/back?session=redirect-canary-5521"
TOLD = f"Customer {NAME} <{EMAIL}>, tax id {TAX_ID}, is blocked"
TOKEN = "token-canary-4471d0"
BRL = QuoteRequest(pair="BRL/USDC_BASE", amount=Amount("500", "BRL"), country="BR")
PURSE = AccountPair(destination=CryptoAddress(address=WALLET, network="base"))
US_BANK = BankAccount(
    country="US",
    rail=Rail.ACH,
    identifier="90214477306",
    routing_number="021000021",
    bank="Chase Bank",
    holder_name=NAME,
    holder_tax_id=TAX_ID,
)
CLABE = BankAccount(country="MX", scheme="clabe", identifier="706180196550550552", holder_name=NAME)


def person(country):
    """Who is told about nowhere."""
    identity = {
        "first_name": NAME,
        "last_name": NAME,
        "birthday": "1987-11-23",
        "nationality": country,
        "cpf" if country == "BR" else "curp": TAX_ID,
        "address": "Rua Canary 7715",
        "postal_code": "01310",
        "city": "Canary City",
        "state": "SP",
        "phone": "+5511977158823",
    }
    return Customer(id="user-1", country=country, email=EMAIL, identity=identity, metadata={"name": NAME})


def wish(pair="BRL/USDC_BASE", amount="500", country="BR", accounts=PURSE, **changes):
    """A wish that names the person."""
    source = pair.partition("/")[0]
    facts = {
        "customer_id": "user-1",
        "pair": pair,
        "amount": Amount(amount, source),
        "country": country,
        "at_least": Amount("10", pair.partition("/")[2]),
        "accounts": accounts,
        "redirect_url": BACK,
    }
    return IntentRequest(**{**facts, **changes})


def at_gnosis(router, country="BR"):
    """The person is known to Gnosis Ramp."""
    return router, [router.create_customer(person(country), connection="gnosis")]


def at_ripio(router, connection="ripio-br", country="BR"):
    """The person may do everything at Ripio."""
    acceptance = TermsAcceptance(ip_address="203.0.113.77", user_agent="CanaryBrowser/77.5")
    values = [
        router.create_customer(person(country), connection=connection),
        router.accept_terms("user-1", acceptance, connection=connection),
        router.verify_customer(person(country), connection=connection, redirect_url=BACK),
        *router.get_verification("user-1", connection=connection),
        router.get_terms("user-1", connection=connection),
    ]
    return router, values


def test_an_on_ramp_at_gnosis(make_router, sandbox, told_by):
    """Priced, created, verified, executed, paid, settled."""
    journal = MemoryJournal()
    router, values = at_gnosis(make_router("gnosis", journal=journal))
    values.append(
        router.quotes(QuoteRequest(pair="BRL/USDC_BASE", amount=Amount("500", "BRL"), country="BR"))
    )
    values.append(router.create_intent(wish(), id="w1"))
    for step in ("open-compliance", "approve"):
        sandbox.control("gnosis", f"intents/{values[-1].order_id}/{step}")
    values.append(router.execute_intent("w1"))
    for step in ("pay", "settle"):
        sandbox.control("gnosis", f"intents/{values[-1].order_id}/{step}")
    values.append(router.get_intent("w1"))

    assert values[-1].status == Status.COMPLETED
    assert told_by(router, journal, *values) == []


def test_an_off_ramp_at_gnosis(make_router, sandbox, told_by):
    """To a bank account with a holder."""
    journal = MemoryJournal()
    router, values = at_gnosis(make_router("gnosis", journal=journal), "US")
    purse = CryptoAddress(address=WALLET, network="gnosis")
    accounts = AccountPair(source=purse, destination=US_BANK)
    requirements = router.requirements("USDC_GNO/USD", country="US", connection="gnosis", rail=Rail.ACH)
    request = wish("USDC_GNO/USD", "100", "US", accounts, rail=Rail.ACH)
    values += [requirements, request, router.create_intent(request, id="w1")]
    sandbox.control("gnosis", f"intents/{values[-1].order_id}/approve")
    values += [router.execute_intent("w1"), router.get_intent("w1")]

    assert values[-1].status == Status.AWAITING_PAYMENT
    assert told_by(router, journal, *values) == []


def test_an_on_ramp_at_ripio(make_router, sandbox, told_by):
    """A firm price and a Pix code."""
    journal = MemoryJournal()
    router, values = at_ripio(make_router("ripio-br", journal=journal))
    values.append(router.create_intent(wish(), id="w1"))
    sandbox.control("ripio", f"orders/{values[-1].order_id}/pay")
    values.append(router.get_intent("w1"))

    assert values[-1].status == Status.PROCESSING
    assert told_by(router, journal, *values) == []


def test_an_off_ramp_at_ripio(make_router, sandbox, told_by):
    """A payout account and a standing address."""
    journal = MemoryJournal()
    router, values = at_ripio(make_router("ripio-mx", journal=journal), "ripio-mx", "MX")
    where = {
        "pair": "USDC_BASE/MXN",
        "accounts": AccountPair(destination=CLABE),
        "connection": "ripio-mx",
    }
    values.append(router.register_accounts("user-1", **where))
    sandbox.control("ripio", f"fiat-accounts/{values[-1].destination_id}/enable")
    values.append(router.get_accounts("user-1", **where))
    values.append(router.create_deposit_account("user-1", **where))
    request = wish("USDC_BASE/MXN", "50", "MX", where["accounts"], at_least=Amount("100", "MXN"))
    values.append(router.create_intent(request, id="off"))

    assert values[-1].status == Status.AWAITING_PAYMENT
    assert told_by(router, journal, *values) == []


def test_a_merchants_code_and_a_question_at_ripio(make_router, sandbox, told_by):
    """Paid through the journal; the support team reads the rest."""
    journal = MemoryJournal()
    router = make_router("ripio-ar", journal=journal)
    link = router.create_customer(person("AR"), connection="ripio-ar")
    ripio, session = router.connections["ripio-ar"], router.session("ripio-ar")
    purse = CryptoAddress(address=WALLET, network="base")
    shopping = ripio.create_sell_and_pay(
        link, "qr-canary-90", "ARS", deposit="USDC_BASE", refund_address=purse
    )
    bill = session.run(shopping)
    paid = router.run(ripio.execute_sell_and_pay(bill.sell_and_pay_id), connection="ripio-ar", id="b1")
    sandbox.control("ripio", "switches", {"support_tickets": True})
    letter = Upload("files", f"{NAME}.txt", TOLD.encode())
    question = session.run(ripio.create_support_ticket(link, TOLD, TOLD, [letter]))

    assert [action.kind for action in paid.actions] == ["send_crypto"]
    assert told_by(router, journal, link, bill, paid, letter, question) == []


ENVELOPES = {
    "gnosis": {"error": TOLD, "code": TOLD, "message": TOLD, "details": {"field": TOLD, "value": EMAIL}},
    "ripio": {
        "code": TOLD,
        "type": TOLD,
        "status": 400,
        "detail": {"message": TOLD, "email": [EMAIL], "errors": {EMAIL: [TOLD]}},
    },
}
SPOILED = {
    "nothing else": {},
    "a code it knows": {"code": 20001, "type": "ValidationException", "error": "VALIDATION_ERROR"},
    "wrong types": {"id": [TOLD], "customerId": {"name": TOLD}, "accessToken": 5, "quoteId": EMAIL},
    "a token": {"accessToken": TOKEN, "access_token": TOKEN, "id": {"token": TOKEN}},
    "a list": [TOLD, TOKEN],
    "a text": TOLD,
}


def told(code, says):
    """What a provider says that names the person."""
    more = SPOILED[says]
    return json.dumps({**ENVELOPES[code], **more} if isinstance(more, dict) else more)


WAYS = {
    "gnosis": (at_gnosis, "gnosis"),
    "ripio": (at_ripio, "ripio-br"),
}
FAULTS = {
    "html, refused": {"kind": "html", "status": 502},
    "html, accepted": {"kind": "html", "status": 200},
    "empty": {"kind": "empty"},
    "truncated": {"kind": "truncate"},
    "dropped": {"kind": "close"},
    "dropped after all": {"kind": "close_after_commit"},
    "lost": {"kind": "lose_answer"},
    **{f"{status}": {"status": status} for status in (401, 403, 404, 409, 422, 429, 500)},
    **{f"{status}, {body}": {"status": status, "says": body} for status in (200, 400) for body in SPOILED},
}


def fault(code, facts):
    """Something that goes wrong with everything that is asked of a provider from now on."""
    facts = {"kind": "status", **facts}
    says = facts.pop("says", "nothing else")
    body = {"body": told(code, says)} if facts["kind"] == "status" else {}
    return Fault(target=code, times=None, **facts, **body)


# Each fault meets both providers and both faces; not each pair of them, which would only take longer.
MEETINGS = {
    f"{face}-{code}-{name}": (face, code, facts)
    for number, (name, facts) in enumerate(FAULTS.items())
    for code, face in zip(("gnosis", "ripio"), ("sync", "async")[:: 1 - number % 2 * 2], strict=True)
}


@pytest.mark.parametrize(
    ("make_router", "code", "facts"), MEETINGS.values(), ids=MEETINGS, indirect=["make_router"]
)
def test_failures(make_router, sandbox, watch, told_by, code, facts):  # noqa: PLR0917
    """Whatever answer comes to whatever call: the error is ours, and tells nothing."""
    ready, connection = WAYS[code]
    journal = MemoryJournal()
    router, values = ready(make_router(connection, journal=journal))
    values.append(router.create_intent(wish(), id="w0"))
    if code == "gnosis":
        sandbox.control(code, f"intents/{values[-1].order_id}/approve")
    sandbox.arm(fault(code, facts))
    within = {"timeout": 0.1 if facts.get("kind") == "lose_answer" else 0.5}
    at = {"connection": connection, **within}
    calls = [
        lambda: router.create_intent(wish(), id="w1", **within),
        lambda: router.get_intent("w0", **within),
        lambda: router.execute_intent("w0", **within),
        lambda: router.create_customer(person("BR").evolve(id="user-2"), **at),
        lambda: router.get_verification("user-1", **at),
        lambda: router.quote(BRL, **within),
        lambda: router.quotes(BRL, **within),
        lambda: router.requirements("USDC_BASE/BRL", country="BR", **at),
        lambda: router.register_accounts("user-1", pair="BRL/USDC_BASE", accounts=PURSE, **at),
        lambda: router.routes(**within),
        lambda: router.session(connection).run(router.connections[connection].list_routes(), **within),
    ]
    found = []
    for call in calls:
        try:
            values.append(call())
        except RampError as error:
            found += watch.found_in_error(error)

    assert found == []
    assert told_by(router, journal, *values) == []


@pytest.mark.parametrize("connection", ["gnosis", "ripio-br"])
def test_wrong_credentials(make_router, watch, caught, connection):
    """A secret that is refused is still one."""
    router = make_router(connection, client_secret="wrong-secret-canary-77aa")

    error = caught(lambda: router.create_customer(person("BR"), connection=connection), RampError)

    assert error.reason == "authentication"
    assert watch.found_in_log() == []


@pytest.mark.parametrize("code", ["gnosis", "ripio"])
def test_a_token_that_dies(make_router, sandbox, watch, code):
    """It is renewed, and neither is told."""
    ready, connection = WAYS[code]
    router, _ = ready(make_router(connection))
    sandbox.arm(Fault(target=code, kind="status", status=401, body=told(code, "nothing else"), times=1))

    router.create_intent(wish(), id="w1")

    assert sum("token" in name for name in watch.planted) > 1
    assert watch.found_in_log() == []


@pytest.mark.parametrize("code", ["gnosis", "ripio"])
@pytest.mark.parametrize("moment", ["writing", "reading"])
def test_ctrl_c(make_router, watch, caught, interrupt, code, moment):  # noqa: PLR0917
    """The traceback that is printed last, or logged, leads through the request."""
    ready, connection = WAYS[code]
    router, _ = ready(make_router(connection))
    interrupt(moment)

    caught(lambda: router.create_intent(wish(), id="w1"), KeyboardInterrupt)

    assert watch.found_in_log() == []


def test_a_wish_that_an_adapter_refuses(make_router, watch, caught):
    """Before anything is sent."""
    router, _ = at_ripio(make_router("ripio-mx"), "ripio-mx", "MX")
    wrong = AccountPair(destination=CLABE.evolve(scheme=None, identifier=f"{EMAIL}"))

    caught(
        lambda: router.register_accounts(
            "user-1", pair="USDC_BASE/MXN", accounts=wrong, connection="ripio-mx"
        ),
        InvalidInputError,
        RampError,
    )

    assert watch.found_in_log() == []
