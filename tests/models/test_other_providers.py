"""The nouns carry what six providers really answer.

Each test takes objects as a provider documents them and says the same in rampkit's words. The docstring names
the page; where a provider has a word of its own, the word is kept beside ours. Pages are below
https://docs.ramp.gnosis.io, https://docs.ripio.com/ramps-api, https://apidocs.bridge.xyz,
https://docs-crypto.koywe.com/en, https://blindpay.com/docs and https://dev.moonpay.com.
"""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from rampkit.models import (
    AcceptTerms,
    AccountPair,
    Amount,
    Asset,
    BankAccount,
    Binding,
    Confirm,
    CryptoAddress,
    CustomerLink,
    DepositAccount,
    Event,
    Fee,
    Fixed,
    Money,
    OpenUrl,
    Order,
    OrderRef,
    PayToAccount,
    Quote,
    RegisteredAccounts,
    Requirements,
    Return,
    ScanCode,
    SendCrypto,
    SignTransaction,
    Status,
    Terms,
    Transaction,
    Verification,
    VerifyIdentity,
    Wait,
    may_follow,
    money,
)

NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
REFERENCE = UUID("e6c4f1ec-899f-43b5-8479-c2529e3f9c70")


def link(connection, **changes):
    """A usable customer at *connection*."""
    fields = {"customer_id": "user-1", "provider_customer_id": "c-1", "status": "active"}
    return CustomerLink(connection=connection, **{**fields, **changes})


def where(order):
    """Where the money of *order* is."""
    return money(order.pay_in, order.pay_out)


def test_gnosis_quotes_some_companies_and_leaves_others_unpriced():
    """intents/getting-quote: one answer prices Bridge and names Banxa without a price."""
    common = {
        "connection": "gnosis",
        "provider": "gnosis",
        "rail": "ACH",
        "pair": "USD/USDC_GNO",
        "country": "US",
    }
    bridge = Quote(
        **common,
        via="bridge",
        requested="100.00 USD",
        binding=Binding.INDICATIVE,
        source_amount="100.00 USD",
        destination_amount="98.50 USDC_GNO",
        fees=[
            Fee(kind="total", amount="1.50 USD", included=True, label="totalFee"),
            Fee(kind="network", amount="0.50 USD", parent="total"),
            Fee(kind="processing", amount="0.75 USD", parent="total"),
            Fee(kind="partner", amount="0.25 USD", parent="total"),
        ],
    )
    banxa = Quote(**common, via="banxa", requested="100.00 USD", binding=Binding.UNPRICED)

    assert bridge.rate == Decimal("0.985")
    assert bridge.total_fee == Amount("1.50", "USD")
    assert (banxa.rate, banxa.total_fee, banxa.source_amount) == (None, None, None)


def test_gnosis_wants_an_identity_check_of_the_company_behind_it():
    """intents/handling-compliance: the check is Bridge's, its page and its open requirement are known."""
    order = Order(
        order_id="int_abc123def456",
        status="action_required",
        pay_in="none",
        pay_out="none",
        provider_status="COMPLIANCE_IN_PROGRESS",
        via="bridge",
        source_amount="100.00 USD",
        actions=[
            VerifyIdentity(
                url="https://onboarding.ramp.gnosis.io/session/abc123",
                host_known=True,
                requirement="KYC_VERIFICATION",
            )
        ],
    )
    check = Verification(
        connection="gnosis", scope="bridge", status="action_required", provider_status="IN_PROGRESS"
    )

    assert where(order) == Money.UNTOUCHED
    assert check.scope == order.via


