"""The first generation: customers by OIDC tokens, accounts one by one, nothing listed."""

from __future__ import annotations

import pytest

from rampkit.errors import (
    AuthenticationError,
    BadResponseError,
    ConfigurationError,
    InvalidInputError,
    RejectedError,
    UnsupportedError,
)
from rampkit.http import Commits
from rampkit.models import (
    AccountPair,
    AccountStatus,
    Amount,
    Binding,
    Customer,
    CustomerLink,
    Direction,
    LinkStatus,
    Pair,
    QuoteRequest,
    RefusalReason,
    RegisteredAccounts,
)
from rampkit.secrets import Secret
from rampkit.testing import answer, replay
from rampkit_gnosis import GnosisProvider

UUID = "550e8400-e29b-41d4-a716-446655440000"
ANYTHING = (answer({"schema": {}}), answer({"schema": {}}))
ANSWER = {"id": UUID, "createdAt": "2025-01-12T21:45:11.201Z", "access_token": "t"}
LINK = CustomerLink(
    connection="gnosis", customer_id="user-1", provider_customer_id=UUID, status=LinkStatus.ACTIVE
)


@pytest.fixture
def first() -> GnosisProvider:
    """A connection whose application knows the token of one customer."""
    return GnosisProvider("id", "secret", generation="g1", subject_tokens={"user-1": "oidc-1"}.get)


def test_it_needs_a_way_to_the_customers_tokens():
    """Every renewal asks for one, so a token given once would not do; other generations need none."""
    with pytest.raises(ConfigurationError, match="subject_tokens"):
        GnosisProvider("id", "secret", generation="g1")
    with pytest.raises(ConfigurationError, match="subject_tokens"):
        GnosisProvider("id", "secret", generation="g1", subject_tokens="from a file")  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="generation 'g1'"):
        GnosisProvider("id", "secret", subject_tokens=str)


def test_a_way_that_would_have_to_be_awaited_is_refused():
    """An adapter waits for nothing."""

    async def token_of(customer_id: str) -> str:
        return customer_id

    with pytest.raises(ConfigurationError, match="a plain function"):
        GnosisProvider("id", "secret", generation="g1", subject_tokens=token_of)  # type: ignore[arg-type]


def test_a_customer_is_who_the_token_says(first):
    """The link keeps the application's id, and Gnosis Ramp's own beside it."""
    link, [request] = replay(
        first.register_customer(Customer(id="user-1", country="US")), [answer(ANSWER, status=201)]
    )

    assert (request.path, request.json) == ("/customers/token-exchange", {"subject_token": "oidc-1"})
    assert (request.commits, request.scope) == (Commits.RECORD, "project")
    assert (link.customer_id, link.provider_customer_id) == ("user-1", UUID)
    assert "access_token" not in link.raw


def test_a_customers_token_is_exchanged_anew_each_time(first):
    """By the application's id: the token of that moment is asked for."""
    token, [request] = replay(first.authorize("customer:user-1"), [answer(ANSWER, status=201)])

    assert token.secret == Secret("t")
    assert (request.operation, request.json) == ("authorize", {"subject_token": "oidc-1"})


@pytest.mark.parametrize("missing", [None, ""])
def test_a_customer_without_a_token_has_to_log_in_again(missing):
    """Nothing is sent."""
    first = GnosisProvider("id", "secret", generation="g1", subject_tokens=lambda _: missing)

    with pytest.raises(AuthenticationError, match="log in again"):
        replay(first.authorize("customer:user-1"), [])
    with pytest.raises(AuthenticationError, match="log in again"):
        replay(first.register_customer(Customer(id="user-1", country="US")), [])


def _lost(customer_id):
    raise KeyError(f"oidc-token-of-{customer_id}")


@pytest.mark.parametrize(
    ("way", "why"), [(_lost, "KeyError"), (lambda _: b"oidc-token", "ConfigurationError")]
)
def test_a_way_that_fails_is_a_refused_log_in(way, why):
    """An order whose token cannot be had was not sent, and what went wrong may hold a token."""
    first = GnosisProvider("id", "secret", generation="g1", subject_tokens=way)

    with pytest.raises(AuthenticationError, match=f"subject_tokens failed with {why}") as caught:
        replay(first.authorize("customer:user-1"), [])

    assert "oidc-token" not in str(caught.value)
    assert caught.value.__context__ is None


def test_requirements_are_asked_for_by_country_and_by_chain(first, desk):
    """Each account by itself; Gnosis Chain has another name there."""
    bank, wallet = {"type": "object", "required": ["rails"]}, {"type": "object", "required": ["address"]}
    answers = [
        answer({"countryCode": "US", "schema": bank}),
        answer({"blockchain": "GNOSIS", "schema": wallet}),
    ]

    found, sent = replay(first.requirements(desk.pair(), country="US"), answers)
    off, _ = replay(first.requirements(desk.pair("off_ramp"), country="US"), answers[::-1])

    assert [(request.path, dict(request.query)) for request in sent] == [
        ("/external-accounts/requirements", {"countryCode": "US"}),
        ("/external-accounts/requirements", {"blockchain": "GNOSIS"}),
    ]
    assert {request.scope for request in sent} == {"project"}
    assert (found.source, found.destination) == (bank, wallet) == (off.destination, off.source)


def test_a_chain_without_a_name_cannot_be_asked_about(first):
    """Nor can a bad answer be read."""
    with pytest.raises(UnsupportedError, match="network"):
        replay(first.requirements(Pair("USDC_CELO", "USD"), country="US"), [])
    with pytest.raises(BadResponseError):
        replay(first.requirements(Pair("USDC_BASE", "USD"), country="US"), [answer({}), answer({})])


