"""Making, executing and following an order."""

from __future__ import annotations

import pytest

from rampkit.errors import (
    AccountNotReadyError,
    AlreadyExistsError,
    BadResponseError,
    InvalidInputError,
    UnavailableError,
    UnsupportedError,
    VerificationRequiredError,
)
from rampkit.http import Commits
from rampkit.models import (
    AccountPair,
    AccountStatus,
    Amount,
    BankAccount,
    CryptoAddress,
    Pair,
    PayToAccount,
    Rail,
    RegisteredAccounts,
    SendCrypto,
    Status,
    VerifyIdentity,
)
from rampkit.testing import answer, replay
from rampkit_gnosis import GnosisProvider


def test_an_order_carries_its_accounts_its_exact_amount_and_its_key(gnosis, desk):
    """The newest generation's body is exactly the documented one, and counts as an order."""
    order, sent = replay(gnosis.create_order(desk.request()), [answer(desk.order(), status=201)])

    assert order.order_id == "int_abc123def456"
    [request] = sent
    assert (request.method, request.path, request.scope) == ("POST", "/intent", "customer:user-12345")
    assert request.commits is Commits.ORDER
    assert request.headers["Idempotency-Key"] == request.idempotency_key == str(desk.key)
    assert request.json == {
        "src": {"currencyCode": "USD", "details": {"countryCode": "US", "currency": "USD", "rail": "ACH"}},
        "dest": {"currencyCode": "USDC_GNO", "details": {"address": desk.wallet, "currency": "USDC_GNO"}},
        "srcAmount": "100.00",
        "autoExecute": False,
        "providerId": "bridge",
    }


def test_an_off_ramp_order_names_the_account_that_receives(gnosis, desk):
    """The source amount has the token's scale, and the bank account is told in full."""
    _, sent = replay(
        gnosis.create_order(desk.request("off_ramp")), [answer(desk.order("off_ramp"), status=201)]
    )

    body = sent[0].json
    assert body["srcAmount"] == "100.000000"
    assert body["src"] == {
        "currencyCode": "USDC_GNO",
        "details": {"address": desk.wallet, "currency": "USDC_GNO"},
    }
    assert body["dest"]["details"] == {
        "countryCode": "US",
        "currency": "USD",
        "rail": "ACH",
        "institutionName": "Chase Bank",
        "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "123456789012"},
        "beneficiary": {"name": "Jane Doe", "taxId": "123-45-6789"},
    }


def test_a_paying_bank_account_is_told_by_routing_fields_alone(gnosis, desk):
    """Nobody asked for the payer's account number, so it does not leave."""
    accounts = desk.accounts().evolve(source=desk.accounts("off_ramp").destination)

    _, sent = replay(gnosis.create_order(desk.request(accounts=accounts)), [answer(desk.order(), status=201)])

    assert sent[0].json["src"]["details"] == {"countryCode": "US", "currency": "USD", "rail": "ACH"}


def test_what_the_schemas_ask_for_beyond_the_neutral_fields_goes_through(gnosis, desk):
    """`details` win over what rampkit says of an account, and options win over both."""
    bank = BankAccount(country="US", rail=Rail.ACH, details={"accountType": "checking", "holder": "a"})
    request = desk.request(
        accounts=desk.accounts().evolve(source=bank),
        options={"src_details": {"holder": "b"}, "dest_details": {"walletType": "safe"}},
    )

    _, sent = replay(gnosis.create_order(request), [answer(desk.order(), status=201)])

    assert sent[0].json["src"]["details"] == {
        "countryCode": "US",
        "currency": "USD",
        "rail": "ACH",
        "accountType": "checking",
        "holder": "b",
    }
    assert sent[0].json["dest"]["details"]["walletType"] == "safe"


def test_a_rail_by_another_name_is_not_said_twice(gnosis, desk):
    """Where the live schema calls it `rails`, the caller passes it on so."""
    request = desk.request(options={"src_details": {"rails": "ACH"}})

    _, sent = replay(gnosis.create_order(request), [answer(desk.order(), status=201)])

    assert sent[0].json["src"]["details"] == {"countryCode": "US", "currency": "USD", "rails": "ACH"}


