"""What an order says beside its status, and what happens where it differs from the wish."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rampkit.errors import BadResponseError
from rampkit.models import Amount, PayToAccount, SendCrypto, Status, VerifyIdentity, Wait
from rampkit.testing import answer, replay


def get(gnosis, desk, payload, direction="on_ramp"):
    """The order that reading *payload* gives."""
    order, _ = replay(gnosis.get_order(desk.ref(direction)), [answer(payload)])
    return order


def moving(desk, direction="on_ramp", **changes):
    """An answer about an order that waits to be paid."""
    context = [{"type": "CRYPTO", "instructions": {"address": "0xabc"}}]
    transaction = desk.transaction() if direction == "on_ramp" else desk.transaction(context=context)
    return desk.order(direction, status="TRANSACTION_IN_PROGRESS", transaction=transaction, **changes)


def test_every_field_of_an_answer_has_its_place(gnosis, desk):
    """What Gnosis Ramp never says stays unknown."""
    payload = desk.order(status="COMPLIANCE_FAILED", failureReason="document expired")

    order = get(gnosis, desk, payload)

    assert order.order_id == "int_abc123def456"
    assert order.via == "bridge"
    assert order.source_amount == Amount("100", "USD")
    assert (order.destination_amount, order.reference, order.returns) == (None, None, ())
    assert order.failure_reason == "document expired"
    assert "document" not in repr(order)
    assert order.created_at == order.updated_at == datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
    assert order.raw == payload


def test_the_last_change_is_the_transactions_where_that_is_later(gnosis, desk):
    """Evidence is ordered by it."""
    order = get(gnosis, desk, moving(desk))

    assert order.updated_at == datetime(2026, 3, 29, 10, 6, tzinfo=UTC)
    [transaction] = order.transactions
    assert transaction.created_at == datetime(2026, 3, 29, 10, 5, tzinfo=UTC)
    assert (transaction.amount, transaction.tx_hash) == (None, None)


def test_secrets_are_cut_from_what_is_kept(gnosis, desk):
    """At any depth, in orders and in transactions."""
    payload = moving(desk, extra={"accessToken": "a", "fine": 1})
    payload["transaction"]["token"] = "t"

    order = get(gnosis, desk, payload)

    assert order.raw["intent"]["extra"] == {"fine": 1}
    assert "token" not in order.raw["transaction"]
    assert "token" not in order.transactions[0].raw


@pytest.mark.parametrize("key", ["onboardingUrl", "frontendUrl"])
@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://onboarding.ramp.gnosis.io/session/abc123", True),
        ("https://dashboard.uramp.io/intent/1", True),
        ("https://app.gnosisramp.com/intent/1", True),
        ("https://app.gnosisramp.io/intent/1", True),
        ("https://gnosisramp.io.evil.example/intent/1", False),
        ("https://bank.example/kyc", False),
    ],
)
def test_the_page_to_verify_on_is_passed_on_with_what_is_known_of_its_host(gnosis, desk, key, url, known):
    """Any https page the answer names; whether to open a foreign one is the application's choice."""
    payload = {
        "intent": desk.intent(status="COMPLIANCE_IN_PROGRESS", currentRequirementCode="KYC_VERIFICATION"),
        key: url,
    }

    assert get(gnosis, desk, payload).actions == (
        VerifyIdentity(url=url, host_known=known, requirement="KYC_VERIFICATION"),
    )


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://onboarding.ramp.gnosis.io/", "https://a@b.example/", "https://[", "x"],
)
def test_a_page_no_browser_should_open_is_not_passed_on(gnosis, desk, url):
    """The step remains, and the order does not become unreadable for it."""
    assert get(gnosis, desk, desk.order(status="CREATED", url=url)).actions == (VerifyIdentity(),)


@pytest.mark.parametrize(
    "change",
    [
        {"srcAmount": "100.01"},
        {"srcAmount": None, "transferAmount": {"amount": "1000", "currencyCode": "USD"}},
        {"srcAmount": None, "transferAmount": {"amount": "100", "currencyCode": "EUR"}},
    ],
)
def test_another_amount_than_asked_is_not_shown_as_the_one_to_pay(gnosis, desk, change):
    """How to pay is shown, how much is not, and nothing can be executed."""
    order = get(gnosis, desk, moving(desk, **change))
    [payment] = order.actions

    assert isinstance(payment, PayToAccount)
    assert payment.amount is None
    assert order.source_amount is None
    ready = get(gnosis, desk, desk.order(status="PENDING_PAYMENT", **change))
    assert not ready.executable