def test_gnosis_waits_for_the_application_and_then_shows_a_bank_account():
    """intents/executing-transactions: approved, started by a call of its own, paid by a transfer."""
    approved = Order(
        order_id="int_abc123def456",
        status="action_required",
        pay_in="none",
        pay_out="none",
        provider_status="COMPLIANCE_APPROVED",
        executable=True,
    )
    started = Order(
        order_id="int_abc123def456",
        status="awaiting_payment",
        pay_in="expected",
        pay_out="none",
        provider_status="TRANSACTION_IN_PROGRESS",
        actions=[
            PayToAccount(
                rail="ACH",
                scheme="account_number",
                identifier="12345678",
                routing_number="021000021",
                bank="Example Bank",
                holder="Gnosis Ramp Ltd",
                reference="GR-ABC123",
                amount="100.00 USD",
            )
        ],
        transactions=[
            Transaction(transaction_id="txn_xyz789", status="awaiting_payment", provider_status="PENDING")
        ],
    )

    assert approved.executable
    assert may_follow(approved.status, started.status)
    assert "12345678" not in repr(started)


def test_gnosis_asks_for_account_fields_by_schema():
    """intents/requirements: a JSON Schema for either side."""
    wanted = Requirements(
        connection="gnosis",
        pair="USD/USDC_GNO",
        source={"type": "object", "required": ["countryCode", "currency", "rail"]},
        destination={"type": "object", "required": ["address", "currency"]},
    )

    assert wanted.source["required"] == ["countryCode", "currency", "rail"]


def test_gnosis_sells_to_an_address_of_the_order():
    """intents/transactions-deposits: an off-ramp shows where the tokens go."""
    action = SendCrypto(asset="USDC_GNO", address=WALLET, amount="100.000000 USDC_GNO")

    assert action.asset == Asset("USDC", "gnosis")


def test_ripio_disputes_what_the_person_pays():
    """quotes/create-quote: asked 1500, `finalFromAmount` 1400: what is paid is unknown."""
    quote = Quote(
        connection="ripio-ar",
        provider="ripio",
        rail="transfers_3_0",
        pair="ARS/USDC_ETHEREUM_SEPOLIA",
        country="AR",
        requested="1500.00 ARS",
        binding=Binding.FIRM,
        source_amount=None,
        destination_amount="1.32857143 USDC_ETHEREUM_SEPOLIA",
        fees=[Fee(kind="network", amount="0.37 ARS", included=True, label="Gas Price")],
        expires_at="2024-04-10T18:17:07.702533Z",
        quote_id="8142b065-79c4-4f48-9e33-11b17bc658d4",
    )

    assert (quote.rate, quote.fixed) == (None, Fixed.SOURCE)
    assert str(quote.destination_amount) == "1.32857143 USDC_ETHEREUM_SEPOLIA"


@pytest.mark.parametrize(
    "action",
    [
        PayToAccount(scheme="cvu", identifier="0100000000000000000001", alias="juan.perez.ramp"),
        PayToAccount(rail="spei", scheme="clabe", identifier="706180196550550550"),
        PayToAccount(rail="bre_b", scheme="bre_b_key", identifier="@ABC123"),
        OpenUrl(url="https://example.com/payment/abc123", purpose="checkout", host_known=False),
        ScanCode(code="000201...5406100.00...6304ABCD", format="pix_br_code", amount="100.00 BRL"),
        Confirm(what="payment", details={"phoneNumber": "*****1234"}),
    ],
    ids=["cvu", "clabe", "breb", "pse", "pix", "nequi"],
)
def test_ripio_pays_in_on_six_rails(action):
    """on-ramp/create-on-ramp-order: each rail's instruction is one action."""
    order = Order(
        order_id="21d8a046-3221-4b43-a301-0f9adcdd9a45",
        reference=REFERENCE,
        status="awaiting_payment",
        pay_in="expected",
        pay_out="none",
        provider_status="PENDING",
        actions=[action],
    )

    assert Order.model_validate_json(order.model_dump_json()) == order


