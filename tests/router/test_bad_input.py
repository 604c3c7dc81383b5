"""What cannot be used is refused in one clear sentence, before anything is sent."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from rampkit import (
    AccountPair,
    Amount,
    BankAccount,
    ConfigurationError,
    CryptoAddress,
    Customer,
    IntentRequest,
    InvalidInputError,
    QuoteRequest,
    Router,
    TermsAcceptance,
)
from rampkit.configuration import build, find_connections
from rampkit.errors import ConflictingIntentError, NotFoundError, QuoteExpiredError, RampError
from rampkit_gnosis import GnosisProvider

WALLET = "0x" + "12" * 20
TRON = "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE"
ANA = Customer(id="ana", country="BR", email="ana@example.com")
PRIVATE = "31415926535"
GOOD = {"pair": "BRL/USDC_BASE", "amount": Amount("500", "BRL"), "country": "BR"}


def ask(**changes):
    """A good question for prices, with changes."""
    return QuoteRequest(**{**GOOD, **changes})


def wallet(network="base", address=WALLET):
    """Where the crypto goes."""
    return AccountPair(destination=CryptoAddress(address=address, network=network))


def wish(**changes):
    """A good wish, with changes."""
    facts = {**GOOD, "customer_id": "ana", "at_least": Amount("1", "USDC_BASE"), "accounts": wallet()}
    return IntentRequest(**{**facts, **changes})


@pytest.fixture
def counted(sandbox):
    """How many requests the sandbox has had."""
    received = []
    inner = sandbox._server._server.config.loaded_app

    async def counting(scope, receive, send):
        if scope["type"] == "http" and not scope["path"].startswith("/_sandbox"):
            received.append(scope["path"])
        await inner(scope, receive, send)

    sandbox._server._server.config.loaded_app = counting
    return received


@pytest.fixture
def router(make_router, face, counted):
    """A router over Gnosis and Ripio Brazil, whose customer is Ana; nothing has been counted yet."""
    router = make_router(face, only=["gnosis", "ripio-br"])
    router.create_customer(ANA, connection="gnosis")
    assert counted
    counted.clear()
    return router


QUOTES = {
    "no such currency": ({"pair": "XXQ/USDC_BASE"}, "pair.source", "ISO 4217"),
    "no such network": ({"pair": "BRL/USDC_MARS"}, "pair.destination", "use one of ethereum"),
    "a token without its network": ({"pair": "BRL/USDC"}, "pair.destination", "write e.g. USDC_BASE"),
    "twice the same currency": ({"pair": "BRL/BRL"}, "pair.destination", "name two different assets"),
    "twice the same token": ({"pair": "USDC_BASE/USDC_BASE"}, "pair.destination", "two different assets"),
    "two tokens": ({"pair": "USDC_BASE/USDC_POLYGON"}, "pair.destination", "one fiat currency and one token"),
    "half a pair": ({"pair": "BRL"}, "pair", "write e.g. BRL/USDC_BASE"),
    "no pair": ({"pair": 7}, "pair", ""),
    "an amount of neither side": ({"amount": Amount("5", "ARS")}, "amount", "use BRL"),
    "an amount of zero": ({"amount": Amount("0", "BRL")}, "amount", "greater than zero"),
    "more decimals than there are": ({"amount": Amount("1.001", "BRL")}, "amount", "round it yourself"),
    "no such country": ({"country": "Brazil"}, "country", "write two letters"),
    "a number as country": ({"country": 55}, "country", "write two letters"),
    "a region elsewhere": ({"region": "US-NY"}, "region", "write BR-"),
    "no such region": ({"region": "Bahia"}, "region", "write e.g."),
    "a field that is none": ({"ammount": 1}, "ammount", ""),
    "a missing amount": ({"amount": None}, "amount", ""),
}
AMOUNTS = {
    "negative": ("-5", "is negative; send an amount greater than zero"),
    "not a number": ("NaN", "is not a number; write plain digits"),
    "no finite number": (Decimal("Infinity"), "is not a finite number; send a plain decimal"),
    "quiet NaN": (Decimal("NaN"), "is not a finite number; send a plain decimal"),
    "words": ("five hundred", "is not a number; write plain digits"),
    "a comma": ("10,50", "is not a number; write plain digits with a point"),
    "10^30": (10**30, "is larger than any ramp moves"),
    "10^30 as text": ("1e30", "is larger than any ramp moves"),
    "a float": (1.5, "not a float; Decimal"),
    "a truth": (True, "must be a Decimal"),
}
WISHES = {
    "an address of another chain": (
        lambda: wish(accounts=wallet(address=TRON)),
        "address",
        "copy it from the wallet again",
    ),
    "a mistyped address": (
        lambda: wish(accounts=wallet(address="0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b33")),
        "address",
        "EIP-55",
    ),
    "a wallet on another network": (
        lambda: wish(accounts=wallet("polygon")),
        "accounts.destination",
        "use another wallet",
    ),
    "a bank account for crypto": (
        lambda: wish(accounts=AccountPair(destination=BankAccount(country="BR", identifier=PRIVATE))),
        "accounts.destination",
        "swap the accounts",
    ),
    "neither quote nor at_least": (lambda: wish(at_least=None), "at_least", "or pass a quote"),
    "at_least of the wrong side": (
        lambda: wish(at_least=Amount("5", "BRL")),
        "at_least",
        "name the destination asset",
    ),
    "at_least of zero": (lambda: wish(at_least=Amount("0", "USDC_BASE")), "at_least", "at least"),
    "an empty customer": (lambda: Customer(id="", country="BR"), "id", ""),
}
CALLS = {
    "an empty id": (lambda router: router.create_intent(wish(), id=""), "id", "stable id"),
    "an endless id": (lambda router: router.create_intent(wish(), id="x" * 201), "id", "stable id"),
    "a line break in the id": (lambda router: router.create_intent(wish(), id="a\nb"), "id", "stable id"),
    "a number as id": (lambda router: router.create_intent(wish(), id=7), "id", "stable id"),
    "no such connection": (
        lambda router: router.create_customer(ANA, connection="ripio"),
        "connection",
        "use one of gnosis, ripio-br",
    ),
    "no such connections": (
        lambda router: router.quotes(ask(), connections=["gnosis", "banxa"]),
        "connections",
        "name some of gnosis, ripio-br",
    ),
    "no such connection for a wish": (
        lambda router: router.create_intent(wish(), id="w1", connections=["banxa"]),
        "connections",
        "name some of gnosis, ripio-br",
    ),
    "no such connection for routes": (
        lambda router: router.routes(connections=["banxa"]),
        "connections",
        "name some of gnosis, ripio-br",
    ),
    "options of nobody": (
        lambda router: router.quotes(ask(provider_options={"ripio": {"customer_id": "1"}})),
        "provider_options",
        "name some of gnosis, ripio-br",
    ),
    "options of nobody in a wish": (
        lambda router: router.create_intent(wish(provider_options={"gnosys": {}}), id="w1"),
        "provider_options",
        "name some of gnosis, ripio-br",
    ),
    "a pair that is none": (
        lambda router: router.requirements("BRL-USDC", country="BR", connection="gnosis"),
        "pair",
        "write e.g. BRL/USDC_BASE",
    ),
    "a country that is none": (
        lambda router: router.requirements("BRL/USDC_BASE", country="zz", connection="gnosis"),
        "country",
        "write two letters",
    ),
    "a timeout of no number": (lambda router: router.quotes(ask(), timeout=math.nan), "timeout", "e.g."),
    "an endless timeout": (lambda router: router.quotes(ask(), timeout=math.inf), "timeout", "e.g."),
    "a timeout in words": (lambda router: router.quotes(ask(), timeout="5"), "timeout", "e.g."),
    "an e-mail address that is missing": (
        lambda router: router.create_customer(Customer(id="b", country="BR"), connection="ripio-br"),
        "email",
        "Ripio registers customers by e-mail address",
    ),
    "terms without the person's address": (
        lambda router: linked(router).accept_terms("ana", TermsAcceptance(), connection="ripio-br"),
        "ip_address",
        "",
    ),
}


def linked(router):
    """*router*, whose journal says that Ripio knows Ana."""
    core = (router._router if hasattr(router, "_router") else router)._core
    known = core.journal.link("gnosis", "ana")
    core.journal.save_link(known.evolve(connection="ripio-br"))
    return router


def refusal(call, kind=InvalidInputError):
    """The error of *call*, after checks that hold for every one of them."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    text = str(error)
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "\n" not in text
    assert "pydantic" not in text.lower()
    assert "validation error" not in text.lower()
    assert PRIVATE not in text
    assert len(text) < 320
    return error