@pytest.mark.parametrize(
    "change",
    [
        {"src": {"type": "BANK_ACCOUNT", "currency": "EUR"}},
        {"dest": {"type": "CRYPTO_ADDRESS", "currency": {"code": "USDC_ETH"}}},
        {"type": "OFFRAMP"},
    ],
)
def test_an_order_for_another_pair_is_not_to_be_paid(gnosis, desk, change):
    """It exists, so this is no refusal; but nobody is told to send money."""
    order = get(gnosis, desk, moving(desk, **change))
    [action] = order.actions

    assert isinstance(action, Wait)
    assert order.order_id == "int_abc123def456"
    assert order.source_amount is None
    created, _ = replay(
        gnosis.create_order(desk.request()),
        [answer(desk.order(status="COMPLIANCE_APPROVED", **change), status=201)],
    )
    assert not created.executable


def test_an_equal_amount_may_be_written_in_another_way(gnosis, desk):
    """Amounts are compared by value."""
    for text in ("100", "100.0", "1e2", "100.000000"):
        assert get(gnosis, desk, desk.order(srcAmount=text)).source_amount == Amount("100", "USD")


def test_an_answer_that_repeats_nothing_is_read_by_what_was_asked(gnosis, desk):
    """Silence is no dispute."""
    payload = {"intent": {"id": "i", "status": "TRANSACTION_IN_PROGRESS"}, "transaction": desk.transaction()}

    order = get(gnosis, desk, payload)

    assert order.source_amount == Amount("100", "USD")
    assert [action.amount for action in order.actions] == [Amount("100", "USD")]


def test_a_listed_order_nobody_can_place_is_listed_without_steps(gnosis, desk):
    """A list says for itself what each order is about; where it does not, nothing is guessed."""
    payload = {"intent": {"id": "i", "status": "TRANSACTION_IN_PROGRESS"}, "transaction": desk.transaction()}

    [order], _ = replay(gnosis.list_orders(desk.link), [answer([payload])])

    assert order.status == Status.AWAITING_PAYMENT
    assert (order.source_amount, order.actions) == (None, ())


@pytest.mark.parametrize("told", ["bridge", "Bridge", "BRIDGE"])
def test_the_company_is_named_as_the_quote_named_it(gnosis, desk, told):
    """Answers change its spelling."""
    quote = desk.quote(via="Bridge")
    order, _ = replay(
        gnosis.create_order(desk.request(quote=quote)), [answer(desk.order(provider=told), status=201)]
    )

    assert order.via == "Bridge"
    assert get(gnosis, desk, desk.order(provider=told)).via == "bridge"


def test_instructions_beside_an_execution_come_first(gnosis, desk):
    """Where there are none, those in the transaction count."""
    beside = {
        "type": "BANK",
        "context": [{"encoding": "DISPLAY", "instructions": {"beneficiary": "B", "reference": "R-1"}}],
    }
    base = {"intentId": "int_abc123def456", "status": "IN_PROGRESS", "transaction": desk.transaction()}
    seen = []
    for instructions in (beside, None, [{}], {}):
        order, _ = replay(
            gnosis.execute_order(desk.ref(), idempotency_key="k"),
            [answer({**base, "depositInstructions": instructions}, status=202)],
        )
        seen.append([action.reference for action in order.actions])

    assert seen == [["R-1"], ["GR-ABC123"], ["GR-ABC123"], ["GR-ABC123"]]


def test_an_execution_is_told_by_its_transaction(gnosis, desk):
    """The answer's own status is always the same word."""
    payload = {
        "intentId": "int_abc123def456",
        "status": "IN_PROGRESS",
        "transaction": desk.transaction(status="FAILED"),
    }

    order, _ = replay(gnosis.execute_order(desk.ref(), idempotency_key="k"), [answer(payload, status=202)])

    assert (order.status, order.provider_status, order.actions) == (Status.FAILED, "FAILED", ())


@pytest.mark.parametrize(
    "body",
    ["<html>", "", "null", "[]", "{}", '{"intent": null}', '{"intent": {"id": "i"}}', '{"intent": "i"}'],
)
def test_an_answer_without_an_order_is_a_bad_answer(gnosis, desk, body):
    """For whoever made the order that means: unknown."""
    with pytest.raises(BadResponseError):
        replay(gnosis.create_order(desk.request()), [answer(body, status=201)])