def test_ripio_keeps_a_standing_account():
    """on-ramp/create-on-ramp-session: first nothing to pay to, then a CVU, then any number of deposits."""
    opening = DepositAccount(
        connection="ripio-ar",
        deposit_account_id="3c90c3cc-0d44-4b50-8888-8dd25736052a",
        customer_id="fca6d32f-2f7e-4f7e-b224-8be0b92fa3f1",
        pair="ARS/RTEST_ETHEREUM_SEPOLIA",
        status="pending",
        provider_status="processing",
        target=CryptoAddress(
            address="0x866B933Aabc4F9813405C6E393dbD4B600eF3E2e", network="ethereum_sepolia"
        ),
        actions=[Wait(reason="processing")],
        accepts=["ARS"],
    )
    open_ = opening.evolve(
        status="usable",
        provider_status="enabled",
        actions=[PayToAccount(scheme="cvu", identifier="0000465160000000070078", alias="juan.perez.ramp")],
    )

    assert open_.deposit_account_id == opening.deposit_account_id
    assert open_.actions[0].amount is None


def test_ripio_sells_through_one_address_per_network():
    """off-ramp/retrieve-an-off-ramp-session: pays out to a registered account known by its id only."""
    session = DepositAccount(
        connection="ripio-ar",
        deposit_account_id="3c90c3cc-0d44-4b50-8888-8dd25736052a",
        customer_id="964c8c8c-573d-4f8f-bd2e-8645c3124e74",
        pair="USDC_ETHEREUM/ARS",
        status="usable",
        target_id="a1b2c3d4-5678-9abc-def0-123456789abc",
        actions=[
            SendCrypto(asset="USDC_ETHEREUM", address="0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D"),
            SendCrypto(asset="USDC_POLYGON", address="0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D"),
        ],
        accepts=["USDC_ETHEREUM", "USDC_POLYGON"],
    )
    deposit = Transaction(
        transaction_id="8a3c1e2f-7b4d-4c5e-a6f7-0d1e2f3a4b5c",
        status="completed",
        pay_in="confirmed",
        pay_out="confirmed",
        provider_status="COMPLETED",
        source_amount="1.23456789 USDC_POLYGON",
        amount="1000.00 ARS",
    )

    assert session.target is None
    assert deposit.source_amount.asset in session.accepts


def test_ripio_sends_money_back():
    """transactions: a refund has an id and a status of its own, which is not the transaction's."""
    order = Order(
        order_id="21d8a046-3221-4b43-a301-0f9adcdd9a45",
        status="refunding",
        pay_in="confirmed",
        pay_out="none",
        provider_status="REFUNDED",
        returns=[
            Return(
                kind="refund",
                return_id="55555555-5555-4555-8555-555555555555",
                provider_status="PENDING",
                at="2026-02-01T12:30:00Z",
            )
        ],
    )

    assert where(order) == Money.WITH_PROVIDER
    assert may_follow(order.status, Status.REFUNDED)


def test_ripio_shows_the_holder_before_an_account_is_used():
    """fiat-accounts/confirm-fiat-account: the person confirms the name found for the number."""
    account = RegisteredAccounts(
        connection="ripio-ar",
        pair="USDC_BASE/ARS",
        accounts=AccountPair(
            destination=BankAccount(
                country="AR", scheme="cbu", identifier="0100000000000000000001", check_digits=False
            )
        ),
        status="needs_confirmation",
        destination_id="a1b2c3d4-5678-9abc-def0-123456789abc",
        actions=[Confirm(what="account", details={"holder": "JUAN PEREZ"})],
        provider_status="UNCONFIRMED",
    )

    assert "JUAN" not in repr(account)
    assert "0100000000000000000001" not in repr(account)


def test_ripio_knows_whether_terms_are_accepted():
    """terms-and-conditions/get-terms-acceptance-status: versioned by country, accepted or not."""
    terms = Terms(
        connection="ripio-ar",
        terms_id="3fa85f64-5717-4562-b3fc-2c963f66afa6",
        version="1.0",
        country="AR",
        url="https://example.com/terms/v1.0",
        accepted=False,
    )

    assert terms.accepted is False
    assert terms.evolve(accepted=True, accepted_at="2024-06-01T12:00:00Z").accepted