@pytest.mark.parametrize(("changes", "field", "remedy"), QUOTES.values(), ids=QUOTES.keys())
def test_a_question_that_cannot_be_asked(changes, field, remedy):
    """The field is named, and what to write instead."""
    error = refusal(lambda: ask(**changes))

    assert error.field == field
    assert remedy in str(error)
    assert str(error).startswith(f"{field}: ")


@pytest.mark.parametrize(("value", "text"), AMOUNTS.values(), ids=AMOUNTS.keys())
def test_an_amount_that_is_none(value, text):
    """Money is exact, finite and of a size that exists."""
    error = refusal(lambda: Amount(value, "BRL"))

    assert error.field == "amount"
    assert text in str(error)


@pytest.mark.parametrize(("make", "field", "remedy"), WISHES.values(), ids=WISHES.keys())
def test_a_wish_that_cannot_be_meant(make, field, remedy):
    """Also where the fields contradict each other; a private value is never repeated."""
    error = refusal(make)

    assert error.field == field
    assert remedy in str(error)
    for address in (TRON, WALLET, "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b33"):
        assert address not in str(error)


@pytest.mark.parametrize(("call", "field", "remedy"), CALLS.values(), ids=CALLS.keys())
def test_a_call_that_cannot_be_made(router, counted, call, field, remedy):
    """Both faces refuse it before any request, and leave nothing in the journal."""
    error = refusal(lambda: call(router))

    assert error.field == field
    assert remedy in str(error)
    assert counted == []
    assert router.list_intents() == ()