def test_an_off_ramp_pays_with_the_token_that_was_asked_for(gnosis, desk):
    """Asset and network of the order, amount of the order."""
    [action] = get(gnosis, desk, moving(desk, "off_ramp"), "off_ramp").actions

    assert action == SendCrypto(asset="USDC_GNO", address="0xabc", amount=Amount("100", "USDC_GNO"))


@pytest.mark.parametrize(
    ("headers", "replayed"),
    [
        ({}, None),
        ({"x-idempotency-replayed": "true"}, True),
        ({"x-idempotency-replayed": " True "}, True),
        ({"x-idempotency-replayed": "false"}, False),
        ({"x-idempotency-replayed": "7"}, None),
    ],
)
def test_a_stored_answer_says_that_it_is_one(gnosis, desk, headers, replayed):
    """Made or executed; where nothing is said, an older deployment may have ignored the key."""
    executed = {"intentId": "int_abc123def456", "status": "IN_PROGRESS", "transaction": desk.transaction()}

    made, _ = replay(gnosis.create_order(desk.request()), [answer(desk.order(), status=201, headers=headers)])
    started, _ = replay(
        gnosis.execute_order(desk.ref(), idempotency_key="k"), [answer(executed, status=202, headers=headers)]
    )

    assert (made.replayed, started.replayed) == (replayed, replayed)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "COMPLIANCE_FAILED", "failureReason": "expired"}, "expired"),
        ({"status": "FAILED", "compliancePlan": {"steps": [{"metadata": {"reason": "expired"}}]}}, "expired"),
        (
            {
                "status": "FAILED",
                "compliancePlan": {"steps": [{}, {"metadata": {"failureReason": "expired"}}]},
            },
            "expired",
        ),
        (
            {
                "status": "FAILED",
                "failureReason": "a",
                "compliancePlan": {"steps": [{"metadata": {"error": "b"}}]},
            },
            "a",
        ),
        ({"status": "FAILED", "compliancePlan": {"steps": [{"metadata": {"reason": {"text": "x"}}}]}}, None),
        ({"status": "FAILED", "compliancePlan": {"steps": None}}, None),
        ({"status": "PENDING", "compliancePlan": {"steps": [{"metadata": {"reason": "not yet"}}]}}, None),
    ],
)
def test_why_an_order_failed_is_told_in_the_providers_words(gnosis, desk, fields, reason):
    """In a field of its own, or in the plan of an old intent; no failure, no reason."""
    order, _ = replay(gnosis.get_order(desk.ref()), [answer(desk.order(**{"failureReason": None, **fields}))])

    assert order.failure_reason == reason
    assert "expired" not in repr(order)


@pytest.mark.parametrize(
    ("fields", "requirement"),
    [
        ({"currentRequirementCode": "KYC_VERIFICATION"}, "KYC_VERIFICATION"),
        ({"compliancePlan": {"currentStepCode": "SOURCE_OF_FUNDS"}}, "SOURCE_OF_FUNDS"),
        ({"currentRequirementCode": "A", "compliancePlan": {"currentStepCode": "B"}}, "A"),
        ({}, None),
    ],
)
def test_the_open_requirement_is_named(gnosis, desk, fields, requirement):
    """By a field of its own, or by the step of an old plan."""
    order, _ = replay(
        gnosis.get_order(desk.ref()),
        [answer(desk.order(status="CREATED", url="https://onboarding.ramp.gnosis.io/s", **fields))],
    )

    assert [action.requirement for action in order.actions] == [requirement]


def test_how_to_pay_ends_when_the_order_does(gnosis, desk):
    """Each step of paying carries the moment."""
    payload = desk.order(
        status="TRANSACTION_IN_PROGRESS", expiredAt="2026-03-30T10:00:00Z", transaction=desk.transaction()
    )

    order, _ = replay(gnosis.get_order(desk.ref()), [answer(payload)])

    assert [action.expires_at for action in order.actions] == [datetime(2026, 3, 30, 10, tzinfo=UTC)]


@pytest.mark.parametrize("word", ["SUCCESS", "FAILED", "CANCELLED"])
def test_nobody_asks_how_to_pay_what_has_ended(gnosis, desk, word):
    """One request is enough then."""
    ended = desk.order(
        status="TRANSACTION_IN_PROGRESS", transaction=desk.transaction(status=word, context=None)
    )

    order, sent = replay(gnosis.get_order(desk.ref()), [answer(ended)])

    assert (len(sent), order.actions) == (1, ())
