"""Who may order: looked at before the order leaves, and told with the step that helps."""

from __future__ import annotations

import pytest

from rampkit import Customer, Session
from rampkit.errors import (
    AccountNotReadyError,
    AnswerLostError,
    AuthenticationError,
    BadResponseError,
    CustomerInactiveError,
    CustomerNotRegisteredError,
    NextStep,
    NotFoundError,
    RateLimitedError,
    TermsNotAcceptedError,
    UnavailableError,
    VerificationRequiredError,
)
from rampkit.http import Commits
from rampkit.models import AcceptTerms, Direction, VerifyIdentity
from rampkit.testing import answer, replay
from rampkit_ripio import RipioProvider

UNKNOWN = {"code": 40400, "type": "NotFound", "detail": {"message": "no"}, "status": 404}
UNAUTHENTICATED = {"code": 40001, "type": "NotAuthenticated", "detail": {}, "status": 403}
TERMS = {"code": 20039, "type": "TermsAndConditionsNotAcceptedException", "detail": {}, "status": 400}
KYC = {"type": "KycNotApprovedException", "detail": {"message": "no"}, "status": 400}
IN_FORCE = {"termsId": "t-1", "country": "AR", "version": "1.0", "url": "https://terms.ripio.com/1"}


def order(ripio, desk, *responses):
    """An order that is answered like this."""
    return replay(ripio.create_order(desk.request()), responses)