def _accounts(desk):
    return AccountPair(source=desk.accounts("off_ramp").destination, destination=desk.accounts().destination)


def test_accounts_are_stored_one_by_one(first, desk):
    """With a label for people, which is the currency."""
    stored, sent = replay(
        first.register_accounts(LINK, desk.pair(), _accounts(desk)),
        [*ANYTHING, answer({"id": "ext_1"}, status=201), answer({"id": "ext_2"}, status=201)],
    )

    sent = sent[2:]
    assert [request.path for request in sent] == ["/customers/external-accounts"] * 2
    assert [request.json["type"] for request in sent] == ["BANK_ACCOUNT", "CRYPTO_ADDRESS"]
    assert [request.json["label"] for request in sent] == ["USD", "USDC_GNO"]
    assert sent[0].json["bankAccount"]["countryCode"] == "US"
    assert sent[1].json["cryptoAddress"] == {"address": desk.wallet, "currency": "USDC_GNO"}
    assert {request.scope for request in sent} == {"customer:user-1"}
    assert (stored.source_id, stored.destination_id) == ("ext_1", "ext_2")


def test_accounts_are_stored_where_the_guide_has_it_if_nothing_is_where_the_specification_has_it(first, desk):
    """A path that does not exist has stored nothing."""
    nothing = answer({"code": "NOT_FOUND", "message": "m"}, status=404)

    _, sent = replay(
        first.register_accounts(LINK, desk.pair(), _accounts(desk)),
        [*ANYTHING, nothing, answer({"id": "1"}, status=201), nothing, answer({"id": "2"}, status=201)],
    )

    assert sent[3].path == f"/customers/{UUID}/external-accounts"
    assert sent[3].json == sent[2].json


def test_a_refused_account_is_told(first, desk):
    """Whichever of the two it is."""
    refused = answer({"code": "BAD_REQUEST", "message": "m"}, status=400)
    for answers in ([refused], [answer({"id": "1"}, status=201), refused]):
        with pytest.raises(RejectedError):
            replay(first.register_accounts(LINK, desk.pair(), _accounts(desk)), [*ANYTHING, *answers])


def test_nothing_is_listed_and_a_documented_pair_is_an_unpriced_quote(first):
    """Whether it is served, the order will tell."""
    ask = QuoteRequest(pair="USD/USDC_GNO", amount=Amount("100", "USD"), country="US")

    [quote], _ = replay(first.quotes(ask), [])
    [refusal], _ = replay(first.quotes(ask.evolve(pair="USD/DAI_GNOSIS")), [])

    assert (quote.binding, quote.via, quote.rail) == (Binding.UNPRICED, None, None)
    assert refusal.reason == RefusalReason.PAIR_NOT_SERVED
    for flow in (first.list_routes, first.list_providers):
        with pytest.raises(UnsupportedError, match="first generation"):
            replay(flow(), [])


def test_an_order_names_accounts_and_an_amount_and_nothing_else(first, desk):
    """Neither company nor automatic execution; no key, no customer, no currency."""
    registered = RegisteredAccounts(
        connection="gnosis",
        pair=desk.pair(),
        accounts=desk.accounts(),
        status=AccountStatus.USABLE,
        source_id="ext_1",
        destination_id="ext_2",
    )
    request = desk.request(
        registered=registered, quote=desk.quote(via=None, rail=None), redirect_url="https://shop.example/back"
    )

    order, [sent] = replay(first.create_order(request), [answer(old_answer(desk), status=201)])

    assert sent.json == {
        "srcExternalAccountId": "ext_1",
        "destExternalAccountId": "ext_2",
        "amount": "100.00",
        "redirectUrl": "https://shop.example/back",
    }
    assert sent.idempotency_key is None
    assert order.source_amount == Amount("100", "USD")
    assert [action.url for action in order.actions] == ["https://dashboard.uramp.io/intent/1"]
    with pytest.raises(UnsupportedError, match="company"):
        replay(first.create_order(request.evolve(quote=desk.quote())), [])
    with pytest.raises(InvalidInputError, match="auto_execute"):
        replay(first.create_order(request.evolve(options={"auto_execute": True})), [])


def old_answer(desk):
    """An intent as the first specification shows it."""
    currency = {"id": "usd-currency-id", "ticker": "USD", "code": "USD", "decimals": 2, "type": "FIAT"}
    return {
        "intent": {
            "id": "int_1",
            "status": "PENDING",
            "src": {"id": "ext_1", "type": "BANK_ACCOUNT", "currency": currency},
            "dest": {"id": "ext_2", "type": "CRYPTO_ADDRESS", "currency": {**currency, "code": "USDC_GNO"}},
            "transferAmount": {"amount": "100.00", "currencyCode": "USD"},
            "mmPlan": {"id": "m", "type": "ONRAMP"},
        },
        "frontendUrl": "https://dashboard.uramp.io/intent/1",
        "workflowId": "w",
    }


def test_the_direction_of_the_pair_decides_which_account_is_the_bank(first, desk):
    """Off-ramps store the wallet first."""
    accounts = AccountPair(
        source=desk.accounts().destination, destination=desk.accounts("off_ramp").destination
    )
    _, sent = replay(
        first.register_accounts(LINK, desk.pair("off_ramp"), accounts),
        [*ANYTHING, answer({"id": "1"}, status=201), answer({"id": "2"}, status=201)],
    )

    assert desk.pair("off_ramp").direction is Direction.OFF_RAMP
    assert [request.json["type"] for request in sent[2:]] == ["CRYPTO_ADDRESS", "BANK_ACCOUNT"]