@pytest.mark.parametrize("spelling", ["brl/usdc_base", "Brl/Usdc_Base", " BRL / USDC_BASE "])
def test_any_case_will_do(make_router, spelling):
    """Codes are written in any case, by people and by providers."""
    router = make_router(only=["gnosis"])
    question = QuoteRequest(pair=spelling, amount=Amount("500", "brl"), country="br", region="br-sp")

    assert question == QuoteRequest(**GOOD, region="BR-SP")
    assert router.quotes(question).quotes


def test_one_connection_may_be_named_by_itself(make_router):
    """A single name is as good as a list of one, with a quote or without."""
    router = make_router(only=["gnosis", "ripio-br"])
    router.create_customer(ANA, connection="gnosis")
    quote = router.quote(ask(), connections="gnosis")

    made = router.create_intent(wish(quote=quote, at_least=None), id="w1", connections="gnosis")

    assert (quote.connection, made.connection) == ("gnosis", "gnosis")


def test_a_quote_that_has_expired(make_router, face, counted, sandbox):
    """The way out is a new one; nothing is sent."""
    router = make_router(face, only=["ripio-br"])
    quote = router.quote(ask())
    sandbox.advance(86400)
    counted.clear()

    error = refusal(lambda: router.create_intent(wish(quote=quote), id="w1"), QuoteExpiredError)

    assert "take a new one" in str(error)
    assert error.connection == "ripio-br"
    assert counted == []
    assert router.list_intents() == ()


def test_another_connections_quote(router, counted):
    """A router takes no promise that somebody made to another one."""
    quote = router.quote(ask(), connections=["gnosis"]).evolve(connection="gnosis-us")
    counted.clear()

    error = refusal(lambda: router.create_intent(wish(quote=quote), id="w1"))

    assert (error.field, counted) == ("quote", [])
    assert "'gnosis-us'" in str(error)
    assert "take a new quote" in str(error)


def test_a_quote_of_none_of_the_named_connections(router, counted):
    """Two choices that exclude each other are a mistake."""
    quote = router.quote(ask(), connections=["gnosis"])
    counted.clear()

    error = refusal(lambda: router.create_intent(wish(quote=quote), id="w1", connections=["ripio-br"]))

    assert (error.field, counted) == ("quote", [])


CHANGES = {
    "amount": {"amount": Amount("501", "BRL")},
    "side": {"amount": Amount("500", "USDC_BASE")},
    "customer": {"customer_id": "luz"},
    "accounts": {"accounts": wallet(address="0x" + "34" * 20)},
    "pair": {
        "pair": "BRL/USDC_POLYGON",
        "at_least": Amount("1", "USDC_POLYGON"),
        "accounts": wallet("polygon"),
    },
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_a_reused_id_with_another_wish(router, counted, changes):
    """Refused by the journal alone; the first wish is still there, and its terms may change."""
    made = router.create_intent(wish(), id="w1", connections=["gnosis"])
    counted.clear()

    error = refusal(lambda: router.create_intent(wish(**changes), id="w1"), ConflictingIntentError)

    assert "choose another id" in str(error)
    assert WALLET not in str(error)
    assert counted == []
    assert router.create_intent(wish(at_least=Amount("2", "USDC_BASE")), id="w1").order_id == made.order_id


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({"RAMPKIT_GNOSIS_CLIENT_ID": "abc"}, "RAMPKIT_GNOSIS_CLIENT_SECRET"),
        (
            {"RAMPKIT_RIPIO_AR_CLIENT_ID": "abc", "RAMPKIT_RIPIO_AR_CLIENT_SECRET": PRIVATE},
            "RAMPKIT_RIPIO_AR_COUNTRY",
        ),
        (
            {"RAMPKIT_RIPIO_BR_COUNTRY": "BR", "RAMPKIT_RIPIO_BR_CLIENT_SECRET": PRIVATE},
            "RAMPKIT_RIPIO_BR_CLIENT_ID",
        ),
    ],
)
def test_credentials_that_are_missing_name_their_variable(tmp_path, monkeypatch, variables, missing):
    """Whoever sets a connection up is told what to set, and no secret is shown."""
    monkeypatch.chdir(tmp_path)
    (settings,) = find_connections(variables)

    error = refusal(lambda: build(settings), ConfigurationError)

    assert f"{missing} is not set; set it" in str(error)