def test_redirects_and_automatic_execution_are_sent_when_they_are_set(gnosis, desk):
    """What is not set is left out, not null."""
    request = desk.request(
        quote=desk.quote(via=None, rail=None),
        redirect_url="https://shop.example/back",
        options={"auto_execute": True, "checkout_redirect_url": "https://shop.example/paid"},
    )

    _, sent = replay(gnosis.create_order(request), [answer(desk.order(), status=201)])

    body = sent[0].json
    assert body["onboardingRedirectUrl"] == "https://shop.example/back"
    assert body["checkoutRedirectUrl"] == "https://shop.example/paid"
    assert body["autoExecute"] is True
    assert "providerId" not in body
    assert "rail" not in body["src"]["details"]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"autoexecute": True}, "provider_options.autoexecute"),
        ({"auto_execute": "yes"}, "provider_options.auto_execute"),
        ({"src_details": "ACH"}, "provider_options.src_details"),
    ],
)
def test_a_mistyped_option_is_refused_before_anything_is_sent(gnosis, desk, options, field):
    """An option that would silently do nothing is an error of the caller's."""
    with pytest.raises(InvalidInputError) as caught:
        replay(gnosis.create_order(desk.request(options=options)), [])

    assert caught.value.field == field


def test_an_order_without_the_wallet_it_pays_to_is_not_sent(gnosis, desk):
    """Another connection may still take the wish, so this is no error of input."""
    with pytest.raises(AccountNotReadyError) as caught:
        replay(gnosis.create_order(desk.request(accounts=AccountPair())), [])

    assert caught.value.failover_safe
    assert caught.value.connection == "gnosis"


def test_an_account_on_another_rail_than_the_quote_is_not_sent(gnosis, desk):
    """The price was for another way of paying."""
    accounts = desk.accounts().evolve(source=BankAccount(country="US", rail=Rail.WIRE))

    with pytest.raises(UnsupportedError, match="wire"):
        replay(gnosis.create_order(desk.request(accounts=accounts)), [])


def test_a_memo_nobody_could_pass_on_is_not_dropped(gnosis, desk):
    """Tokens sent without their memo are lost."""
    wallet = CryptoAddress(address=desk.wallet, network="gnosis", memo="77")

    with pytest.raises(UnsupportedError, match="memo"):
        replay(gnosis.create_order(desk.request(accounts=AccountPair(destination=wallet))), [])


def test_a_fixed_destination_cannot_be_ordered(gnosis, desk):
    """The only amount Gnosis Ramp takes is the source's."""
    quote = desk.quote(requested=Amount("90", "USDC_GNO"), source_amount=None)

    with pytest.raises(UnsupportedError, match="source amount"):
        replay(gnosis.create_order(desk.request(quote=quote)), [])


def test_a_token_on_a_network_without_a_code_is_not_sent(gnosis, desk):
    """There is no way to say it."""
    pair = Pair("USD", "USDC_CELO")
    quote = desk.quote(pair=pair)
    accounts = AccountPair(destination=CryptoAddress(address=desk.wallet, network="celo"))

    with pytest.raises(UnsupportedError, match="network"):
        replay(gnosis.create_order(desk.request(quote=quote, accounts=accounts)), [])


def test_a_new_customer_verifies_pays_and_is_served(gnosis, desk):
    """Verification, execution, payment, delivery: each answer says what comes next."""
    url = "https://onboarding.ramp.gnosis.io/session/abc123"
    created, _ = replay(gnosis.create_order(desk.request()), [answer(desk.order(url=url), status=201)])
    assert created.status == Status.CREATED
    assert created.actions == (VerifyIdentity(url=url, host_known=True),)
    assert not created.executable

    approved, _ = replay(
        gnosis.get_order(desk.ref()), [answer(desk.order(status="PENDING_PAYMENT", url=url))]
    )
    assert approved.executable
    assert approved.status == Status.ACTION_REQUIRED
    assert approved.actions == ()

    executed, sent = replay(
        gnosis.execute_order(desk.ref(), idempotency_key="key-2"),
        [
            answer(
                {"intentId": "int_abc123def456", "status": "IN_PROGRESS", "transaction": desk.transaction()},
                status=202,
            )
        ],
    )
    assert (sent[0].method, sent[0].path) == ("POST", "/intent/int_abc123def456/transaction")
    assert sent[0].commits is Commits.ORDER
    assert sent[0].json is None
    assert sent[0].headers["Idempotency-Key"] == sent[0].idempotency_key == "key-2"
    [payment] = executed.actions
    assert isinstance(payment, PayToAccount)
    assert payment.amount == Amount("100", "USD")
    assert executed.status == Status.AWAITING_PAYMENT
    assert not executed.executable

    done, _ = replay(
        gnosis.get_order(desk.ref()),
        [answer(desk.order(status="COMPLETED", transaction=desk.transaction(status="SUCCESS")))],
    )
    assert done.status == Status.COMPLETED
    assert done.actions == ()