def test_bridge_prices_without_a_promise_and_without_its_fee():
    """exchange_rates: a rate of some 30 seconds; the fee of the account is not in the answer."""
    quote = Quote(
        connection="bridge",
        provider="bridge",
        rail="pix",
        pair="BRL/USDC_BASE",
        country="BR",
        requested="543.70 BRL",
        binding=Binding.INDICATIVE,
        source_amount="543.70 BRL",
        destination_amount=None,
        fees=[Fee(kind="fx", included=True, label="buy_rate"), Fee(kind="partner"), Fee(kind="network")],
        expires_at="2026-01-15T12:00:30.000Z",
    )

    assert (quote.total_fee, quote.rate) == (None, None)
    assert quote.expired(datetime(2026, 1, 15, 12, 0, 30, tzinfo=UTC))


def test_bridge_can_fix_what_arrives():
    """transfers: `destination.amount` in place of `amount`."""
    quote = Quote(
        connection="bridge",
        provider="bridge",
        pair="USD/USDC_BASE",
        country="US",
        requested="100 USDC_BASE",
        binding=Binding.INDICATIVE,
        destination_amount="100 USDC_BASE",
    )

    assert quote.fixed == Fixed.DESTINATION


def test_bridge_takes_a_pix_payment_for_a_transfer():
    """transfers: instructions at creation; what was taken stands on the receipt of the transfer."""
    transfer = Order(
        order_id="00000000-0000-0000-0000-000000000003",
        reference=REFERENCE,
        status="awaiting_payment",
        pay_in="expected",
        pay_out="none",
        provider_status="awaiting_funds",
        source_amount="100.0 BRL",
        fees=[
            Fee(kind="partner", amount="0.5 BRL", included=True, label="developer_fee"),
            Fee(kind="fx", amount="0.0 BRL", included=True, label="exchange_fee"),
        ],
        actions=[
            PayToAccount(
                rail="pix",
                scheme="pix_key",
                identifier="12345678901",
                amount="100.0 BRL",
                reference="BRG7...",
                expires_at="2026-01-01T01:00:00Z",
            )
        ],
        created_at="2026-01-01T00:00:00.000Z",
        updated_at="2026-01-01T00:00:00.000Z",
    )

    assert where(transfer) == Money.UNTOUCHED
    assert [str(fee.amount) for fee in transfer.fees] == ["0.50 BRL", "0.00 BRL"]


@pytest.mark.parametrize(
    ("word", "status", "pay_in", "pay_out", "at"),
    [
        ("awaiting_funds", "awaiting_payment", "expected", "none", "untouched"),
        ("in_review", "on_hold", "seen", "none", "with_provider"),
        ("funds_received", "processing", "confirmed", "none", "with_provider"),
        ("payment_submitted", "delivering", "confirmed", "submitted", "with_provider"),
        ("payment_processed", "completed", "confirmed", "confirmed", "delivered"),
        ("undeliverable", "on_hold", "confirmed", "failed", "with_provider"),
        ("returned", "reversed", "confirmed", "returned", "with_provider"),
        ("refund_in_flight", "refunding", "confirmed", "none", "with_provider"),
        ("refund_failed", "on_hold", "confirmed", "none", "with_provider"),
        ("refunded", "refunded", "returned", "none", "returned"),
        ("canceled", "canceled", "none", "none", "untouched"),
    ],
)
def test_bridge_transfer_states(word, status, pay_in, pay_out, at):
    """transfers/transfer-states: each of them has a status, two legs and a place for the money."""
    order = Order(order_id="1", status=status, pay_in=pay_in, pay_out=pay_out, provider_status=word)

    assert order.status.known
    assert where(order) == at


def test_bridge_verifies_per_rail():
    """customers: an endorsement per rail, approved for one and open for another."""
    checks = [
        Verification(connection="bridge", scope="sepa", status="approved", provider_status="approved"),
        Verification(
            connection="bridge",
            scope="pix",
            status="action_required",
            provider_status="incomplete",
            actions=[VerifyIdentity(url="https://example.com/kyc?endorsement=pix", requirement="tax_id")],
        ),
    ]

    assert {check.scope: check.status for check in checks} == {"sepa": "approved", "pix": "action_required"}


