"""Standing accounts: made, read, and never pointed elsewhere unasked."""

from __future__ import annotations

from contextlib import closing

import pytest

from rampkit.errors import (
    AccountNotReadyError,
    AlreadyExistsError,
    BadResponseError,
    InvalidInputError,
    UnsupportedError,
)
from rampkit.http import Commits
from rampkit.models import AccountPair, AccountStatus, Pair, Rail
from rampkit.testing import answer, replay

NONE = answer({"count": 0, "next": None, "previous": None, "results": []})
PAYOUT = "a1b2c3d4-5678-9abc-def0-123456789abc"
OTHER = "0x866b933aabc4f9813405c6e393dbd4b600ef3e2e"


def created(ripio, desk, responses, **more):
    """The virtual account these answers are read as, and what was asked."""
    flow = ripio.create_deposit_account(desk.link, desk.pair(), desk.accounts(), **more)
    return replay(flow, responses)


def addressed(ripio, desk, payload, **more):
    """The deposit addresses this answer is read as, where there were none before."""
    facts = {"registered": desk.registered(), **more}
    flow = ripio.create_deposit_account(desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp"), **facts)
    return replay(flow, [NONE, answer(payload)])


def test_a_new_virtual_account(ripio, desk):
    """Read first, then made; never resent, for somebody may have changed it in the meantime."""
    account, [first, second] = created(ripio, desk, [NONE, answer(desk.virtual_account(), status=201)])

    assert (first.method, first.path, first.commits) == ("GET", "/api/v1/onrampSession/", Commits.NOTHING)
    assert (second.commits, second.repeatable) == (Commits.RECORD, False)
    assert second.json == {
        "customerId": desk.customer_id,
        "paymentMethodType": "bank_transfer",
        "chain": "ETHEREUM_SEPOLIA",
        "currency": "USDC",
        "depositAddress": desk.wallet,
    }
    assert (account.deposit_account_id, account.customer_id) == (desk.session_id, desk.customer_id)
    assert (account.pair, account.target, account.rail) == (desk.pair(), desk.purse(), Rail.TRANSFERS_3_0)
    assert (account.status, account.provider_status) == (AccountStatus.USABLE, "enabled")
    [step] = account.actions
    assert (step.scheme, step.identifier, step.alias) == ("cvu", "0100000000000000000001", "juan.perez.ramp")
    assert step.amount is None
    assert "0100000000000000000001" not in repr(account)


@pytest.mark.parametrize(
    "wrap",
    [lambda item: [item], lambda item: {"count": 1, "next": None, "results": [item]}],
    ids=["array", "page"],
)
def test_the_same_target_is_the_same_account(ripio, desk, wrap):
    """Nothing is rewritten; the case of an address is no difference."""
    existing = desk.virtual_account(depositAddress=desk.wallet.lower())
    account, sent = created(ripio, desk, [answer(wrap(existing)), answer(existing)])

    assert [request.method for request in sent] == ["GET", "GET"]
    assert account.deposit_account_id == desk.session_id


@pytest.mark.parametrize(
    "change", [{"depositAddress": OTHER}, {"chain": "BASE"}, {"currency": "USDT"}, {"currency": "wFOO"}]
)
def test_another_target_is_not_overwritten_unasked(ripio, desk, change):
    """Money under way would be redirected; asked for, the change is never resent blindly."""
    existing = answer([desk.virtual_account(**change)])
    with pytest.raises(AlreadyExistsError, match="replace=True"):
        created(ripio, desk, [existing])
    account, sent = created(ripio, desk, [existing, answer(desk.virtual_account())], replace=True)

    assert account.target == desk.purse()
    assert (sent[1].commits, sent[1].repeatable) == (Commits.RECORD, False)


def test_other_customers_accounts_are_passed_over(ripio, desk):
    """Page by page, to the end."""
    others = [
        desk.virtual_account(customerId="other", sessionId=f"s{n}", depositAddress=OTHER) for n in range(2)
    ]
    pages = [
        answer({"count": 3, "next": "https://evil.example/?offset=2", "results": others}),
        answer({"count": 3, "next": None, "results": [desk.virtual_account()]}),
    ]
    account, sent = created(ripio, desk, [*pages, answer(desk.virtual_account())])

    assert [request.query.get("offset") for request in sent] == ["0", "2", None]
    assert account.deposit_account_id == desk.session_id


def test_a_list_without_end(ripio, desk):
    """Is not taken for one without our account."""
    page = answer({"count": 9, "next": "x", "results": [desk.virtual_account(customerId="other")]})
    with pytest.raises(BadResponseError, match="end"):
        created(ripio, desk, [page, page])


@pytest.mark.parametrize(
    "change",
    [
        {"depositAddress": OTHER},
        {"customerId": "other"},
        {"currency": "USDT"},
        {"chain": "GNOSIS"},
        {"sessionId": None},
        {"depositAddress": 5},
    ],
)
def test_an_account_with_a_target_nobody_asked_for(ripio, desk, change):
    """Is never shown to anybody."""
    with pytest.raises(BadResponseError):
        created(ripio, desk, [NONE, answer(desk.virtual_account(**change))])


@pytest.mark.parametrize(
    ("instructions", "status"),
    [
        ({"cvu": "1", "status": "enabled"}, AccountStatus.USABLE),
        ({"cvu": "1"}, AccountStatus.USABLE),
        ([{"fieldName": "cvu", "value": "1", "type": "TEXT"}], AccountStatus.USABLE),
        ({"cvu": None, "status": "processing"}, AccountStatus.PENDING),
        ({"cvu": "1", "status": "processing"}, AccountStatus.PENDING),
        ({"cvu": None, "status": "enabled"}, AccountStatus.PENDING),
        ({"cvu": "1", "status": "disabled"}, AccountStatus.DISABLED),
        ({"cvu": "1", "status": "odd"}, AccountStatus.UNKNOWN),
        (None, AccountStatus.PENDING),
    ],
    ids=["C9-status", "C9-without", "C8-array", "C9-null", "early", "late", "disabled", "unknown", "nothing"],
)
def test_whether_a_virtual_account_can_be_paid_into(ripio, desk, instructions, status):
    """It is shown only if it can."""
    account, _ = created(
        ripio, desk, [NONE, answer(desk.virtual_account(fiatPaymentInstructions=instructions))]
    )

    assert account.status == status
    assert bool(account.actions) == (status == AccountStatus.USABLE)


@pytest.mark.parametrize(
    ("country", "rail", "told"),
    [
        ("MX", None, ("clabe", "clabe")),
        ("CO", None, ("brebKey", "bre_b_key")),
        ("CO", Rail.BRE_B, ("brebKey", "bre_b_key")),
    ],
)
def test_other_countries_accounts(ripio_of, desk_of, country, rail, told):
    """CLABE and Bre-B keys, in any spelling (C39)."""
    desk, (key, scheme) = desk_of(country), told
    payload = desk.virtual_account(fiatPaymentInstructions={key: "@E6JZKEPG5S", "status": "enabled"})
    account, _ = created(ripio_of(country), desk, [NONE, answer(payload)], rail=rail)

    assert (account.actions[0].scheme, account.actions[0].identifier) == (scheme, "@E6JZKEPG5S")


@pytest.mark.parametrize(
    ("country", "rail"),
    [("BR", None), ("BR", Rail.PIX), ("CO", Rail.PSE), ("CO", Rail.NEQUI), ("AR", Rail.SPEI)],
)
def test_rails_without_standing_accounts(ripio_of, desk_of, country, rail):
    """C49: a permanent Pix key is announced, not documented."""
    with pytest.raises(UnsupportedError):
        created(ripio_of(country), desk_of(country), [], rail=rail)


def test_a_virtual_account_needs_a_wallet(ripio, desk):
    """Nothing is sent without one."""
    with pytest.raises(InvalidInputError, match="wallet"):
        replay(ripio.create_deposit_account(desk.link, desk.pair(), AccountPair()), [])


@pytest.mark.parametrize("pair", ["BRL/USDC_BASE", "ARS/USDC_GNOSIS", "USDC_BASE/BRL"])
def test_pairs_of_other_connections(ripio, desk, pair):
    """Are refused before anything is sent."""
    with pytest.raises(UnsupportedError):
        replay(ripio.create_deposit_account(desk.link, Pair.parse(pair), desk.accounts()), [])


def test_deposit_addresses(ripio, desk):
    """The one on the network of the pair, for the registered account."""
    account, [look, request] = addressed(ripio, desk, desk.addresses())

    assert (look.method, look.path, look.commits) == ("GET", "/api/v1/offrampSession/", Commits.NOTHING)
    assert (request.method, request.path) == ("POST", "/api/v1/offrampSession/")
    assert (request.json, request.commits) == ({"fiatAccountId": desk.payout_id}, Commits.RECORD)
    assert request.repeatable is False
    assert (account.pair, account.status) == (desk.pair("off_ramp"), AccountStatus.USABLE)
    assert (account.target, account.accepts) == (desk.bank(), (desk.pair().crypto,))
    [step] = account.actions
    assert (step.asset, step.address, step.amount) == (desk.pair().crypto, desk.address, None)
    assert account.rail == Rail.TRANSFERS_3_0


def test_addresses_that_pay_out_to_the_account_are_kept(ripio, desk):
    """A lost answer is settled by calling again: no second session is made."""
    others = [desk.addresses(fiatAccountId="other", sessionId=f"s{n}") for n in range(2)]
    pages = [
        answer({"count": 3, "next": "x", "results": others}),
        answer({"count": 3, "next": None, "results": [desk.addresses()]}),
    ]
    flow = ripio.create_deposit_account(
        desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp"), registered=desk.registered()
    )
    account, sent = replay(flow, pages)

    assert [request.method for request in sent] == ["GET", "GET"]
    assert (account.deposit_account_id, account.actions[0].address) == (desk.session_id, desk.address)


@pytest.mark.parametrize(
    "change",
    [
        {"customerId": "other"},
        {"fiatAccountId": PAYOUT.upper()},
        {"toCurrency": "BRL"},
        {"depositAddresses": 5},
    ],
)
def test_kept_addresses_nobody_should_send_to(ripio, desk, change):
    """What pays out to the account and yet cannot be ours is neither shown nor doubled."""
    flow = ripio.create_deposit_account(
        desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp"), registered=desk.registered()
    )
    with pytest.raises(BadResponseError):
        replay(flow, [answer([desk.addresses(**change)])])


def test_a_rail_by_its_old_name(ripio, desk):
    """C47: samples of sessions still say `wire`."""
    account, _ = addressed(ripio, desk, desk.addresses(paymentMethodType="wire"))

    assert account.rail == Rail.TRANSFERS_3_0


@pytest.mark.parametrize("listed", [[], [{"chain": "POLYGON", "address": OTHER}]])
def test_no_address_on_the_network_of_the_pair(ripio, desk, listed):
    """Is nothing to pay into: on another network the money is lost."""
    account, _ = addressed(ripio, desk, desk.addresses(depositAddresses=listed))

    assert (account.status, account.actions, account.accepts) == (AccountStatus.PENDING, (), ())


@pytest.mark.parametrize(
    "change",
    [
        {"depositAddresses": [{"chain": "ETHEREUM_SEPOLIA", "address": OTHER + "ab"}]},
        {
            "depositAddresses": [
                {"chain": "ETHEREUM_SEPOLIA", "address": "0x866B933AABC4f9813405c6e393dbd4b600ef3e2e"}
            ]
        },
        {
            "depositAddresses": [
                {"chain": "ETHEREUM_SEPOLIA", "address": OTHER},
                {"chain": "ETHEREUM_SEPOLIA", "address": "0x" + "1" * 40},
            ]
        },
        {"toCurrency": "BRL"},
        {"fiatAccountId": "other"},
        {"customerId": "other"},
        {"depositAddresses": None},
    ],
    ids=["too-long", "wrong-checksum", "two", "other-money", "other-account", "other-customer", "none"],
)
def test_addresses_nobody_should_send_to(ripio, desk, change):
    """The documentation's own sample is not an address."""
    with pytest.raises(BadResponseError):
        addressed(ripio, desk, desk.addresses(**change))


@pytest.mark.parametrize(
    "registered",
    [
        None,
        {"status": AccountStatus.PENDING},
        {"status": AccountStatus.NEEDS_CONFIRMATION},
        {"status": AccountStatus.DISABLED},
        {"status": AccountStatus.UNKNOWN},
        {"destination_id": None},
    ],
)
def test_a_payout_account_that_cannot_be_used(ripio, desk, registered):
    """Comes first; nothing is sent."""
    stored = None if registered is None else desk.registered(**registered)
    flow = ripio.create_deposit_account(
        desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp"), registered=stored
    )
    with pytest.raises(AccountNotReadyError):
        replay(flow, [])


def test_reading_a_virtual_account_again(ripio, desk):
    """With the target it has now."""
    account, [request] = replay(ripio.get_deposit_account(desk.standing()), [answer(desk.virtual_account())])

    assert (request.method, request.path) == ("GET", f"/api/v1/onrampSession/{desk.session_id}/")
    assert (account.target, len(account.actions)) == (desk.purse(), 1)


@pytest.mark.parametrize("change", [{"depositAddress": OTHER}, {"chain": "BASE"}, {"currency": "USDT"}])
def test_an_account_whose_target_has_changed(ripio, desk, change):
    """Tells its target and takes no more money."""
    account, _ = replay(ripio.get_deposit_account(desk.standing()), [answer(desk.virtual_account(**change))])

    assert (account.target, account.pair) != (desk.purse(), desk.pair())
    assert account.actions == ()


def test_reading_deposit_addresses_again(ripio, desk):
    """They have no target of their own in the answer: the one they were made for stays."""
    account, [request] = replay(
        ripio.get_deposit_account(desk.standing("off_ramp")), [answer(desk.addresses())]
    )

    assert request.path == f"/api/v1/offrampSession/{desk.session_id}/"
    assert (account.target, account.actions[0].address) == (desk.bank(), desk.address)


@pytest.mark.parametrize("direction", ["on_ramp", "off_ramp"])
@pytest.mark.parametrize("change", [{"sessionId": "other"}, {"customerId": "other"}])
def test_another_account_is_not_taken_for_this_one(ripio, desk, direction, change):
    """Nobody's money may go astray."""
    payload = desk.virtual_account(**change) if direction == "on_ramp" else desk.addresses(**change)
    with pytest.raises(BadResponseError):
        replay(ripio.get_deposit_account(desk.standing(direction)), [answer(payload)])


@pytest.mark.parametrize("change", [{"network": "base"}, {"memo": "77"}])
def test_a_wallet_that_would_lose_the_token(ripio, desk, change):
    """Nothing is asked, let alone made."""
    accounts = AccountPair(destination=desk.purse().evolve(**change))
    with pytest.raises(InvalidInputError):
        replay(ripio.create_deposit_account(desk.link, desk.pair(), accounts), [])


def test_an_address_for_one_token_of_a_network(ripio, desk):
    """A public client has seen a `currency` beside the address: another token's is not shown."""
    listed = [
        {"chain": "ETHEREUM_SEPOLIA", "address": OTHER, "currency": "USDT"},
        {"chain": "ETHEREUM_SEPOLIA", "address": desk.address, "currency": "USDC"},
    ]
    ours, _ = addressed(ripio, desk, desk.addresses(depositAddresses=listed))
    theirs, _ = addressed(ripio, desk, desk.addresses(depositAddresses=listed[:1]))

    assert ours.actions[0].address == desk.address
    assert (theirs.status, theirs.actions) == (AccountStatus.PENDING, ())


def test_an_account_that_converts_to_something_nobody_knows(ripio, desk):
    """Cannot be told in rampkit's words: it is not shown at all."""
    with pytest.raises(BadResponseError):
        replay(ripio.get_deposit_account(desk.standing()), [answer(desk.virtual_account(chain="NEWS"))])


def test_an_account_whose_wanted_target_is_not_known(ripio, desk):
    """Takes no money: nobody can say that it goes where it should."""
    account, _ = replay(
        ripio.get_deposit_account(desk.standing(target=None)), [answer(desk.virtual_account())]
    )

    assert (account.target, account.actions) == (desk.purse(), ())


NETWORKS = [
    {"network_name": "ETHEREUM_SEPOLIA", "assets": [{"name": "USDC"}, {"name": "RTEST"}]},
    {"network_name": "POLYGON", "assets": [{"name": "USDC"}]},
    {"network_name": "NEWS", "assets": [{"name": "USDC"}]},
]


def listed(*items, following=None, count=None):
    """A page of sessions."""
    shown = len(items) if count is None else count
    return answer({"count": shown, "next": following, "previous": None, "results": list(items)})


def walked(flow, *responses):
    """Every account of a list, and what was asked for; an answer goes to each request in turn."""
    found, sent, waiting = [], [], list(responses)
    while flow is not None:
        with closing(flow):
            request = next(flow)
            try:
                while True:
                    sent.append(request)
                    request = flow.send(waiting.pop(0))
            except StopIteration as stop:
                page = stop.value
        found += page
        flow = page.following and page.following()
    assert not waiting
    return found, sent


def test_the_standing_accounts_of_everybody(ripio, desk):
    """Page by page: virtual accounts, then addresses, which take what Ripio names for their networks."""
    theirs = desk.virtual_account(sessionId="theirs", customerId="other")
    found, sent = walked(
        ripio.list_deposit_accounts(),
        listed(desk.virtual_account(), following="https://evil.example/", count=2),
        listed(theirs, count=2),
        answer(NETWORKS),
        listed(desk.addresses()),
    )

    assert [request.path for request in sent] == [
        "/api/v1/onrampSession/",
        "/api/v1/onrampSession/",
        "/api/v1/depositNetworks/",
        "/api/v1/offrampSession/",
    ]
    assert {request.operation for request in sent} == {"list_deposit_accounts"}
    mine, other, addresses = found
    assert (mine.deposit_account_id, mine.target, other.customer_id) == (
        desk.session_id,
        desk.purse(),
        "other",
    )
    assert (addresses.target, addresses.target_id) == (None, desk.payout_id)
    assert [str(asset) for asset in addresses.accepts] == [
        "USDC_ETHEREUM_SEPOLIA",
        "RTEST_ETHEREUM_SEPOLIA",
        "USDC_POLYGON",
    ]
    assert [step.address for step in addresses.actions] == [desk.address, desk.address, desk.wallet]
    assert (addresses.pair, addresses.status) == (desk.pair("off_ramp"), AccountStatus.USABLE)


def test_the_standing_accounts_of_one_customer(ripio, desk):
    """Ripio filters by nobody, so it is done here; an id may come back in capitals."""
    theirs = {"sessionId": "theirs", "customerId": "other"}
    found, _ = walked(
        ripio.list_deposit_accounts(desk.link),
        listed(desk.virtual_account(**theirs), desk.virtual_account(customerId=desk.customer_id.upper())),
        answer(NETWORKS),
        listed(desk.addresses(**theirs), desk.addresses()),
    )

    assert [one.deposit_account_id for one in found] == [desk.session_id] * 2


def test_what_there_are_no_words_for(ripio, desk):
    """Is left out, and costs nobody the list."""
    found, _ = walked(
        ripio.list_deposit_accounts(),
        listed(
            desk.virtual_account(sessionId="1", currency="wDAI"),
            desk.virtual_account(sessionId="2", chain="X"),
        ),
        answer(NETWORKS),
        listed(
            desk.addresses(sessionId="3", toCurrency="CLP"),
            desk.addresses(sessionId="4", depositAddresses=[{"chain": "NEWS", "address": OTHER}]),
            desk.addresses(sessionId="5", depositAddresses=[{"chain": "POLYGON", "address": OTHER + "ab"}]),
        ),
    )

    assert found == []


def test_a_list_with_something_that_is_no_account(ripio, desk):
    """Cannot be read."""
    with pytest.raises(BadResponseError):
        walked(ripio.list_deposit_accounts(), listed(desk.virtual_account(depositAddress=None)))


def test_a_customers_own_account_by_a_guessed_path(ripio_of, desk):
    """By a connection that may guess; a 404 may mean a wrong path, so the list is read then."""
    ripio = ripio_of(guessed_paths=True)
    rest = (answer(NETWORKS), listed())
    [found], sent = walked(ripio.list_deposit_accounts(desk.link), answer(desk.virtual_account()), *rest)
    assert (found.deposit_account_id, sent[0].path) == (
        desk.session_id,
        f"/api/v1/customers/{desk.customer_id}/onrampSession/",
    )
    for odd in (answer(None, status=404), answer([]), answer(desk.virtual_account(customerId="other"))):
        [found], sent = walked(
            ripio.list_deposit_accounts(desk.link), odd, listed(desk.virtual_account()), *rest
        )
        assert sent[1].path == "/api/v1/onrampSession/"


def test_a_wrong_path_never_rewrites_a_wallet(ripio_of, desk):
    """What a guessed path does not show is looked for on the list before anything is made."""
    ripio, elsewhere = ripio_of(guessed_paths=True), desk.virtual_account(depositAddress=OTHER)
    for responses in ([answer(None, status=404), listed(elsewhere)], [answer(elsewhere)]):
        with pytest.raises(AlreadyExistsError):
            created(ripio, desk, responses)


def test_the_same_wallet_in_another_spelling(ripio, desk):
    """Is the same, and so is the customer: nothing is rewritten."""
    shouted = desk.virtual_account(
        depositAddress="0x" + desk.wallet[2:].upper(), customerId=desk.customer_id.upper()
    )
    read = desk.virtual_account(depositAddress=desk.wallet.lower())
    account, sent = created(ripio, desk, [listed(shouted), answer(read)])

    assert [request.method for request in sent] == ["GET", "GET"]
    assert account.status == AccountStatus.USABLE


def test_a_change_that_was_asked_for(ripio, desk):
    """Is made after the look, and never resent."""
    elsewhere = desk.virtual_account(depositAddress=OTHER)
    _, sent = created(ripio, desk, [listed(elsewhere), answer(desk.virtual_account())], replace=True)

    assert [request.method for request in sent] == ["GET", "POST"]
    assert (sent[1].commits, sent[1].repeatable) == (Commits.RECORD, False)


def test_an_account_that_turned_in_the_meantime(ripio, desk):
    """Between the look and the reading: nobody is told to pay in."""
    turned = desk.virtual_account(depositAddress=OTHER)
    with pytest.raises(BadResponseError):
        created(ripio, desk, [listed(desk.virtual_account()), answer(turned)])


def test_an_account_ahead_of_time(ripio_of, desk):
    """By a guessed path; 200 alone says that nothing had to be made."""
    ripio = ripio_of(guessed_paths=True)
    for status, under_way in ((200, False), (201, True), (202, True)):
        made, [request] = replay(ripio.prepare_deposit_account(desk.link), [answer({}, status=status)])
        assert made is under_way
        assert request.json == {"paymentMethodType": "bank_transfer"}
        assert (request.method, request.commits, request.repeatable) == ("POST", Commits.RECORD, False)
        assert request.path == f"/api/v1/customers/{desk.customer_id}/depositAccount/"


def test_no_path_is_guessed_unasked(ripio, desk):
    """The other way to the same account is told instead."""
    with pytest.raises(UnsupportedError, match="create_deposit_account makes the account"):
        replay(ripio.prepare_deposit_account(desk.link), [])


def test_an_account_of_a_rail_that_is_not_there(ripio_of, desk):
    """Colombia has four, so one has to be named; Argentina has no Pix."""
    for country, rail in (("CO", None), ("AR", Rail.PIX)):
        with pytest.raises(InvalidInputError, match="rail"):
            replay(ripio_of(country, guessed_paths=True).prepare_deposit_account(desk.link, rail=rail), [])