@pytest.mark.parametrize(
    ("look", "error", "next_step"),
    [
        (answer({"isActive": False}), CustomerInactiveError, NextStep.OPERATOR_ACTS),
        (answer(UNKNOWN, status=404), CustomerNotRegisteredError, NextStep.FIX_REQUEST),
        (answer(UNAUTHENTICATED, status=403), AuthenticationError, NextStep.OPERATOR_ACTS),
        (answer(None, status=401), AuthenticationError, NextStep.OPERATOR_ACTS),
        (answer(None, status=503), UnavailableError, NextStep.RETRY_LATER),
        (answer(None, status=429), RateLimitedError, NextStep.RETRY_LATER),
        (AnswerLostError("no answer"), AnswerLostError, NextStep.RETRY_LATER),
        (answer("<html>"), BadResponseError, NextStep.RETRY_LATER),
        (answer({"customerId": "other", "isActive": True}), BadResponseError, NextStep.RETRY_LATER),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_nothing_is_ordered(ripio, desk, look, error, next_step):
    """For who is not served, and while Ripio cannot be asked: another provider may be."""
    with pytest.raises(error) as caught:
        order(ripio, desk, look)

    assert (caught.value.next_step, caught.value.failover_safe) == (next_step, True)
    assert caught.value.operation in {"create_order", None}


@pytest.mark.parametrize(
    "look",
    [
        answer({"customerId": "B6CECC1F-c90d-424b-adaa-c82b780696c1"}),
        answer({"email": "a@b.example", "isActive": None}),
        answer("<h1>Not Found</h1>", status=404),
        answer({"detail": "Not found."}, status=404),
        answer(None, status=405),
        answer("<html>", status=403),
        answer({"detail": "no"}, status=400),
    ],
    ids=["no-activity", "null", "404-html", "404-bare", "405", "403", "400"],
)
def test_a_look_that_says_nothing_stops_nobody(ripio, desk, look):
    """No page describes it, so what it refuses may be the call alone: the order itself decides."""
    made, sent = order(ripio, desk, look, answer(desk.created()))

    assert made.order_id == desk.order_id
    assert [request.commits for request in sent] == [Commits.NOTHING, Commits.ORDER]


def test_the_terms_that_stand_in_the_way(ripio, desk):
    """Are named with their page, so that they can be shown at once."""
    with pytest.raises(TermsNotAcceptedError) as caught:
        order(ripio, desk, answer(desk.active()), answer(TERMS, status=400), answer(IN_FORCE))

    assert caught.value.next_step is NextStep.CUSTOMER_ACTS
    assert caught.value.actions == (
        AcceptTerms(terms_id="t-1", url="https://terms.ripio.com/1", host_known=True),
    )


@pytest.mark.parametrize(
    ("told", "action"),
    [
        (answer(None, status=500), AcceptTerms()),
        (answer("<html>"), AcceptTerms()),
        (answer({**IN_FORCE, "url": "javascript:x"}), AcceptTerms()),
        (
            answer({**IN_FORCE, "url": "https://x.example/"}),
            AcceptTerms(terms_id="t-1", url="https://x.example/"),
        ),
    ],
    ids=["unavailable", "unreadable", "unsafe-page", "another-host"],
)
def test_terms_that_cannot_be_read_are_still_the_reason(ripio, desk, told, action):
    """The refusal stands as it is."""
    with pytest.raises(TermsNotAcceptedError) as caught:
        order(ripio, desk, answer(desk.active()), answer(TERMS, status=400), told)

    assert (caught.value.code, caught.value.actions) == ("20039", (action,))


def test_an_identity_that_is_not_verified(ripio, desk):
    """Is the person's to verify."""
    with pytest.raises(VerificationRequiredError) as caught:
        order(ripio, desk, answer(desk.active()), answer(KYC, status=400))

    assert (caught.value.actions, caught.value.next_step) == ((VerifyIdentity(),), NextStep.CUSTOMER_ACTS)


@pytest.mark.parametrize("direction", Direction)
def test_standing_accounts_say_the_same(ripio, desk, direction):
    """Terms and identity are asked for before a standing account is made, too."""
    looks = [answer([])] if direction is Direction.ON_RAMP else []
    more = {} if looks else {"registered": desk.registered()}
    pair, accounts = desk.pair(direction), desk.accounts(direction)
    for refusal, told, kind in (
        (TERMS, [answer(IN_FORCE)], TermsNotAcceptedError),
        (KYC, [], VerificationRequiredError),
    ):
        flow = ripio.create_deposit_account(desk.link, pair, accounts, **more)
        with pytest.raises(kind) as caught:
            replay(flow, [*looks, answer(refusal, status=400), *told])
        assert (len(caught.value.actions), caught.value.next_step) == (1, NextStep.CUSTOMER_ACTS)


def test_a_payout_account_that_is_not_ready(ripio, desk):
    """Says what has to be done with it."""
    waiting = desk.registered(status="needs_confirmation")
    flow = ripio.create_deposit_account(
        desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp"), registered=waiting
    )
    with pytest.raises(AccountNotReadyError, match="confirm") as caught:
        replay(flow, [])

    assert caught.value.next_step is NextStep.CUSTOMER_ACTS


def test_a_deactivated_customer_at_the_emulator(sandbox, sandbox_settings, desk):
    """Nothing is ordered: the order would be answered with 404, which proves nothing."""
    ripio = RipioProvider(**sandbox.options("ripio-ar"))
    with Session(ripio, settings=sandbox_settings) as session:
        link = session.run(
            ripio.register_customer(Customer(id="user-1", country="AR", email="person@example.com"))
        )
        session.run(ripio.deactivate_customer(link))
        offer = desk.offer(connection=ripio.name)
        with pytest.raises(CustomerInactiveError) as caught:
            session.run(ripio.create_order(desk.request(customer=link, quote=offer)))

    assert caught.value.failover_safe


@pytest.mark.parametrize("standing", [False, True], ids=["new-account", "deposit-to-one"])
@pytest.mark.parametrize(
    ("look", "error"),
    [
        ({"isActive": False}, CustomerInactiveError),
        ({"isActive": True}, NotFoundError),
        (UNKNOWN, CustomerNotRegisteredError),
    ],
    ids=["deactivated", "active", "unknown"],
)
def test_a_standing_account_that_is_not_found(ripio, desk, standing, look, error):
    """Nothing is ordered by it, so the customer is looked at afterwards: the error says whose end it is."""
    made = ripio.create_deposit_account(desk.link, desk.pair(), desk.accounts())
    waited = ripio.create_order(desk.request("off_ramp"))
    customer = answer(look, status=look.get("status", 200))
    answers = [answer(UNKNOWN, status=404), customer]
    with pytest.raises(error):
        replay(waited if standing else made, answers if standing else [answer([]), *answers])