def test_bridge_registers_a_person_by_two_pages():
    """kyc_links: the record exists at once; terms and identity are steps of the person."""
    pending = link(
        "bridge",
        provider_customer_id="cust_123",
        status="pending",
        actions=[
            AcceptTerms(url="https://example.com/tos", host_known=False),
            VerifyIdentity(url="https://example.com/kyc", requirement="not_started"),
        ],
        raw={"id": "kyc_link_123", "tos_status": "pending"},
    )

    assert not pending.usable
    assert pending.evolve(status="active", actions=()).usable


def test_bridge_keeps_a_liquidation_address_for_every_token():
    """liquidation_addresses: `chain: evm`, `currency: all_supported`, paid out to an external account."""
    address = DepositAccount(
        connection="bridge",
        deposit_account_id="la_123",
        customer_id="cust_123",
        pair="USDC_BASE/EUR",
        rail="sepa",
        status="usable",
        target_id="ea_123",
        actions=[SendCrypto(asset=asset, address=WALLET) for asset in ("USDC_BASE", "USDC_POLYGON")],
        accepts=["USDC_BASE", "USDC_POLYGON", "USDT_POLYGON"],
    )

    assert address.pair.source in address.accepts


def test_bridge_keeps_a_virtual_account():
    """virtual_accounts: bank in, crypto out, any amount, fee taken on the way."""
    account = DepositAccount(
        connection="bridge",
        deposit_account_id="va_123",
        customer_id="cust_123",
        pair="EUR/EURC_BASE",
        rail="sepa",
        status="usable",
        target=CryptoAddress(address=WALLET, network="base"),
        actions=[
            PayToAccount(
                rail="sepa",
                scheme="iban",
                identifier="DE89370400440532013000",
                routing_number="COBADEFF",
                holder="Ana Silva",
            )
        ],
        accepts=["EUR"],
    )
    unexpected = Event(
        kind="unexpected_deposit",
        connection="bridge",
        event_type="virtual_account.activity.created",
        event_id="wh_tmneA3b1rTv1q4gkvmPU53n",
        details={"virtual_account_id": "va_123", "amount": "100.25"},
    )

    assert account.target.network == "base"
    assert "DE89" not in repr(account)
    assert unexpected.order is None


def test_bridge_needs_a_memo_on_some_networks():
    """transfers: `blockchain_memo` on Stellar; refunds go back to the source."""
    action = SendCrypto(
        asset="USDC_STELLAR",
        address="GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN",
        memo="8675309",
    )
    accounts = AccountPair(
        source=CryptoAddress(address=action.address, network="stellar", memo="1"),
        destination=BankAccount(country="US", rail="ach_same_day"),
    )

    assert accounts.source.memo == "1"
    assert not accounts.destination.rail.known


@pytest.mark.parametrize(("executable", "binding"), [(True, Binding.FIRM), (False, Binding.INDICATIVE)])
def test_koywe_prices_in_public_with_and_without_a_promise(executable, binding):
    """quotes: `executable` decides; fees are in fiat and pesos have no cents."""
    quote = Quote(
        connection="koywe",
        provider="koywe",
        rail="WIRECL",
        pair="CLP/USDC_POLYGON",
        country="CL",
        requested="200000 CLP",
        binding=binding,
        source_amount="200000 CLP",
        destination_amount="208.31 USDC_POLYGON",
        fees=[
            Fee(kind="provider", amount="2000 CLP", included=True, label="koyweFee"),
            Fee(kind="network", amount="54 CLP", included=True, label="networkFee"),
            Fee(kind="other", amount="0 CLP", included=True, label="co2"),
        ],
        expires_at=datetime.fromtimestamp(1675264266, UTC),
        quote_id="63da8100c6d0af192f9f9e8c" if executable else None,
    )

    assert quote.total_fee == Amount("2054", "CLP")
    assert quote.rail == "wirecl"
    assert not quote.rail.known


