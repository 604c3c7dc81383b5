"""Creating an intent: one order at most, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rampkit.capabilities import LookUp, Never
from rampkit.errors import (
    AllProvidersFailedError,
    ConflictingIntentError,
    IntentBusyError,
    OutcomeUnknownError,
    QuoteExpiredError,
)
from rampkit.models import Amount, Binding, Outcome, RefusalReason, Status

HIDDEN_AFTER_A_LOSS = ["lost", "late_500", "garbage"]


def offers(shop, **of_a):
    """Offers of both connections, that of `a` changed."""
    return [shop.offer_of(shop.providers["a"], **of_a), shop.offer_of(shop.providers["b"])]


@pytest.fixture(autouse=True)
def _offer_of(shop, keyed, request):
    offer_of = request.getfixturevalue("offer_factory")
    shop.offer_of = keyed.offer_of = offer_of


def test_the_best_offer_gets_the_order(shop):
    """The first connection takes the wish, and nobody else hears of it."""
    intent = shop.create()

    assert (intent.connection, intent.status) == ("a", Status.AWAITING_PAYMENT)
    assert [order["at"] for order in shop.orders] == ["a"]


def test_a_send_is_written_down_before_and_after_it_leaves(shop):
    """`Started` stands before the request, `Ended` after it, `Shown` before anything is handed out."""
    shop.create()

    kept = [name for name in shop.world.trace if name not in {"Now", "Sleep", "TakeClaim"}]
    assert kept == ["Opened", "Started", "a:create_order", "Observed", "Ended", "Shown"]


def test_the_same_id_returns_the_same_order(shop):
    """A second call with the id creates nothing."""
    first = shop.create()
    second = shop.create()

    assert first.order_id == second.order_id
    assert len(shop.orders) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Amount("501", "BRL")},
        {"customer_id": "somebody else"},
        {"accounts": None},
    ],
    ids=["amount", "customer", "accounts"],
)
def test_another_wish_under_a_known_id_is_refused(shop, change, make_wish):
    """An id stands for one wish for ever, and the refusal sends nothing."""
    shop.create()
    sent = len(shop.market.received)

    with pytest.raises(ConflictingIntentError, match="another id"):
        shop.create(request=make_wish(**change))

    assert sent == len(shop.market.received)


@pytest.mark.parametrize("behaviour", ["400", "not_sent"])
def test_a_proved_refusal_lets_the_next_connection_try(shop, behaviour):
    """Where nothing can have been created, the next one gets the wish."""
    shop.market.behave("a", "create_order", behaviour)

    intent = shop.create()

    assert intent.connection == "b"
    assert [order["at"] for order in shop.orders] == ["b"]


@pytest.mark.parametrize("behaviour", ["404", "409", "422", "429", "500", "503"])
def test_an_answer_no_rule_names_proves_nothing(shop, behaviour):
    """Without a rule of the provider, no status lets another connection try."""
    shop.market.behave("a", "create_order", behaviour)

    with pytest.raises(OutcomeUnknownError):
        shop.create()

    assert "b" not in {connection for connection, _ in shop.market.received}


@pytest.mark.parametrize("behaviour", HIDDEN_AFTER_A_LOSS)
def test_a_lost_answer_is_found_by_looking_up(shop, behaviour):
    """The order whose answer was lost is found under our reference and returned."""
    shop.market.behave("a", "create_order", behaviour)

    intent = shop.create()

    assert (intent.connection, intent.order_id) == ("a", "0")
    assert len(shop.orders) == 1


@pytest.mark.parametrize("behaviour", HIDDEN_AFTER_A_LOSS)
def test_a_lost_answer_is_settled_by_the_same_bytes_under_the_same_key(keyed, behaviour):
    """Where the provider keeps keys, the request is sent again, byte for byte."""
    keyed.market.behave("a", "create_order", behaviour)

    intent = keyed.create()

    sent = [request for _, request in keyed.market.received if request.operation == "create_order"]
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert len(keyed.orders) == 1
    assert [send.outcome for send in intent.attempts[0].sends] == [Outcome.UNKNOWN, Outcome.ACCEPTED]


def test_an_order_that_is_not_seen_keeps_everybody_else_out(shop):
    """Not seen is not absent: no second connection, this time and the next."""
    shop.market.behave("a", "create_order", "lost")
    shop.market.hidden = True

    for _ in range(2):
        with pytest.raises(OutcomeUnknownError) as caught:
            shop.create()

    assert caught.value.intent_id == "i1"
    assert [order["at"] for order in shop.orders] == ["a"]


def test_an_order_that_shows_up_later_is_taken(shop):
    """A later call with the same id finds what the first one could not see."""
    shop.market.behave("a", "create_order", "lost")
    shop.market.hidden = True
    with pytest.raises(OutcomeUnknownError):
        shop.create()
    shop.market.hidden = False

    intent = shop.create()

    assert (intent.connection, intent.status) == ("a", Status.AWAITING_PAYMENT)
    assert len(shop.orders) == 1


def test_absence_counts_once_the_declared_time_is_over(shop):
    """Where a late request would be refused, an order not found after that time does not exist."""
    shop.providers["a"].doubt = LookUp("reference", absence_final_after=timedelta(seconds=2))
    shop.market.behave("a", "create_order", "500")

    intent = shop.create()

    assert intent.connection == "b"
    assert [attempt.outcome for attempt in intent.attempts] == [Outcome.REJECTED, Outcome.ACCEPTED]


def test_absence_does_not_count_before_its_time(shop):
    """Within the declared time nobody else is asked."""
    shop.providers["a"].doubt = LookUp("reference", absence_final_after=timedelta(hours=1))
    shop.market.behave("a", "create_order", "500")

    with pytest.raises(OutcomeUnknownError):
        shop.create()

    assert shop.orders == []


def test_a_refused_resend_does_not_clear_the_doubt(keyed):
    """The first send may still have been taken, whatever is said of the second."""
    keyed.market.behave("a", "create_order", "lost", *["400"] * 20)

    with pytest.raises(OutcomeUnknownError):
        keyed.create()

    assert [order["at"] for order in keyed.orders] == ["a"]


def test_a_resend_that_never_left_does_not_clear_the_doubt(keyed):
    """Nor does the proof that the second send did not arrive."""
    keyed.market.behave("a", "create_order", "lost", *["not_sent"] * 20)

    with pytest.raises(OutcomeUnknownError):
        keyed.create()

    assert [order["at"] for order in keyed.orders] == ["a"]


def test_an_adapter_is_told_what_it_sends_again(keyed, monkeypatch):
    """What it looks at before a first send must not keep the same bytes from leaving once more."""
    kind, told = type(keyed.providers["a"]), []

    def create_order(self, request, made=kind.create_order):
        told.append(request.resent)
        return made(self, request)

    monkeypatch.setattr(kind, "create_order", create_order)
    keyed.market.behave("a", "create_order", "lost", "500")

    intent = keyed.create()

    assert told == [False, True, True]
    assert [order["at"] for order in keyed.orders] == [intent.connection] == ["a"]


def test_a_key_past_its_life_is_not_used_again(keyed):
    """Once the provider may have forgotten the key, a resend could be a second order."""
    keyed.market.behave("a", "create_order", *["lost"] * 20)
    with pytest.raises(OutcomeUnknownError):
        keyed.create()
    sent = len(keyed.market.received)
    keyed.world.now += timedelta(hours=24)

    with pytest.raises(OutcomeUnknownError):
        keyed.create()

    assert sent == len(keyed.market.received)


def test_without_a_promise_doubt_stays(shop):
    """A provider that promises nothing is never asked twice."""
    shop.providers["a"].doubt = Never()
    shop.market.behave("a", "create_order", "lost")

    with pytest.raises(OutcomeUnknownError):
        shop.create()

    assert len(shop.market.received) == 1


def test_a_refused_token_is_renewed_and_the_order_sent_as_a_new_record(shop):
    """A 401 proves that nothing was created; the second send has the same reference and its own record."""
    shop.market.behave("a", "create_order", "401")

    intent = shop.create()

    assert [send.outcome for send in intent.attempts[0].sends] == [Outcome.REJECTED, Outcome.ACCEPTED]
    assert len({request.json["reference"] for _, request in shop.market.received}) == 1


def test_credentials_that_stay_refused_fail_over(shop):
    """An application wants its payments: the next connection takes over."""
    shop.market.behave("a", "create_order", "401", "401")

    intent = shop.create()

    assert intent.connection == "b"


def test_when_all_refuse_every_reason_is_told(shop):
    """Nothing exists anywhere, and each connection says why."""
    for name in ("a", "b"):
        shop.market.behave(name, "create_order", "400")

    with pytest.raises(AllProvidersFailedError) as caught:
        shop.create()

    assert [refusal.connection for refusal in caught.value.refusals] == ["a", "b"]
    assert shop.orders == []


def test_a_later_call_may_try_those_again_that_refused(shop):
    """A refusal ends the call, not the wish: the new attempt has a new reference."""
    for name in ("a", "b"):
        shop.market.behave(name, "create_order", "400")
    with pytest.raises(AllProvidersFailedError):
        shop.create()

    intent = shop.create()

    references = [request.json["reference"] for _, request in shop.market.received]
    assert intent.connection == "a"
    assert len(set(references)) == 3


def test_an_offer_below_the_minimum_is_left_out(shop, make_wish):
    """`at_least` filters, net of fees."""
    priced = offers(shop, destination_amount=Amount("0.5", "USDC_BASE"))

    intent = shop.create(offers=priced, request=make_wish(at_least=Amount("99", "USDC_BASE")))

    assert intent.connection == "b"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"binding": Binding.UNPRICED, "destination_amount": None}, RefusalReason.UNPRICED),
        ({"source_amount": None}, RefusalReason.QUOTE_MISMATCH),
    ],
    ids=["unpriced", "disputed"],
)
def test_an_offer_that_cannot_be_judged_is_left_out(shop, facts, reason):
    """Unknown is not good enough to choose by."""
    for name in ("b",):
        shop.market.behave(name, "create_order", "400")

    with pytest.raises(AllProvidersFailedError) as caught:
        shop.create(offers=offers(shop, **facts))

    assert reason == caught.value.refusals[0].reason


def test_an_expired_offer_is_priced_anew(shop):
    """A candidate whose price ran out is asked again before anything is ordered."""
    priced = offers(shop, expires_at=shop.world.now - timedelta(seconds=1))

    intent = shop.create(offers=priced)

    operations = [request.operation for connection, request in shop.market.received]
    assert operations == ["quotes", "create_order"]
    assert intent.connection == "a"


def test_a_given_quote_that_ran_out_is_not_replaced_silently(shop, make_wish):
    """The application chose that price: it gets an error, not another price."""
    (chosen, _) = offers(shop, expires_at=shop.world.now - timedelta(seconds=1))

    with pytest.raises(AllProvidersFailedError) as caught:
        shop.create(offers=[chosen], request=make_wish(quote=chosen.quote))

    assert isinstance(caught.value.failures["a"], QuoteExpiredError)
    assert shop.market.received == []


def test_nothing_is_started_after_the_deadline(shop):
    """A call whose time is over sends nothing."""
    with pytest.raises(AllProvidersFailedError):
        shop.create(seconds=0)

    assert shop.market.received == []


def test_a_worker_that_lost_its_claim_sends_nothing(shop):
    """The fence refuses the decision to send, so the bytes never leave."""

    def steal(effect):
        if effect == "Started":
            shop.world.journal._claimed.discard("i1")
            shop.world.journal.claim("i1")

    shop.world.between = steal

    with pytest.raises(IntentBusyError):
        shop.create()

    assert shop.market.received == []


def test_a_busy_intent_is_waited_for_until_the_deadline(shop):
    """While another worker holds the claim, the call waits, then says so."""
    shop.world.journal.claim("i1")

    with pytest.raises(IntentBusyError, match="same id"):
        shop.create(seconds=1)

    assert shop.market.received == []
