"""Every call through a real session against the emulator, on loopback, in every shape it can answer in."""

from __future__ import annotations

from typing import Any

import pytest

from rampkit.errors import (
    AccountNotReadyError,
    AlreadyExistsError,
    AuthenticationError,
    ConflictingIntentError,
    NotFoundError,
    RejectedError,
    VerificationRequiredError,
)
from rampkit.models import (
    AccountPair,
    Amount,
    Binding,
    Customer,
    Order,
    OrderRequest,
    Pair,
    QuoteRequest,
    Rail,
    Refusal,
    RefusalReason,
    Status,
)
from rampkit.session import Session
from rampkit_gnosis import GnosisProvider

SHAPES = [
    {"token_field": "access_token"},
    {"customer_id": "uuid"},
    {"customer_owner": "absent"},
    {"currency_shape": "object"},
    {"details_field": "metadata"},
    {"amount_field": "transferAmount"},
    {"created_word": "PENDING"},
    {"approved": "visible"},
    {"success_word": "COMPLETED"},
    {"execute_word": "IN_PROGRESS"},
    {"instructions_shape": "array"},
    {"instructions_shape": "absent"},
    {"context_shape": "object"},
    {"entry_shape": "g2"},
    {"no_transaction": "absent"},
    {"transaction_fields": "reference"},
    {"transaction_fields": "g2"},
    {"onboarding_field": "frontendUrl"},
    {"provider_name": "name"},
    {"provider_name": "upper"},
    {"error_shape": "code"},
    {"error_shape": "details"},
    {"quote_arithmetic": "reference"},
    {"pair_companies": "objects"},
    {"precision": "maximum"},
]


def walk(desk: Any, request: OrderRequest) -> Order:
    """From nothing to delivered, looking after every step."""
    gnosis, order = desk.gnosis, desk.run(desk.gnosis.create_order(request))
    ref = desk.ref(order, request)
    assert [action.kind for action in order.actions] == ["verify_identity"]
    assert order.actions[0].url is not None
    assert order.via == request.quote.via
    with pytest.raises(VerificationRequiredError):
        desk.run(gnosis.execute_order(ref, idempotency_key="too-early"))
    desk.control(f"intents/{order.order_id}/open-compliance")
    assert desk.run(gnosis.get_order(ref)).status == Status.ACTION_REQUIRED
    desk.control(f"intents/{order.order_id}/approve")
    assert desk.run(gnosis.get_order(ref)).executable

    executed = desk.run(gnosis.execute_order(ref, idempotency_key="execute"))
    read = desk.run(gnosis.get_order(ref))
    assert executed.actions or read.actions
    for seen in (executed, read):
        assert not seen.executable
        for action in seen.actions:
            assert action.kind == ("pay_to_account" if request.pair.source.is_fiat else "send_crypto")
            assert action.amount == request.amount
    with pytest.raises(AlreadyExistsError):
        desk.run(gnosis.execute_order(ref, idempotency_key="twice"))

    desk.control(f"intents/{order.order_id}/pay")
    assert desk.run(gnosis.get_order(ref)).status == Status.PROCESSING
    desk.control(f"intents/{order.order_id}/settle")
    return desk.run(gnosis.get_order(ref))


@pytest.mark.parametrize("way", ["on_ramp", "off_ramp"])
def test_an_order_is_verified_executed_paid_and_delivered(desk, way):
    """Both directions, to the end."""
    request = getattr(desk, way)()

    done = walk(desk, request)

    assert done.status == Status.COMPLETED
    assert done.actions == ()
    assert done.source_amount == request.amount
    [listed] = desk.run(desk.gnosis.list_orders(desk.link))
    assert (listed.order_id, listed.status) == (done.order_id, done.status)
    [moved] = desk.run(desk.gnosis.list_transactions(desk.ref(done, request)))
    assert moved.status == Status.COMPLETED