def test_koywe_can_fix_what_arrives():
    """quotes: exactly one of `amountIn` and `amountOut`."""
    quote = Quote(
        connection="koywe",
        provider="koywe",
        pair="COP/USDC_POLYGON",
        country="CO",
        requested="208.31 USDC_POLYGON",
        binding=Binding.FIRM,
        source_amount="860000.5 COP",
        destination_amount="208.31 USDC_POLYGON",
    )

    assert quote.fixed == Fixed.DESTINATION
    assert str(quote.source_amount) == "860000.50 COP"


def test_koywe_sends_the_person_to_a_page_or_prints_an_account():
    """orders: `providedAction` is a page; `providedAddress` several lines of text, kept as they are."""
    page = OpenUrl(url="https://khipu.example/pay/1", purpose="checkout", host_known=False)
    printed = PayToAccount(
        scheme="cvu",
        identifier="0000053600000017871248",
        alias="30718280229.KOYWE1",
        bank="Banco Coinag",
        amount="200000 ARS",
        details={"providedAddress": "CVU 0000053600000017871248 \n alias 30718280229.KOYWE1 \n Banco Coinag"},
    )
    orders = [
        Order(
            order_id="3ae57c43",
            reference=REFERENCE,
            status="awaiting_payment",
            provider_status="WAITING",
            actions=[action],
        )
        for action in (page, printed)
    ]

    assert [order.actions[0].kind for order in orders] == ["open_url", "pay_to_account"]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("WAITING", "awaiting_payment"),
        ("PENDING", "processing"),
        ("EXECUTING", "processing"),
        ("IN_PROGRESS", "delivering"),
        ("DELIVERED", "completed"),
        ("REJECTED", "failed"),
        ("INVALID_WITHDRAWALS_DETAILS", "on_hold"),
        ("REFUND_STARTED", "refunding"),
        ("REFUND_IN_PROGRESS", "refunding"),
        ("REFUND_DELIVERED", "refunded"),
    ],
)
def test_koywe_states(word, status):
    """orders: each state has a status of ours."""
    assert Order(order_id="1", status=status, provider_status=word).status.known


def test_koywe_asks_for_another_bank_account_after_a_failed_payout():
    """orders: the crypto is in, the account was wrong; the payout goes on, or all is refunded."""
    stuck = Order(
        order_id="3ae57c43",
        status="on_hold",
        pay_in="confirmed",
        pay_out="failed",
        provider_status="INVALID_WITHDRAWALS_DETAILS",
        actions=[Confirm(what="account")],
    )

    assert where(stuck) == Money.WITH_PROVIDER
    assert may_follow(Status.DELIVERING, stuck.status)
    assert may_follow(stuck.status, Status.DELIVERING)
    assert may_follow(stuck.status, Status.REFUNDING)


def test_koywe_lists_what_is_missing_for_a_person():
    """accounts/{email}/check: one open field is one requirement."""
    check = Verification(
        connection="koywe",
        status="action_required",
        provider_status="verified",
        actions=[VerifyIdentity(requirement="document.documentNumber")],
    )

    assert check.actions[0].url is None


def test_blindpay_prices_without_a_customer_and_locks_with_one():
    """payin-quotes: `fx` needs nobody; the lock is another object with a time, in minor units on the wire."""
    price = Quote(
        connection="blindpay",
        provider="blindpay",
        rail="pix",
        pair="BRL/USDC_BASE",
        country="BR",
        requested=Amount(Decimal(100000).scaleb(-2), "BRL"),
        binding=Binding.INDICATIVE,
        source_amount="1000.00 BRL",
        destination_amount=Amount(Decimal(19752).scaleb(-2), "USDC_BASE"),
        fees=[Fee(kind="provider", amount="0.50 USDC_BASE", label="instance_flat_fee")],
    )
    locked = price.evolve(
        binding=Binding.FIRM,
        quote_id="qu_000000000000",
        expires_at=datetime.fromtimestamp(1712958191, UTC),
        fees=[
            Fee(kind="provider", amount="0.50 USDC_BASE", label="flat_fee"),
            Fee(kind="partner", amount="0 USDC_BASE", label="partner_fee_amount"),
            Fee(kind="other", label="billing_fee_amount"),
        ],
    )

    assert (price.quote_id, price.expires_at) == (None, None)
    assert locked.rate == price.rate == Decimal("0.19752")
    assert (price.total_fee, locked.total_fee) == (Amount("0.50", "USDC_BASE"), None)