def test_a_known_customer_may_pay_at_once(gnosis, desk):
    """An order that completes its compliance by itself brings its transaction."""
    payload = desk.order(status="COMPLIANCE_APPROVED", transaction=desk.transaction())

    order, _ = replay(gnosis.create_order(desk.request()), [answer(payload, status=201)])

    assert order.status == Status.AWAITING_PAYMENT
    assert not order.executable
    assert [action.kind for action in order.actions] == ["pay_to_account"]
    assert [item.transaction_id for item in order.transactions] == ["txn_xyz789"]


def test_an_off_ramp_asks_for_the_token_on_its_network(gnosis, desk):
    """Address, token and amount are told together."""
    context = [
        {"encoding": "DISPLAY", "type": "CRYPTO", "instructions": {"address": "0xabc", "chain": "GNO"}}
    ]
    payload = desk.order(
        "off_ramp", status="TRANSACTION_IN_PROGRESS", transaction=desk.transaction(context=context)
    )

    order, _ = replay(gnosis.get_order(desk.ref("off_ramp")), [answer(payload)])

    assert order.actions == (SendCrypto(asset="USDC_GNO", address="0xabc", amount=Amount("100", "USDC_GNO")),)


def test_instructions_the_order_leaves_out_are_read_from_its_transaction(gnosis, desk):
    """One more read, as the same customer."""
    payload = desk.order(status="TRANSACTION_IN_PROGRESS", transaction=desk.transaction(context={}))

    order, sent = replay(gnosis.get_order(desk.ref()), [answer(payload), answer(desk.transaction())])

    assert [request.path for request in sent] == [
        "/intent/int_abc123def456",
        "/intent/int_abc123def456/transaction",
    ]
    assert [action.kind for action in order.actions] == ["pay_to_account"]


def test_an_order_without_a_transaction_yet_is_still_read(gnosis, desk):
    """404 of the transaction means "none yet"."""
    payload = {"intent": desk.intent(status="TRANSACTION_IN_PROGRESS")}

    order, _ = replay(gnosis.get_order(desk.ref()), [answer(payload), answer({}, status=404)])

    assert order.status == Status.AWAITING_PAYMENT
    assert order.transactions == ()


def test_a_transaction_that_cannot_be_read_is_not_taken_for_none(gnosis, desk):
    """A fault proves nothing about the transaction."""
    payload = {"intent": desk.intent(status="TRANSACTION_IN_PROGRESS")}

    with pytest.raises(UnavailableError):
        replay(gnosis.get_order(desk.ref()), [answer(payload), answer({}, status=500)])


@pytest.mark.parametrize("status", ["CREATED", "COMPLETED", "EXPIRED"])
def test_nothing_more_is_read_where_nothing_can_be_missing(gnosis, desk, status):
    """Before execution and after the end there is nobody to tell how to pay."""
    _, sent = replay(gnosis.get_order(desk.ref()), [answer({"intent": desk.intent(status=status)})])

    assert len(sent) == 1


def test_a_transaction_an_answer_does_not_mention_is_looked_for_before_execution(gnosis, desk):
    """An order is executable only if it is known to have no transaction."""
    silent = {"intent": desk.intent(status="COMPLIANCE_APPROVED")}

    free, _ = replay(gnosis.get_order(desk.ref()), [answer(silent), answer(status=404)])
    taken, _ = replay(gnosis.get_order(desk.ref()), [answer(silent), answer(desk.transaction())])

    assert free.executable
    assert not taken.executable