@pytest.mark.parametrize("way", ["on_ramp", "off_ramp"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_other_shape_of_answers_leads_to_the_same_end(desk, shape, way):
    """Whatever page the deployment follows."""
    desk.switch(**shape)

    assert walk(desk, getattr(desk, way)()).status == Status.COMPLETED


def test_a_schema_with_another_name_for_the_rail_is_followed(desk):
    """What `requirements` asks for goes through the options."""
    desk.switch(rail_key="rails")
    found = desk.run(desk.gnosis.requirements(Pair("USD", "USDC_GNO"), country="US", rail=Rail.ACH))
    assert "rails" in found.source["required"]

    assert walk(desk, desk.on_ramp(options={"src_details": {"rails": "ACH"}})).status == Status.COMPLETED


@pytest.mark.parametrize("context", ["empty", "null", "absent"])
def test_instructions_that_come_with_the_execution_alone_are_not_lost(desk, context):
    """They are in the answer to `execute_order` then."""
    desk.switch(context_shape=context)
    request = desk.on_ramp()
    order = desk.run(desk.gnosis.create_order(request))
    desk.control(f"intents/{order.order_id}/approve")

    executed = desk.run(desk.gnosis.execute_order(desk.ref(order, request), idempotency_key="e"))

    assert [action.kind for action in executed.actions] == ["pay_to_account"]
    assert desk.run(desk.gnosis.get_order(desk.ref(order, request))).actions == ()


def test_the_older_set_of_statuses_is_understood(desk):
    """Five words instead of ten, and nothing that says "approved"."""
    desk.switch(status_set="g2")
    request = desk.on_ramp(options={"auto_execute": True})
    order = desk.run(desk.gnosis.create_order(request))
    ref = desk.ref(order, request)
    assert not order.unmapped

    desk.control(f"intents/{order.order_id}/approve")
    paying = desk.run(desk.gnosis.get_order(ref))
    assert [action.kind for action in paying.actions] == ["pay_to_account"]
    desk.control(f"intents/{order.order_id}/pay")
    desk.control(f"intents/{order.order_id}/settle")

    assert desk.run(desk.gnosis.get_order(ref)).status == Status.COMPLETED


def test_pix_is_paid_by_code(desk):
    """The code carries the amount."""
    quote = desk.quote("BRL/USDC_BASE", "500", country="BR", rail=Rail.PIX)
    request = desk.request(quote, AccountPair(destination=desk.wallet("base")))
    order = desk.run(desk.gnosis.create_order(request))
    desk.control(f"intents/{order.order_id}/approve")

    executed = desk.run(desk.gnosis.execute_order(desk.ref(order, request), idempotency_key="e"))

    [action] = executed.actions
    assert (action.kind, action.format) == ("scan_code", "pix_br_code")
    assert action.amount == Amount("500", "BRL")


@pytest.mark.parametrize(
    ("move", "status"),
    [("reject", Status.FAILED), ("expire", Status.EXPIRED), ("cancel", Status.CANCELED)],
)
def test_an_order_can_end_without_delivery(desk, move, status):
    """And then asks for nothing more."""
    request = desk.on_ramp()
    order = desk.run(desk.gnosis.create_order(request))
    desk.control(f"intents/{order.order_id}/open-compliance")
    desk.control(f"intents/{order.order_id}/{move}")

    ended = desk.run(desk.gnosis.get_order(desk.ref(order, request)))

    assert (ended.status, ended.actions, ended.executable) == (status, (), False)


def test_a_failed_movement_is_a_failed_order(desk):
    """With the reason as the provider words it."""
    request = desk.on_ramp(options={"auto_execute": True})
    order = desk.run(desk.gnosis.create_order(request))
    desk.control(f"intents/{order.order_id}/approve")
    desk.control(f"intents/{order.order_id}/fail", {"reason": "bank said no"})

    failed = desk.run(desk.gnosis.get_order(desk.ref(order, request)))

    assert (failed.status, failed.failure_reason) == (Status.FAILED, "bank said no")


def test_a_returning_customer_gets_a_transaction_at_once(desk):
    """No verification, no execution: only payment is left."""
    desk.switch(auto_complete="always")

    order = desk.run(desk.gnosis.create_order(desk.on_ramp()))

    assert order.status == Status.AWAITING_PAYMENT
    assert not order.executable
    assert [action.kind for action in order.actions] == ["pay_to_account"]


def test_the_same_key_gives_the_same_order(desk):
    """A resend makes no second one; another body under the same key is a conflict."""
    request = desk.on_ramp()

    first = desk.run(desk.gnosis.create_order(request))
    again = desk.run(desk.gnosis.create_order(request))

    assert again == first.evolve(replayed=True)
    assert first.replayed is None
    assert desk.sandbox.control("gnosis", "state", None, "GET")["counts"]["intents"] == 1
    with pytest.raises(ConflictingIntentError):
        desk.run(desk.gnosis.create_order(request.evolve(redirect_url="https://shop.example/")))


def test_creating_and_executing_do_not_share_a_key(desk):
    """Keys are kept per project, so one key for both would bring the wrong answer."""
    request = desk.on_ramp()
    order = desk.run(desk.gnosis.create_order(request))
    desk.control(f"intents/{order.order_id}/approve")
    ref = desk.ref(order, request)

    one = desk.run(desk.gnosis.execute_order(ref, idempotency_key="execute-1"))
    two = desk.run(desk.gnosis.execute_order(ref, idempotency_key="execute-1"))

    assert two == one.evolve(replayed=True)


def test_an_expired_customer_token_is_renewed(desk):
    """The token would be the expired one, were it asked for under a key."""
    request = desk.on_ramp()
    order = desk.run(desk.gnosis.create_order(request))
    desk.sandbox.advance(2 * 3600)

    assert desk.run(desk.gnosis.list_orders(desk.link))[0].order_id == order.order_id


def test_registering_twice_gives_the_same_customer(desk):
    """So a lost answer is settled by asking again."""
    again = desk.run(desk.gnosis.register_customer(Customer(id="user-12345", country="US")))

    assert (again.provider_customer_id, again.status) == (
        desk.link.provider_customer_id,
        desk.link.status,
    )
    assert desk.sandbox.control("gnosis", "state", None, "GET")["counts"]["customers"] == 1


def test_wrong_credentials_are_refused_everywhere(sandbox, desk):
    """As the project and as a customer."""
    stranger = GnosisProvider("client_other", "wrong", base_url=desk.gnosis.base_url, environment="sandbox")
    with Session(stranger) as session:
        for flow in (stranger.list_routes(), stranger.list_orders(desk.link)):
            with pytest.raises(AuthenticationError):
                session.run(flow)


def test_prices_come_with_and_without_a_number(desk):
    """A company that names no price is still offered."""
    desk.switch(no_price=["bridge"])
    ask = QuoteRequest(pair="USD/USDC_GNO", amount=Amount("100", "USD"), country="US")

    rows = desk.run(desk.gnosis.quotes(ask))

    assert {row.binding for row in rows} == {Binding.INDICATIVE, Binding.UNPRICED}
    for row in rows:
        assert row.via is not None
        assert row.rail is not None
        assert (row.destination_amount is None) == (row.binding == Binding.UNPRICED)


def test_a_pair_nobody_serves_is_refused(desk):
    """As a request, where the pair is unknown; as a row, where nobody answered with a price."""
    ask = QuoteRequest(pair="ARS/USDT_ETH", amount=Amount("100", "ARS"), country="AR")
    with pytest.raises(RejectedError):
        desk.run(desk.gnosis.quotes(ask))

    desk.switch(no_quote=[company.id for company in desk.run(desk.gnosis.list_providers())])
    [row] = desk.run(desk.gnosis.quotes(ask.evolve(pair="USD/USDC_GNO", amount="100 USD", country="US")))

    assert isinstance(row, Refusal)
    assert row.reason == RefusalReason.PAIR_NOT_SERVED


def test_routes_and_companies_are_listed(desk):
    """What is offered by whom."""
    routes = desk.run(desk.gnosis.list_routes())
    companies = desk.run(desk.gnosis.list_providers())

    assert Pair("USD", "USDC_GNO") in {route.pair for route in routes}
    assert {via for route in routes for via in route.via} <= {company.id for company in companies}


@pytest.mark.parametrize("pair", ["USD/USDC_GNO", "USDC_GNO/USD", "BRL/USDC_BASE"])
def test_requirements_are_schemas(desk, pair):
    """Of both sides."""
    country = "BR" if "BRL" in pair else "US"

    found = desk.run(desk.gnosis.requirements(Pair.parse(pair), country=country))

    assert found.source is not None
    assert found.destination is not None
    assert found.source["type"] == found.destination["type"] == "object"


def test_an_order_of_somebody_else_is_not_found(desk):
    """A customer's token opens that customer's orders."""
    request = desk.on_ramp()
    order = desk.run(desk.gnosis.create_order(request))
    other = desk.run(desk.gnosis.register_customer(Customer(id="user-2", country="US")))

    with pytest.raises(NotFoundError):
        desk.run(desk.gnosis.get_order(desk.ref(order, request).evolve(customer=other)))


@pytest.mark.parametrize("generation", ["g2", "g2b"])
def test_an_older_generation_orders_by_stored_accounts(new_desk, bank, generation):
    """Unpriced quotes, stored accounts, no keys."""
    old = new_desk(generation=generation)
    quote = old.quote("USD/USDC_GNO", "100")
    assert quote.binding == Binding.UNPRICED
    accounts = AccountPair(source=bank, destination=old.wallet())
    request = old.request(quote, accounts)
    with pytest.raises(AccountNotReadyError):
        old.run(old.gnosis.create_order(request))

    registered = old.run(old.gnosis.register_accounts(old.link, quote.pair, accounts))
    order = old.run(old.gnosis.create_order(request.evolve(registered=registered)))

    assert order.order_id is not None
    assert [action.kind for action in order.actions] == ["verify_identity"]
    assert old.run(old.gnosis.requirements(quote.pair, country="US")).source is not None