def test_blindpay_asks_who_pays_before_it_locks():
    """payin-quotes: `payer_rules` name the payer's tax id or bank: that is the source account."""
    accounts = AccountPair(
        source=BankAccount(
            country="CO",
            rail="pse",
            holder_name="Ana Silva",
            holder_tax_id="123456789",
            bank="1001",
            details={"pse_document_type": "CC", "pse_email": "ana@example.com", "pse_phone": "+573001234567"},
        ),
        destination=CryptoAddress(address=WALLET, network="base"),
    )

    assert "Silva" not in repr(accounts)
    assert "573001234567" not in repr(accounts)


def test_blindpay_wants_its_terms_accepted_before_there_is_a_customer():
    """terms-of-service: a page returns `tos_id`, and only then can a customer be created."""
    waiting = link(
        "blindpay",
        provider_customer_id=None,
        status="pending",
        actions=[
            AcceptTerms(url="https://app.blindpay.com/e/terms-of-service?session_token=abc", host_known=True)
        ],
    )

    assert not waiting.usable
    assert "session_token" not in repr(waiting)
    assert waiting.evolve(provider_customer_id="re_000000000000", status="active", actions=()).usable


@pytest.mark.parametrize(
    "action",
    [
        PayToAccount(
            rail="ach", scheme="account_number", identifier="1", routing_number="2", reference="8K4M2P"
        ),
        ScanCode(code="000201...", format="pix_br_code", amount="1000.00 BRL"),
        PayToAccount(rail="spei", scheme="clabe", identifier="706180196550550550"),
        PayToAccount(
            rail="transfers_3_0", scheme="alias", identifier="blindpay.ars", details={"tax_id": "1"}
        ),
        OpenUrl(url="https://pse.example/pay", purpose="checkout", host_known=False),
    ],
    ids=["ach", "pix", "spei", "transfers", "pse"],
)
def test_blindpay_pays_in_on_five_rails(action):
    """payins: each method's instruction is one action."""
    order = Order(
        order_id="pi_000000000000",
        status="awaiting_payment",
        pay_in="expected",
        pay_out="none",
        actions=[action],
    )

    assert order.actions == (action,)


@pytest.mark.parametrize(
    ("network", "payload"),
    [
        (
            "base",
            {
                "to": "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913",
                "functionName": "approve",
                "args": [WALLET, "100000000"],
            },
        ),
        ("stellar", {"xdr": "AAAAAgAAAAA..."}),
        ("solana", {"transaction": "AQAAAA..."}),
    ],
)
def test_blindpay_needs_a_signature_before_there_is_a_payout(network, payload):
    """payouts: the person signs, the order is made of the quote and what was signed."""
    unsigned = Order(
        order_id=None,
        status="action_required",
        pay_in="none",
        pay_out="none",
        actions=[SignTransaction(network=network, payload=payload)],
        executable=True,
    )
    signed = OrderRef(
        reference=REFERENCE,
        customer=link("blindpay"),
        pair="USDC_BASE/BRL",
        requested="100.00 USDC_BASE",
        opened_at=NOON,
        quote_id="qu_000000000000",
        evidence={"signed_transaction": "AAAA", "sender_wallet_address": WALLET},
    )

    assert where(unsigned) == Money.UNTOUCHED
    assert signed.order_id is None
    assert WALLET not in repr(signed)