def test_orders_of_a_customer_are_listed_as_they_come(gnosis, desk):
    """The list holds the same objects as a single read, and tells pair and amount by itself."""
    payload = [desk.order("off_ramp", id="int_2", status="EXPIRED"), desk.order(id="int_1")]

    orders, sent = replay(gnosis.list_orders(desk.link), [answer(payload)])

    assert (sent[0].path, sent[0].scope) == ("/intent", "customer:user-12345")
    assert [(order.order_id, order.source_amount) for order in orders] == [
        ("int_2", Amount("100", "USDC_GNO")),
        ("int_1", Amount("100", "USD")),
    ]


def test_there_is_no_list_of_everybodys_orders(gnosis):
    """Orders are read with a customer's own token."""
    with pytest.raises(UnsupportedError, match="one customer"):
        replay(gnosis.list_orders(), [])


def test_the_transaction_of_an_order_is_a_list_of_one_or_none(gnosis, desk):
    """There is one transaction per order, ever."""
    some, _ = replay(gnosis.list_transactions(desk.ref()), [answer(desk.transaction(status="SUCCESS"))])
    none, _ = replay(gnosis.list_transactions(desk.ref()), [answer("Not Found", status=404)])

    assert [(item.transaction_id, item.status) for item in some] == [("txn_xyz789", Status.COMPLETED)]
    assert none == ()


def test_executing_too_early_or_twice_says_which(gnosis, desk):
    """One waits for the person, the other has to be read."""
    refusals = {
        "COMPLIANCE_NOT_COMPLETE": VerificationRequiredError,
        "TRANSACTION_EXISTS": AlreadyExistsError,
    }
    for code, kind in refusals.items():
        with pytest.raises(kind):
            replay(
                gnosis.execute_order(desk.ref(), idempotency_key="k"),
                [answer({"error": code, "message": "m"}, status=400)],
            )


def test_an_answer_about_another_order_is_not_believed(gnosis, desk):
    """What was executed is then unknown, which is what a bad answer says."""
    payload = {"intentId": "int_other", "status": "IN_PROGRESS", "transaction": desk.transaction()}

    with pytest.raises(BadResponseError, match="another order"):
        replay(gnosis.execute_order(desk.ref(), idempotency_key="k"), [answer(payload, status=202)])


@pytest.mark.parametrize("call", ["get_order", "list_transactions"])
def test_an_order_without_an_id_cannot_be_asked_for(gnosis, desk, call):
    """Gnosis Ramp has no other name for it."""
    with pytest.raises(UnsupportedError, match="own id"):
        replay(getattr(gnosis, call)(desk.ref(order_id=None)), [])


@pytest.mark.parametrize(
    ("generation", "redirects"),
    [
        ("g2", {"redirectUrl": "https://shop.example/back"}),
        ("g2b", {"onboardingRedirectUrl": "https://shop.example/back"}),
    ],
)
def test_older_generations_name_stored_accounts_and_send_no_key(desk, generation, redirects):
    """They may ignore the key, and what may be ignored must not be relied on."""
    old = GnosisProvider("id", "secret", generation=generation)
    registered = RegisteredAccounts(
        connection="gnosis",
        pair=desk.pair(),
        accounts=desk.accounts(),
        status=AccountStatus.USABLE,
        source_id="ext_1",
        destination_id="ext_2",
    )
    request = desk.request(registered=registered, redirect_url="https://shop.example/back")

    _, sent = replay(old.create_order(request), [answer(desk.order(), status=201)])

    assert sent[0].json == {
        "srcExternalAccountId": "ext_1",
        "destExternalAccountId": "ext_2",
        "amount": "100.00",
        "autoExecute": False,
        "providerId": "bridge",
        **redirects,
    }
    assert sent[0].idempotency_key is None
    assert "Idempotency-Key" not in sent[0].headers


def test_older_generations_need_stored_accounts(older, desk):
    """The error says what to call first."""
    with pytest.raises(AccountNotReadyError, match="register_accounts"):
        replay(older.create_order(desk.request()), [])


def test_an_option_an_older_generation_lacks_is_refused(older, desk):
    """Inline details would go nowhere."""
    with pytest.raises(InvalidInputError, match="src_details"):
        replay(older.create_order(desk.request(options={"src_details": {"a": 1}})), [])