CREATING = {
    "create_intent": lambda router: router.create_intent(wish(), id="w1"),
    "create_customer": lambda router: router.create_customer(ANA, connection="gnosis"),
    "create_deposit_account": lambda router: router.create_deposit_account(
        "ana", pair="BRL/USDC_BASE", accounts=wallet(), connection="gnosis"
    ),
    "register_accounts": lambda router: router.register_accounts(
        "ana", pair="BRL/USDC_BASE", accounts=wallet(), connection="gnosis"
    ),
    "execute_intent": lambda router: router.execute_intent("w1"),
    "cancel_intent": lambda router: router.cancel_intent("w1"),
    "get_intent": lambda router: router.get_intent("w1"),
    "list_intents": lambda router: router.list_intents(),
    "continue_customer": lambda router: router.continue_customer("ana", {}, connection="gnosis"),
}


@pytest.mark.parametrize("call", CREATING.values(), ids=CREATING.keys())
def test_without_a_journal_nothing_is_written_or_sent(sandbox, counted, call):
    """The message says what to pass, and what that choice means."""
    with Router([GnosisProvider(**sandbox.options("gnosis"))]) as router:
        error = refusal(lambda: call(router), ConfigurationError)

    assert "pass journal=" in str(error)
    assert "MemoryJournal() forgets everything" in str(error)
    assert counted == []


def test_every_call_that_creates_is_in_the_table():
    """A new one has to be proved as well."""
    creating = {name for name in vars(Router) if name.startswith("create_")}

    assert creating <= CREATING.keys()


UNKNOWN = {
    "get_intent": lambda router: router.get_intent("w1"),
    "execute_intent": lambda router: router.execute_intent("w1"),
    "cancel_intent": lambda router: router.cancel_intent("w1"),
    "report_payment": lambda router: router.report_payment("w1", "0xabc"),
}


@pytest.mark.parametrize("call", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_intent_nobody_knows(router, counted, call):
    """The journal says so; nobody is asked."""
    error = refusal(lambda: call(router), NotFoundError)

    assert "'w1'" in str(error)
    assert counted == []


SETUPS = {
    "no connection": (lambda sandbox: Router([]), "Router([GnosisProvider(...)])"),
    "two of one name": (
        lambda sandbox: Router([GnosisProvider("a", PRIVATE), GnosisProvider("b", PRIVATE)]),
        "give each its own name",
    ),
    "sandbox and live": (
        lambda sandbox: Router(
            [GnosisProvider("a", PRIVATE, name="live"), GnosisProvider(**sandbox.options("gnosis"))]
        ),
        "live is live, gnosis is sandbox",
    ),
    "credentials in the clear": (
        lambda sandbox: Router([GnosisProvider("a", PRIVATE, base_url="http://api.example")]),
        "https",
    ),
    "no secret": (lambda sandbox: GnosisProvider("a", ""), "client_secret must be given"),
    "a secret that is not set": (lambda sandbox: GnosisProvider("a", None), "is it set?"),
}


@pytest.mark.parametrize(("make", "remedy"), SETUPS.values(), ids=SETUPS.keys())
def test_a_router_that_cannot_be_made(sandbox, make, remedy):
    """Set-up mistakes stand outside the errors that failover may swallow."""
    error = refusal(lambda: make(sandbox), ConfigurationError)

    assert remedy in str(error)
    assert not isinstance(error, RampError)


def test_no_time_at_all_sends_nothing(router, counted):
    """A timeout that is over already is an answer, not a mistake: everybody is too late."""
    comparison = router.quotes(ask(), timeout=-1)

    assert comparison.quotes == ()
    assert {row.reason for row in comparison.refusals} == {"deadline_exceeded"}
    assert counted == []


@pytest.mark.parametrize(
    "providers",
    [[], "gnosis", ["gnosis"], [GnosisProvider], None],
    ids=["none", "text", "names", "classes", "nothing"],
)
def test_what_is_no_connection_is_refused_when_the_router_is_made(providers):
    """The mistake is told where it was made, with an example."""
    with pytest.raises(ConfigurationError, match="list of connections"):
        Router(providers)