@pytest.mark.parametrize(
    ("word", "step", "status", "pay_in", "at"),
    [
        ("processing", "processing", "awaiting_payment", "expected", "untouched"),
        ("processing", "completed", "processing", "confirmed", "with_provider"),
        ("on_hold", "on_hold", "on_hold", "seen", "with_provider"),
        ("failed", "completed", "failed", "unknown", "unknown"),
        ("refunded", "completed", "refunded", "returned", "returned"),
    ],
)
def test_blindpay_payin_states(word, step, status, pay_in, at):
    """payins: `failed` does not say that the money came back, so nobody says so here."""
    order = Order(
        order_id="pi_1",
        status=status,
        pay_in=pay_in,
        pay_out="none",
        provider_status=word,
        raw={"step": step},
    )

    assert where(order) == at


def test_blindpay_registers_wallets_and_bank_accounts():
    """customers: either side may have an id of its own; a bank account waits for approval."""
    pair = RegisteredAccounts(
        connection="blindpay",
        pair="USDC_BASE/MXN",
        accounts=AccountPair(
            source=CryptoAddress(address=WALLET, network="base"),
            destination=BankAccount(
                country="MX", rail="spei", scheme="clabe", identifier="706180196550550552"
            ),
        ),
        status="pending",
        source_id="bw_000000000000",
        destination_id="ba_000000000000",
        provider_status="verifying",
    )

    assert pair.evolve(status="usable", provider_status="approved").status == "usable"


def test_moonpay_prices_a_card_payment():
    """buy_quote: indicative, three fees on top of the base amount, all inside the total the person pays."""
    quote = Quote(
        connection="moonpay",
        provider="moonpay",
        payment_method="credit_debit_card",
        pair="USD/ETH_ETHEREUM",
        country="US",
        region="US-CA",
        requested="100 USD",
        binding=Binding.INDICATIVE,
        source_amount="100 USD",
        destination_amount="0.0251 ETH_ETHEREUM",
        fees=[
            Fee(kind="provider", amount="3.99 USD", included=True, label="feeAmount"),
            Fee(kind="network", amount="1.20 USD", included=True, label="networkFeeAmount"),
            Fee(kind="partner", amount="1.00 USD", included=True, label="extraFeeAmount"),
        ],
    )

    assert quote.total_fee == Amount("6.19", "USD")
    assert not quote.payment_method.known


def test_moonpay_hands_out_a_page_and_learns_of_payments_later():
    """The order is a signed URL that sends nothing; it may be paid never, once or twice."""
    shown = Order(
        order_id=None,
        reference=REFERENCE,
        status="awaiting_payment",
        pay_in="expected",
        pay_out="none",
        actions=[
            OpenUrl(url="https://buy.moonpay.com/?apiKey=pk&signature=s", purpose="checkout", host_known=True)
        ],
    )
    paid_twice = shown.evolve(
        status="completed",
        pay_in="confirmed",
        pay_out="confirmed",
        actions=(),
        transactions=[
            Transaction(
                transaction_id="1", status="completed", source_amount="100 USD", amount="0.025 ETH_ETHEREUM"
            ),
            Transaction(transaction_id="2", status="processing", source_amount="100 USD"),
        ],
    )

    assert "signature" not in repr(shown)
    assert [item.source_amount for item in paid_twice.transactions] == [Amount("100", "USD")] * 2


def test_moonpay_raises_a_small_amount_to_its_minimum():
    """An echoed amount that differs from the asked one stays visible beside it."""
    quote = Quote(
        connection="moonpay",
        provider="moonpay",
        pair="USD/ETH_ETHEREUM",
        country="US",
        requested="5 USD",
        binding=Binding.INDICATIVE,
        source_amount="30 USD",
    )

    assert quote.source_amount != quote.requested


@pytest.mark.parametrize(
    ("word", "status", "pay_in"),
    [
        ("waitingPayment", "awaiting_payment", "expected"),
        ("waitingAuthorization", "action_required", "seen"),
        ("pending", "processing", "seen"),
        ("completed", "completed", "confirmed"),
        ("failed", "failed", "unknown"),
    ],
)
def test_moonpay_states(word, status, pay_in):
    """Transactions: each state has a status and an incoming leg."""
    item = Transaction(transaction_id="1", status=status, pay_in=pay_in, provider_status=word)

    assert (item.status.known, item.pay_in.known) == (True, True)
